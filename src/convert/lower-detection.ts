/**
 * Conditions, searches and items as queries over the fields of one view. In: a condition and its identifiers.
 * Out: a query; what cannot be said stands in the reader's `problem`, and the query does not count then.
 */
import type { FieldView } from '../mapping/mapping.ts'
import type { Condition, Item, Search, Value } from '../sigma/ast.ts'
import type { Remark } from './conversion.ts'
import { ALWAYS, ANY_FIELD, type Asked, allOf, anyOf, NEVER, negate, type Query } from './query.ts'
import { testSources } from './source-tests.ts'

export interface DetectionReader {
  readonly identifiers: ReadonlyMap<string, Search>
  readonly view: FieldView
  /** `field`: these events lack a field that goshawk computes; `value`: no query can say the value. */
  problem: { readonly type: 'field' | 'value'; readonly remark: Remark } | undefined
}

export function lowerCondition(condition: Condition, reader: DetectionReader): Query {
  switch (condition.type) {
    case 'and':
      return allOf(condition.children.map((child) => lowerCondition(child, reader)))
    case 'or':
      return anyOf(condition.children.map((child) => lowerCondition(child, reader)))
    case 'not':
      return negate(lowerCondition(condition.child, reader))
    case 'identifier':
      return lowerIdentifier(condition.name, reader)
    case 'of': {
      const children = condition.names.map((name) => lowerIdentifier(name, reader))
      return condition.quantifier === 'any' ? anyOf(children) : allOf(children)
    }
  }
}

function lowerIdentifier(name: string, reader: DetectionReader): Query {
  const search = reader.identifiers.get(name)
  if (search === undefined) throw new TypeError(`the condition names ${name}, which the detection lacks`)
  return lowerSearch(search, reader)
}

function lowerSearch(search: Search, reader: DetectionReader): Query {
  if (search.type === 'item') return lowerItem(search, reader)
  const children = search.children.map((child) => lowerSearch(child, reader))
  return search.type === 'and' ? allOf(children) : anyOf(children)
}

function lowerItem(item: Item, reader: DetectionReader): Query {
  const children = item.values.map((value) => lowerValue(value, item, reader))
  const query = item.linking === 'and' ? allOf(children) : anyOf(children)
  return item.negated ? negate(query) : query
}

function lowerValue(value: Value, item: Item, reader: DetectionReader): Query {
  if (value.op === 'oneOf') return anyOf(value.values.map((one) => lowerValue(one, item, reader)))
  if (value.op === 'placeholder') {
    const message = `${value.text} holds a placeholder without a value; give one with --placeholders`
    reader.problem = { type: 'value', remark: { message, position: item.position } }
    return ALWAYS
  }
  const asked = plainValue(value)
  if (item.field === undefined)
    return { type: 'test', field: ANY_FIELD, value: asked, position: item.position }
  const sources = testSources(reader.view, item.field, asked, item.position)
  if (sources.type !== 'computed') return sources
  const message = `in events as ${reader.view.id} shows them, ${item.field} is computed from ${sources.from.join(', ')}, which no query does; they are left out`
  reader.problem ??= { type: 'field', remark: { message, position: item.position } }
  return NEVER
}

/** Booleans are their text; a lone `*` asks whether the field is there. */
function plainValue(value: Exclude<Value, { readonly op: 'oneOf' | 'placeholder' }>): Asked {
  if (value.op === 'boolean')
    return { op: 'pattern', tokens: [value.text.toLowerCase()], cased: false, text: value.text }
  if (value.op !== 'pattern' || value.tokens.length !== 1) return value
  const [only] = value.tokens
  const isAny = typeof only === 'object' && only.wild === 'any'
  return isAny ? { op: 'exists', expected: true, text: value.text } : value
}
