/**
 * What a filter names in vain. In: a filter, the rules that it changes, all that run and those that do not by id and
 * name. Out: one finding for each reference that changes nothing, and for a filter that changes nothing at all.
 */
import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { AbsentRule } from './apply-filters.ts'
import type { DetectionRule, FilterRule, LogSource } from './ast.ts'
import { excerpt } from './excerpt.ts'

export function doubtTargets(
  filter: FilterRule,
  covered: readonly DetectionRule[],
  named: ReadonlyMap<string, readonly DetectionRule[]>,
  absent: ReadonlyMap<string, readonly AbsentRule[]>,
): Diagnostic[] {
  const find = (severity: Severity, message: string): Diagnostic => {
    return { code: 'filter-target', severity, source: filter.file, message, ...filter.position }
  }
  if (filter.rules === 'any') {
    if (covered.length > 0) return []
    return [
      find('warning', `the filter changes nothing: no rule that runs has ${showLogSource(filter.logsource)}`),
    ]
  }
  const changed = new Set(covered)
  return filter.rules.flatMap((reference) => {
    const meant = named.get(reference) ?? []
    if (meant.some((rule) => changed.has(rule))) return []
    const shown = `the filter is for '${excerpt(reference)}'`
    const [rule] = meant
    if (rule !== undefined) {
      const sources = `the rule has ${showLogSource(rule.logsource)}, the filter ${showLogSource(filter.logsource)}`
      return [find('warning', `${shown} and does not apply: ${sources}`)]
    }
    const [other] = absent.get(reference) ?? []
    if (other !== undefined) return [find('info', `${shown}, which does not run: ${other.reason}`)]
    return [find('warning', `${shown}, and no rule with this id or name was given; titles do not count`)]
  })
}

function showLogSource(logsource: LogSource): string {
  const parts = (['category', 'product', 'service'] as const).flatMap((part) =>
    logsource[part] === undefined ? [] : [`${part} ${excerpt(logsource[part])}`],
  )
  return `the log source ${parts.join(', ')}`
}
