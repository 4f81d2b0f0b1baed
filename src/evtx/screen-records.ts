/**
 * Lets the kernel go through the records in front of a walk. In: a walk within what the header admits. Out: the walk at
 * the first record that the kernel left alone, everything before it counted. Invariant: counts and places are those that
 * reading the records one by one would give.
 */
import {
  HEAD_AT,
  HEAD_DONE,
  HEAD_END,
  HEAD_ID_HIGH,
  HEAD_ID_LOW,
  HEAD_LAST_HIGH,
  HEAD_LAST_LOW,
  HEAD_SKIPPED,
} from '../kernel/layout.ts'
import type { Screener } from './screener.ts'
import type { Walk } from './walk.ts'

export function screenRecords(screener: Screener, walk: Walk): void {
  const { kernel } = screener
  const { words } = kernel
  const { claims, range } = walk
  screener.follow()
  words[HEAD_AT >> 2] = walk.at
  words[HEAD_END >> 2] = Math.min(walk.claimedEnd, walk.usedEnd)
  words[HEAD_LAST_LOW >> 2] = claims.lastLow
  words[HEAD_LAST_HIGH >> 2] = claims.lastHigh
  words[HEAD_DONE >> 2] = 0
  words[HEAD_SKIPPED >> 2] = 0
  kernel.run()
  const found = words[HEAD_DONE >> 2]!
  if (found === 0) return
  const skipped = words[HEAD_SKIPPED >> 2]!
  range.record += found
  range.counts.recordsSkipped += skipped
  range.counts.recordsRead += found - skipped
  walk.at = words[HEAD_AT >> 2]!
  walk.lastEnd = walk.at
  walk.hasLast = true
  walk.lastLow = words[HEAD_ID_LOW >> 2]! >>> 0
  walk.lastHigh = words[HEAD_ID_HIGH >> 2]! >>> 0
  if (walk.lastLow === claims.lastLow && walk.lastHigh === claims.lastHigh) walk.isPastLast = true
  walk.found += found
}
