/**
 * A YAML document as plain nodes with their place in the file: what the rest of this folder reads.
 * Invariant: keys are scalars and unique in their map, aliases and merge keys are resolved (an alias is the same
 * node again), there are no cycles and at most `MAX_YAML_DEPTH` levels.
 */

export interface YamlScalar {
  readonly kind: 'scalar'
  /** The text after quotes, escapes and folding are undone. */
  readonly text: string
  /** Written without quotes, so that it may be a number, a boolean or null. */
  readonly plain: boolean
  /** A type that the file states (`!!str`), always one of the core schema's. */
  readonly tag: 'str' | 'int' | 'float' | 'bool' | 'null' | undefined
  readonly offset: number
}

export interface YamlPair {
  readonly key: YamlScalar
  readonly value: YamlNode
}

export interface YamlMap {
  readonly kind: 'map'
  readonly pairs: readonly YamlPair[]
  readonly offset: number
}

export interface YamlSeq {
  readonly kind: 'seq'
  readonly items: readonly YamlNode[]
  readonly offset: number
}

export type YamlNode = YamlScalar | YamlMap | YamlSeq

/** Something the YAML itself is wrong in. */
export interface YamlProblem {
  readonly offset: number
  readonly message: string
}

/** One document of a stream; `root` is undefined when it is empty or could not be read at all. */
export interface YamlDocument {
  readonly root: YamlNode | undefined
  readonly problems: readonly YamlProblem[]
}

/** The values of a map by key. */
export function fieldsOf(map: YamlMap): Map<string, YamlNode> {
  const fields = new Map<string, YamlNode>()
  for (const pair of map.pairs) fields.set(pair.key.text, pair.value)
  return fields
}

/** Nodes of a tree (shared ones as often as they stand in it) and levels below its root. */
export function measureNode(node: YamlNode): { readonly size: number; readonly height: number } {
  if (node.kind === 'scalar') return { size: 1, height: 0 }
  let size = 1
  let height = 0
  for (const child of node.kind === 'map' ? node.pairs : node.items) {
    const below = measureNode('value' in child ? child.value : child)
    size += below.size
    height = Math.max(height, below.height + 1)
  }
  return { size, height }
}
