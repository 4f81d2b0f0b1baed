/**
 * Text that every match of a regular expression contains. In: a tree. Out: such runs, folded.
 * Invariant: if the expression matches a value, the folded value contains every run (compare UTF-16 units with
 * `foldText`); the reverse need not hold.
 */
import { foldText } from '../../base/fold.ts'
import type { CharSet } from './char-set.ts'
import { rangesOf } from './char-set.ts'
import type { RegexNode } from './regex-node.ts'

/** Sets larger than this are no single character in several cases. */
const MAX_CASES = 4

/** All runs that every match contains, folded, in the order in which they stand. */
export function requiredRuns(root: RegexNode): readonly string[] {
  const runs: string[] = []
  let run = ''
  const endRun = (): void => {
    if (run !== '') runs.push(run)
    run = ''
  }
  const visit = (node: RegexNode): void => {
    switch (node.type) {
      case 'empty':
      case 'assert':
        // Without width: what stands on both sides is adjacent.
        return
      case 'set': {
        const char = foldedChar(node.set)
        if (char === undefined) endRun()
        else run += char
        return
      }
      case 'concat':
        for (const child of node.children) visit(child)
        return
      case 'capture':
      case 'atomic':
        visit(node.child)
        return
      case 'repeat':
        visitRepeat(node)
        return
      default:
        endRun()
    }
  }
  /** The first round continues the run before, the last one begins the run behind. */
  const visitRepeat = (node: RegexNode & { type: 'repeat' }): void => {
    if (node.min > 0) visit(node.child)
    if (node.min === 1 && node.max === 1) return
    endRun()
  }
  visit(root)
  endRun()
  return runs
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
