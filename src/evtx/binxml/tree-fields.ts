/**
 * The leaves of an event tree in document order, by the rules of `Leaf` in event/event.ts: an element's attributes
 * before its content. In: the tree of a record. Out: section, name, path and content of each leaf.
 * Invariant: `xmlns` declarations give no leaf, namespace prefixes are cut, equal ordinal = same element.
 */
import type { ElementStep, Section } from '../../event/event.ts'
import type { ByteWindow } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import { isNamespace, localName } from './outline.ts'
import { joinPieces } from './tree-text.ts'
import type { TreeElement, TreePiece } from './tree-types.ts'

/** UTF-16 units of a leaf's name; the rest is cut (observed: 46). */
export const MAX_LEAF_NAME_UNITS = 1024

export interface TreeField {
  readonly section: Section
  readonly name: string
  readonly path: readonly ElementStep[]
  readonly attribute: string | undefined
  /** Texts and values in order; none: an empty element or attribute. */
  readonly pieces: readonly TreePiece[]
  /** The content of an element that reading stopped in. */
  readonly isBroken: boolean
}

interface Walk {
  readonly bytes: ByteWindow
  readonly fields: TreeField[]
  ordinal: number
}

/**
 * Which elements without child elements are leaves: all (those without content have the text ''), those with a text or
 * value, those with a text not empty. `Leaf` in event/event.ts says why.
 */
type LeafKind = 'all' | 'withContent' | 'withText'

/** What holds for the elements of a part of the event. */
interface Rule {
  readonly section: Section
  /** In front of the names of leaves. */
  readonly prefix: string
  readonly leafKind: LeafKind
  /** The element's `Name` attribute is the leaf's name and no leaf itself. */
  readonly isNamed: boolean
  /** For the elements inside. */
  readonly inside: Rule | undefined
}

const rule = (section: Section, leafKind: LeafKind, inside?: Rule, isNamed = false, prefix = ''): Rule => ({
  section,
  prefix,
  leafKind,
  isNamed,
  inside,
})

/** A part, whose own element rarely has text; below it are the elements of `inside`. */
const part = (section: Section, inside: Rule): Rule => rule(section, 'withText', inside)

/** Parts by the name of the child of `<Event>`. */
const PARTS: ReadonlyMap<string, Rule> = new Map([
  // `<Correlation/>` or `<Execution ProcessID=…/>` have no text to speak of.
  ['System', part('system', rule('system', 'withContent'))],
  ['EventData', part('eventData', rule('eventData', 'all', rule('eventData', 'all'), true))],
  ['UserData', part('userData', rule('userData', 'all'))],
  ['RenderingInfo', part('rendering', rule('rendering', 'all', undefined, false, 'RenderingInfo_'))],
])
const OTHER = part('other', rule('other', 'all'))

/** All leaves below the root element; `bytes` is what the tree's values lie in. */
export function listTreeFields(root: TreeElement, bytes: ByteWindow): readonly TreeField[] {
  const walk: Walk = { bytes, fields: [], ordinal: 0 }
  let hasHeader = false
  for (const child of root.content) {
    if (child.kind !== 'element') continue
    const name = localName(child.name)
    const isHeader = name === 'System'
    addElement(walk, child, [], (isHeader && hasHeader ? undefined : PARTS.get(name)) ?? OTHER)
    hasHeader ||= isHeader
  }
  return walk.fields
}

/** Depth is bounded by the tree's. */
function addElement(walk: Walk, element: TreeElement, around: readonly ElementStep[], r: Rule): void {
  const local = localName(element.name)
  const path = [...around, { name: local, ordinal: walk.ordinal++ }]
  let name = r.prefix + local
  for (const { name: attribute, pieces } of element.attributes) {
    if (isNamespace(attribute)) continue
    if (r.isNamed && attribute === 'Name') {
      name = joinPieces(pieces, walk.bytes, MAX_LEAF_NAME_UNITS)
      continue
    }
    const leafName = `${r.prefix}${local}_${localName(attribute)}`
    const attributeName = localName(attribute)
    walk.fields.push({
      section: r.section,
      name: leafName,
      path,
      attribute: attributeName,
      pieces,
      isBroken: false,
    })
  }
  for (const child of element.content)
    if (child.kind === 'element') addElement(walk, child, path, r.inside ?? r)
  if (element.isParent) return
  const pieces = element.content.filter((c) => c.kind !== 'element')
  if (!isLeaf(walk, r.leafKind, pieces)) return
  walk.fields.push({
    section: r.section,
    name,
    path,
    attribute: undefined,
    pieces,
    isBroken: element.isBroken,
  })
}

/** A value that is missing altogether takes its element's leaf with it. */
function isLeaf(walk: Walk, kind: LeafKind, pieces: readonly TreePiece[]): boolean {
  if (pieces.some((p) => p.kind === 'value' && p.span.type === ValueType.Absent)) return false
  if (kind === 'withContent') return pieces.length > 0
  if (kind === 'all') return true
  const texts = pieces.filter((p) => p.kind === 'text' || p.span.type !== ValueType.BinXml)
  return joinPieces(texts, walk.bytes, 1) !== ''
}
