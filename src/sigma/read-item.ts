/**
 * A detection item: a key with its value or list of values. In: YAML. Out: an item of the tree, modifiers applied.
 */
import type { Item, Value } from './ast.ts'
import { doubtItem } from './doubts.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { type ItemKey, readItemKey } from './item-key.ts'
import { MAX_REFUSED_VALUES } from './limits.ts'
import { positionAt } from './place.ts'
import { readValue } from './read-value.ts'
import { describeNode } from './scalar.ts'
import type { YamlNode, YamlPair, YamlScalar } from './yaml-node.ts'

/** One pair of a map; undefined when it was refused. */
export function readItem(pair: YamlPair, findings: Findings): Item | undefined {
  const key = readItemKey(pair.key, findings)
  if (key === undefined) return undefined
  const { value } = pair
  if (value.kind === 'seq' && value.items.length === 0) return buildEmptyItem(key, value.offset, findings)
  const nodes = listValues(value, key, findings)
  const item = nodes && buildItem(key, nodes, findings)
  return item !== undefined && value.kind === 'seq' && value.items.length === 1
    ? { ...item, isListOfOne: true }
    : item
}

/** An item of values that are scalars; undefined when one was refused. */
export function buildItem(key: ItemKey, nodes: readonly YamlScalar[], findings: Findings): Item | undefined {
  const values: Value[] = []
  const { errors } = findings
  for (const node of nodes) {
    const value = readValue(node, key)
    if ('op' in value) values.push(value)
    else {
      refuse(findings, value.code, value.offset, value.message)
      if (value.isForAll || findings.errors - errors >= MAX_REFUSED_VALUES) break
    }
  }
  if (findings.errors > errors) return undefined
  doubtItem(values, key, nodes, findings)
  return makeItem(key, values, findings)
}

/** An empty list is null, whatever the value modifiers (pySigma applies them to each value, so to none). */
function buildEmptyItem(key: ItemKey, offset: number, findings: Findings): Item | undefined {
  if (key.field === undefined) {
    refuse(findings, 'rule-value', offset, 'the list of keywords is empty')
    return undefined
  }
  doubt(findings, offset, `the empty list of '${excerpt(key.field)}' is read as null: the field is absent`)
  return makeItem(key, [{ op: 'null', text: '[]' }], findings)
}

function makeItem(key: ItemKey, values: readonly Value[], findings: Findings): Item {
  return {
    type: 'item',
    field: key.field,
    modifiers: key.modifiers,
    linking: key.modifiers.includes('all') ? 'and' : 'or',
    negated: key.modifiers.includes('neq'),
    values,
    position: positionAt(findings.places, key.offset),
  }
}

/** The written values: a scalar is a list of one. */
function listValues(node: YamlNode, key: ItemKey, findings: Findings): YamlScalar[] | undefined {
  const scalars: YamlScalar[] = []
  const items = node.kind === 'seq' ? node.items : [node]
  for (const item of items) {
    if (item.kind === 'scalar') scalars.push(item)
    else {
      const name = excerpt(key.field ?? '')
      const message = `a value of '${name}' must be text, a number, a boolean or null, not ${describeNode(item)}`
      refuse(findings, 'rule-detection', item.offset, message)
    }
  }
  return scalars.length === items.length ? scalars : undefined
}
