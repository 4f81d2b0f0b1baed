/**
 * An upper bound of a tree that does not ask certain atoms. In: a tree, and which atoms are left open. Out: a tree over the
 * others. Invariant: whatever the open atoms are, where the tree holds its bound holds.
 */
import { andOf, constantOf, type Expression, notOf, orOf } from './expression.ts'

/** Open atoms become what helps the tree to hold. */
export function relax(expression: Expression, isOpen: (atom: number) => boolean): Expression {
  return bound(expression, isOpen, true)
}

/** `isUpper`: the bound from above, else from below. */
function bound(expression: Expression, isOpen: (atom: number) => boolean, isUpper: boolean): Expression {
  switch (expression.op) {
    case 'constant':
      return expression
    case 'atom':
      return isOpen(expression.atom) ? constantOf(isUpper) : expression
    case 'not': {
      const child = bound(expression.child, isOpen, !isUpper)
      return child === expression.child ? expression : notOf(child)
    }
    default: {
      const children = expression.children.map((child) => bound(child, isOpen, isUpper))
      if (children.every((child, i) => child === expression.children[i])) return expression
      return expression.op === 'and' ? andOf(children) : orOf(children)
    }
  }
}
