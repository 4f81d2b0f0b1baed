/**
 * Everything one engine remembers, and the one way to forget it. In: lowered rules and limits. Out: tables that refer to each
 * other by set id, bucket id and matcher id. Invariant: tables are emptied together, between records only, so no id
 * outlives what it names; no input can make them grow beyond their limits by more than one record's worth.
 */

import type { BucketSamples } from '../../bucket-sample.ts'
import { clearDispatch, createDispatch, type Dispatch } from '../dispatch/dispatch.ts'
import type { LoweredRules } from '../dispatch/lowered-target.ts'
import type { ProgramLimits } from '../options.ts'
import { clearMatchers, createMatcherTable, type MatcherTable } from '../scan/matcher-table.ts'
import { createProbeTable, type DescribedProbes, loadProbeTable } from '../scan/probe-table.ts'
import { createValueScanner } from '../scan/scan-value.ts'
import { clearSets, countItems, createSetTable, type SetTable } from '../state/set-table.ts'
import { clearStates, createStateMemo, type StateMemo } from '../state/state-memo.ts'
import { clearCache, createValueCache, type ValueCache } from '../state/value-cache.ts'
import { createValueSets, type ValueSets } from '../state/value-sets.ts'
import type { KernelLink } from './kernel-link.ts'
import type { Derive } from './resolve-field.ts'
import { createTrials, type Trials } from './trial.ts'

export interface Runtime {
  readonly limits: ProgramLimits
  readonly rules: LoweredRules
  readonly dispatch: Dispatch
  readonly matchers: MatcherTable
  readonly sets: SetTable
  readonly values: ValueSets
  readonly states: StateMemo
  /** Functions of derived sources, for cache keys. */
  readonly deriveIds: Map<Derive, number>
  /** What shapes remember with another generation is void. */
  generation: number
  programCount: number
  /** Buckets that chose by an earlier scan, until that has proved good. */
  readonly trials: Trials
  /** Absent without a kernel. */
  link: KernelLink | undefined
}

/** `described`: the probes of the atoms, where they are known already. `cache`: one of the size that the limits say. `known`: of earlier scans. */
export function createRuntime(
  lowered: LoweredRules,
  ruleCount: number,
  limits: ProgramLimits,
  described?: DescribedProbes,
  cache: ValueCache = createValueCache(limits.cacheEntries, limits.cacheBytes, limits.seed),
  known?: BucketSamples,
): Runtime {
  const { atoms } = lowered
  const probes = described === undefined ? createProbeTable(atoms) : loadProbeTable(atoms, described)
  const sets = createSetTable(limits.seed)
  return {
    limits,
    rules: lowered,
    dispatch: createDispatch(lowered, limits, known),
    matchers: createMatcherTable(probes),
    sets,
    values: createValueSets(createValueScanner(atoms, probes), sets, cache),
    states: createStateMemo(atoms, ruleCount),
    deriveIds: new Map(),
    generation: 1,
    programCount: 0,
    trials: createTrials(),
    link: undefined,
  }
}

/** To be called between two records. */
export function resetWhenFull(runtime: Runtime): void {
  if (!isFull(runtime)) return
  if (areBucketsFull(runtime)) {
    clearDispatch(runtime.dispatch)
    runtime.trials.byBucket.clear()
    clearMatchers(runtime.matchers)
  }
  forgetStates(runtime)
}

/** True when some table has grown beyond its limit. */
export function isFull(runtime: Runtime): boolean {
  const { limits, sets, states } = runtime
  return (
    sets.count > limits.maxSets ||
    sets.unions.count > limits.maxUnions ||
    states.states.count > limits.maxStates ||
    runtime.programCount > limits.maxPrograms ||
    countItems(sets) > limits.maxSetItems ||
    areBucketsFull(runtime) ||
    runtime.link?.isFull === true
  )
}

function areBucketsFull({ dispatch, limits }: Runtime): boolean {
  return dispatch.bucketCount > limits.maxBuckets || dispatch.classes.length > limits.maxBuckets
}

function forgetStates(runtime: Runtime): void {
  clearSets(runtime.sets)
  clearStates(runtime.states)
  clearCache(runtime.values.cache)
  runtime.values.emptySets.fill(-1)
  runtime.values.silentSets.fill(-1)
  runtime.programCount = 0
  runtime.generation++
  runtime.link?.forget()
}
