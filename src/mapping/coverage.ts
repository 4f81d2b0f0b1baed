/**
 * What a target cannot show: the fields of a rule that its events never have (sigma-logsource-mapping §1.5), so that a
 * report may say how much of a rule works there. In: target and field names. Out: those that cannot exist, each once,
 * in the order given. Fields that the view says nothing of may exist and are not listed.
 */
import type { Target } from './mapping.ts'

export function missingFields(target: Target, fields: readonly string[]): readonly string[] {
  return [...new Set(fields)].filter((field) => target.view.sourcesOf(field)?.length === 0)
}
