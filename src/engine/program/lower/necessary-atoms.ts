/**
 * When a rule needs looking at: atoms of which at least one must hold for the rule to hold. In: a tree and the cost of
 * each atom (how often it holds, any scale). Out: the cheapest such list found, or undefined when the rule may hold with
 * no atom at all. Invariant (soundness): expression true ⇒ list undefined, or one of its atoms true.
 */
import type { Expression } from './expression.ts'

export interface NecessaryAtoms {
  readonly atoms: readonly number[]
  readonly cost: number
}

export function necessaryAtoms(
  expression: Expression,
  costOf: (atom: number) => number,
): NecessaryAtoms | undefined {
  switch (expression.op) {
    case 'constant':
      return expression.value ? undefined : { atoms: [], cost: 0 }
    case 'atom':
      return { atoms: [expression.atom], cost: costOf(expression.atom) }
    case 'not':
      return undefined
    case 'and':
      return cheapest(expression.children, costOf)
    case 'or':
      return joined(expression.children, costOf)
  }
}

/** Of an `and` any one child will do. */
function cheapest(
  children: readonly Expression[],
  costOf: (atom: number) => number,
): NecessaryAtoms | undefined {
  let best: NecessaryAtoms | undefined
  for (const child of children) {
    const found = necessaryAtoms(child, costOf)
    if (found !== undefined && (best === undefined || found.cost < best.cost)) best = found
  }
  return best
}

/** An `or` needs the atoms of all children. */
function joined(
  children: readonly Expression[],
  costOf: (atom: number) => number,
): NecessaryAtoms | undefined {
  const atoms: number[] = []
  let cost = 0
  for (const child of children) {
    const found = necessaryAtoms(child, costOf)
    if (found === undefined) return undefined
    for (const atom of found.atoms) atoms.push(atom)
    cost += found.cost
  }
  return { atoms, cost }
}
