/**
 * How a correlation's windows are found: in one pass over a group for comparisons and for terms that need no absence,
 * in one more for each term with a `not`, and where order matters for each term. In: plan. Out: passes.
 */
import type { CorrelationPlan, Term } from '../plan/correlation-plan.ts'
import type { TemporaryFiles } from '../spill/temporary-file.ts'
import { createSlotChain, createTermChain } from './chain-slots.ts'
import { createRecordCount } from './count-records.ts'
import { createSlotCount, createSlotTerms } from './count-slots.ts'
import { createValueCount } from './count-values.ts'
import type { Measure } from './measure.ts'
import { createPercentile } from './order-values.ts'
import { createValueSum } from './sum-values.ts'

export interface Pass {
  readonly measure: Measure
  /** Windows begin at points of these slots and reach forward; undefined: they end at any point. */
  readonly openers: readonly number[] | undefined
}

export interface PassOptions {
  readonly memoryBytes: number
  readonly files: TemporaryFiles
}

export function createPasses(plan: CorrelationPlan, options: PassOptions): readonly Pass[] {
  if (plan.terms === undefined) return [{ measure: createMeasure(plan, options), openers: undefined }]
  const slots = plan.slots.length
  const trailing = plan.terms.filter(({ bans }) => bans.length === 0)
  const leading = plan.terms.filter(({ bans }) => bans.length > 0)
  if (plan.type === 'temporal_ordered')
    return [...trailing, ...leading].map((term) => ({
      measure: createTermChain(slots, term),
      openers: openersOf(term),
    }))
  const passes = leading.map((term) => ({
    measure: createSlotTerms(slots, [term]),
    openers: openersOf(term),
  }))
  if (trailing.length === 0) return passes
  return [{ measure: createSlotTerms(slots, trailing), openers: undefined }, ...passes]
}

function openersOf({ needs, bans }: Term): readonly number[] | undefined {
  return bans.length === 0 ? undefined : needs
}

function createMeasure(plan: CorrelationPlan, options: PassOptions): Measure {
  const { type, tests, percentile, slots } = plan
  switch (type) {
    case 'event_count':
      return createRecordCount(tests)
    case 'value_count':
      return createValueCount({ tests, ...options })
    case 'value_sum':
    case 'value_avg':
      return createValueSum(tests, type === 'value_avg')
    case 'value_min':
    case 'value_max':
    case 'value_median':
    case 'value_percentile':
      return createPercentile({ tests, ...options }, percentile)
    case 'temporal':
      return createSlotCount(slots.length, tests)
    case 'temporal_ordered':
      return createSlotChain(slots.length, tests)
  }
}
