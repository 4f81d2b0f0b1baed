/**
 * Event ids without which a tree cannot hold. In: a tree, and its atoms that are `EventID equals this number`. Out: the
 * ids, or undefined when it may hold with any. Invariant (soundness): where the field EventID is one number, the tree is
 * false for every number that is not listed.
 */
import type { Expression } from './expression.ts'

export function requiredIds(
  expression: Expression,
  eventIdAtoms: ReadonlyMap<number, number>,
): readonly number[] | undefined {
  switch (expression.op) {
    case 'constant':
      return expression.value ? undefined : []
    case 'atom': {
      const id = eventIdAtoms.get(expression.atom)
      return id === undefined ? undefined : [id]
    }
    case 'not':
      return undefined
    case 'and':
      // Any one child will do; atoms stand first.
      for (const child of expression.children) {
        const ids = requiredIds(child, eventIdAtoms)
        if (ids !== undefined) return ids
      }
      return undefined
    case 'or': {
      const all: number[] = []
      for (const child of expression.children) {
        const ids = requiredIds(child, eventIdAtoms)
        if (ids === undefined) return undefined
        all.push(...ids)
      }
      return all
    }
  }
}
