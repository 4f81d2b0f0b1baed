/** The largest count of a regular expression. In: a tree. Out: the largest number that a repeat has as a bound. */
import type { RegexNode } from './regex-node.ts'

export function largestCount(node: RegexNode): number {
  switch (node.type) {
    case 'concat':
    case 'alternation':
      return node.children.reduce((most, child) => Math.max(most, largestCount(child)), 0)
    case 'repeat':
      return Math.max(node.max === Number.POSITIVE_INFINITY ? node.min : node.max, largestCount(node.child))
    case 'capture':
    case 'look':
    case 'atomic':
      return largestCount(node.child)
    default:
      return 0
  }
}
