/**
 * A record as the library decoded it becomes the tree that the slow decoder makes, all values already text.
 * In: a library record. Out: tree, or why not, and how many embedded streams the library gave up.
 * Invariant: depth is limited; an error that the library throws passes through to the caller.
 */
import { entityText, Token } from './binxml/tokens.ts'
import type { TreeAttribute, TreeContent, TreeElement, TreePiece } from './binxml/tree-types.ts'
import { MAX_DEPTH, MAX_INSTANCES } from './limits.ts'
import { libraryTexts } from './reference-text.ts'
import type { LibraryBinXml, LibraryChunk, LibraryNode, LibraryRecord, LibraryValue } from './ts-evtx.ts'
import { openEmbedded } from './ts-evtx.ts'

export interface ReferenceTree {
  readonly root: TreeElement | undefined
  /** Why there is no tree; '' otherwise. */
  readonly fault: string
  /** Embedded streams of which the library made nothing, and elements beyond the limits. */
  readonly lostParts: number
}

interface Builder {
  readonly chunk: LibraryChunk
  streams: number
  lostParts: number
}

interface Place {
  readonly values: readonly LibraryValue[]
  readonly depth: number
}

/** The tree of a record; records without a template are beyond the library. */
export function buildReferenceTree(chunk: LibraryChunk, record: LibraryRecord): ReferenceTree {
  const root = record.root()
  const instance = root.templateInstance()
  if (instance === null) return failed('no template; the reference decoder reads none without')
  const element = instance.getActualTemplate()?.rootElement ?? null
  if (element === null) return failed('the template could not be read')
  const builder: Builder = { chunk, streams: 0, lostParts: 0 }
  const elements = buildElement(builder, element, { values: root.substitutions, depth: 0 })
  return { root: elements[0], fault: '', lostParts: builder.lostParts }
}

function failed(fault: string): ReferenceTree {
  return { root: undefined, fault, lostParts: 0 }
}

/** The element; none when what it depends on is Null, several when its content is an array. */
function buildElement(b: Builder, node: LibraryNode, place: Place): readonly TreeElement[] {
  if (place.depth >= MAX_DEPTH) {
    b.lostParts++
    return []
  }
  const dependency = node._unknown0 ?? 0xffff
  if (place.depth > 0 && dependency !== 0xffff && isNull(place.values[dependency])) return []
  const name = node.name ?? ''
  const attributes: TreeAttribute[] = []
  for (const child of node.children)
    if (kindOf(child) === Token.Attribute) addAttribute(child, place, attributes)
  const items = soleArray(node, place)
  if (items !== undefined) return items.map((text) => make(name, attributes, [{ kind: 'text', text }], false))
  const content: TreeContent[] = []
  let isParent = false
  for (const child of node.children) isParent = addContent(b, child, place, content) || isParent
  return [make(name, attributes, content, isParent)]
}

function make(
  name: string,
  attributes: readonly TreeAttribute[],
  content: readonly TreeContent[],
  isParent: boolean,
): TreeElement {
  return { kind: 'element', name, attributes, content, isParent, isBroken: false }
}

function addAttribute(node: LibraryNode, place: Place, out: TreeAttribute[]): void {
  const pieces: TreePiece[] = []
  for (const child of node.children) {
    const isOptional = kindOf(child) === Token.OptionalSubstitution
    if (isOptional && isNull(place.values[child.substitution_id ?? -1])) return
    addPiece(child, place, pieces)
  }
  out.push({ name: node.name ?? '', pieces })
}

/** True when the node is an element or holds one, be it left out here. */
function addContent(b: Builder, node: LibraryNode, place: Place, out: TreeContent[]): boolean {
  const kind = kindOf(node)
  if (kind === Token.OpenElement) {
    out.push(...buildElement(b, node, { ...place, depth: place.depth + 1 }))
    return true
  }
  const value = isSubstitution(kind) ? place.values[node.substitution_id ?? -1] : undefined
  if (isBinXml(value)) return addEmbedded(b, value, place, out)
  if (kind !== Token.Attribute) addPiece(node, place, out)
  return false
}

function addEmbedded(b: Builder, value: LibraryBinXml, place: Place, out: TreeContent[]): boolean {
  if (value.length === 0) return false
  const { actual, substitutions } = openEmbedded(b.chunk, value)
  const root = actual?.rootElement ?? null
  if (root === null || ++b.streams > MAX_INSTANCES) {
    b.lostParts++
    return false
  }
  out.push(...buildElement(b, root, { values: substitutions, depth: place.depth + 1 }))
  return true
}

/** Text of a node that is neither element nor attribute; nothing for the others. */
function addPiece(node: LibraryNode, place: Place, out: (TreePiece | TreeContent)[]): void {
  const kind = kindOf(node)
  if (kind === Token.Text) out.push({ kind: 'text', text: String(node.data ?? '') })
  else if (kind === Token.CharRef) out.push({ kind: 'text', text: String.fromCharCode(node.entity ?? 0) })
  else if (kind === Token.EntityRef) out.push({ kind: 'text', text: entityText(node.name ?? '') })
  else if (isSubstitution(kind)) {
    const texts = libraryTexts(place.values[node.substitution_id ?? -1] ?? null, node.value_type ?? 0)
    out.push({ kind: 'text', text: texts.join(' ') })
  }
}

/** Items when the only content is an array of several. */
function soleArray(node: LibraryNode, place: Place): readonly string[] | undefined {
  const content = node.children.filter((child) => {
    const kind = kindOf(child)
    return kind !== Token.Attribute && kind > Token.EndElement
  })
  const only = content[0]
  if (content.length !== 1 || only === undefined || !isSubstitution(kindOf(only))) return undefined
  const texts = libraryTexts(place.values[only.substitution_id ?? -1] ?? null, only.value_type ?? 0)
  return texts.length > 1 ? texts : undefined
}

function kindOf(node: LibraryNode): number {
  return node.token & 0x0f
}

function isSubstitution(kind: number): boolean {
  return kind === Token.Substitution || kind === Token.OptionalSubstitution
}

function isNull(value: LibraryValue | undefined): boolean {
  return value === null || value === undefined
}

function isBinXml(value: LibraryValue | undefined): value is LibraryBinXml {
  return typeof value === 'object' && value !== null && 'length' in value && 'isBXml' in value
}
