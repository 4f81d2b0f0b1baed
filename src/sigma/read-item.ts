/**
 * A detection item: a key with its value or list of values. In: YAML. Out: an item of the tree, modifiers applied.
 */
import type { Item, Value } from './ast.ts'
import { doubtItem } from './doubts.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { type ItemKey, readItemKey } from './item-key.ts'
import { positionAt } from './place.ts'
import { readValue } from './read-value.ts'
import { describeNode } from './scalar.ts'
import type { YamlNode, YamlPair, YamlScalar } from './yaml-node.ts'

/** One pair of a map; undefined when it was refused. */
export function readItem(pair: YamlPair, findings: Findings): Item | undefined {
  const key = readItemKey(pair.key, findings)
  if (key === undefined) return undefined
  const nodes = listValues(pair.value, key, findings)
  return nodes && buildItem(key, nodes, findings)
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
      if (value.isForAll) break
    }
  }
  if (findings.errors > errors) return undefined
  doubtItem(values, key, nodes, findings)
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

/** The written values: a scalar is a list of one, an empty list is null (pySigma). */
function listValues(node: YamlNode, key: ItemKey, findings: Findings): YamlScalar[] | undefined {
  if (node.kind === 'scalar') return [node]
  if (node.kind === 'map') {
    refuseCollection(node, key, findings)
    return undefined
  }
  if (node.items.length === 0) {
    doubt(findings, node.offset, `the empty list of '${key.field ?? ''}' is read as null`)
    return [{ kind: 'scalar', text: '', plain: true, tag: undefined, offset: node.offset }]
  }
  const scalars: YamlScalar[] = []
  for (const item of node.items) {
    if (item.kind === 'scalar') scalars.push(item)
    else refuseCollection(item, key, findings)
  }
  return scalars.length === node.items.length ? scalars : undefined
}

function refuseCollection(node: YamlNode, key: ItemKey, findings: Findings): void {
  const message = `a value of '${key.field ?? ''}' must be text, a number, a boolean or null, not ${describeNode(node)}`
  refuse(findings, 'rule-detection', node.offset, message)
}
