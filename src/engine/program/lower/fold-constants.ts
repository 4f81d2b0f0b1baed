/**
 * Partial evaluation: atoms whose truth is known beforehand are replaced and the tree is simplified. In: a tree in
 * normal form and what is known. Out: a tree in normal form without those atoms; the same object when nothing changed.
 */
import { andOf, constantOf, type Expression, notOf, orOf } from './expression.ts'

/** `truthOf` says true, false, or undefined for "not known". */
export function foldConstants(
  expression: Expression,
  truthOf: (atom: number) => boolean | undefined,
): Expression {
  if (expression.op === 'constant') return expression
  if (expression.op === 'atom') {
    const truth = truthOf(expression.atom)
    return truth === undefined ? expression : constantOf(truth)
  }
  if (expression.op === 'not') {
    const child = foldConstants(expression.child, truthOf)
    return child === expression.child ? expression : notOf(child)
  }
  const children = expression.children.map((child) => foldConstants(child, truthOf))
  if (children.every((child, i) => child === expression.children[i])) return expression
  return expression.op === 'and' ? andOf(children) : orOf(children)
}
