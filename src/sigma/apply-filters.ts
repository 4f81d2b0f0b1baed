/**
 * Filters change rules (sigma-semantics §6): the filter's condition, as it is written, is ANDed to the rule's. In: rules
 * and filters without placeholders. Out: the rules, changed where a filter is for them; which filter changed which; what
 * filters name in vain. Pure: the trees given stay, and changed rules share the filter's searches.
 * Invariant: a filter applies to all of its rules or to none.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { DetectionRule, FilterRule, LogSource } from './ast.ts'
import { doubtTargets } from './doubt-targets.ts'
import { addFilters } from './filter-detection.ts'
import { MAX_FILTER_IDENTIFIERS, MAX_FILTERS } from './limits.ts'

/** A rule that is known and does not run, and why: for filters that name it. */
export interface AbsentRule {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly reason: string
}

export interface AppliedFilter {
  readonly filter: FilterRule
  /** The rules that it changed, as they were given. */
  readonly rules: readonly DetectionRule[]
}

export interface FilteredRules {
  /** In the order given; a rule without a filter is the same object. */
  readonly rules: readonly DetectionRule[]
  /** Every filter, in the order given. */
  readonly applied: readonly AppliedFilter[]
  readonly diagnostics: readonly Diagnostic[]
}

export function applyFilters(
  rules: readonly DetectionRule[],
  filters: readonly FilterRule[],
  absent: readonly AbsentRule[] = [],
): FilteredRules {
  if (filters.length === 0) return { rules, applied: [], diagnostics: [] }
  const named = groupByReference(rules)
  const unused = groupByReference(absent)
  const filtersOf = new Map<DetectionRule, FilterRule[]>()
  const diagnostics: Diagnostic[] = []
  let room = MAX_FILTER_IDENTIFIERS
  const applied = filters.map((filter, index): AppliedFilter => {
    if (index >= MAX_FILTERS) {
      diagnostics.push(refusal(filter, `there are more than ${MAX_FILTERS} filters`))
      return { filter, rules: [] }
    }
    const meant = filter.rules === 'any' ? rules : findTargets(filter.rules, named)
    const covered = meant.filter((rule) => covers(filter.logsource, rule.logsource))
    diagnostics.push(...doubtTargets(filter, covered, named, unused))
    room -= covered.length * filter.detection.identifiers.length
    if (room < 0) {
      const message = `filters would add more than ${MAX_FILTER_IDENTIFIERS} search identifiers to the rules`
      diagnostics.push(refusal(filter, message))
      return { filter, rules: [] }
    }
    for (const rule of covered) addTo(filtersOf, rule, filter)
    return { filter, rules: covered }
  })
  return { rules: addFilters(rules, filters, filtersOf), applied, diagnostics }
}

/** Each rule that one of the references means, once. */
function findTargets(
  references: readonly string[],
  named: ReadonlyMap<string, readonly DetectionRule[]>,
): readonly DetectionRule[] {
  return [...new Set(references.flatMap((reference) => named.get(reference) ?? []))]
}

/** By what filters may call them: canonical id, and name. */
function groupByReference<Rule extends Pick<AbsentRule, 'id' | 'name'>>(
  rules: readonly Rule[],
): Map<string, Rule[]> {
  const groups = new Map<string, Rule[]>()
  for (const rule of rules) {
    const { id, name } = rule
    if (id !== undefined) addTo(groups, id, rule)
    if (name !== undefined && name !== id) addTo(groups, name, rule)
  }
  return groups
}

function addTo<Key, Value>(groups: Map<Key, Value[]>, key: Key, value: Value): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [value])
  else group.push(value)
}

/** Each part that the filter's log source names is the rule's (sigma-semantics §1.2). */
function covers(filter: LogSource, rule: LogSource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (part) => filter[part] === undefined || filter[part] === rule[part],
  )
}

function refusal({ file, position }: FilterRule, reason: string): Diagnostic {
  const message = `the filter is not applied: ${reason}`
  return { code: 'filter-target', severity: 'error', source: file, message, ...position }
}
