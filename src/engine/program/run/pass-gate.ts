/**
 * Whether a record gets through the gate of its lane: most hold none of the atoms that a rule needs, and end here.
 * In: a record and the gate. Out: whether it has to be looked at in full. Invariant (soundness): a record that is turned
 * away makes no rule fire; which ones are let through changes nothing but time.
 */
import type { EventView } from '../../../event/event.ts'
import type { BucketSample } from '../../bucket-sample.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { choose, postpone, sampleAtoms, waitForSampling } from '../dispatch/bucket-watch.ts'
import { chooseKeys } from '../dispatch/choose-keys.ts'
import { takeBucketSample } from '../dispatch/take-bucket-sample.ts'
import type { Atom } from '../lower/atom-table.ts'
import { forEachAtom } from '../lower/expression.ts'
import { describeAtoms } from '../scan/probe-table.ts'
import { renewGate } from './build-gate.ts'
import { type Gate, type GateSteps, LETS_THROUGH } from './gate.ts'
import type { Lane } from './lane.ts'
import type { Program } from './program.ts'
import { runFully } from './run-fully.ts'
import type { Runtime } from './runtime.ts'
import { beginTrial, mayBeTried, notePass } from './trial.ts'

/** Records let through between two reviews. */
const REVIEW_PASSED = 256
/** A gate pays while it lets through less than one record in that many. */
const MIN_ASKED = 4

/** False when no rule of the bucket can fire on the record. */
export function isLetThrough(runtime: Runtime, lane: Lane, event: EventView): boolean {
  const { bucket, gate } = lane
  const { watch } = bucket
  // The kernel asks the same.
  const isLoud = runtime.link?.takeLoud() === true
  if (gate.version !== watch.version) renewGate(runtime, lane)
  if (watch.choice === undefined) return true
  const { asks } = gate
  if (asks === undefined) return true
  gate.asked++
  if (!isLoud && !firesAny(runtime, asks, event)) {
    gate.turnedAway++
    return false
  }
  gate.passed++
  notePass(runtime, lane)
  if (gate.passed >= REVIEW_PASSED && watch.choice !== undefined) {
    gate.asked += runtime.link?.takeAsked(asks.asked) ?? 0
    review(runtime, bucket, gate)
  }
  return true
}

/** To be told the set of each record that was let through, and how many of its values were new. */
export function noteState(runtime: Runtime, program: Program, state: number, newValues: number): void {
  const { bucket } = program
  const { watch } = bucket
  if (watch.samplesLeft > 0) noteSample(runtime, program, state, newValues)
  else if (watch.choice === undefined)
    waitForSampling(watch, runtime.limits, 1 + (runtime.link?.takeDone(bucket) ?? 0))
}

/** The same while atoms are counted; makes the choice with the last record. */
export function noteSample(
  runtime: Runtime,
  { bucket, prepared }: Program,
  state: number,
  newValues: number,
): void {
  const { dispatch, limits, sets } = runtime
  const { watch } = bucket
  watch.newValues += newValues
  if (!sampleAtoms(watch, sets.items, sets.starts[state]!, sets.starts[state + 1]!)) return
  if (watch.newValues * limits.gateAboveNew < limits.sampledRecords) postpone(watch, limits)
  else {
    const sample = takeBucketSample(watch, prepared)
    dispatch.learnt.set(bucket.name, sample)
    chooseBy(runtime, bucket, sample)
  }
}

/** The first choice of a bucket whose records an earlier scan has counted. */
export function chooseKnown(runtime: Runtime, bucket: Bucket): void {
  const { known } = bucket.watch
  if (known === undefined || !mayBeTried(runtime)) return
  describeAtoms(runtime.matchers.probes, atomsOf(bucket, runtime.rules.atoms))
  chooseBy(runtime, bucket, known)
  beginTrial(runtime, bucket)
}

function chooseBy({ matchers, rules }: Runtime, { rules: own, watch }: Bucket, sample: BucketSample): void {
  choose(watch, chooseKeys(sample, own, rules.atoms, matchers.probes))
}

/** But for comparisons of fields, which have no probes. */
function atomsOf({ rules }: Bucket, atoms: readonly Atom[]): Int32Array {
  const met = new Set<number>()
  for (const { expression } of rules)
    forEachAtom(expression, (atom) => {
      if (atoms[atom]!.kind !== 'fieldref') met.add(atom)
    })
  return Int32Array.from(met).sort()
}

function review({ dispatch, limits }: Runtime, { name, watch }: Bucket, gate: Gate): void {
  const isWorthIt = gate.asked > MIN_ASKED * gate.passed
  gate.asked = 0
  gate.passed = 0
  if (isWorthIt) return
  dispatch.learnt.set(name, undefined)
  postpone(watch, limits)
}

/** True when a rule fires, told by those whose bounds hold. */
function firesAny(runtime: Runtime, { asked, bounded }: GateSteps, event: EventView): boolean {
  const rules = runFully(runtime, asked, event)
  if (rules.length === 0) return false
  if (rules[0] === LETS_THROUGH) return true
  for (let i = 0; i < rules.length; i++)
    if (runFully(runtime, bounded(rules[i]!), event).length > 0) return true
  return false
}
