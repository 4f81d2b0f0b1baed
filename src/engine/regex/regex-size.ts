/**
 * How large a regular expression becomes when its counts are written out. In: a tree. Out: number of character tests
 * and other steps. Invariant: what is refused here would cost a pass of that many steps at every character of a value.
 */
import type { RegexNode } from './regex-node.ts'
import { withoutCaptures } from './regex-node.ts'

/** Largest size that is run with all counts written out; SigmaHQ's largest is 91. */
export const MAX_REGEX_SIZE = 10_000

/** Largest size that is run where repeated sets are one step; SigmaHQ's largest is 202. */
export const MAX_COUNTING_SIZE = 4_000

/** Sum of the counts of repeated sets where each is one step: 1 MiB of places where a round began. */
export const MAX_COUNTED_CHARS = 262_144

/** Size of the tree; `Infinity` is possible and too large. `counting`: repeated sets are one step. */
export function regexSize(node: RegexNode, counting: boolean): number {
  switch (node.type) {
    case 'concat':
    case 'alternation':
      return node.children.reduce((sum, child) => sum + regexSize(child, counting), 1)
    case 'repeat': {
      if (counting && withoutCaptures(node.child).type === 'set') return 2
      // The last round of an open repeat is also its loop.
      const rounds = node.max === Number.POSITIVE_INFINITY ? Math.max(1, node.min) : node.max
      return 1 + regexSize(node.child, counting) * rounds
    }
    case 'capture':
    case 'look':
    case 'atomic':
      return 2 + regexSize(node.child, counting)
    default:
      return 1
  }
}
