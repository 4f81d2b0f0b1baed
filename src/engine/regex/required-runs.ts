/**
 * Text that every match of a regular expression contains. In: a tree. Out: such runs, folded.
 * Invariant: if the expression matches a value, the folded value contains every run (compare UTF-16 units with
 * `foldText`); the reverse need not hold.
 */
import { foldText } from '../../base/fold.ts'
import type { CharSet } from './char-set.ts'
import { rangesOf } from './char-set.ts'
import { mandatoryRuns } from './mandatory-runs.ts'
import type { RegexNode } from './regex-node.ts'

/** Sets larger than this are no single character in several cases. */
const MAX_CASES = 4

/** All runs that every match contains, folded, in the order in which they stand. */
export function requiredRuns(root: RegexNode): readonly string[] {
  return mandatoryRuns(root, foldedChar).map((run) => run.join(''))
}

/** The folded character when all members of the set are cases of one; lone surrogates are none (they could pair up). */
function foldedChar(set: CharSet): string | undefined {
  let folded: string | undefined
  let count = 0
  for (const { from, to } of rangesOf(set)) {
    count += to - from + 1
    if (count > MAX_CASES) return undefined
    for (let c = from; c <= to; c++) {
      if (c >= 0xd800 && c <= 0xdfff) return undefined
      const own = foldText(String.fromCodePoint(c))
      if (folded !== undefined && own !== folded) return undefined
      folded = own
    }
  }
  return folded
}
