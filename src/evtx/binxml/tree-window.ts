/**
 * Bounded reading for the slow decoder. In: a window of a chunk. Out: small values, or undefined and a fault.
 * Invariant: nothing outside `[at, end)` is read, except names, which lie anywhere in the chunk.
 */
import { CHUNK_BYTES } from '../format.ts'
import { MAX_NAME_UNITS } from '../limits.ts'
import { NAME_HEADER_BYTES } from './tokens.ts'

/** A chunk inside a buffer; `base` is where it starts. `bytes` and `view` cover the same memory. */
export interface ChunkBytes {
  readonly bytes: Buffer
  readonly view: DataView
  readonly base: number
}

/** Why a record could not be read: what was found, and at which offset of the chunk. */
export interface TreeFault {
  readonly message: string
  readonly chunkOffset: number
}

export interface TreeWindow extends ChunkBytes {
  at: number
  readonly end: number
  /** The record is half written: what reaches beyond the end is left out instead of being a fault. */
  readonly isTorn: boolean
  /** Tokens read so far. */
  tokens: number
  fault: TreeFault | undefined
}

/** The window `[at, end)` of the buffer, cut to the chunk. */
export function openWindow(chunk: ChunkBytes, at: number, end: number, isTorn: boolean): TreeWindow {
  const { bytes, view, base } = chunk
  const limit = Math.min(end, base + CHUNK_BYTES, bytes.length)
  return { bytes, view, base, at, end: limit, isTorn, tokens: 0, fault: undefined }
}

/** Notes the first fault. */
export function fail(w: TreeWindow, message: string): undefined {
  w.fault ??= { message, chunkOffset: w.at - w.base }
  return undefined
}

/** True when `count` bytes are left; otherwise a fault. */
export function has(w: TreeWindow, count: number): boolean {
  if (w.at + count <= w.end) return true
  fail(w, `${count} bytes needed, ${Math.max(0, w.end - w.at)} left`)
  return false
}

export function u8(w: TreeWindow): number | undefined {
  return has(w, 1) ? w.view.getUint8(w.at++) : undefined
}

export function u16(w: TreeWindow): number | undefined {
  if (!has(w, 2)) return undefined
  w.at += 2
  return w.view.getUint16(w.at - 2, true)
}

export function u32(w: TreeWindow): number | undefined {
  if (!has(w, 4)) return undefined
  w.at += 4
  return w.view.getUint32(w.at - 4, true)
}

/** A text with its count of UTF-16 units in front. */
export function readUnits(w: TreeWindow): string | undefined {
  const units = u16(w)
  if (units === undefined || !has(w, 2 * units)) return undefined
  w.at += 2 * units
  return w.bytes.toString('utf16le', w.at - 2 * units, w.at)
}

/** A name by its chunk offset; stored right here when the offset says so (evtx-format §5). */
export function readName(w: TreeWindow): string | undefined {
  const offset = u32(w)
  if (offset === undefined) return undefined
  const isInline = offset === w.at - w.base
  const chunkEnd = Math.min(w.base + CHUNK_BYTES, w.bytes.length)
  const start = w.base + offset
  if (start + NAME_HEADER_BYTES > chunkEnd) return fail(w, `name at ${offset}, beyond the chunk`)
  const units = w.view.getUint16(start + 6, true)
  if (units > MAX_NAME_UNITS) return fail(w, `name of ${units} units, at most ${MAX_NAME_UNITS} are read`)
  const end = start + NAME_HEADER_BYTES + 2 * units
  if (end > chunkEnd) return fail(w, `name at ${offset} runs beyond the chunk`)
  if (isInline) {
    // The text is followed by a NUL.
    if (!has(w, end + 2 - start)) return undefined
    w.at = end + 2
  }
  return w.bytes.toString('utf16le', start + NAME_HEADER_BYTES, end)
}
