/**
 * Rules with their placeholders replaced by values. In: a rule or filter, the values by name. Out: the rule without
 * placeholders, or why it is refused (sigma-semantics §3: never silently without a match). Pure: the tree given stays.
 * Several values are alternatives, also under `all`.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { DetectionRule, FilterRule, Item, Search, Value } from './ast.ts'
import { excerpt } from './excerpt.ts'
import { type ExpansionBudget, fillTemplate } from './fill-template.ts'
import { MAX_DIAGNOSTICS, MAX_EXPANDED_UNITS } from './limits.ts'
import { suggestName } from './names.ts'
import type { Placeholders } from './read-placeholders.ts'

/** Names that a message lists. */
const LISTED = 5

/** A rule, or at least one error. */
export type Resolved<Rule> = Rule | readonly Diagnostic[]

interface Resolver {
  readonly file: string
  readonly placeholders: Placeholders
  readonly budget: ExpansionBudget
  readonly diagnostics: Diagnostic[]
}

/** Resolves rules one after the other; together they stay within `MAX_EXPANDED_UNITS`. */
export type ResolveRule = <Rule extends DetectionRule | FilterRule>(rule: Rule) => Resolved<Rule>

export function createResolver(placeholders: Placeholders): ResolveRule {
  const budget: ExpansionBudget = { units: MAX_EXPANDED_UNITS }
  return (rule) => resolvePlaceholders(rule, placeholders, budget)
}

/** A rule without placeholders is returned as it is. */
export function resolvePlaceholders<Rule extends DetectionRule | FilterRule>(
  rule: Rule,
  placeholders: Placeholders,
  budget: ExpansionBudget = { units: MAX_EXPANDED_UNITS },
): Resolved<Rule> {
  const resolver: Resolver = { file: rule.file, placeholders, budget, diagnostics: [] }
  const { identifiers } = rule.detection
  const resolved = mapList(identifiers, (identifier) => {
    const search = resolveSearch(identifier.search, resolver)
    return search === identifier.search ? identifier : { ...identifier, search }
  })
  if (resolver.diagnostics.length > 0) return resolver.diagnostics
  if (resolved === identifiers) return rule
  return { ...rule, detection: { ...rule.detection, identifiers: resolved } }
}

function resolveSearch(search: Search, resolver: Resolver): Search {
  if (search.type === 'item') return resolveItem(search, resolver)
  const children = mapList(search.children, (child) => resolveSearch(child, resolver))
  return children === search.children ? search : { ...search, children }
}

function resolveItem(item: Item, resolver: Resolver): Item {
  const values = mapList(item.values, (value) => resolveValue(value, item, resolver))
  if (values === item.values) return item
  // Alternatives among alternatives; a hit then shows the very value that was found.
  return { ...item, values: item.linking === 'or' ? values.flatMap(alternativesOf) : values }
}

function resolveValue(value: Value, item: Item, resolver: Resolver): Value {
  if (value.op === 'oneOf') {
    const values = mapList(value.values, (one) => resolveValue(one, item, resolver))
    return values === value.values ? value : { ...value, values }
  }
  if (value.op !== 'placeholder' || resolver.diagnostics.length >= MAX_DIAGNOSTICS) return value
  const { placeholders, budget } = resolver
  const missing = value.names.filter((name) => !placeholders.has(name))
  const filled =
    missing.length > 0 ? describeMissing(missing, placeholders) : fillTemplate(value, placeholders, budget)
  if (typeof filled === 'string') {
    resolver.diagnostics.push(refusal(`'${excerpt(value.text)}' ${filled}`, item, resolver.file))
    return value
  }
  return filled.length === 1 ? filled[0]! : { op: 'oneOf', values: filled, text: value.text }
}

function alternativesOf(value: Value): readonly Value[] {
  return value.op === 'oneOf' ? value.values : [value]
}

/** `needs values for %x% …`, which a person can act on. */
function describeMissing(names: readonly string[], placeholders: Placeholders): string {
  const advice = names.length === 1 ? suggestName(names[0]!, placeholders.keys()) : ''
  const shown = names.slice(0, LISTED).map((name) => `%${excerpt(name)}%`)
  if (names.length > LISTED) shown.push(`${names.length - LISTED} more`)
  const line = `${excerpt(names[0]!)}: [value, …]`
  return `needs values for ${shown.join(' and ')}${advice}; give them with --placeholders FILE, a line for each: ${line}`
}

function refusal(message: string, { position, field, modifiers }: Item, source: string): Diagnostic {
  const key = [field ?? '', ...modifiers].join('|')
  return { code: 'rule-placeholder', severity: 'error', source, message: `${key}: ${message}`, ...position }
}

/** The same list when nothing changed. */
function mapList<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map(change)
  return changed.some((item, i) => item !== list[i]) ? changed : list
}
