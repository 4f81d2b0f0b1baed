/**
 * Detections with the conditions of filters. In: rules, filters, and the filters of each rule. Out: the rules with
 * `(condition) and (filter's condition) …`.
 * Invariant: identifiers of a filter get names that neither the rule nor another filter has, so that no pattern and no
 * name of one reaches into the other; patterns were resolved to names before.
 */
import type { Condition, DetectionRule, FilterRule, Identifier } from './ast.ts'

export function addFilters(
  rules: readonly DetectionRule[],
  filters: readonly FilterRule[],
  filtersOf: ReadonlyMap<DetectionRule, readonly FilterRule[]>,
): readonly DetectionRule[] {
  const labels = labelFilters(filters)
  return rules.map((rule) => {
    const own = filtersOf.get(rule)
    if (own === undefined) return rule
    let { detection } = rule
    const taken = new Set(detection.identifiers.map(({ name }) => name))
    const parts = own.map((filter) => renameFilter(filter, labels.get(filter)!, taken))
    const added = parts.map(({ condition }) => condition)
    detection = {
      ...detection,
      identifiers: [...detection.identifiers, ...parts.flatMap(({ identifiers }) => identifiers)],
      conditions: detection.conditions.map((condition) => ({ type: 'and', children: [condition, ...added] })),
    }
    return { ...rule, detection }
  })
}

/** What hits show before the names of a filter's identifiers; different for each filter. */
function labelFilters(filters: readonly FilterRule[]): ReadonlyMap<FilterRule, string> {
  const seen = new Map<string, number>()
  return new Map(
    filters.map((filter) => {
      const label = `filter ${filter.name ?? filter.title}`
      const count = (seen.get(label) ?? 0) + 1
      seen.set(label, count)
      return [filter, count === 1 ? label : `${label} #${count}`] as const
    }),
  )
}

function renameFilter(
  { detection }: FilterRule,
  label: string,
  taken: Set<string>,
): { readonly identifiers: readonly Identifier[]; readonly condition: Condition } {
  const names = new Map<string, string>()
  const identifiers = detection.identifiers.map((identifier): Identifier => {
    let name = `${label}/${identifier.name}`
    while (taken.has(name)) name += "'"
    taken.add(name)
    names.set(identifier.name, name)
    return { ...identifier, name }
  })
  const conditions = detection.conditions.map((condition) => rename(condition, names))
  return {
    identifiers,
    condition: conditions.length === 1 ? conditions[0]! : { type: 'or', children: conditions },
  }
}

function rename(condition: Condition, names: ReadonlyMap<string, string>): Condition {
  switch (condition.type) {
    case 'and':
    case 'or':
      return { ...condition, children: condition.children.map((child) => rename(child, names)) }
    case 'not':
      return { type: 'not', child: rename(condition.child, names) }
    case 'identifier':
      return { type: 'identifier', name: names.get(condition.name)! }
    case 'of':
      return { ...condition, names: condition.names.map((name) => names.get(name)!) }
  }
}
