/**
 * Results by (bucket, set of atoms): rules are evaluated once per state, not per record. In: bucket, set, rules' trees.
 * Out: rule indexes, ascending. Invariant: a pure function of bucket and set; lists are shared and never changed.
 */
import type { Bucket } from '../dispatch/bucket.ts'
import type { PreparedBucket } from '../dispatch/prepare-bucket.ts'
import { findTrigger } from '../dispatch/triggers.ts'
import type { Atom } from '../lower/atom-table.ts'
import { holds, holdsMaybe } from '../lower/evaluate.ts'
import { addPair, clearPairs, createPairTable, getPair, type PairTable } from './pair-table.ts'
import type { SetTable } from './set-table.ts'

export interface StateMemo {
  readonly states: PairTable
  readonly results: (readonly number[])[]
  readonly atoms: readonly Atom[]
  /** Scratch: what holds, and which rules were looked at, in evaluation `epoch`. */
  readonly atomStamps: Int32Array
  readonly ruleStamps: Int32Array
  epoch: number
}

/** Place in `results` of "no rule", and of "the comparisons of fields decide". */
const NO_RULE = 0
export const NEEDS_LATE: readonly number[] = []
const MAX_EPOCH = 0x7fffffff

export function createStateMemo(atoms: readonly Atom[], ruleCount: number): StateMemo {
  return {
    states: createPairTable(),
    results: [[], NEEDS_LATE],
    atoms,
    atomStamps: new Int32Array(atoms.length),
    ruleStamps: new Int32Array(ruleCount),
    epoch: 0,
  }
}

export function clearStates(memo: StateMemo): void {
  clearPairs(memo.states)
  memo.results.length = 2
}

/**
 * Rules that hold in the bucket when exactly the atoms of the set hold. Before the late atoms are in the set
 * (`isComplete` false) the answer is `NEEDS_LATE` where a rule depends on them.
 */
export function resultOf(
  memo: StateMemo,
  sets: SetTable,
  bucket: Bucket,
  prepared: PreparedBucket,
  set: number,
  isComplete: boolean,
): readonly number[] {
  const key = isComplete ? bucket.id + 1 : bucket.id
  const known = getPair(memo.states, key, set)
  if (known >= 0) return memo.results[known]!
  const result = evaluate(memo, sets, bucket, prepared, set, isComplete)
  let place = result === NEEDS_LATE ? 1 : NO_RULE
  if (result.length > 0) place = memo.results.push(result) - 1
  addPair(memo.states, key, set, place)
  return memo.results[place]!
}

function evaluate(
  memo: StateMemo,
  sets: SetTable,
  bucket: Bucket,
  prepared: PreparedBucket,
  set: number,
  isComplete: boolean,
): readonly number[] {
  startEpoch(memo)
  const { items, starts } = sets
  for (let i = starts[set]!; i < starts[set + 1]!; i++) memo.atomStamps[items[i]!] = memo.epoch
  if (!isComplete && dependsOnLate(memo, bucket, prepared)) return NEEDS_LATE
  const { triggers } = prepared
  const found: number[] = []
  for (const place of triggers.untriggered) evaluateRule(memo, bucket, place, found)
  for (let i = starts[set]!; i < starts[set + 1]!; i++) {
    const trigger = findTrigger(triggers, items[i]!)
    if (trigger < 0) continue
    const end = triggers.starts[trigger + 1]!
    for (let k = triggers.starts[trigger]!; k < end; k++)
      evaluateRule(memo, bucket, triggers.rules[k]!, found)
  }
  return found.sort((a, b) => a - b)
}

function evaluateRule(memo: StateMemo, bucket: Bucket, place: number, found: number[]): void {
  if (memo.ruleStamps[place] === memo.epoch) return
  memo.ruleStamps[place] = memo.epoch
  const { rule, expression } = bucket.rules[place]!
  if (holds(expression, memo.atomStamps, memo.epoch)) found.push(rule)
}

function dependsOnLate(memo: StateMemo, bucket: Bucket, prepared: PreparedBucket): boolean {
  const isLate = (atom: number): boolean => memo.atoms[atom]!.test.kind === 'fieldref'
  return prepared.lateRules.some(
    (place) => holdsMaybe(bucket.rules[place]!.expression, memo.atomStamps, memo.epoch, isLate) === undefined,
  )
}

function startEpoch(memo: StateMemo): void {
  if (memo.epoch === MAX_EPOCH) {
    memo.atomStamps.fill(0)
    memo.ruleStamps.fill(0)
    memo.epoch = 0
  }
  memo.epoch++
}
