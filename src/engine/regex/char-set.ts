/**
 * Sets of characters of regular expressions. In: code points and ranges. Out: sorted, disjoint, inclusive ranges as a
 * flat list `[from, to, from, to, …]`. Invariant: every set is normalised, so equal sets are equal lists.
 */

/** Sorted, disjoint, not adjacent, inclusive ranges of code points. */
export type CharSet = readonly number[]

export const MAX_CODE_POINT = 0x10ffff
export const EVERY_CHAR: CharSet = [0, MAX_CODE_POINT]
/** What `.` means: a line feed alone ends a line (PCRE, RE2). */
export const NOT_LINE_FEED: CharSet = [0, 9, 11, MAX_CODE_POINT]

/** A set from ranges in any order. */
export function charSet(...ranges: readonly (readonly [from: number, to: number])[]): CharSet {
  return normalise(ranges.map(([from, to]) => ({ from, to })))
}

/** A set of the characters of `text`. */
export function charSetOf(text: string): CharSet {
  return normalise([...text].map((c) => ({ from: c.codePointAt(0)!, to: c.codePointAt(0)! })))
}

/** All characters of any of the sets. */
export function unite(...sets: readonly CharSet[]): CharSet {
  return normalise(sets.flatMap(rangesOf))
}

/** All characters that are not in the set. */
export function complement(set: CharSet): CharSet {
  const out: number[] = []
  let next = 0
  for (const { from, to } of rangesOf(set)) {
    if (from > next) out.push(next, from - 1)
    next = to + 1
  }
  if (next <= MAX_CODE_POINT) out.push(next, MAX_CODE_POINT)
  return out
}

/** The ranges of a set as pairs. */
export function rangesOf(set: CharSet): { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = []
  for (let i = 0; i < set.length; i += 2) ranges.push({ from: set[i]!, to: set[i + 1]! })
  return ranges
}

export function hasChar(set: CharSet, codePoint: number): boolean {
  let low = 0
  let high = set.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (codePoint < set[2 * middle]!) high = middle - 1
    else if (codePoint > set[2 * middle + 1]!) low = middle + 1
    else return true
  }
  return false
}

function normalise(ranges: { from: number; to: number }[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a.from - b.from)
  const out: number[] = []
  for (const { from, to } of sorted) {
    const last = out.length - 1
    if (last > 0 && from <= out[last]! + 1) out[last] = Math.max(out[last]!, to)
    else out.push(from, to)
  }
  return out
}
