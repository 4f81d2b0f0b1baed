/** Where the walk over the records of a chunk stands, and the step over one record. */
import type { ChunkClaims } from './chunk-header.ts'
import type { RecordFinding } from './decode-record.ts'
import { decodeRecord } from './decode-record.ts'
import { findRecord } from './find-record.ts'
import type { Range } from './range.ts'
import { readSwallowed } from './swallowed-record.ts'

export interface Walk {
  readonly range: Range
  readonly claims: ChunkClaims
  /** End of what the header says is in use; absolute, as all positions. */
  readonly usedEnd: number
  /** Where the header itself says so; nearer than `usedEnd` when that has been proven wrong. */
  readonly claimedEnd: number
  readonly chunkEnd: number
  at: number
  /** The record read last: its end and id. */
  lastEnd: number
  hasLast: boolean
  lastLow: number
  lastHigh: number
  /** The record that the header calls the last one has been read. */
  isPastLast: boolean
  /** Records found, hidden ones among them, those left over. */
  found: number
  hidden: number
  slack: number
  /** The last search for a whole record in the used part: from where, and what it found (-1: none). */
  searchedFrom: number
  searchedTo: number
}

/** The next whole record at `from` or behind in the used part; -1 when there is none. The walk only goes forward. */
export function nextRecord(walk: Walk, from: number): number {
  const isKnown = walk.searchedFrom >= 0 && (walk.searchedTo < 0 || from <= walk.searchedTo)
  if (isKnown && from >= walk.searchedFrom) return walk.searchedTo
  walk.searchedFrom = from
  walk.searchedTo = findRecord(walk.range.window, from, walk.usedEnd)
  return walk.searchedTo
}

/** Reads the record at the walk's place and moves behind it. */
export function readRecord(walk: Walk, size: number, finding: RecordFinding): void {
  const { range, at } = walk
  const limit = at + size - 4
  const end = decodeRecord(range, at, limit, finding)
  noteRecord(walk, size, finding)
  readSwallowed(walk, at, end, limit)
}

/** Moves behind a record of `size` bytes, whose header is in the event. */
export function noteRecord(walk: Walk, size: number, finding: RecordFinding): void {
  const { event } = walk.range
  walk.at += size
  walk.lastEnd = walk.at
  walk.hasLast = true
  walk.lastLow = event.recordIdLow
  walk.lastHigh = event.recordIdHigh
  if (walk.lastLow === walk.claims.lastLow && walk.lastHigh === walk.claims.lastHigh) walk.isPastLast = true
  walk.found++
  if (finding.isHidden) walk.hidden++
}
