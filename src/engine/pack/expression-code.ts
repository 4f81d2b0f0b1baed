/**
 * Trees over atoms as numbers. In: a tree. Out: its code, and back. A word's two low bits say what it is (atom, `not`,
 * `and`, `or`), the others hold the atom or the number of children, which follow; no children = true or false.
 * Invariant: decoding gives an equal tree in which equal atoms are one object.
 */
import { constantOf, type Expression } from '../program/lower/expression.ts'

const ATOM = 0
const NOT = 1
const AND = 2
const OR = 3

/** Levels of a tree (SigmaHQ: 6). Rules nest at most 64 deep. */
const MAX_DEPTH = 512

export function encodeExpression(expression: Expression, code: number[]): void {
  switch (expression.op) {
    case 'constant':
      code.push(expression.value ? AND : OR)
      return
    case 'atom':
      code.push((expression.atom << 2) | ATOM)
      return
    case 'not':
      code.push(NOT)
      encodeExpression(expression.child, code)
      return
    default:
      code.push((expression.children.length << 2) | (expression.op === 'and' ? AND : OR))
      for (const child of expression.children) encodeExpression(child, code)
  }
}

/** `leaves` are shared by all trees of a pack. */
export function decodeExpression(
  code: Int32Array,
  start: number,
  leaves: (Expression | undefined)[],
): Expression {
  let at = start
  const decode = (): Expression => {
    const word = code[at++]!
    const count = word >>> 2
    const tag = word & 3
    if (tag === ATOM) {
      leaves[count] ??= { op: 'atom', atom: count }
      return leaves[count]
    }
    if (tag === NOT) return { op: 'not', child: decode() }
    if (count === 0) return constantOf(tag === AND)
    const children: Expression[] = []
    for (let i = 0; i < count; i++) children.push(decode())
    return { op: tag === AND ? 'and' : 'or', children }
  }
  return decode()
}

/** The place behind the tree at `start`; undefined when it is no tree over `atomCount` atoms. */
export function checkExpression(code: Int32Array, start: number, atomCount: number): number | undefined {
  const open: number[] = [1]
  let at = start
  while (open.length > 0) {
    if (open[open.length - 1]! === 0) {
      open.pop()
      continue
    }
    open[open.length - 1]!--
    if (at >= code.length || open.length > MAX_DEPTH) return undefined
    const word = code[at++]!
    const count = word >>> 2
    const tag = word & 3
    if (tag === ATOM) {
      if (count >= atomCount) return undefined
    } else open.push(tag === NOT ? 1 : count)
  }
  return at
}
