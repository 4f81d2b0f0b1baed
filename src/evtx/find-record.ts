/**
 * Records by their signature (evtx-format §3). In: a place in a chunk. Out: sizes and positions.
 * Invariant: nothing outside the chunk is read; a search looks at each place once.
 */
import { CHUNK_BYTES, MIN_RECORD_BYTES, RECORD_MAGIC, Record } from './format.ts'

/** The chunk to look in; all positions are absolute in `view`. */
export interface ChunkWindow {
  readonly view: DataView
  /** The same memory as 32-bit words. */
  readonly words: Int32Array
  /** Start of the chunk, a multiple of 65536. */
  start: number
}

/** Size of the record at `at` as its header says; -1 without a signature or when no such record fits. */
export function sizeAt(w: ChunkWindow, at: number): number {
  if (at + MIN_RECORD_BYTES > w.start + CHUNK_BYTES) return -1
  if (w.view.getInt32(at, true) !== RECORD_MAGIC) return -1
  return plausibleSize(w, at)
}

/** The size field at `at` whatever the signature; -1 when no such record fits. */
export function plausibleSize(w: ChunkWindow, at: number): number {
  if (at + MIN_RECORD_BYTES > w.start + CHUNK_BYTES) return -1
  const size = w.view.getUint32(at + Record.Size, true)
  return size >= MIN_RECORD_BYTES && at + size <= w.start + CHUNK_BYTES ? size : -1
}

/** True when the copy at the end of a record repeats its size. */
export function hasSizeCopy(w: ChunkWindow, at: number, size: number): boolean {
  return w.view.getUint32(at + size - 4, true) === size
}

/** True when the stream of a record at `at` begins as one: a fragment header, an instance or an element. */
export function hasStreamStart(w: ChunkWindow, at: number): boolean {
  const first = w.view.getUint32(at + Record.Stream, true)
  return first === 0x0001010f || (first & 0xffff) === 0x010c || (first & 0xbf) === 0x01
}

/**
 * The first place in `[from, end)` where a whole record stands: signature, sizes that agree, start of a stream.
 * Records lie on multiples of 8; other multiples of 4 are looked at as well. -1 when there is none.
 */
export function findRecord(w: ChunkWindow, from: number, end: number): number {
  const { words } = w
  const last = Math.min(end, w.start + CHUNK_BYTES - MIN_RECORD_BYTES + 1)
  for (let at = (from + 3) & ~3; at < last; at += 4) {
    if (words[at >> 2] !== RECORD_MAGIC) continue
    const size = plausibleSize(w, at)
    if (size > 0 && hasSizeCopy(w, at, size) && hasStreamStart(w, at)) return at
  }
  return -1
}
