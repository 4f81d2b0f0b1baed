/**
 * The shortest text that a regular expression can match. In: a tree. Out: a number of characters, so of UTF-16 units at
 * least. Invariant: no matching text is shorter; a shorter one may exist that does not match.
 */
import type { RegexNode } from './regex-node.ts'

export function minLengthOf(node: RegexNode): number {
  switch (node.type) {
    case 'set':
      return 1
    case 'concat':
      return node.children.reduce((sum, child) => sum + minLengthOf(child), 0)
    case 'alternation':
      return Math.min(...node.children.map(minLengthOf))
    case 'repeat':
      return node.min === 0 ? 0 : node.min * minLengthOf(node.child)
    case 'capture':
    case 'atomic':
      return minLengthOf(node.child)
    default:
      return 0
  }
}
