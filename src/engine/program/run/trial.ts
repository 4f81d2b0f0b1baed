/**
 * Gates that were chosen by what an earlier scan counted have to prove good for this one: each costs something to make,
 * and whatever gets through it costs more. In: what is made and let through, and how many records are turned away. Out:
 * the choice is taken back where it costs more than it saves. Invariant: nothing but time depends on it.
 */
import type { Bucket } from '../dispatch/bucket.ts'
import { postpone } from '../dispatch/bucket-watch.ts'
import type { Gate } from './gate.ts'
import type { Lane } from './lane.ts'
import type { Runtime } from './runtime.ts'

export interface Trials {
  readonly byBucket: Map<Bucket, Trial>
  /** Those that ended badly. */
  failed: number
}

interface Trial {
  /** In what it takes to look at a record in full; below zero the choice does not pay. */
  credit: number
  readonly gates: Gate[]
}

/** Records that are so unlike those of earlier scans: no other bucket is tried. */
const MAX_FAILED = 3
/** Measured: with less, gates that pay are given up; with more, those that do not are kept for longer. */
const FIRST_CREDIT = 700
/** With so much it is proved. */
const ENOUGH_CREDIT = 20_000
const COST_OF_LANE = 128
const COST_OF_BOUNDED = 16
const COST_OF_PASS = 16

export function createTrials(): Trials {
  return { byBucket: new Map(), failed: 0 }
}

export function mayBeTried({ trials }: Runtime): boolean {
  return trials.failed < MAX_FAILED
}

export function beginTrial({ trials }: Runtime, bucket: Bucket): void {
  trials.byBucket.set(bucket, { credit: FIRST_CREDIT, gates: [] })
}

/** Records of another shape have come; its gate is not made yet. */
export function enterTrial(runtime: Runtime, { bucket, gate }: Lane): void {
  const trial = review(runtime, bucket)
  if (trial === undefined) return
  trial.credit -= COST_OF_LANE
  trial.gates.push(gate)
}

/** A program of a rule that only its bound lets pass was made. */
export function noteBounded({ trials }: Runtime, bucket: Bucket): void {
  const trial = trials.byBucket.get(bucket)
  if (trial !== undefined) trial.credit -= COST_OF_BOUNDED
}

/** A record was let through. */
export function notePass(runtime: Runtime, { bucket }: Lane): void {
  const trial = review(runtime, bucket)
  if (trial !== undefined) trial.credit -= COST_OF_PASS
}

/** The trial that goes on; undefined where there is none, or no more. */
function review({ limits, link, trials }: Runtime, bucket: Bucket): Trial | undefined {
  const trial = trials.byBucket.get(bucket)
  if (trial === undefined) return undefined
  for (const gate of trial.gates) {
    const byKernel = gate.asks === undefined ? 0 : (link?.takeAsked(gate.asks.asked) ?? 0)
    gate.asked += byKernel
    trial.credit += byKernel + gate.turnedAway
    gate.turnedAway = 0
  }
  if (trial.credit >= 0 && trial.credit < ENOUGH_CREDIT) return trial
  trials.byBucket.delete(bucket)
  if (trial.credit < 0) {
    trials.failed++
    postpone(bucket.watch, limits)
  }
  return undefined
}
