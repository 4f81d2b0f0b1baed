/**
 * The steps of a trie path become the outline of the record that took them. In: a node. Out: the outer outline and,
 * by slot, what is embedded where. Invariant: slots are counted exactly as the locator does; a path that breaks off
 * (a damaged record) gives what there is.
 */
import type { NameTable } from './names.ts'
import type { OutlineElement } from './outline.ts'
import type { TrieNode } from './shape-trie.ts'
import { pathOf, Step } from './shape-trie.ts'

/** An outline and the slot that its slot numbers count from. */
export interface OutlineStream {
  readonly root: OutlineElement
  readonly base: number
}

export interface RecordOutline {
  readonly stream: OutlineStream
  readonly holes: ReadonlyMap<number, OutlineStream>
}

interface Reader {
  readonly path: readonly TrieNode[]
  readonly names: NameTable
  readonly holes: Map<number, OutlineStream>
  at: number
  slots: number
}

/** Undefined for the path of a record without any element. */
export function readPath(node: TrieNode, names: NameTable): RecordOutline | undefined {
  const reader: Reader = { path: pathOf(node), names, holes: new Map(), at: 0, slots: 0 }
  const stream = readStream(reader)
  return stream && { stream, holes: reader.holes }
}

function readStream(r: Reader): OutlineStream | undefined {
  const first = r.path[r.at]
  if (first === undefined) return undefined
  if ((first.step & 7) === Step.Instance) return readInstance(r, first)
  return { root: readElement(r), base: 0 }
}

/** Undefined for a plan without outline, which only the slow decoder reads. */
function readInstance(r: Reader, node: TrieNode): OutlineStream | undefined {
  r.at++
  const plan = node.plan!
  const base = r.slots
  r.slots += plan.slotCount
  for (let next = r.path[r.at]; next !== undefined && (next.step & 7) === Step.Hole; next = r.path[r.at]) {
    const slot = next.step >>> 3
    // A hole of the instance around this one.
    if (slot < base) break
    r.at++
    const inner = readStream(r)
    if (inner !== undefined) r.holes.set(slot, inner)
  }
  return plan.root && { root: plan.root, base }
}

/** The element at the reader; nests as deep as the locator lets it. */
function readElement(r: Reader): OutlineElement {
  const name = r.names.texts[r.path[r.at]!.step >>> 3]!
  const element: OutlineElement = { kind: 'element', name, dependency: -1, attributes: [], content: [] }
  r.at++
  for (let node = r.path[r.at]; node !== undefined; node = r.path[r.at]) {
    const number = node.step >>> 3
    switch (node.step & 7) {
      case Step.Element:
        element.content.push(readElement(r))
        continue
      case Step.Instance: {
        const inner = readInstance(r, node)
        if (inner !== undefined) element.content.push({ kind: 'instance', ...inner })
        continue
      }
      case Step.Attribute:
        element.attributes.push({ name: r.names.texts[number]!, pieces: [slotPiece(r)] })
        break
      case Step.FieldName:
        element.attributes.push({ name: 'Name', pieces: [{ kind: 'text', text: r.names.texts[number]! }] })
        break
      case Step.EndWithText:
        element.content.push(slotPiece(r))
        r.at++
        return element
      default:
        r.at++
        return element
    }
    r.at++
  }
  return element
}

function slotPiece(r: Reader): { kind: 'slot'; slot: number; isOptional: boolean; isHole: boolean } {
  return { kind: 'slot', slot: r.slots++, isOptional: false, isHole: false }
}
