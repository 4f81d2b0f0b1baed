/**
 * A rule as `goshawk rules explain` shows it: plain data, also its JSON form. Positions are 1-based.
 */
import type { Condition, Correlation, Item, LogSource, Position, Search } from '../../sigma/ast.ts'
import type { RegexEngine } from '../regex/compile-regex.ts'

export interface RuleDescription {
  readonly kind: 'detection' | 'correlation' | 'filter'
  readonly title: string
  readonly id: string | null
  readonly name: string | null
  readonly status: string | null
  readonly level: string | null
  readonly description: string | null
  readonly author: string | null
  readonly date: string | null
  readonly modified: string | null
  readonly references: readonly string[]
  readonly tags: readonly string[]
  readonly falsepositives: readonly string[]
  readonly file: string
  readonly line: number
  /** Absent for correlations. */
  readonly logsource: Pick<LogSource, 'category' | 'product' | 'service' | 'definition'> | null
  /** Why it does not run; null when it does. */
  readonly notRun: string | null
  /** Where it looks; none for correlations and filters, and when it does not run. */
  readonly targets: readonly TargetDescription[]
  readonly detection: DetectionDescription | null
  readonly correlation: CorrelationDescription | null
  /** Rules that a filter changes: `any`, or ids and names. */
  readonly filters: 'any' | readonly string[] | null
  readonly patterns: readonly RegexDescription[]
}

export interface TargetDescription {
  readonly id: string
  /** `*` at the end stands for any rest; null: every channel. */
  readonly channels: readonly string[] | null
  /** What the log source takes; null: every event. */
  readonly eventIds: readonly number[] | null
  /** Further fields of the event that must have one of the values. */
  readonly conditions: readonly { readonly field: string; readonly values: readonly string[] }[]
  /** On which of these events the rule can match; null: on any, empty: on none. */
  readonly matchableEventIds: readonly number[] | null
  /** Fields of the rule that these events never have. */
  readonly missingFields: readonly string[]
  /**
   * Tests of which one must hold before the rule is looked at; empty: it matches every one of these events; null: none
   * is necessary, so that it is tried on each of them.
   */
  readonly necessary: readonly NecessaryTest[] | null
}

/** One test, and the text that a value must contain for it (without regard to case), where there is one. */
export interface NecessaryTest {
  /** The event's own fields that are looked at; `*`: every value. */
  readonly fields: readonly string[]
  readonly test: string
  readonly literal: string | null
}

export interface DetectionDescription {
  /** One of these must hold. */
  readonly conditions: readonly Condition[]
  readonly identifiers: readonly {
    readonly name: string
    readonly position: Position
    readonly search: SearchDescription
  }[]
  readonly aggregation: string | null
  readonly timeframe: string | null
}

export type SearchDescription =
  | { readonly type: 'and' | 'or'; readonly children: readonly SearchDescription[] }
  | ItemDescription

/** `field` null: keywords. */
export interface ItemDescription {
  readonly type: 'item'
  readonly field: string | null
  readonly modifiers: readonly string[]
  readonly linking: Item['linking']
  readonly negated: boolean
  readonly values: readonly string[]
}

export interface CorrelationDescription {
  readonly type: string
  readonly groupBy: readonly string[]
  readonly timespanMs: number | null
  readonly condition: NonNullable<Correlation['condition']> | null
  readonly aliases: Correlation['aliases']
  readonly generate: boolean
  /** In the order of the rule; title null: no rule among those loaded has that id or name. */
  readonly rules: readonly { readonly reference: string; readonly title: string | null }[]
}

/** A regular expression and how it runs: in a time that grows with the value's length, or by trying with a limit. */
export interface RegexDescription {
  readonly field: string | null
  readonly source: string
  readonly flags: string
  readonly engine: RegexEngine | 'refused'
  readonly isLinear: boolean
  /** Text that every match contains, in lower case: without it the expression is not run. */
  readonly literal: string | null
}

export function describeSearch(search: Search): SearchDescription {
  if (search.type !== 'item') return { type: search.type, children: search.children.map(describeSearch) }
  const { field = null, modifiers, linking, negated, values } = search
  return { type: 'item', field, modifiers, linking, negated, values: values.map(({ text }) => text) }
}
