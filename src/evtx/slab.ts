/**
 * The memory that chunks are read into, and the tables of a record's values: our own, or the kernel's. Invariant: `start`
 * is a multiple of a chunk.
 */
import type { SlotTables } from '../event/event.ts'
import { MAX_SLOTS } from '../event/event.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import { LENGTHS, OFFSETS, SLAB, SLAB_BYTES, TYPES } from '../kernel/layout.ts'
import { CHUNK_BYTES } from './format.ts'

/** Chunks read at a time: 1 MiB stays in the processor's cache. */
export const SLAB_CHUNKS: number = SLAB_BYTES / CHUNK_BYTES

export interface Slab {
  readonly bytes: Buffer
  /** Where the first chunk is put. */
  readonly start: number
  /** Undefined: to be made. */
  readonly tables: SlotTables | undefined
}

export function createSlab(): Slab {
  return { bytes: Buffer.alloc(SLAB_BYTES), start: 0, tables: undefined }
}

/** Offsets of values are the kernel's addresses then. */
export function slabOf({ bytes, words }: Kernel): Slab {
  const tableAt = (address: number): Int32Array => words.subarray(address / 4, address / 4 + MAX_SLOTS)
  const tables = { types: tableAt(TYPES), offsets: tableAt(OFFSETS), lengths: tableAt(LENGTHS) }
  return { bytes: bytes.subarray(0, SLAB + SLAB_BYTES), start: SLAB, tables }
}
