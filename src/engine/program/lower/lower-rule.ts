/**
 * A rule under one target becomes a tree over atoms. In: syntax tree, target, tables of fields and atoms. Out: a tree in
 * normal form; the target's own conditions are part of it. Invariant: the tree holds for an event of the target's
 * channel and id exactly when the reference interpreter says that the rule matches under that target.
 */
import type { FieldView, Target } from '../../../mapping/mapping.ts'
import type { Condition, DetectionRule, Item, PatternToken, Search, Value } from '../../../sigma/ast.ts'
import type { AtomTable, AtomTest, PatternValue } from './atom-table.ts'
import { andOf, type Expression, FALSE, notOf, orOf } from './expression.ts'
import type { FieldKey, FieldKeys } from './field-key.ts'

export interface LoweringTables {
  readonly fields: FieldKeys
  readonly atoms: AtomTable
}

const ANY: PatternToken = { wild: 'any' }

/** The rule's condition as fields are read through the view. */
export function lowerRule(rule: DetectionRule, view: FieldView, tables: LoweringTables): Expression {
  const { identifiers, conditions } = rule.detection
  const searches = new Map(identifiers.map(({ name, search }) => [name, search]))
  const lowered = new Map<string, Expression>()
  const identifier = (name: string): Expression => {
    let expression = lowered.get(name)
    if (expression === undefined) {
      const search = searches.get(name)
      if (search === undefined)
        throw new Error(`rule ${rule.title}: condition names ${name}, which is missing`)
      expression = lowerSearch(search, view, tables)
      lowered.set(name, expression)
    }
    return expression
  }
  const condition = (tree: Condition): Expression => {
    switch (tree.type) {
      case 'and':
        return andOf(tree.children.map(condition))
      case 'or':
        return orOf(tree.children.map(condition))
      case 'not':
        return notOf(condition(tree.child))
      case 'identifier':
        return identifier(tree.name)
      case 'of':
        return tree.quantifier === 'all'
          ? andOf(tree.names.map(identifier))
          : orOf(tree.names.map(identifier))
    }
  }
  return orOf(conditions.map(condition))
}

/** The equalities that a target asks beside channel and event id: raw fields, literal text, any value. */
export function lowerTargetConditions(target: Target, tables: LoweringTables): Expression {
  return andOf(
    target.conditions.map(({ field, values }) => {
      const key = tables.fields.rawKey(field)
      return orOf(values.map((text) => literalAtom(key, text, tables)))
    }),
  )
}

function lowerSearch(search: Search, view: FieldView, tables: LoweringTables): Expression {
  if (search.type === 'item') return lowerItem(search, view, tables)
  const children = search.children.map((child) => lowerSearch(child, view, tables))
  return search.type === 'and' ? andOf(children) : orOf(children)
}

function lowerItem(item: Item, view: FieldView, tables: LoweringTables): Expression {
  const { field, linking, negated, values } = item
  const isKeyword = field === undefined
  const key = isKeyword ? tables.fields.keywordKey() : tables.fields.keyOf(view, field)
  const tests = values.map((value) => lowerValue(value, key, isKeyword, view, tables))
  const joined = linking === 'and' ? andOf(tests) : orOf(tests)
  return negated ? notOf(joined) : joined
}

/** `key` undefined: the field cannot exist, so no positive test of it ever holds. */
function lowerValue(
  value: Value,
  key: FieldKey | undefined,
  isKeyword: boolean,
  view: FieldView,
  tables: LoweringTables,
): Expression {
  const atom = (test: AtomTest): Expression => (key === undefined ? FALSE : tables.atoms.leafOf(key, test))
  switch (value.op) {
    case 'null':
      return notOf(atom({ kind: 'nonEmpty' }))
    case 'exists':
      return value.expected ? atom({ kind: 'present' }) : notOf(atom({ kind: 'present' }))
    case 'fieldref': {
      const other = tables.fields.keyOf(view, value.field)
      return other === undefined ? FALSE : atom({ kind: 'fieldref', other, mode: value.mode })
    }
    case 'oneOf':
      return orOf(value.values.map((inner) => lowerValue(inner, key, isKeyword, view, tables)))
    case 'number':
      return atom({ kind: 'text', value: literal(value.text, isKeyword) })
    case 'boolean':
      return atom({ kind: 'text', value: literal(value.value ? 'true' : 'false', isKeyword) })
    case 'pattern':
      return value.tokens.length > 0 && value.tokens.every((t) => typeof t !== 'string' && t.wild === 'any')
        ? atom({ kind: 'present' })
        : atom({ kind: 'text', value })
    case 'placeholder':
      throw new Error(`a placeholder (${value.text}) was not resolved`)
    default:
      return atom({ kind: 'text', value })
  }
}

function literalAtom(key: FieldKey, text: string, tables: LoweringTables): Expression {
  return tables.atoms.leafOf(key, { kind: 'text', value: literal(text, false) })
}

/** Text without wildcards, whole value, or anywhere in it. */
function literal(text: string, isAnywhere: boolean): PatternValue {
  const tokens: PatternToken[] = text === '' ? [] : [text]
  return { op: 'pattern', tokens: isAnywhere ? [ANY, ...tokens, ANY] : tokens, cased: false, text }
}
