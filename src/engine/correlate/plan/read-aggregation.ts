/**
 * A legacy aggregation as the correlation that it means (`| count(F) by G > 5` with `timeframe`). In: the rule. Out: a
 * correlation whose only rule is that rule itself. `near` has no such meaning: its parts are not matched apart.
 */
import type { Aggregation, Correlation, DetectionRule } from '../../../sigma/ast.ts'
import { parseTimespan } from '../../../sigma/timespan.ts'
import type { CorrelationType } from './correlation-plan.ts'

export interface AggregatingRule extends DetectionRule {
  readonly detection: DetectionRule['detection'] & { readonly aggregation: Aggregation }
}

export function isAggregating(rule: DetectionRule): rule is AggregatingRule {
  return rule.detection.aggregation !== undefined
}

/** Why an aggregation cannot run; undefined when it can. */
export function whyNoAggregation({ function: name, text }: Aggregation): string | undefined {
  if (name !== 'near') return undefined
  return `the aggregation '${text}' cannot run: 'near' was never defined beyond its name and has left Sigma; write a correlation of type temporal over two rules`
}

/** Without a `timeframe` the whole scan is one window. */
export function readAggregation({ detection }: AggregatingRule): Correlation {
  const { field, groupBy, operator, value } = detection.aggregation
  return {
    type: typeOf(detection.aggregation),
    rules: [],
    groupBy: groupBy?.split(',') ?? [],
    timespanMs: detection.timeframe === undefined ? undefined : parseTimespan(detection.timeframe),
    condition: {
      type: 'compare',
      tests: [{ operator: operator!, value: value! }],
      field: field === undefined ? [] : [field],
      percentile: undefined,
    },
    aliases: [],
    generate: false,
  }
}

function typeOf({ function: name, field }: Aggregation): CorrelationType {
  if (name === 'near') throw new Error('near is no correlation')
  if (name !== 'count') return `value_${name}`
  // Of a field the different values are counted.
  return field === undefined ? 'event_count' : 'value_count'
}
