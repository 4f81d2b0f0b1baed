/**
 * A correlation that runs, as plain data: what its points are, how they are grouped and what is measured in a window.
 * Invariant: plans stand in topological order, those that others refer to first; all references are indexes.
 */
import type { CorrelationRule, DetectionRule } from '../../../sigma/ast.ts'
import type { Test } from '../values/tests.ts'
import type { Ticks } from '../values/ticks.ts'

/** Sigma's types, and what legacy aggregations need beside them. */
export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'value_sum'
  | 'value_avg'
  | 'value_min'
  | 'value_max'
  | 'value_median'
  | 'value_percentile'
  | 'temporal'
  | 'temporal_ordered'

/** Where the matches of a rule, or the hits of a correlation, go as points; indexes are into the texts of that source. */
export interface Route {
  readonly plan: number
  readonly slot: number
  /** What is measured: nothing, texts that differ, or numbers. */
  readonly value: 'none' | 'text' | 'decimal'
  readonly groupTexts: readonly number[]
  readonly valueTexts: readonly number[]
  /** What outer correlations read of this one's evidence. */
  readonly carriedTexts: readonly number[]
}

/** What correlations want of a detection rule. */
export interface RuleUse {
  /** Fields read of each match, through the view of the target that matched. */
  readonly fields: readonly string[]
  /** Its matches are no hits of their own. */
  readonly isSilent: boolean
  readonly routes: readonly Route[]
}

/** A rule that a correlation refers to. */
export interface PlanSlot {
  readonly title: string
  readonly id: string | undefined
}

/** All of `needs` and none of `bans`, as slots: one term of a boolean condition. */
export interface Term {
  readonly needs: readonly number[]
  readonly bans: readonly number[]
}

export interface CorrelationPlan {
  /** A detection rule is one with a legacy aggregation. */
  readonly rule: CorrelationRule | DetectionRule
  /** Place among the correlations of the rule set, by file and document. */
  readonly order: number
  /** 0 when it refers to detection rules only, else one more than the deepest that it refers to. */
  readonly depth: number
  readonly type: CorrelationType
  readonly slots: readonly PlanSlot[]
  readonly groupBy: readonly string[]
  readonly span: Ticks
  /** Undefined: a legacy aggregation without `timeframe`, over the whole scan. */
  readonly timespanMs: number | undefined
  readonly tests: readonly Test[]
  readonly valueFields: readonly string[]
  /** From 0 to 100; 0 for min, 50 for median, 100 for max. */
  readonly percentile: number
  /** Undefined without a boolean condition. */
  readonly terms: readonly Term[] | undefined
  /** How many texts outer correlations read of its evidence. */
  readonly carriedTexts: number
  /** Where its hits go: texts are its group's, then the carried ones. */
  readonly routes: readonly Route[]
  /** Its hits are not reported themselves. */
  readonly isSilent: boolean
}

export interface CorrelationSet {
  readonly plans: readonly CorrelationPlan[]
  /** By index of the detection rule; undefined when no correlation refers to it. */
  readonly uses: readonly (RuleUse | undefined)[]
}
