/**
 * How large a regular expression becomes when its counts are written out. In: a tree. Out: number of character tests
 * and other steps. Invariant: what is refused here would cost a pass of that many steps at every character of a value.
 */
import type { RegexNode } from './regex-node.ts'

/** Largest size that is run; SigmaHQ's largest is 1,001 (`.{1000,}`). */
export const MAX_REGEX_SIZE = 10_000

/** Size of the tree; `Infinity` is possible and too large. */
export function regexSize(node: RegexNode): number {
  switch (node.type) {
    case 'concat':
    case 'alternation':
      return node.children.reduce((sum, child) => sum + regexSize(child), 1)
    case 'repeat':
      // The last round of an open repeat is also its loop.
      return (
        1 + regexSize(node.child) * (node.max === Number.POSITIVE_INFINITY ? Math.max(1, node.min) : node.max)
      )
    case 'capture':
    case 'look':
    case 'atomic':
      return 2 + regexSize(node.child)
    default:
      return 1
  }
}
