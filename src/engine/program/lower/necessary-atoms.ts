/**
 * When a rule needs looking at: atoms of which at least one must hold for the rule to hold. In: a tree and the cost of
 * each atom (how often it holds, any scale from 0 on). Out: the cheapest such list found, or undefined when the rule may hold with
 * no atom at all. Invariant (soundness): expression true ⇒ list undefined, or one of its atoms true.
 */
import type { Expression } from './expression.ts'

/** What a tree costs that may hold with no atom at all. */
const NOTHING_NEEDED = -1

export function necessaryAtoms(
  expression: Expression,
  costOf: (atom: number) => number,
): readonly number[] | undefined {
  if (cheapestCost(expression, costOf) === NOTHING_NEEDED) return undefined
  const atoms: number[] = []
  collect(expression, costOf, atoms)
  return atoms
}

/** Of an `and` any one child will do; an `or` needs the atoms of all children. */
function cheapestCost(expression: Expression, costOf: (atom: number) => number): number {
  switch (expression.op) {
    case 'constant':
      return expression.value ? NOTHING_NEEDED : 0
    case 'atom':
      return costOf(expression.atom)
    case 'not':
      return NOTHING_NEEDED
    case 'and': {
      let best = NOTHING_NEEDED
      for (const child of expression.children) {
        const cost = cheapestCost(child, costOf)
        if (cost !== NOTHING_NEEDED && (best === NOTHING_NEEDED || cost < best)) best = cost
      }
      return best
    }
    case 'or': {
      let sum = 0
      for (const child of expression.children) {
        const cost = cheapestCost(child, costOf)
        if (cost === NOTHING_NEEDED) return NOTHING_NEEDED
        sum += cost
      }
      return sum
    }
  }
}

/** The first of the cheapest; undefined when all may hold with no atom. */
function cheapestChild(
  children: readonly Expression[],
  costOf: (atom: number) => number,
): Expression | undefined {
  let best: Expression | undefined
  let bestCost = 0
  for (const child of children) {
    const cost = cheapestCost(child, costOf)
    if (cost === NOTHING_NEEDED || (best !== undefined && cost >= bestCost)) continue
    best = child
    bestCost = cost
  }
  return best
}

/** Adds the atoms of a tree that needs some. */
function collect(expression: Expression, costOf: (atom: number) => number, atoms: number[]): void {
  if (expression.op === 'atom') atoms.push(expression.atom)
  else if (expression.op === 'or') for (const child of expression.children) collect(child, costOf, atoms)
  else if (expression.op === 'and') collect(cheapestChild(expression.children, costOf)!, costOf, atoms)
}
