/**
 * One record through its program: every value becomes a set of atoms, the sets become one state, the state is looked up.
 * In: program and record. Out: rule indexes. Invariant: no text and no object is made unless a value is new, derived or
 * composed.
 */
import type { EventView } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'
import { isPresent } from '../../../event/values.ts'
import { compareTexts } from '../../predicate/compare-texts.ts'
import { internSet, unionOf } from '../state/set-table.ts'
import { outcomeOf } from '../state/state-memo.ts'
import { setOfEmpty, setOfSlot, setOfText, type ValueSets } from '../state/value-sets.ts'
import { slotsAreEqual } from './compare-slots.ts'
import { setOfDerived } from './derived-sets.ts'
import type { LateStep, Program } from './program.ts'
import { fieldTexts } from './resolve-field.ts'
import type { Runtime } from './runtime.ts'

export function runProgram(runtime: Runtime, program: Program, event: EventView): readonly number[] {
  const { values, sets, states } = runtime
  let state = stateOfSlots(values, program, event)
  if (program.guarded.length > 0) state = withGuarded(runtime, program, event, state)
  for (const step of program.derived) state = unionOf(sets, state, setOfDerived(values, step, event))
  const { bucket, prepared, late } = program
  const outcome = outcomeOf(states, sets, bucket, prepared, state, false)
  if (outcome.late === undefined) return outcome.rules
  for (const step of late)
    if (outcome.late.has(step.atom) && holdsLate(step, event)) state = withAtom(runtime, state, step.atom)
  return outcomeOf(states, sets, bucket, prepared, state, true).rules
}

function stateOfSlots(values: ValueSets, program: Program, event: EventView): number {
  const { slots, nullIsAbsent, matchers, last } = program
  const { types, slotCount } = event
  let state = program.base
  for (let k = 0; k < slots.length; k++) {
    const slot = slots[k]!
    // A slot beyond the record's values is read as Null (event/values.ts).
    const type = slot < slotCount ? types[slot]! : ValueType.Null
    let set: number
    if (type === ValueType.Null) {
      if (nullIsAbsent[k] !== 0) continue
      set = setOfEmpty(values, matchers[k]!)
    } else if (type === ValueType.Absent) continue
    else set = setOfSlot(values, matchers[k]!, event, slot, last, k)
    if (set !== 0) state = unionOf(values.sets, state, set)
  }
  return state
}

/** The state with the leaves that depend on others. */
function withGuarded({ values, sets }: Runtime, program: Program, event: EventView, state: number): number {
  const { guarded, slots, last } = program
  let union = state
  for (let k = 0; k < guarded.length; k++) {
    const { leaf, matcher } = guarded[k]!
    if (!isPresent(event, leaf)) continue
    const { slot } = leaf
    const isNull = slot >= event.slotCount || event.types[slot] === ValueType.Null
    let set: number
    if (slot < 0) set = setOfText(values, matcher, leaf.constant)
    else if (isNull) set = setOfEmpty(values, matcher)
    else set = setOfSlot(values, matcher, event, slot, last, slots.length + k)
    union = unionOf(sets, union, set)
  }
  return union
}

/** Any value of the one field against any of the other. */
function holdsLate({ mode, field, other, slot, otherSlot }: LateStep, event: EventView): boolean {
  if (mode === 'equals' && slot >= 0 && otherSlot >= 0) {
    const isEqual = slotsAreEqual(event, slot, otherSlot)
    if (isEqual !== undefined) return isEqual
  }
  const others = fieldTexts(event, other)
  if (others.length === 0) return false
  return fieldTexts(event, field).some((text) => others.some((o) => compareTexts(mode, text, o)))
}

const ONE_ATOM = new Int32Array(1)

function withAtom(runtime: Runtime, state: number, atom: number): number {
  ONE_ATOM[0] = atom
  return unionOf(runtime.sets, state, internSet(runtime.sets, ONE_ATOM, 1))
}
