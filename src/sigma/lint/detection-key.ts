/**
 * Whether two rules look for the same: one text for what a rule matches. In: a detection rule. Out: equal texts for rules
 * that differ in nothing but names of identifiers that `x of` does not care for, order, positions and prose.
 */
import { foldText } from '../../base/fold.ts'
import type { Condition, DetectionRule, Item, Search } from '../ast.ts'

export function detectionKey({ logsource, detection }: DetectionRule): string {
  const { category, product, service } = logsource
  const { identifiers, conditions, timeframe, aggregation } = detection
  const searches = new Map(identifiers.map(({ name, search }) => [name, searchKey(search)]))
  const condition = joined(
    'or',
    conditions.map((one) => conditionKey(one, searches)),
  )
  return JSON.stringify([category, product, service, condition, timeframe, aggregation?.text])
}

function conditionKey(condition: Condition, searches: ReadonlyMap<string, string>): string {
  switch (condition.type) {
    case 'and':
    case 'or':
      return joined(
        condition.type,
        condition.children.map((child) => conditionKey(child, searches)),
      )
    case 'not':
      return `not(${conditionKey(condition.child, searches)})`
    case 'identifier':
      return searches.get(condition.name) ?? ''
    case 'of':
      return joined(
        condition.quantifier === 'any' ? 'or' : 'and',
        condition.names.map((name) => searches.get(name) ?? ''),
      )
  }
}

function searchKey(search: Search): string {
  return search.type === 'item' ? itemKey(search) : joined(search.type, search.children.map(searchKey))
}

function itemKey({ field, modifiers, values }: Item): string {
  const isCased = modifiers.some((name) => name === 're' || name === 'cased')
  const texts = values.map(({ op, text }) => `${op}:${isCased ? text : foldText(text)}`)
  return JSON.stringify([field, [...modifiers].sort(), texts.sort()])
}

/** Order makes no difference; a group of one is that one. */
function joined(operator: string, parts: readonly string[]): string {
  const unique = [...new Set(parts)].sort()
  return unique.length === 1 ? unique[0]! : `${operator}(${unique.join(',')})`
}
