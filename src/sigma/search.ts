/**
 * What stands under a search identifier (sigma-semantics §2): a map is AND, a list is OR, scalars are keywords.
 * In: YAML. Out: a tree of items; groups of one are left out.
 */
import type { Search } from './ast.ts'
import { type Findings, refuse } from './findings.ts'
import { keywordKey } from './item-key.ts'
import { buildItem, readItem } from './read-item.ts'
import type { YamlMap, YamlNode, YamlScalar, YamlSeq } from './yaml-node.ts'

/** Undefined when something was refused. */
export function readSearch(name: string, node: YamlNode, findings: Findings): Search | undefined {
  if (node.kind === 'scalar') return buildItem(keywordKey(node.offset), [node], findings)
  const size = node.kind === 'map' ? node.pairs.length : node.items.length
  if (size === 0) {
    const kind = node.kind === 'map' ? 'map' : 'list'
    refuse(findings, 'rule-detection', node.offset, `'${name}' holds an empty ${kind}`)
    return undefined
  }
  return node.kind === 'map' ? readMap(node, findings) : readList(name, node, findings)
}

function readMap(node: YamlMap, findings: Findings): Search | undefined {
  const items = node.pairs.map((pair) => readItem(pair, findings))
  return group('and', items)
}

/** Neighbouring scalars are one list of keywords; entries are OR-linked in the order of the file. */
function readList(name: string, node: YamlSeq, findings: Findings): Search | undefined {
  const children: (Search | undefined)[] = []
  let keywords: YamlScalar[] = []
  const flush = () => {
    const [first] = keywords
    if (first !== undefined) children.push(buildItem(keywordKey(first.offset), keywords, findings))
    keywords = []
  }
  for (const item of node.items) {
    if (item.kind === 'scalar') keywords.push(item)
    else {
      flush()
      children.push(readSearch(name, item, findings))
    }
  }
  flush()
  const search = group('or', children)
  const isOnly = node.items.length === 1 && node.items[0]!.kind !== 'scalar'
  return isOnly && search !== undefined ? { ...search, isOnlyOfList: true } : search
}

function group(type: 'and' | 'or', found: readonly (Search | undefined)[]): Search | undefined {
  const children = found.filter((child) => child !== undefined)
  if (children.length < found.length) return undefined
  return children.length === 1 ? children[0] : { type, children }
}
