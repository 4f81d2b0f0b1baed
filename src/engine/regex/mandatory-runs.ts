/**
 * What every match of a regular expression contains, side by side. In: a tree, and what a set of characters is to the
 * caller. Out: runs of that, in the order in which they stand. Invariant: if the expression matches a text, the text
 * holds, for each run, one character after another out of the run's sets.
 */
import type { CharSet } from './char-set.ts'
import { type RegexNode, withoutCaptures } from './regex-node.ts'

/** Rounds of a repeated set that are written out. */
export const MAX_ROUNDS: number = 64

/** `itemOf` gives undefined for sets that end a run. */
export function mandatoryRuns<T extends object | string>(
  root: RegexNode,
  itemOf: (set: CharSet) => T | undefined,
): readonly (readonly T[])[] {
  const runs: T[][] = []
  let run: T[] = []
  const endRun = (): void => {
    if (run.length > 0) runs.push(run)
    run = []
  }
  const visit = (node: RegexNode): void => {
    switch (node.type) {
      case 'empty':
      case 'assert':
        // Without width: what stands on both sides is adjacent.
        return
      case 'set': {
        const item = itemOf(node.set)
        if (item === undefined) endRun()
        else run.push(item)
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
  /** The first rounds continue the run before, the last ones begin the run behind. */
  const visitRepeat = ({ child, max, min }: RegexNode & { type: 'repeat' }): void => {
    const single = withoutCaptures(child)
    const item = single.type === 'set' ? itemOf(single.set) : undefined
    const isExact = min === max
    if (min === 0) endRun()
    else if (item === undefined) {
      visit(child)
      if (!isExact || min > 1) endRun()
    } else {
      const rounds = new Array<T>(Math.min(min, MAX_ROUNDS)).fill(item)
      run.push(...rounds)
      if (isExact && min === rounds.length) return
      endRun()
      run.push(...rounds)
    }
  }
  visit(root)
  endRun()
  return runs
}
