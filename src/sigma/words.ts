/** Words that rules are written with, each of a closed list; in order where there is one. */
import type { Level, Status } from './ast.ts'

export const LEVELS: readonly Level[] = ['informational', 'low', 'medium', 'high', 'critical']
export const STATUSES: readonly Status[] = ['stable', 'test', 'experimental', 'deprecated', 'unsupported']

/** Comparisons of a correlation. */
export const OPERATORS: readonly string[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq']

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const
