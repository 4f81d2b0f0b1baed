/**
 * The slow, obvious decoder of one record: its BinXML stream in, the tree of elements that Windows would show out.
 * Each template is read from the chunk each time it is used; nothing is remembered. Beside it stands the fast decoder,
 * and both must tell the same (design §1).
 * Invariant: what is wrong with the bytes is a value; depth, tokens and instances have limits (evtx-decoder-design §8).
 */
import { ValueType } from '../../event/value-type.ts'
import { MAX_DEFINITION_TOKENS, MAX_DEPTH, MAX_INSTANCES, MAX_NESTING, MAX_RECORD_TOKENS } from '../limits.ts'
import { locateDefinition } from './tree-instance.ts'
import type { StreamKind } from './tree-syntax.ts'
import { readStream } from './tree-syntax.ts'
import type {
  AttributeSyntax,
  ContentSyntax,
  ElementSyntax,
  InstanceSyntax,
  SubstitutionSyntax,
  TextSyntax,
  ValueSpan,
} from './tree-syntax-types.ts'
import type { ChunkBytes, TreeFault, TreeWindow } from './tree-window.ts'
import { openWindow } from './tree-window.ts'

/** Tokens of a record in all, those of a template counted at each use; keeps the tree small. */
const MAX_TREE_TOKENS = 1 << 18

/** A value of the record, in place. */
interface TreeValue {
  readonly kind: 'value'
  readonly span: ValueSpan
}

export type TreePiece = TextSyntax | TreeValue

export interface TreeAttribute {
  readonly name: string
  readonly pieces: readonly TreePiece[]
}

export interface TreeElement {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: readonly TreeAttribute[]
  readonly content: readonly TreeContent[]
  /** Its markup has elements in it, be it that all are left out here. */
  readonly isParent: boolean
  /** Reading stopped inside it. */
  readonly isBroken: boolean
}

export type TreeContent = TreeElement | TreePiece

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

interface Resolver {
  readonly chunk: ChunkBytes
  readonly isTorn: boolean
  instances: number
  streams: number
  /** Tokens in all, and those outside of definitions. */
  tokens: number
  ownTokens: number
  /** What stops the part in hand, and what cost an embedded part. */
  fault: TreeFault | undefined
  lost: TreeFault | undefined
}

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
  const r: Resolver = {
    chunk,
    isTorn,
    instances: 0,
    streams: 0,
    tokens: 0,
    ownTokens: 0,
    fault: undefined,
    lost: undefined,
  }
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

/** A definition's element; read a second time without dependency ids when it makes no sense with them (§4.2). */
function readDefinition(r: Resolver, item: InstanceSyntax): readonly ContentSyntax[] {
  const body = locateDefinition(r.chunk, item)
  if ('message' in body) {
    r.fault = body
    return []
  }
  const again = openWindow(r.chunk, body.at, body.end, false)
  const content = readTokens(r, body, { isDefinition: true, isSingle: true })
  if (r.fault === undefined) return content
  const { fault } = r
  r.fault = undefined
  const other = readTokens(r, again, { isDefinition: false, isSingle: true })
  if (r.fault !== undefined) r.fault = fault
  return other
}

/** Reads a stream within what the record may still have of tokens; a fault goes to the resolver. */
function readTokens(
  r: Resolver,
  w: TreeWindow,
  kind: Omit<StreamKind, 'maxTokens'>,
): readonly ContentSyntax[] {
  const most = kind.isDefinition ? MAX_DEFINITION_TOKENS : MAX_RECORD_TOKENS - r.ownTokens
  const content = readStream(w, { ...kind, maxTokens: Math.min(most, MAX_TREE_TOKENS - r.tokens) })
  r.tokens += w.tokens
  if (!kind.isDefinition) r.ownTokens += w.tokens
  r.fault = w.fault
  return content
}

function noteFault(r: Resolver, message: string, chunkOffset: number): void {
  r.fault ??= { message, chunkOffset }
}

function valueAt(place: Place, index: number): ValueSpan {
  return place.values[index] ?? place.missing
}

function isNull(span: ValueSpan): boolean {
  return span.type === ValueType.Null
}
