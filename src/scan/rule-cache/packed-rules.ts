/** Rules that were read from a pack, and the pack's bytes for other threads. */
import type { ReadPack } from '../../engine/pack/read-pack.ts'

export interface PackedRules {
  readonly bytes: Uint8Array<SharedArrayBuffer>
  readonly pack: ReadPack
}

/** A copy in memory that all threads see. */
export function shareBytes(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}
