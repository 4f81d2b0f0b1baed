/**
 * The leaves of an event tree in document order, by the rules of `Leaf` in event/event.ts: an element's attributes
 * before its content. In: the tree of a record. Out: section, name, path and content of each leaf.
 * Invariant: `xmlns` declarations give no leaf, namespace prefixes are cut, equal ordinal = same element.
 */
import type { ElementStep, Section } from '../../event/event.ts'
import type { ByteWindow } from '../../event/render-text.ts'
import type { TreeElement, TreePiece } from './tree.ts'
import { joinPieces } from './tree-text.ts'

/** UTF-16 units of a leaf's name; the rest is cut (observed: 46). */
export const MAX_LEAF_NAME_UNITS = 1024

export interface TreeField {
  readonly section: Section
  readonly name: string
  readonly path: readonly ElementStep[]
  readonly attribute: string | undefined
  /** Texts and values in order; none: an empty element or attribute. */
  readonly pieces: readonly TreePiece[]
}

interface Walk {
  readonly bytes: ByteWindow
  readonly fields: TreeField[]
  ordinal: number
}

/** What holds for the elements of a part of the event. */
interface Rule {
  readonly section: Section
  /** In front of the names of leaves. */
  readonly prefix: string
  /** An element with nothing in it is a leaf ('' = present but empty). */
  readonly isEmptyLeaf: boolean
  /** The element's `Name` attribute is the leaf's name and no leaf itself. */
  readonly isNamed: boolean
  /** For the elements inside. */
  readonly inside: Rule | undefined
}

const rule = (section: Section, isEmptyLeaf: boolean, inside?: Rule, isNamed = false, prefix = ''): Rule => ({
  section,
  prefix,
  isEmptyLeaf,
  isNamed,
  inside,
})

/** Parts by the name of the child of `<Event>`; their own element is no leaf when empty. */
const PARTS: ReadonlyMap<string, Rule> = new Map([
  // `<Correlation/>` or `<Execution ProcessID=…/>` have no text to speak of.
  ['System', rule('system', false)],
  ['EventData', rule('eventData', false, rule('eventData', true, rule('eventData', true), true))],
  // The one element inside UserData is a wrapper; empty it says nothing (event 1100).
  ['UserData', rule('userData', false, rule('userData', false, rule('userData', true)))],
  ['RenderingInfo', rule('rendering', false, rule('rendering', true, undefined, false, 'RenderingInfo_'))],
])
const OTHER = rule('other', false, rule('other', true))

/** All leaves below the root element; `bytes` is what the tree's values lie in. */
export function listTreeFields(root: TreeElement, bytes: ByteWindow): readonly TreeField[] {
  const walk: Walk = { bytes, fields: [], ordinal: 0 }
  for (const child of root.content)
    if (child.kind === 'element') addElement(walk, child, [], PARTS.get(localName(child.name)) ?? OTHER)
  return walk.fields
}

/** Depth is bounded by the tree's. */
function addElement(walk: Walk, element: TreeElement, around: readonly ElementStep[], r: Rule): void {
  const local = localName(element.name)
  const path = [...around, { name: local, ordinal: walk.ordinal++ }]
  let name = r.prefix + local
  for (const { name: attribute, pieces } of element.attributes) {
    if (attribute === 'xmlns' || attribute.startsWith('xmlns:')) continue
    if (r.isNamed && attribute === 'Name') {
      name = joinPieces(pieces, walk.bytes, MAX_LEAF_NAME_UNITS)
      continue
    }
    const leafName = `${r.prefix}${local}_${localName(attribute)}`
    walk.fields.push({ section: r.section, name: leafName, path, attribute: localName(attribute), pieces })
  }
  const children = element.content.filter((c) => c.kind === 'element')
  for (const child of children) addElement(walk, child, path, r.inside ?? r)
  if (children.length > 0) return
  const pieces = element.content.filter((c) => c.kind !== 'element')
  if (pieces.length > 0 || r.isEmptyLeaf)
    walk.fields.push({ section: r.section, name, path, attribute: undefined, pieces })
}

/** Without the namespace prefix. */
function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1)
}
