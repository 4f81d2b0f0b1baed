/**
 * A record and its program: first the gate, then all of it. In: program and record. Out: rule indexes. Invariant: the
 * gate changes nothing but time.
 */
import type { EventView } from '../../../event/event.ts'
import { isLetThrough, noteState } from './pass-gate.ts'
import type { Program } from './program.ts'
import { rulesOf, stateOf } from './run-fully.ts'
import type { Runtime } from './runtime.ts'

const NONE: readonly number[] = []

export function runProgram(runtime: Runtime, program: Program, event: EventView): readonly number[] {
  if (!isLetThrough(runtime, program, event)) return NONE
  const { link, values } = runtime
  const before = values.newValues
  const state = stateOf(runtime, program, event)
  noteState(runtime, program, state, values.newValues - before)
  link?.follow(program.bucket)
  return rulesOf(runtime, program, event, state)
}
