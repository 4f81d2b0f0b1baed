/**
 * From a document of the `yaml` library to plain nodes: aliases and merge keys (`<<`) resolved, keys checked.
 * Invariant: the result is a tree of at most `MAX_YAML_DEPTH` levels, in which aliases added at most
 * `MAX_ALIAS_NODES` nodes; an alias inside of its own anchor is a problem, not a cycle.
 */
import type { Document, Pair, Scalar } from 'yaml'
import { MAX_ALIAS_NODES, MAX_YAML_DEPTH } from './limits.ts'
import { scalarValue } from './scalar.ts'
import { yamlLibrary } from './yaml-library.ts'
import {
  measureNode,
  type YamlDocument,
  type YamlMap,
  type YamlNode,
  type YamlPair,
  type YamlProblem,
  type YamlScalar,
} from './yaml-node.ts'

interface Anchored {
  readonly node: YamlNode
  readonly size: number
  readonly height: number
}

interface Conversion {
  /** Offset in the file of the text that the library read. */
  readonly base: number
  readonly problems: YamlProblem[]
  readonly anchors: Map<string, Anchored | 'open'>
  aliasNodes: number
}

export function convertDocument(document: Document.Parsed, base: number): YamlDocument {
  const state: Conversion = { base, problems: [], anchors: new Map(), aliasNodes: 0 }
  for (const error of document.errors) problem(state, base + error.pos[0], error.message)
  const { contents } = document
  if (contents === null) return { root: undefined, problems: state.problems }
  const root = convert(state, contents, base, 0)
  const isEmpty = root.kind === 'scalar' && root.text === '' && root.plain
  return { root: isEmpty ? undefined : root, problems: state.problems }
}

function problem(state: Conversion, offset: number, message: string): void {
  state.problems.push({ offset, message })
}

/** `parent` is the place of the key or list, which an empty value has as its own. */
function convert(state: Conversion, source: unknown, parent: number, depth: number): YamlNode {
  const start = offsetOf(state, source, parent)
  if (yamlLibrary().isAlias(source)) return followAlias(state, source.source, start, depth)
  const anchor =
    (yamlLibrary().isScalar(source) || yamlLibrary().isMap(source) || yamlLibrary().isSeq(source)) &&
    source.anchor
  if (anchor) state.anchors.set(anchor, 'open')
  const node = convertPlain(state, source, start, depth)
  if (anchor) state.anchors.set(anchor, { node, ...measureNode(node) })
  return node
}

function convertPlain(state: Conversion, source: unknown, offset: number, depth: number): YamlNode {
  if (yamlLibrary().isMap(source)) {
    checkTag(state, source.tag, 'tag:yaml.org,2002:map', offset)
    return convertMap(state, source.items, offset, depth)
  }
  if (yamlLibrary().isSeq(source)) {
    checkTag(state, source.tag, 'tag:yaml.org,2002:seq', offset)
    return { kind: 'seq', items: source.items.map((item) => convert(state, item, offset, depth + 1)), offset }
  }
  if (yamlLibrary().isScalar(source)) return convertScalar(state, source, offset)
  return nothing(offset)
}

function nothing(offset: number): YamlScalar {
  return { kind: 'scalar', text: '', plain: true, tag: undefined, offset }
}

/** An empty node has a range without length, somewhere behind its key; its key is the better place. */
function offsetOf(state: Conversion, source: unknown, parent: number): number {
  if (
    !(
      yamlLibrary().isAlias(source) ||
      yamlLibrary().isScalar(source) ||
      yamlLibrary().isMap(source) ||
      yamlLibrary().isSeq(source)
    ) ||
    !source.range
  )
    return parent
  const [start, end] = source.range
  return start === end ? parent : state.base + start
}

function checkTag(state: Conversion, tag: string | undefined, wanted: string, offset: number): void {
  if (tag !== undefined && tag !== wanted) problem(state, offset, `the tag ${tag} is not supported here`)
}

const SCALAR_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null)$/
const TAG_TYPES = { str: 'string', int: 'number', float: 'number', bool: 'boolean', null: 'null' } as const

function convertScalar(state: Conversion, source: Scalar, offset: number): YamlScalar {
  const text = source.source ?? String(source.value)
  const plain = source.type === 'PLAIN' && source.tag !== '!'
  if (source.tag === undefined || source.tag === '!')
    return { kind: 'scalar', text, plain, tag: undefined, offset }
  const tag = SCALAR_TAG.exec(source.tag)?.[1] as keyof typeof TAG_TYPES | undefined
  const scalar: YamlScalar = { kind: 'scalar', text, plain, tag, offset }
  if (tag === undefined) problem(state, offset, `the tag ${source.tag} is not supported`)
  else if (scalarValue(scalar).type !== TAG_TYPES[tag])
    problem(state, offset, `'${text}' is not what its tag !!${tag} says`)
  return scalar
}

function convertMap(
  state: Conversion,
  items: readonly Pair<unknown, unknown>[],
  offset: number,
  depth: number,
): YamlMap {
  const pairs: YamlPair[] = []
  const merged: YamlNode[] = []
  const seen = new Set<string>()
  for (const item of items) {
    const key = convert(state, item.key, offset, depth + 1)
    const value = convert(state, item.value, key.offset, depth + 1)
    if (key.kind !== 'scalar') problem(state, key.offset, 'a key must be text, not a collection')
    else if (key.plain && key.text === '<<') merged.push(value)
    else if (seen.has(key.text)) problem(state, key.offset, `the key '${key.text}' is there twice`)
    else {
      seen.add(key.text)
      pairs.push({ key, value })
    }
  }
  for (const value of merged) mergeMap(state, pairs, seen, value)
  return { kind: 'map', pairs, offset }
}

/** YAML 1.1's merge key, which other Sigma tools follow: the map's own keys win, then the first merged. */
function mergeMap(state: Conversion, pairs: YamlPair[], seen: Set<string>, value: YamlNode): void {
  const sources = value.kind === 'seq' ? value.items : [value]
  for (const source of sources) {
    if (source.kind !== 'map') {
      problem(state, source.offset, 'the merge key << needs a map or a list of maps')
      continue
    }
    for (const pair of source.pairs) {
      if (seen.has(pair.key.text)) continue
      seen.add(pair.key.text)
      pairs.push(pair)
    }
  }
}

function followAlias(state: Conversion, name: string, offset: number, depth: number): YamlNode {
  const anchored = state.anchors.get(name)
  if (anchored === undefined || anchored === 'open') {
    const reason = anchored === undefined ? 'has no anchor before it' : 'is inside of its own anchor'
    problem(state, offset, `the alias *${name} ${reason}`)
    return nothing(offset)
  }
  state.aliasNodes += anchored.size
  const isTooLarge = state.aliasNodes > MAX_ALIAS_NODES
  if (!isTooLarge && depth + anchored.height <= MAX_YAML_DEPTH) return anchored.node
  const limit = isTooLarge ? `more than ${MAX_ALIAS_NODES} values` : `more than ${MAX_YAML_DEPTH} levels`
  problem(state, offset, `aliases expand to ${limit}`)
  return nothing(offset)
}
