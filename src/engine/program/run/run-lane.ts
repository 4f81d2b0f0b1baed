/**
 * A record in its lane: first the gate, then all rules. In: lane and record. Out: rule indexes. Invariant: the
 * gate changes nothing but time.
 */
import type { EventView } from '../../../event/event.ts'
import { type Lane, wholeOf } from './lane.ts'
import { isLetThrough, noteState } from './pass-gate.ts'
import { rulesOf, stateOf } from './run-fully.ts'
import type { Runtime } from './runtime.ts'

const NONE: readonly number[] = []

export function runLane(runtime: Runtime, lane: Lane, event: EventView): readonly number[] {
  if (!isLetThrough(runtime, lane, event)) return NONE
  const { link, values } = runtime
  const program = wholeOf(runtime, lane)
  const before = values.newValues
  const state = stateOf(runtime, program, event)
  noteState(runtime, program, state, values.newValues - before)
  link?.follow(program.bucket)
  return rulesOf(runtime, program, event, state)
}
