/**
 * The slow, obvious decoder of one record: its BinXML stream in, the tree of elements that Windows would show out.
 * Each template is read from the chunk each time it is used; nothing is remembered. Beside it stands the fast decoder,
 * and both must tell the same (design §1).
 * Invariant: what is wrong with the bytes is a value; depth, tokens and instances have limits (evtx-decoder-design §8).
 */
import { ValueType } from '../../event/value-type.ts'
import { MAX_DEPTH, MAX_INSTANCES, MAX_NESTING } from '../limits.ts'
import type { Resolver } from './tree-resolver.ts'
import { createResolver, noteFault, readDefinition, readTokens } from './tree-resolver.ts'
import type {
  AttributeSyntax,
  ContentSyntax,
  ElementSyntax,
  InstanceSyntax,
  SubstitutionSyntax,
  ValueSpan,
} from './tree-syntax-types.ts'
import type { TreeAttribute, TreeContent, TreeElement, TreePiece } from './tree-types.ts'
import type { ChunkBytes, TreeFault } from './tree-window.ts'
import { openWindow } from './tree-window.ts'

/**
 * The root element, and the first thing that was wrong. Both: the record is incomplete. No root: it is lost.
 */
export interface EventTree {
  readonly root: TreeElement | undefined
  readonly fault: TreeFault | undefined
  /** Offset in the buffer where the stream ends, its EOF token not counted; -1 when that was not reached. */
  readonly end: number
}

const NO_VALUES: readonly ValueSpan[] = []
const NULL: ValueSpan = { type: ValueType.Null, offset: 0, length: 0 }

/** Where in the record the resolver stands. */
interface Place {
  readonly values: readonly ValueSpan[]
  readonly missing: ValueSpan
  /** Elements around. */
  readonly depth: number
  /** Instances around. */
  readonly nesting: number
  /** Directly in the record's outer template, where an embedded part that cannot be read costs itself only. */
  readonly isOuter: boolean
}

/**
 * The tree of the stream in `[start, end)` of the buffer (a record without its header and its last size field). With
 * `isTorn`, the bytes from `end` on are not the record's own any more: values that reach there are absent.
 * A BinXML value of the outer template that cannot be read costs itself only; elements without a template are kept up
 * to the first fault.
 */
export function readEventTree(chunk: ChunkBytes, start: number, end: number, isTorn = false): EventTree {
  const r = createResolver(chunk, isTorn)
  const w = openWindow(chunk, start, end, isTorn)
  const syntax = readTokens(r, w, { isDefinition: false, isSingle: true })
  const { fault } = r
  r.fault = undefined
  const content: TreeContent[] = []
  resolveContent(
    r,
    syntax,
    { values: NO_VALUES, missing: NULL, depth: 0, nesting: 0, isOuter: false },
    content,
  )
  const root = content[0]
  const first = fault ?? r.fault ?? r.lost
  const streamEnd = fault === undefined ? w.at : -1
  if (root?.kind === 'element') return { root, fault: first, end: streamEnd }
  const none = { message: 'no element in the record', chunkOffset: start - chunk.base }
  return { root: undefined, fault: first ?? none, end: streamEnd }
}

/**
 * Appends to `out` what `syntax` stands for; stops at the first fault. True when there are elements, left out or not.
 */
function resolveContent(
  r: Resolver,
  syntax: readonly ContentSyntax[],
  place: Place,
  out: TreeContent[],
): boolean {
  let hasElements = false
  for (const item of syntax) {
    if (r.fault !== undefined) break
    if (item.kind === 'text') out.push(item)
    else if (item.kind === 'element') {
      hasElements = true
      resolveElement(r, item, place, out)
    } else if (item.kind === 'instance') hasElements = resolveInstance(r, item, place, out) || hasElements
    else hasElements = resolveSubstitution(r, item, place, out) || hasElements
  }
  return hasElements
}

