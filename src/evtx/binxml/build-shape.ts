/**
 * The shape of all records that end at one node of the trie. In: the steps that lead there. Out: the leaves by the
 * rules of `Leaf` in event/event.ts, or null when only the slow decoder can serve such records.
 * Invariant: a function of the path alone; slots are numbered as the locator fills them.
 */
import type { ElementStep, Leaf, Section, Shape } from '../../event/event.ts'
import { createShape } from '../../event/event.ts'
import { cutNuls } from '../../event/render-text.ts'
import { MAX_SHAPE_LEAVES } from '../limits.ts'
import type { OutlineAttribute, OutlineContent, OutlineElement, OutlinePiece } from './outline.ts'
import { isNamespace, localName } from './outline.ts'
import type { OutlineStream } from './read-path.ts'

interface Builder {
  readonly holes: ReadonlyMap<number, OutlineStream>
  readonly leaves: Leaf[]
  ordinal: number
  /** The first System part, the event's header; others are none. */
  header: OutlineElement | undefined
  isOdd: boolean
}

/** Where the builder stands. */
interface Place {
  readonly section: Section
  /** 0 for the child of `<Event>`. */
  readonly depth: number
  readonly path: readonly ElementStep[]
  /** Slots whose Null leaves out an element around. */
  readonly guards: readonly number[]
}

const SECTIONS: ReadonlyMap<string, Section> = new Map([
  ['System', 'system'],
  ['EventData', 'eventData'],
  ['UserData', 'userData'],
  ['RenderingInfo', 'rendering'],
])

/** The shape of a record with this outline; `holes` has what is embedded in which slot. */
export function buildShape(stream: OutlineStream, holes: ReadonlyMap<number, OutlineStream>): Shape | null {
  const builder = createBuilder(holes)
  for (const child of stream.root.content) addPart(builder, child, stream.base, false)
  return builder.isOdd ? null : createShape(builder.leaves)
}

/** The shape of System alone in an outer template; undefined when it has none or is not simple. */
export function buildSystemShape(root: OutlineElement): Shape | undefined {
  const builder = createBuilder(new Map())
  for (const child of root.content) addPart(builder, child, 0, true)
  return builder.isOdd || builder.leaves.length === 0 ? undefined : createShape(builder.leaves)
}

function createBuilder(holes: Builder['holes']): Builder {
  return { holes, leaves: [], ordinal: 0, header: undefined, isOdd: false }
}

/** A child of `<Event>`. */
function addPart(builder: Builder, item: OutlineContent, base: number, isSystemOnly: boolean): void {
  if (item.kind === 'instance') addPart(builder, item.root, item.base, isSystemOnly)
  else if (item.kind === 'slot') {
    const inner = builder.holes.get(base + item.slot)
    if (inner !== undefined) addPart(builder, inner.root, inner.base, isSystemOnly)
    // It may hold the header.
    else if (isSystemOnly && builder.header === undefined) builder.isOdd = true
  } else if (item.kind === 'element') {
    const section = sectionOf(builder, item)
    if (isSystemOnly && section !== 'system') return
    if (isSystemOnly && (hasHole(item) || item.dependency >= 0)) builder.isOdd = true
    else addElement(builder, item, base, { section, depth: 0, path: [], guards: [] })
  }
}

/** Of a child of `<Event>`. */
function sectionOf(builder: Builder, item: OutlineElement): Section {
  const name = localName(item.name)
  if (name !== 'System') return SECTIONS.get(name) ?? 'other'
  const { header } = builder
  if (header === undefined) {
    builder.header = item
    return 'system'
  }
  // When the first one is left out, this one is the header.
  if (header.dependency >= 0) builder.isOdd = true
  return 'other'
}

function hasHole(element: OutlineElement): boolean {
  return element.content.some((c) => (c.kind === 'slot' ? c.isHole : c.kind === 'element' && hasHole(c)))
}

