/**
 * Whether a record gets through the gate of its program: most hold none of the atoms that a rule needs, and end here.
 * In: a record and the gate. Out: whether it has to be looked at in full. Invariant (soundness): a record that is turned
 * away makes no rule fire; which ones are let through changes nothing but time.
 */
import type { EventView } from '../../../event/event.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { postpone, sampleAtoms, type WatchLimits, waitForSampling } from '../dispatch/bucket-watch.ts'
import { chooseKeys } from '../dispatch/choose-keys.ts'
import type { ValueSets } from '../state/value-sets.ts'
import { renewGate } from './build-gate.ts'
import { setOfDerived } from './derived-sets.ts'
import type { Gate, GateSteps } from './gate.ts'
import type { Program, Steps } from './program.ts'
import { runFully, setOfCommon, setOfGuarded, setOfPlace } from './run-fully.ts'
import type { Runtime } from './runtime.ts'

/** Records let through between two reviews. */
const REVIEW_PASSED = 256
/** A gate pays while it lets through less than one record in that many. */
const MIN_ASKED = 4

/** False when no rule of the bucket can fire on the record. */
export function isLetThrough(runtime: Runtime, { bucket, gate }: Program, event: EventView): boolean {
  const { watch } = bucket
  if (gate.version !== watch.version) renewGate(runtime, bucket, gate)
  if (watch.choice === undefined) return true
  const { asks } = gate
  if (asks === undefined) return true
  gate.asked++
  if (!holdsKey(runtime.values, asks.keys, event) && !firesOther(runtime, asks, event)) return false
  gate.passed++
  if (gate.passed >= REVIEW_PASSED) review(bucket, gate, runtime.limits)
  return true
}

/** To be told the set of each record that was let through, and how many of its values were new. */
export function noteState(
  runtime: Runtime,
  { bucket, prepared }: Program,
  state: number,
  newValues: number,
): void {
  const { limits, matchers, rules, sets } = runtime
  const { watch } = bucket
  if (watch.samplesLeft === 0) {
    if (watch.choice === undefined) waitForSampling(watch, limits)
    return
  }
  watch.newValues += newValues
  if (!sampleAtoms(watch, sets.items, sets.starts[state]!, sets.starts[state + 1]!)) return
  if (watch.newValues * limits.gateAboveNew < limits.sampledRecords) postpone(watch, limits)
  else {
    watch.choice = chooseKeys(watch, bucket.rules, prepared, rules.atoms, matchers.probes)
    watch.version++
  }
}

function review({ watch }: Bucket, gate: Gate, limits: WatchLimits): void {
  const isWorthIt = gate.asked > MIN_ASKED * gate.passed
  gate.asked = 0
  gate.passed = 0
  if (!isWorthIt) postpone(watch, limits)
}

/** True when a rule without key atoms fires. */
function firesOther(runtime: Runtime, asks: GateSteps, event: EventView): boolean {
  const { evaluated } = asks
  if (evaluated !== undefined && runFully(runtime, evaluated, event).length > 0) return true
  return firesBounded(runtime, asks, event)
}

function firesBounded(runtime: Runtime, { bounded, bounds }: GateSteps, event: EventView): boolean {
  if (bounds === undefined) return false
  const rules = runFully(runtime, bounds, event)
  for (let i = 0; i < rules.length; i++)
    if (runFully(runtime, bounded(rules[i]!), event).length > 0) return true
  return false
}

function holdsKey(values: ValueSets, steps: Steps, event: EventView): boolean {
  const { common, derived, guarded, slots } = steps
  for (let k = 0; k < slots.length; k++) if (setOfPlace(values, steps, k, event) !== 0) return true
  for (const step of common) if (setOfCommon(values, step, event) !== 0) return true
  for (let k = 0; k < guarded.length; k++) if (setOfGuarded(values, steps, k, event) !== 0) return true
  for (const step of derived) if (setOfDerived(values, step, event) !== 0) return true
  return false
}
