/** What became of each correlation, before anything did. In: plans. Out: counts to be raised, by index of the plan. */
import type { CorrelationCounts } from './correlator.ts'
import type { CorrelationPlan } from './plan/correlation-plan.ts'

/** Counts while they are counted. */
export type RunningCounts = { -readonly [Name in keyof CorrelationCounts]: CorrelationCounts[Name] }

export function startCounts(plans: readonly CorrelationPlan[]): RunningCounts[] {
  return plans.map(() => ({
    points: 0,
    noGroup: 0,
    noValue: 0,
    noTime: 0,
    hits: 0,
    uncovered: 0,
    overLimit: 0,
  }))
}
