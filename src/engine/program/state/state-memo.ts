/**
 * Outcomes by (bucket, set of atoms): rules are evaluated once per state, not per record. In: bucket, set, rules' trees.
 * Out: rule indexes, ascending, and the comparisons of fields that have to be made first. Invariant: a pure function of
 * bucket and set; outcomes are shared and never changed.
 */
import type { Bucket } from '../dispatch/bucket.ts'
import type { PreparedBucket } from '../dispatch/prepare-bucket.ts'
import { findTrigger } from '../dispatch/triggers.ts'
import type { Atom } from '../lower/atom-table.ts'
import { holds, holdsMaybe } from '../lower/evaluate.ts'
import { forEachAtom } from '../lower/expression.ts'
import { addPair, clearPairs, createPairTable, getPair, type PairTable } from './pair-table.ts'
import type { SetTable } from './set-table.ts'

export interface Outcome {
  readonly rules: readonly number[]
  /** Late atoms that decide some rule in this state; when there are any, `rules` is not known yet. */
  readonly late: ReadonlySet<number> | undefined
}

export interface StateMemo {
  readonly states: PairTable
  readonly outcomes: Outcome[]
  readonly atoms: readonly Atom[]
  /** Scratch: what holds, and which rules were looked at, in evaluation `epoch`. */
  readonly atomStamps: Int32Array
  readonly ruleStamps: Int32Array
  epoch: number
}

const NO_RULE: Outcome = { rules: [], late: undefined }
const MAX_EPOCH = 0x7fffffff

export function createStateMemo(atoms: readonly Atom[], ruleCount: number): StateMemo {
  return {
    states: createPairTable(),
    outcomes: [NO_RULE],
    atoms,
    atomStamps: new Int32Array(atoms.length),
    ruleStamps: new Int32Array(ruleCount),
    epoch: 0,
  }
}

export function clearStates(memo: StateMemo): void {
  clearPairs(memo.states)
  memo.outcomes.length = 1
}

/**
 * What follows in the bucket when exactly the atoms of the set hold. `isComplete`: those of the late atoms that matter
 * are in the set when they hold.
 */
export function outcomeOf(
  memo: StateMemo,
  sets: SetTable,
  bucket: Bucket,
  prepared: PreparedBucket,
  set: number,
  isComplete: boolean,
): Outcome {
  const key = isComplete ? bucket.id + 1 : bucket.id
  const known = getPair(memo.states, key, set)
  if (known >= 0) return memo.outcomes[known]!
  const outcome = evaluate(memo, sets, bucket, prepared, set, isComplete)
  const place = outcome === NO_RULE ? 0 : memo.outcomes.push(outcome) - 1
  addPair(memo.states, key, set, place)
  return outcome
}

function evaluate(
  memo: StateMemo,
  sets: SetTable,
  bucket: Bucket,
  prepared: PreparedBucket,
  set: number,
  isComplete: boolean,
): Outcome {
  startEpoch(memo)
  const { items, starts } = sets
  for (let i = starts[set]!; i < starts[set + 1]!; i++) memo.atomStamps[items[i]!] = memo.epoch
  const late = isComplete ? undefined : decisiveLateAtoms(memo, bucket, prepared)
  if (late !== undefined) return { rules: [], late }
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
  return found.length === 0 ? NO_RULE : { rules: found.sort((a, b) => a - b), late: undefined }
}

function evaluateRule(memo: StateMemo, bucket: Bucket, place: number, found: number[]): void {
  if (memo.ruleStamps[place] === memo.epoch) return
  memo.ruleStamps[place] = memo.epoch
  const { rule, expression } = bucket.rules[place]!
  if (holds(expression, memo.atomStamps, memo.epoch)) found.push(rule)
}

/** Late atoms of the rules that the set alone does not decide; undefined when it decides all. */
function decisiveLateAtoms(
  memo: StateMemo,
  bucket: Bucket,
  prepared: PreparedBucket,
): ReadonlySet<number> | undefined {
  const isLate = (atom: number): boolean => memo.atoms[atom]!.kind === 'fieldref'
  let late: Set<number> | undefined
  for (const place of prepared.lateRules) {
    const { expression } = bucket.rules[place]!
    if (holdsMaybe(expression, memo.atomStamps, memo.epoch, isLate) !== undefined) continue
    const found = late ?? new Set<number>()
    late = found
    forEachAtom(expression, (atom) => {
      if (isLate(atom)) found.add(atom)
    })
  }
  return late
}

function startEpoch(memo: StateMemo): void {
  if (memo.epoch === MAX_EPOCH) {
    memo.atomStamps.fill(0)
    memo.ruleStamps.fill(0)
    memo.epoch = 0
  }
  memo.epoch++
}