function resolveElement(r: Resolver, element: ElementSyntax, place: Place, out: TreeContent[]): void {
  const inside = { ...place, depth: place.depth + 1 }
  // The root of the record stays whatever it depends on (evtx-format §4.2).
  if (place.depth > 0 && element.dependency >= 0 && isNull(valueAt(place, element.dependency))) {
    // What is embedded in it is read all the same, so that damage there is reported.
    resolveContent(r, element.content, inside, [])
    return
  }
  if (place.depth >= MAX_DEPTH) {
    noteFault(r, `more than ${MAX_DEPTH} elements in each other`, 0)
    return
  }
  const { name } = element
  const attributes = element.attributes.flatMap((attribute) => resolveAttribute(attribute, place))
  const all: TreeContent[] = []
  const isParent = resolveContent(r, element.content, inside, all)
  const isBroken = element.isBroken || r.fault !== undefined
  const content = isBroken ? all.filter(isElement) : all
  out.push({ kind: 'element', name, attributes, content, isParent, isBroken })
}

function isElement(item: TreeContent): boolean {
  return item.kind === 'element'
}

/** None when an optional value of it is Null, or a value is missing altogether. */
function resolveAttribute({ name, pieces }: AttributeSyntax, place: Place): TreeAttribute[] {
  const resolved: TreePiece[] = []
  for (const piece of pieces) {
    if (piece.kind === 'text') resolved.push(piece)
    if (piece.kind !== 'substitution') continue
    const span = valueAt(place, piece.index)
    if ((piece.isOptional && isNull(span)) || span.type === ValueType.Absent) return []
    resolved.push({ kind: 'value', span })
  }
  return [{ name, pieces: resolved }]
}

function resolveSubstitution(
  r: Resolver,
  item: SubstitutionSyntax,
  place: Place,
  out: TreeContent[],
): boolean {
  const span = valueAt(place, item.index)
  if (span.type !== ValueType.BinXml || span.length === 0) {
    out.push({ kind: 'value', span })
    return false
  }
  const inner: TreeContent[] = []
  const hasElements = resolveStream(r, span, place, inner)
  if (r.fault === undefined) {
    out.push(...inner)
    return hasElements
  }
  if (place.isOuter) {
    r.lost ??= r.fault
    r.fault = undefined
    out.push({ kind: 'value', span })
  }
  return false
}

/** An embedded stream: shares the chunk, has no values of its own. */
function resolveStream(r: Resolver, span: ValueSpan, place: Place, out: TreeContent[]): boolean {
  if (++r.streams > MAX_INSTANCES) {
    noteFault(r, `more than ${MAX_INSTANCES} embedded streams`, span.offset - r.chunk.base)
    return false
  }
  const w = openWindow(r.chunk, span.offset, span.offset + span.length, r.isTorn)
  const syntax = readTokens(r, w, { isDefinition: false, isSingle: false })
  return resolveContent(r, syntax, { ...place, values: NO_VALUES, missing: NULL, isOuter: false }, out)
}

function resolveInstance(r: Resolver, item: InstanceSyntax, place: Place, out: TreeContent[]): boolean {
  const nesting = place.nesting + 1
  if (nesting > MAX_NESTING || ++r.instances > MAX_INSTANCES) {
    noteFault(
      r,
      `more than ${MAX_NESTING} templates in each other or ${MAX_INSTANCES} in all`,
      item.definition,
    )
    return false
  }
  const body = readDefinition(r, item)
  if (r.fault !== undefined) return false
  const { values, missing } = item
  const { depth } = place
  const inner: TreeContent[] = []
  const inside = { values, missing, depth, nesting, isOuter: depth === 0 }
  const hasElements = resolveContent(r, body, inside, inner)
  // What cannot be read to its end costs the instance.
  if (r.fault !== undefined) return false
  out.push(...inner)
  return hasElements
}

function valueAt(place: Place, index: number): ValueSpan {
  return place.values[index] ?? place.missing
}

function isNull(span: ValueSpan): boolean {
  return span.type === ValueType.Null
}
