/**
 * What the kernel does with the records of a program, step by step. In: a program's steps. Out: the same as a flat list.
 * Invariant: the union of the steps' sets, with the program's base, is the state of `run/run-fully`.
 */
import type { Leaf } from '../../../event/event.ts'
import type { DerivedStep, Program } from '../run/program.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import { setOfEmpty } from '../state/uncached-sets.ts'
import type { ValueSets } from '../state/value-sets.ts'

export type ScreenStep =
  /** Of one slot. Slots of which none may be Null, and the set of a Null. */
  | {
      readonly kind: 'slot'
      readonly slot: number
      readonly matcher: FieldMatcher
      readonly guards: readonly number[]
      readonly nullSet: number
    }
  /** A text that the template has, where none of the slots is Null. */
  | {
      readonly kind: 'constant'
      readonly text: string
      readonly matcher: FieldMatcher
      readonly guards: readonly number[]
    }
  /** Computed from these slots and nothing else; without slots: from whatever the record says. */
  | { readonly kind: 'derived'; readonly step: DerivedStep; readonly slots: readonly number[] }

export function screenSteps(values: ValueSets, program: Program): ScreenStep[] {
  const { slots, matchers, nullIsAbsent, common, guarded, derived } = program
  const steps: ScreenStep[] = []
  slots.forEach((slot, k) => {
    const matcher = matchers[k]!
    const nullSet = nullIsAbsent[k] === 0 ? setOfEmpty(values, matcher) : 0
    steps.push({ kind: 'slot', slot, matcher, guards: [], nullSet })
  })
  for (const { matcher, slots: shared } of common)
    for (const slot of shared) steps.push({ kind: 'slot', slot, matcher, guards: [], nullSet: 0 })
  for (const { leaf, matcher } of guarded) steps.push(guardedStep(values, leaf, matcher))
  for (const step of derived) steps.push({ kind: 'derived', step, slots: sourceSlots(step) })
  return steps
}

function guardedStep(values: ValueSets, leaf: Leaf, matcher: FieldMatcher): ScreenStep {
  const { constant, guards, nullIsAbsent, slot } = leaf
  if (slot < 0) return { kind: 'constant', text: constant, matcher, guards }
  const nullSet = nullIsAbsent ? 0 : setOfEmpty(values, matcher)
  return { kind: 'slot', slot, matcher, guards, nullSet }
}

/** The slots that decide what is derived; none where other slots decide whether they count. */
function sourceSlots({ source }: DerivedStep): readonly number[] {
  const leaves = source.from.flat()
  if (leaves.some(({ guards }) => guards.length > 0)) return []
  return leaves.map(({ slot }) => slot).filter((slot) => slot >= 0)
}
