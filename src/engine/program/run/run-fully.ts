/**
 * One record through its program: every value becomes a set of atoms, the sets become one state, the state is looked up.
 * In: program and record. Out: rule indexes. Invariant: no text and no object is made unless a value is new, derived or
 * composed.
 */
import type { EventView } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'
import { isPresent } from '../../../event/values.ts'
import { compareTexts } from '../../predicate/compare-texts.ts'
import { isSilent, SILENT_TYPES } from '../scan/silent-types.ts'
import { passesStride } from '../scan/stride-table.ts'
import { internSet, unionOf } from '../state/set-table.ts'
import { outcomeOf } from '../state/state-memo.ts'
import { setOfEmpty } from '../state/uncached-sets.ts'
import { setOfSlot, setOfText, type ValueSets } from '../state/value-sets.ts'
import { slotsAreEqual } from './compare-slots.ts'
import { setOfDerived } from './derived-sets.ts'
import type { CommonStep, LateStep, Program, Steps } from './program.ts'
import { fieldTexts } from './resolve-field.ts'
import type { Runtime } from './runtime.ts'

/** Rules that fire, by index, ascending. */
export function runFully(runtime: Runtime, program: Program, event: EventView): readonly number[] {
  return rulesOf(runtime, program, event, stateOf(runtime, program, event))
}

/** Rules that fire in a state; comparisons of fields are made where they decide. */
export function rulesOf(
  runtime: Runtime,
  { bucket, late, prepared }: Program,
  event: EventView,
  known: number,
): readonly number[] {
  const { sets, states } = runtime
  const outcome = outcomeOf(states, sets, bucket, prepared, known, false)
  if (outcome.late === undefined) return outcome.rules
  let state = known
  for (const step of late)
    if (outcome.late.has(step.atom) && holdsLate(step, event)) state = withAtom(runtime, state, step.atom)
  return outcomeOf(states, sets, bucket, prepared, state, true).rules
}

/** The set of all atoms that hold, but for comparisons of fields. */
export function stateOf(runtime: Runtime, program: Program, event: EventView): number {
  const { values, sets } = runtime
  let state = stateOfSlots(values, program, event)
  for (const step of program.common) {
    const set = setOfCommon(values, step, event)
    if (set !== 0) state = unionOf(sets, state, set)
  }
  for (let k = 0; k < program.guarded.length; k++)
    state = unionOf(sets, state, setOfGuarded(values, program, k, event))
  for (const step of program.derived) state = unionOf(sets, state, setOfDerived(values, step, event))
  return state
}

function stateOfSlots(values: ValueSets, program: Program, event: EventView): number {
  let state = program.base
  for (let k = 0; k < program.slots.length; k++) {
    const set = setOfPlace(values, program, k, event)
    if (set !== 0) state = unionOf(values.sets, state, set)
  }
  return state
}

/** The set of the k-th slot; 0 where it is absent. */
export function setOfPlace(values: ValueSets, steps: Steps, k: number, event: EventView): number {
  const slot = steps.slots[k]!
  const matcher = steps.matchers[k]!
  // A slot beyond the record's values is read as Null (event/values.ts).
  const type = slot < event.slotCount ? event.types[slot]! : ValueType.Null
  if (type === ValueType.Null) return steps.nullIsAbsent[k] === 0 ? setOfEmpty(values, matcher) : 0
  return type === ValueType.Absent ? 0 : setOfSlot(values, matcher, event, slot, steps.last, k)
}

/** The union of slots that share a matcher. An absent or empty value holds none of its atoms. */
export function setOfCommon(values: ValueSets, step: CommonStep, event: EventView): number {
  const { last, matcher, slots, table } = step
  const { lengths, offsets, slotCount, types, view } = event
  const minBytes = 2 * table.minUnits
  let union = 0
  for (let k = 0; k < slots.length; k++) {
    const slot = slots[k]!
    if (slot >= slotCount) continue
    const type = types[slot]!
    if (type === ValueType.String) {
      const length = lengths[slot]!
      if (length < minBytes || passesStride(table, view, offsets[slot]!, length)) continue
    } else if (type === ValueType.Null || type === ValueType.Absent) continue
    else if (type < SILENT_TYPES && isSilent(matcher, type, values.scanner.probes)) continue
    const set = setOfSlot(values, matcher, event, slot, last, k)
    if (set !== 0) union = unionOf(values.sets, union, set)
  }
  return union
}

/** The set of the leaf that depends on others, the k-th of them; 0 where it is absent. */
export function setOfGuarded(
  values: ValueSets,
  { guarded, slots, last }: Steps,
  k: number,
  event: EventView,
): number {
  const { leaf, matcher } = guarded[k]!
  if (!isPresent(event, leaf)) return 0
  const { slot } = leaf
  if (slot < 0) return setOfText(values, matcher, leaf.constant)
  const isNull = slot >= event.slotCount || event.types[slot] === ValueType.Null
  return isNull
    ? setOfEmpty(values, matcher)
    : setOfSlot(values, matcher, event, slot, last, slots.length + k)
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
