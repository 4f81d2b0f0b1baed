/**
 * Where the damage of a half-written record begins (evtx-format §3). Pages of 4096 bytes are written one by one, so
 * after a crash or in a live copy a record may go on with zeros or with what its page held before; in all real
 * samples the damage begins on a page.
 * In: a record whose size fields differ. Out: the first byte that is not to be trusted.
 */
import { locateAll } from './binxml/locate-record.ts'
import { beginRecord } from './binxml/locator.ts'
import { Token } from './binxml/tokens.ts'
import { Record } from './format.ts'
import type { Range } from './range.ts'

/** Chunks begin on pages, so that pages of the chunk are pages of the file. */
const PAGE_BYTES = 4096
/** Smallest unit that a disk writes. */
const SECTOR_BYTES = 512
/** Filler between the EOF token and the size field (evtx-format §3). */
const MAX_FILLER_BYTES = 7
/** EOF token, filler and size field, all of which may be zero. */
const MAX_ZERO_END_BYTES = 1 + MAX_FILLER_BYTES + 4

/** The end of what can be trusted of the record at `at` with `size` bytes, at most its last size field. */
export function findDamage(range: Range, at: number, size: number): number {
  const chunkStart = range.window.start
  const end = at + size
  const zeros = startOfZeros(range.locator.bytes, at, end)
  const sector = chunkStart + Math.ceil((zeros - chunkStart) / SECTOR_BYTES) * SECTOR_BYTES
  // Zeros also pass for the end of a stream, so they are looked at first.
  if (end - sector > MAX_ZERO_END_BYTES) return Math.max(sector, at + Record.Stream)
  const limit = end - 4
  if (isWhole(range, at, limit)) return limit
  const page = chunkStart + (Math.floor((at - chunkStart) / PAGE_BYTES) + 1) * PAGE_BYTES
  return Math.min(page, limit)
}

/** The stream ends where the record ends: only the size field is damaged, or was altered. */
export function isWhole(range: Range, at: number, limit: number): boolean {
  const { locator: s } = range
  beginRecord(s, false)
  const isLocated = locateAll(s, at + Record.Stream, limit)
  if (!isLocated || s.end >= limit || limit - s.end - 1 > MAX_FILLER_BYTES) return false
  return s.bytes[s.end] === Token.EndOfStream
}

function startOfZeros(bytes: Buffer, from: number, end: number): number {
  let at = end
  while (at > from && bytes[at - 1] === 0) at--
  return at
}
