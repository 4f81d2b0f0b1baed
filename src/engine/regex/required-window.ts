/**
 * Runs of characters that every match of a regular expression contains, each of a known set. In: a tree. Out: the sets of
 * each run, side by side. Invariant: if the expression matches a text, the text holds for each run as many units one after
 * another, each in its set; the reverse need not hold.
 */
import { type CharSet, rangesOf } from './char-set.ts'
import { mandatoryRuns } from './mandatory-runs.ts'
import type { RegexNode } from './regex-node.ts'

/** Longest window; any part of a run is one. */
export const MAX_WINDOW_UNITS: number = 64
/** A window is worth looking for when about one place in that many of a text looks like it: 2^6, a rare character. */
const MIN_BITS = 6
/** More are not looked for. */
export const MAX_WINDOWS: number = 4
const PRINTABLE = { first: 0x20, count: 95 }

/** Windows that every match has, the rarest first; none when all are common. `minBits` is for tests. */
export function requiredWindows(
  root: RegexNode,
  minBits: number = MIN_BITS,
): readonly (readonly CharSet[])[] {
  return mandatoryRuns(root, (set) => (isOneUnit(set) ? set : undefined))
    .map((whole) => whole.slice(0, MAX_WINDOW_UNITS))
    .map((run) => ({ run, bits: run.reduce((sum, set) => sum + rarityBits(set), 0) }))
    .filter(({ bits }) => bits > minBits)
    .sort((a, b) => b.bits - a.bits)
    .slice(0, MAX_WINDOWS)
    .map(({ run }) => run)
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
