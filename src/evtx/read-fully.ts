import type { ByteReader } from '../base/byte-reader.ts'

/** Reads until `length` bytes are there or the input ends; returns how many. Throws on an I/O error. */
export function readFully(
  reader: ByteReader,
  target: Uint8Array,
  targetOffset: number,
  length: number,
  position: number,
): number {
  let done = 0
  while (done < length) {
    const count = reader.readAt(target, targetOffset + done, length - done, position + done)
    if (count <= 0) break
    done += count
  }
  return done
}
