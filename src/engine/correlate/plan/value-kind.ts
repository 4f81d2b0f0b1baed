import type { CorrelationType, Route } from './correlation-plan.ts'

/** What a correlation of this type measures of its points. */
export function valueKindOf(type: CorrelationType): Route['value'] {
  if (type === 'value_count') return 'text'
  return type.startsWith('value_') ? 'decimal' : 'none'
}
