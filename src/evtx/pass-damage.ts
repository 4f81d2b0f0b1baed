/**
 * Bytes in the used part of a chunk that are no whole record. In: a walk at such a place. Out: half-written records
 * decoded as far as they go, the walk at the next whole record or at the end of the used part.
 * Invariant: the walk moves forward by at least 4 bytes.
 */
import { decodeRecord, REGULAR } from './decode-record.ts'
import { hasSizeCopy, hasStreamStart, plausibleSize } from './find-record.ts'
import { MIN_RECORD_BYTES, RECORD_MAGIC, Record } from './format.ts'
import { reportChunk, reportRecord } from './range.ts'
import { findDamage, isWhole } from './torn-record.ts'
import { nextRecord, noteRecord, readRecord, type Walk } from './walk.ts'

const PARTIAL = { isPartial: true, isHidden: false }

/** `size` is that of the record at the walk's place, -1 when there is none or its size is nonsense. */
export function passDamage(walk: Walk, size: number): void {
  const { range, at, usedEnd } = walk
  const { window } = range
  if (size > 0) readMismatch(walk, size)
  else if (at + MIN_RECORD_BYTES > usedEnd) leap(walk, usedEnd)
  else if (window.view.getInt32(at, true) === RECORD_MAGIC) readUnsized(walk)
  else if (!readUnsigned(walk)) {
    const next = nextRecord(walk, at + 4)
    leap(walk, next < 0 ? usedEnd : next)
  }
}

/** A record whose size fields differ. Another record inside it, or a copy of the size that fits, tells its end. */
function readMismatch(walk: Walk, size: number): void {
  const { range, at, usedEnd } = walk
  const { window } = range
  const found = nextRecord(walk, at + MIN_RECORD_BYTES)
  const toNext = (found < 0 ? usedEnd : found) - at
  const isNext = toNext < size || (toNext > size && hasSizeCopy(window, at, toNext))
  const copy = window.view.getUint32(at + size - 4, true)
  readPartial(walk, isNext ? toNext : size, `its size is ${size}, its copy of the size ${copy}`)
}

/** A record whose size field is nonsense: it may reach to the next one. */
function readUnsized(walk: Walk): void {
  const { range, at, usedEnd } = walk
  const { window } = range
  const next = nextRecord(walk, at + MIN_RECORD_BYTES)
  const end = next < 0 ? usedEnd : next
  const size = window.view.getUint32(at + Record.Size, true)
  const extent = end - at
  if (extent >= MIN_RECORD_BYTES && (hasSizeCopy(window, at, extent) || isWhole(range, at, end - 4))) {
    readPartial(walk, extent, `its size is ${size}, but the next record comes after ${extent} bytes`)
    return
  }
  range.counts.recordsFailed++
  range.record++
  reportRecord(range, 'record-unreadable', 'error', at, `its size is ${size}`)
  leap(walk, end)
}

/** A record whose signature is gone but whose sizes agree; false when there is none. */
function readUnsigned(walk: Walk): boolean {
  const { range, at } = walk
  const { window } = range
  const size = plausibleSize(window, at)
  if (size < 0 || !hasSizeCopy(window, at, size) || !hasStreamStart(window, at)) return false
  reportRecord(range, 'chunk-resync', 'warning', at, 'a record without its signature, read by its sizes')
  readRecord(walk, size, REGULAR)
  return true
}

function readPartial(walk: Walk, extent: number, reason: string): void {
  const { range, at } = walk
  const damage = findDamage(range, at, extent)
  const rest = at + extent - 4 - damage
  const rested = rest > 0 ? `; the last ${rest} bytes are not its own and left out` : ''
  reportRecord(range, 'record-partial', 'warning', at, reason + rested)
  decodeRecord(range, at, damage, PARTIAL)
  noteRecord(walk, extent, PARTIAL)
}

/** Moves to `next`, reporting what is passed unless it is zero. */
function leap(walk: Walk, next: number): void {
  const { range, at } = walk
  walk.at = next
  if (isZero(range.locator.bytes, range.window.words, at, next)) return
  const from = at - range.window.start
  const to = next - range.window.start
  reportChunk(range, 'chunk-resync', 'warning', `the bytes ${from} to ${to - 1} of the chunk are no record`)
}

function isZero(bytes: Buffer, words: Int32Array, from: number, end: number): boolean {
  let at = from
  for (; at < end && (at & 3) !== 0; at++) if (bytes[at] !== 0) return false
  for (; at + 4 <= end; at += 4) if (words[at >> 2] !== 0) return false
  for (; at < end; at++) if (bytes[at] !== 0) return false
  return true
}
