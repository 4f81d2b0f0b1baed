/**
 * The documents of a file, with the legacy `action` of Sigma v1 carried out (sigma-semantics §1): `global` is merged
 * into every later detection rule and wins, `reset` drops it, `repeat` is merged onto the rule before it and wins.
 * In: YAML documents. Out: one entry for each rule, in file order.
 * Invariant: a rule never loses silently what a damaged `global` or a damaged rule before it would have given.
 */
import type { DiagnosticCode } from '../base/diagnostic.ts'
import { excerpt } from './excerpt.ts'
import { MAX_MERGED_NODES } from './limits.ts'
import { mergeMaps } from './merge-maps.ts'
import { describeNode } from './scalar.ts'
import { measureNode, type YamlDocument, type YamlMap, type YamlProblem } from './yaml-node.ts'

export type RuleKind = 'detection' | 'correlation' | 'filter'

/** A document to read as a rule, or problems for which it is refused. */
export interface CollectionEntry {
  /** Number in the stream, 0-based; where it starts. */
  readonly document: number
  readonly offset: number
  readonly root: YamlMap | undefined
  readonly kind: RuleKind
  readonly code: DiagnosticCode
  readonly problems: readonly YamlProblem[]
}

interface Collection {
  readonly entries: CollectionEntry[]
  template: YamlMap | 'damaged' | undefined
  /** What `repeat` goes on from. */
  previous: YamlMap | 'damaged' | undefined
  mergedNodes: number
}

export function collectRules(documents: readonly YamlDocument[]): CollectionEntry[] {
  const collection: Collection = { entries: [], template: undefined, previous: undefined, mergedNodes: 0 }
  for (const [document, { root, problems }] of documents.entries()) {
    const offset = root?.offset ?? problems[0]?.offset ?? 0
    if (root?.kind === 'map' && problems.length === 0) addDocument(collection, document, root)
    else if (problems.length > 0) addDamaged(collection, document, offset, root, problems)
    else if (root !== undefined)
      addRefusal(collection, document, offset, `a document must be a map, not ${describeNode(root)}`)
  }
  return collection.entries
}

function addDamaged(
  collection: Collection,
  document: number,
  offset: number,
  node: YamlDocument['root'],
  problems: readonly YamlProblem[],
): void {
  const root = node?.kind === 'map' ? node : undefined
  if (root !== undefined && scalarText(root, 'action') === 'global') collection.template = 'damaged'
  collection.previous = 'damaged'
  collection.entries.push({ document, offset, root, kind: 'detection', code: 'rule-yaml', problems })
}

function addRefusal(
  collection: Collection,
  document: number,
  offset: number,
  message: string,
  root?: YamlMap,
): void {
  const problems = [{ offset, message }]
  collection.entries.push({ document, offset, root, kind: 'detection', code: 'rule-schema', problems })
}

function addDocument(collection: Collection, document: number, root: YamlMap): void {
  const action = root.pairs.find(({ key }) => key.text === 'action')
  if (action === undefined) {
    addRule(collection, document, root)
    return
  }
  const own: YamlMap = { ...root, pairs: root.pairs.filter((pair) => pair !== action) }
  switch (scalarText(root, 'action')) {
    case 'global':
      collection.template = own
      collection.previous = own
      return
    case 'reset':
      collection.template = undefined
      return
    case 'repeat':
      addRepeat(collection, document, own)
      return
    default: {
      const name =
        action.value.kind === 'scalar' ? `'${excerpt(action.value.text)}'` : describeNode(action.value)
      const message = `the action ${name} is not known, only global, reset and repeat`
      addRefusal(collection, document, action.value.offset, message, root)
    }
  }
}

function addRule(collection: Collection, document: number, root: YamlMap): void {
  const kind = kindOf(root)
  if (kind !== 'detection') {
    pushRule(collection, document, root, root, kind)
    return
  }
  const { template } = collection
  if (template === 'damaged') {
    collection.previous = 'damaged'
    const message = "the 'action: global' before it could not be read, and this rule may need it"
    addRefusal(collection, document, root.offset, message, root)
    return
  }
  const merged = template === undefined ? root : mergeMaps(root, template)
  collection.previous = merged
  pushRule(collection, document, root, merged, kind)
}

function addRepeat(collection: Collection, document: number, own: YamlMap): void {
  const { previous } = collection
  if (previous === 'damaged') {
    const message = "the rule before 'action: repeat' could not be read"
    addRefusal(collection, document, own.offset, message, own)
    return
  }
  const merged = previous === undefined ? own : mergeMaps(previous, own)
  collection.previous = merged
  pushRule(collection, document, own, merged, 'detection')
}

function pushRule(
  collection: Collection,
  document: number,
  own: YamlMap,
  merged: YamlMap,
  kind: RuleKind,
): void {
  if (merged !== own) collection.mergedNodes += measureNode(merged).size
  if (collection.mergedNodes > MAX_MERGED_NODES) {
    const message = `'action' documents of this file expand to more than ${MAX_MERGED_NODES} values`
    addRefusal(collection, document, own.offset, message, own)
    return
  }
  const { offset } = own
  collection.entries.push({ document, offset, root: merged, kind, code: 'rule-schema', problems: [] })
}

function kindOf(root: YamlMap): RuleKind {
  const has = (name: string) => root.pairs.some(({ key }) => key.text === name)
  if (has('correlation')) return 'correlation'
  return has('filter') ? 'filter' : 'detection'
}

function scalarText(map: YamlMap, name: string): string | undefined {
  const value = map.pairs.find(({ key }) => key.text === name)?.value
  return value?.kind === 'scalar' ? value.text : undefined
}
