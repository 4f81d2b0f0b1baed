// The values of a record through the steps of its program: each becomes a set, all together a state, which is quiet or
// not (engine/program/run/run-fully.ts is the same in TypeScript).
import {
  ALL_QUIET,
  ASKED,
  JOINED_SLOTS,
  LIST_BYTES,
  LIST_COUNT,
  LIST_KIND,
  LOUD,
  MATCHED,
  PROGRAM_BASE,
  PROGRAM_BYTES,
  PROGRAM_SAMPLES,
  PROGRAM_STEPS,
  QUIET,
  STATE_MEMO,
  STATE_MEMO_MASK,
  STEP_BYTES,
  STEP_EMPTY,
  STEP_GUARD_COUNT,
  STEP_GUARDS,
  STEP_KEY,
  STEP_KIND,
  STEP_NULL,
  STEP_SILENT,
  STEP_SILENT_TYPES,
  STEP_SLOT,
} from '../layout'
import { compareSlots } from './compare-slots'
import { join } from './join-sets'
import { setOfJoined } from './join-slots'
import { lengthOf, offsetOf, typeOf } from './locate'
import { setOfValue } from './look-up'
import { memoPlace, recall, remember } from './memo'
import { judge, setOf } from './upcalls'

const NULL = 0
const SILENT_TYPES = 32

/** The state of the last record whose program is sampled. */
export let sampledState = 0

/** What follows for the record: `QUIET`, `LOUD`, or the address of what matches. */
export function runProgram(program: usize): i32 {
  let state = load<i32>(program, PROGRAM_BASE)
  let step = program + PROGRAM_BYTES
  for (let left = load<i32>(program, PROGRAM_STEPS); left > 0; left--, step += STEP_BYTES) {
    const set = setOfStep(program, step)
    if (set != 0) state = join(state, set)
  }
  if (load<i32>(program, PROGRAM_SAMPLES) != 0) sampledState = state
  return judgeState(program, state, false)
}

/** `isComplete`: the state holds the comparisons of fields that decide. */
function judgeState(program: usize, state: i32, isComplete: bool): i32 {
  const phase = isComplete ? 2 : 1
  const place = memoPlace(STATE_MEMO, STATE_MEMO_MASK, program as i32, state, phase)
  let verdict = recall(place, program as i32, state, phase)
  if (verdict == 0) {
    verdict = judge(program, state, isComplete)
    remember(place, program as i32, state, phase, verdict)
  }
  if (verdict == QUIET || verdict == LOUD) return verdict
  const list = verdict as usize
  const kind = load<i32>(list, LIST_KIND)
  if (kind == MATCHED) return verdict
  if (kind == ALL_QUIET) return areQuiet(list) ? QUIET : LOUD
  const whole = compareFields(list, state)
  return whole < 0 ? LOUD : judgeState(program, whole, true)
}

function areQuiet(list: usize): bool {
  const end = list + LIST_BYTES + (load<usize>(list, LIST_COUNT) << 2)
  for (let at = list + LIST_BYTES; at < end; at += 4) if (runProgram(load<usize>(at)) != QUIET) return false
  return true
}

/** The state with what equal fields add; below zero when TypeScript has to compare. */
function compareFields(list: usize, state: i32): i32 {
  let whole = state
  let at = list + LIST_BYTES
  for (let left = load<i32>(list, LIST_COUNT); left > 0; left--, at += 12) {
    const compared = compareSlots(load<i32>(at), load<i32>(at, 4))
    if (compared < 0) return -1
    if (compared > 0) whole = join(whole, load<i32>(at, 8))
  }
  return whole
}

function setOfStep(program: usize, step: usize): i32 {
  const guards = load<i32>(step, STEP_GUARD_COUNT)
  if (guards > 0 && isGuarded(load<usize>(step, STEP_GUARDS), guards)) return 0
  const kind = load<i32>(step, STEP_KIND)
  if (kind == ASKED) return setOf(program, step)
  if (kind == JOINED_SLOTS) return setOfJoined(program, step)
  const slot = load<i32>(step, STEP_SLOT)
  const type = typeOf(slot)
  if (type == NULL) return load<i32>(step, STEP_NULL)
  const length = lengthOf(slot)
  if (length == 0) return load<i32>(step, STEP_EMPTY)
  if (type < SILENT_TYPES && ((load<i32>(step, STEP_SILENT_TYPES) >> type) & 1) != 0)
    return load<i32>(step, STEP_SILENT)
  return setOfValue(program, step, load<i32>(step, STEP_KEY) | type, offsetOf(slot), length)
}

/** True when one of the slots is Null. */
function isGuarded(guards: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (typeOf(load<i32>(guards + (i << 2))) == NULL) return true
  return false
}
