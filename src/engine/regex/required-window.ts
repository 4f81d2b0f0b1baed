/**
 * A run of characters that every match of a regular expression contains, each of a known set. In: a tree. Out: the sets,
 * side by side. Invariant: if the expression matches a text, the text holds as many units one after another, each in its
 * set; the reverse need not hold.
 */
import { type CharSet, rangesOf } from './char-set.ts'
import { mandatoryRuns } from './mandatory-runs.ts'
import type { RegexNode } from './regex-node.ts'

/** Longest window; any part of a run is one. */
export const MAX_WINDOW_UNITS: number = 64
/** A window is worth looking for when about one place in that many of a text looks like it: 2^8. */
const MIN_BITS = 8
const PRINTABLE = { first: 0x20, count: 95 }

/** The window that stands in the fewest texts; undefined when all are common. `minBits` is for tests. */
export function requiredWindow(root: RegexNode, minBits: number = MIN_BITS): readonly CharSet[] | undefined {
  let best: readonly CharSet[] | undefined
  let bestBits = minBits
  for (const whole of mandatoryRuns(root, (set) => (isOneUnit(set) ? set : undefined))) {
    const run = whole.slice(0, MAX_WINDOW_UNITS)
    const bits = run.reduce((sum, set) => sum + rarityBits(set), 0)
    if (bits <= bestBits) continue
    best = run
    bestBits = bits
  }
  return best
}

/** True when each member is one UTF-16 unit that is no half of a pair. */
function isOneUnit(set: CharSet): boolean {
  const ranges = rangesOf(set)
  return ranges.length > 0 && ranges.every(({ from, to }) => to <= 0xffff && (to < 0xd800 || from > 0xdfff))
}

/** How rare the members are among printable ASCII characters: 0 bits when all are members. */
function rarityBits(set: CharSet): number {
  let count = 0
  for (const { from, to } of rangesOf(set)) {
    const first = Math.max(from, PRINTABLE.first)
    const end = Math.min(to + 1, PRINTABLE.first + PRINTABLE.count)
    count += Math.max(0, end - first)
  }
  return Math.log2(PRINTABLE.count / Math.max(1, count))
}