/** Depth is limited by the parser and the locator. */
function addElement(builder: Builder, element: OutlineElement, base: number, around: Place): void {
  if (builder.leaves.length > MAX_SHAPE_LEAVES || builder.ordinal > MAX_SHAPE_LEAVES) {
    builder.isOdd = true
    return
  }
  const { section, depth } = around
  const local = localName(element.name)
  const path = [...around.path, { name: local, ordinal: builder.ordinal++ }]
  const { dependency } = element
  const guards = withGuard(around.guards, base, dependency)
  const prefix = section === 'rendering' && depth > 0 ? 'RenderingInfo_' : ''
  let name = prefix + local
  for (const attribute of element.attributes) {
    if (isNamespace(attribute.name)) continue
    if (section === 'eventData' && depth === 1 && attribute.name === 'Name') {
      name = constantOf(builder, attribute)
      continue
    }
    const attributeName = localName(attribute.name)
    const leaf = {
      section,
      name: `${prefix}${local}_${attributeName}`,
      path,
      attribute: attributeName,
      guards,
    }
    addLeaf(builder, leaf, attribute.pieces, base)
  }
  const place = { section, depth: depth + 1, path, guards }
  if (addChildren(builder, element.content, base, place)) return
  const pieces = element.content as readonly OutlinePiece[]
  // Without content it is a constant '', present and empty; in System it is none (`Leaf`).
  if (depth === 0) addPartText(builder, pieces)
  else if (pieces.length > 0 || section !== 'system')
    addLeaf(
      builder,
      { section, name, path, attribute: undefined, guards: around.guards },
      pieces,
      base,
      dependency,
    )
}

/** Child elements, embedded ones included; false when there are none. */
function addChildren(
  builder: Builder,
  content: readonly OutlineContent[],
  base: number,
  place: Place,
): boolean {
  let hasChildren = false
  for (const item of content) {
    const inner = item.kind === 'slot' ? builder.holes.get(base + item.slot) : undefined
    if (item.kind === 'element') addElement(builder, item, base, place)
    else if (item.kind === 'instance') addElement(builder, item.root, item.base, place)
    else if (inner !== undefined) addElement(builder, inner.root, inner.base, place)
    else continue
    hasChildren = true
  }
  return hasChildren
}

/**
 * Text right below a part's element (`<UserData>text</UserData>`): a leaf only when it is not empty, which the path
 * does not tell. A hole without BinXML is empty, else the locator calls the record odd.
 */
function addPartText(builder: Builder, pieces: readonly OutlinePiece[]): void {
  if (pieces.some((p) => p.kind === 'text' || !p.isHole)) builder.isOdd = true
}

type LeafPlace = Pick<Leaf, 'section' | 'name' | 'path' | 'attribute' | 'guards'>

/** One value or fixed text; several pieces are for the slow decoder. `dependency` is that of the leaf's own element. */
function addLeaf(
  builder: Builder,
  place: LeafPlace,
  pieces: readonly OutlinePiece[],
  base: number,
  dependency = -1,
): void {
  const piece = pieces[0]
  if (pieces.length > 1) builder.isOdd = true
  if (piece?.kind === 'slot') {
    const isOwn = dependency === piece.slot
    const isOptionalAttribute = place.attribute !== undefined && piece.isOptional
    const guards = isOwn ? place.guards : withGuard(place.guards, base, dependency)
    pushLeaf(builder, place, guards, base + piece.slot, '', isOwn || isOptionalAttribute)
  } else {
    const guards = withGuard(place.guards, base, dependency)
    pushLeaf(builder, place, guards, -1, cutNuls(piece?.text ?? ''), false)
  }
}

function withGuard(guards: readonly number[], base: number, dependency: number): readonly number[] {
  return dependency < 0 ? guards : [...guards, base + dependency]
}

function pushLeaf(
  builder: Builder,
  place: LeafPlace,
  guards: readonly number[],
  slot: number,
  constant: string,
  nullIsAbsent: boolean,
): void {
  const { section, name, path, attribute } = place
  builder.leaves.push({ section, name, path, attribute, slot, constant, nullIsAbsent, guards })
}

/** Text of a `Name` attribute; one that a value gives is for the slow decoder. */
function constantOf(builder: Builder, attribute: OutlineAttribute): string {
  const piece = attribute.pieces[0]
  if (piece?.kind === 'text' && attribute.pieces.length === 1) return piece.text
  if (piece !== undefined) builder.isOdd = true
  return ''
}
