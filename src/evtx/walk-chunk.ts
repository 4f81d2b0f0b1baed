/**
 * The records of one chunk, by their signatures and sizes. In: a chunk in the slab. Out: each record decoded, or
 * counted as slack. The header's end marks never end the walk by themselves (evtx-pitfalls §3):
 * - up to the header's free-space offset every record is read; after bytes that are none, at the next whole record;
 * - beyond it a record is read, as hidden, when it continues the records before in place and id, or the header's own
 *   range of ids has it, or the header admits no record at all;
 * - everything else is left over from the chunk's previous life, and only counted.
 * Invariant: each step of the walk moves forward; the chunk is searched for signatures at most a few times.
 */
import type { ChunkClaims } from './chunk-header.ts'
import { HIDDEN, REGULAR } from './decode-record.ts'
import { findRecord, hasSizeCopy, plausibleSize, sizeAt } from './find-record.ts'
import { CHUNK_BYTES, FIRST_RECORD, Record } from './format.ts'
import { passDamage } from './pass-damage.ts'
import type { Range } from './range.ts'
import { screenRecords } from './screen-records.ts'
import { readRecord, type Walk } from './walk.ts'

/** Fewest bytes of a record that an id may stand for when ids are missing (observed: 192). */
const MIN_LOST_BYTES = 64

/** Walks the chunk whose header makes these claims; the ends are offsets in the chunk. */
export function walkChunk(range: Range, claims: ChunkClaims, usedEnd: number, claimedEnd: number): Walk {
  const { start } = range.window
  const walk: Walk = {
    range,
    claims,
    usedEnd: start + usedEnd,
    claimedEnd: start + claimedEnd,
    chunkEnd: start + CHUNK_BYTES,
    at: start + FIRST_RECORD,
    lastEnd: start + FIRST_RECORD,
    hasLast: false,
    lastLow: 0,
    lastHigh: 0,
    isPastLast: false,
    found: 0,
    hidden: 0,
    slack: 0,
    searchedFrom: -1,
    searchedTo: -1,
  }
  const { screener, window } = range
  for (;;) {
    if (screener !== undefined && walk.at < walk.claimedEnd && !walk.isPastLast) screenRecords(screener, walk)
    const size = sizeAt(window, walk.at)
    if (walk.at >= walk.usedEnd) {
      if (!seekHidden(walk)) return walk
      readRecord(walk, plausibleSize(window, walk.at), HIDDEN)
    } else if (size > 0 && hasSizeCopy(window, walk.at, size)) {
      readRecord(walk, size, walk.at < walk.claimedEnd && !walk.isPastLast ? REGULAR : HIDDEN)
    } else passDamage(walk, size)
  }
}

/**
 * Moves to the next record beyond the header's end that belongs to the chunk; the others are counted as slack.
 */
function seekHidden(walk: Walk): boolean {
  const { window } = walk.range
  let passed = 0
  let from = walk.lastEnd
  let lostBytes = 0
  let isForeign = false
  for (let at = findRecord(window, walk.at, walk.chunkEnd); at >= 0; ) {
    lostBytes += at - from
    isForeign ||= at > from && isRemnant(walk, from, at)
    if (isClaimed(walk, at) || (!isForeign && followsOn(walk, at, passed, lostBytes))) {
      walk.at = at
      return true
    }
    walk.slack++
    passed++
    from = at + plausibleSize(window, at)
    at = findRecord(window, from, walk.chunkEnd)
  }
  return false
}

/**
 * Whether the bytes from `from` to a record at `at` are something else than one lost record: the size in front of
 * `at` says that it began elsewhere, under records written later. Zeros may have been anything.
 */
function isRemnant(walk: Walk, from: number, at: number): boolean {
  const { window, locator } = walk.range
  if (window.view.getUint32(at - 4, true) === at - from) return false
  let zeros = from
  while (zeros < at && locator.bytes[zeros] === 0) zeros++
  return zeros < at
}

/** Whether the header's range of ids has the record, one not read yet. */
function isClaimed(walk: Walk, at: number): boolean {
  const { view } = walk.range.window
  const { firstLow, firstHigh, lastLow, lastHigh } = walk.claims
  const low = view.getUint32(at + Record.Id, true)
  const high = view.getUint32(at + Record.Id + 4, true)
  if (isLess(low, high, firstLow, firstHigh) || isLess(lastLow, lastHigh, low, high)) return false
  return !walk.hasLast || isLess(walk.lastLow, walk.lastHigh, low, high)
}

function isLess(aLow: number, aHigh: number, bLow: number, bHigh: number): boolean {
  return aHigh < bHigh || (aHigh === bHigh && aLow < bLow)
}

/**
 * Whether the id of the record at `at` continues that of the last one: the ids between belong to records passed, and
 * the rest of them to bytes that are no record any more.
 */
function followsOn(walk: Walk, at: number, passed: number, lostBytes: number): boolean {
  if (!walk.hasLast) return walk.usedEnd <= walk.range.window.start + FIRST_RECORD
  const { view } = walk.range.window
  const low = view.getUint32(at + Record.Id, true)
  const high = view.getUint32(at + Record.Id + 4, true)
  const further = (high - walk.lastHigh) * 4_294_967_296 + (low - walk.lastLow)
  const missing = further - 1 - passed
  return missing >= 0 && missing * MIN_LOST_BYTES <= lostBytes
}
