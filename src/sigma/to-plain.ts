/**
 * YAML nodes as plain data, for keys that this program keeps and does not read.
 */
import { scalarValue } from './scalar.ts'
import type { YamlNode } from './yaml-node.ts'

/** Maps become objects without prototype, so that no key has a meaning of its own. */
export function toPlain(node: YamlNode): unknown {
  if (node.kind === 'seq') return node.items.map(toPlain)
  if (node.kind === 'map') return toRecord(node.pairs.map((pair) => [pair.key.text, pair.value]))
  const value = scalarValue(node)
  if (value.type === 'null') return null
  return value.type === 'string' ? value.text : value.value
}

export function toRecord(fields: Iterable<readonly [string, YamlNode]>): Record<string, unknown> {
  const record: Record<string, unknown> = Object.create(null)
  for (const [name, node] of fields) record[name] = toPlain(node)
  return record
}
