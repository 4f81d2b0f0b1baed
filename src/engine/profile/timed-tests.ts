/**
 * The tests of atoms that are more than a search for a text, with a clock around each. In: atoms and what they belong
 * to. Out: predicates for a scanner. Invariant: they answer as those that the scanner would make.
 */
import { createPredicate, type Predicate } from '../predicate/create-predicate.ts'
import type { LoweredRules } from '../program/dispatch/lowered-target.ts'
import { forEachAtom } from '../program/lower/expression.ts'

/** Told of each test that ran. */
export type NoteTest = (atom: number, ms: number) => void

/** Made when first asked for; stands in for the scanner's own list. */
export function createTimedTests({ atoms }: LoweredRules, note: NoteTest): ((text: string) => boolean)[] {
  return atoms.map((atom, id): Predicate => {
    let test: Predicate | undefined
    return (text) => {
      if (test === undefined) {
        const { test: wanted } = atom
        if (wanted.kind !== 'text') throw new Error(`atom ${id} is no test of a text`)
        test = createPredicate(wanted.value)
      }
      const before = performance.now()
      const holds = test(text)
      note(id, performance.now() - before)
      return holds
    }
  })
}

/** The rules that ask each atom. */
export function findOwners({ targets, atoms }: LoweredRules): readonly (readonly number[])[] {
  const owners = atoms.map((): Set<number> => new Set())
  for (const { rule, expression } of targets) forEachAtom(expression, (atom) => void owners[atom]!.add(rule))
  return owners.map((rules) => [...rules])
}
