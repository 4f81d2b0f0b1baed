/**
 * Deep merge of two YAML maps: maps under the same key are merged, of anything else the second map's value stays.
 * Order: the first map's keys, then the second's new ones. Depth is limited because both maps are.
 */
import type { YamlMap, YamlPair } from './yaml-node.ts'

export function mergeMaps(first: YamlMap, second: YamlMap): YamlMap {
  const merged = new Map<string, YamlPair>(first.pairs.map((pair) => [pair.key.text, pair]))
  for (const pair of second.pairs) {
    const name = pair.key.text
    const before = merged.get(name)
    if (before?.value.kind === 'map' && pair.value.kind === 'map')
      merged.set(name, { key: before.key, value: mergeMaps(before.value, pair.value) })
    else merged.set(name, pair)
  }
  return { kind: 'map', pairs: [...merged.values()], offset: first.offset }
}
