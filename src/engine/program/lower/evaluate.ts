/**
 * Truth of a tree when the truth of its atoms is given. In: tree and a stamp per atom. Out: a boolean, or (with atoms
 * that are not known yet) undefined for "depends on them" (Kleene's three values).
 * Invariant: pure; called once per new state and rule, never per record.
 */
import type { Expression } from './expression.ts'

/** Atoms whose stamp equals `epoch` hold, all others do not. */
export function holds(expression: Expression, stamps: Int32Array, epoch: number): boolean {
  switch (expression.op) {
    case 'constant':
      return expression.value
    case 'atom':
      return stamps[expression.atom] === epoch
    case 'not':
      return !holds(expression.child, stamps, epoch)
    case 'and':
      for (const child of expression.children) if (!holds(child, stamps, epoch)) return false
      return true
    case 'or':
      for (const child of expression.children) if (holds(child, stamps, epoch)) return true
      return false
  }
}

/** As `holds`, but the truth of atoms for which `isOpen` is not known. */
export function holdsMaybe(
  expression: Expression,
  stamps: Int32Array,
  epoch: number,
  isOpen: (atom: number) => boolean,
): boolean | undefined {
  switch (expression.op) {
    case 'constant':
      return expression.value
    case 'atom':
      return isOpen(expression.atom) ? undefined : stamps[expression.atom] === epoch
    case 'not': {
      const value = holdsMaybe(expression.child, stamps, epoch, isOpen)
      return value === undefined ? undefined : !value
    }
    default: {
      const decisive = expression.op === 'or'
      let result: boolean | undefined = !decisive
      for (const child of expression.children) {
        const value = holdsMaybe(child, stamps, epoch, isOpen)
        if (value === decisive) return decisive
        if (value === undefined) result = undefined
      }
      return result
    }
  }
}
