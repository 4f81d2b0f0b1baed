/**
 * The legacy part of a condition behind `|`: `count(field) by group > 5` and `near …` (removed from Sigma v2).
 */
import type { Aggregation } from './ast.ts'

const FUNCTION =
  /^\s*(count|min|max|sum|avg)\s*\(\s*([^\s()]*)\s*\)(?:\s+by\s+([^\s,<>=]+(?:\s*,\s*[^\s,<>=]+)*))?\s*(<=|>=|==|=|<|>)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*$/
const NEAR = /^\s*near\s+\S/

const OPERATORS: Readonly<Record<string, string>> = {
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  '=': 'eq',
  '==': 'eq',
}

/** Longer ones are no aggregation but an attack on the expressions above (real: below 100). */
const MAX_AGGREGATION_UNITS = 1000

/** The aggregation, or why the text is none. */
export function parseAggregation(text: string): Aggregation | string {
  if (text.length > MAX_AGGREGATION_UNITS) return `it is longer than ${MAX_AGGREGATION_UNITS} characters`
  const nothing = { field: undefined, groupBy: undefined, operator: undefined, value: undefined }
  if (NEAR.test(text)) return { function: 'near', ...nothing, text: text.trim() }
  const match = FUNCTION.exec(text)
  if (match === null) return "needed is 'count(field) by group > number', or min, max, sum or avg"
  const [, name, field = '', groupBy, operator = '', value] = match
  if (name !== 'count' && field === '') return `'${name}' needs a field between its parentheses`
  return {
    function: name as Exclude<Aggregation['function'], 'near'>,
    field: field === '' ? undefined : field,
    groupBy: groupBy?.replace(/\s*,\s*/g, ','),
    operator: OPERATORS[operator],
    value: Number(value),
    text: text.trim(),
  }
}
