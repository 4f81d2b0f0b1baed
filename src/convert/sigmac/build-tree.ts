/**
 * A rule as sigmac's tree, before it is simplified. In: rule, one of its conditions, configuration. Out: the tree with
 * every bracket that sigmac makes, or why sigmac gives up.
 */
import type { Condition, DetectionRule, Item, Search } from '../../sigma/ast.ts'
import { type Configuration, fieldNames, sourceConditions } from './configuration.ts'
import { type ModifierRules, modify } from './modify.ts'
import type { SigmacFailure, SigmacNode, SigmacValue } from './node.ts'
import { simplify } from './simplify.ts'

interface Builder {
  readonly identifiers: ReadonlyMap<string, Search>
  /** Conditions of the log source. */
  readonly source: readonly SigmacNode[]
  readonly configuration: Configuration
  readonly rules: ModifierRules
  readonly eventIds: ReadonlySet<string>
  failure: string | undefined
}

export function buildTree(
  rule: DetectionRule,
  condition: Condition,
  configuration: Configuration,
  rules: ModifierRules,
): SigmacNode | SigmacFailure {
  const { identifiers } = rule.detection
  const source = sourceConditions(configuration, rule.logsource).map(
    ({ field, value }): SigmacNode => ({
      type: 'field',
      name: field,
      value:
        typeof value === 'string'
          ? { type: 'text', text: value }
          : value.map((text) => ({ type: 'text', text })),
    }),
  )
  const builder: Builder = {
    source,
    identifiers: new Map(identifiers.map(({ name, search }) => [name, search])),
    configuration,
    rules,
    eventIds: new Set(identifiers.flatMap(({ search }) => eventIdsOf(search))),
    failure: undefined,
  }
  const query = buildCondition(condition, builder)
  if (builder.failure !== undefined) return { failure: builder.failure }
  return withSource(query, builder)
}

/** Sigmac puts the log source before every condition that it parses, those in brackets too, and simplifies each. */
function withSource(query: SigmacNode, { source }: Builder): SigmacNode {
  const nothing: SigmacNode = { type: 'and', items: [] }
  return simplify({ type: 'and', items: [{ type: 'and', items: source }, query] }) ?? nothing
}

/** Event ids that stand alone behind `EventID`; of lists sigmac takes no notice. */
function eventIdsOf(search: Search): readonly string[] {
  if (search.type !== 'item') return search.children.flatMap(eventIdsOf)
  const [value, ...more] = search.values
  const isAlone = more.length === 0 && search.isListOfOne !== true && search.modifiers.length === 0
  return isAlone && search.field === 'EventID' && value !== undefined ? [value.text] : []
}

function buildCondition(condition: Condition, builder: Builder): SigmacNode {
  switch (condition.type) {
    case 'identifier':
      return brackets(buildNamed(condition.name, builder))
    case 'not':
      return { type: 'not', item: buildOperand(condition.child, builder) }
    case 'of':
      return buildOf(condition, builder)
    default: {
      // Sigmac joins two at a time.
      const [first, ...rest] = condition.children.map((child) => buildOperand(child, builder))
      return rest.reduce(
        (left: SigmacNode, right) => ({ type: condition.type, items: [left, right] }),
        first!,
      )
    }
  }
}

/** `and` and `or` inside of another operator were written in brackets, or bind tighter. */
function buildOperand(condition: Condition, builder: Builder): SigmacNode {
  const node = buildCondition(condition, builder)
  return node.type === 'and' || node.type === 'or' ? brackets(withSource(node, builder)) : node
}

function buildOf(condition: Extract<Condition, { readonly type: 'of' }>, builder: Builder): SigmacNode {
  const { pattern, names, quantifier } = condition
  const type = quantifier === 'all' ? 'and' : 'or'
  if (pattern !== 'them' && !pattern.includes('*')) return brackets(buildNamed(pattern, builder, type))
  return brackets({ type, items: names.map((name) => brackets(buildNamed(name, builder))) })
}

/** `type` links the entries of a list in place of `or`. */
function buildNamed(name: string, builder: Builder, type: 'and' | 'or' = 'or'): SigmacNode {
  return buildSearch(builder.identifiers.get(name)!, builder, type)
}

function buildSearch(search: Search, builder: Builder, type: 'and' | 'or' = 'or'): SigmacNode {
  const { isOnlyOfList, ...own } = search
  if (isOnlyOfList === true) return { type, items: [buildSearch(own, builder)] }
  if (search.type === 'item') {
    if (search.field === undefined) return { type, items: buildKeywords(search, builder) }
    return { type: 'and', items: [buildItem(search, builder)] }
  }
  if (search.type === 'and')
    return {
      type: 'and',
      items: search.children.map((child) =>
        child.type === 'item' && child.isOnlyOfList !== true
          ? buildItem(child, builder)
          : buildSearch(child, builder),
      ),
    }
  return {
    type,
    items: search.children.flatMap((child) =>
      child.type === 'item' && child.field === undefined
        ? buildKeywords(child, builder)
        : [buildSearch(child, builder)],
    ),
  }
}

function buildKeywords(item: Item, builder: Builder): readonly SigmacNode[] {
  const modified = modify(item, builder.rules)
  if ('failure' in modified) {
    builder.failure ??= modified.failure
    return []
  }
  // Keywords that look like numbers are text in goshawk's tree.
  return modified.values.map((value) => ({ type: 'keyword', value }))
}

function buildItem(item: Item, builder: Builder): SigmacNode {
  const modified = modify(item, builder.rules)
  if ('failure' in modified) {
    builder.failure ??= modified.failure
    return { type: 'and', items: [] }
  }
  const { values, isList, isAll } = modified
  if (isAll) return { type: 'and', items: values.map((value) => nameField(item.field!, value, builder)) }
  return nameField(item.field!, isList ? values : values[0]!, builder)
}

function nameField(
  field: string,
  value: SigmacValue | readonly SigmacValue[],
  { configuration, eventIds }: Builder,
): SigmacNode {
  const isConditional = typeof configuration.fields.get(field) === 'object'
  const named = (name: string): SigmacNode =>
    isConditional && 'type' in value && value.type === 'null'
      ? { type: 'isNull', name }
      : { type: 'field', name, value }
  const names = fieldNames(configuration, field, eventIds)
  return names.length === 1 ? named(names[0]!) : brackets({ type: 'or', items: names.map(named) })
}

function brackets(item: SigmacNode): SigmacNode {
  return { type: 'brackets', item }
}
