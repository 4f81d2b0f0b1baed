/**
 * The slow, obvious decoder of one record: its BinXML stream in, the tree of elements that Windows would show out.
 * Each template is read from the chunk each time it is used; nothing is remembered. Beside it stands the fast decoder,
 * and both must tell the same (design §1).
 * Invariant: what is wrong with the bytes is a value; depth, tokens and instances have limits (evtx-decoder-design §8).
 */
import { ValueType } from '../../event/value-type.ts'
import { locateDefinition } from './tree-instance.ts'
import type { StreamKind } from './tree-syntax.ts'
import { MAX_DEPTH, readStream } from './tree-syntax.ts'
import type {
  ContentSyntax,
  ElementSyntax,
  InstanceSyntax,
  SubstitutionSyntax,
  TextSyntax,
  ValueSpan,
} from './tree-syntax-types.ts'
import type { ChunkBytes, TreeFault, TreeWindow } from './tree-window.ts'
import { openWindow } from './tree-window.ts'

/** Template instances in each other (observed: 2). */
const MAX_NESTING = 8
/** Template instances and embedded streams of one record, each (observed: 2). */
const MAX_INSTANCES = 256
/** Tokens of a definition (observed: 257), of a record's own or an embedded stream (observed: 1,103). */
const MAX_DEFINITION_TOKENS = 4096
const MAX_STREAM_TOKENS = 16384
/** Tokens of a record in all, those of a template counted at each use. */
const MAX_RECORD_TOKENS = 65536

/** A value of the record, in place. */
export interface TreeValue {
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
}

export type TreeContent = TreeElement | TreePiece

/** The root element, or why there is none. */
export type EventTree =
  | { readonly root: TreeElement; readonly fault: undefined }
  | { readonly root: undefined; readonly fault: TreeFault }

const NO_VALUES: readonly ValueSpan[] = []

interface Resolver {
  readonly chunk: ChunkBytes
  instances: number
  streams: number
  tokens: number
  fault: TreeFault | undefined
}

/** Where in the record the resolver stands. */
interface Place {
  readonly values: readonly ValueSpan[]
  /** Elements and instances around. */
  readonly depth: number
  readonly nesting: number
}

/** The tree of the stream in `[start, end)` of the buffer (a record without its header and its last size field). */
export function readEventTree(chunk: ChunkBytes, start: number, end: number): EventTree {
  const resolver: Resolver = { chunk, instances: 0, streams: 0, tokens: 0, fault: undefined }
  const syntax = readTokens(resolver, openWindow(chunk, start, end), { isDefinition: false, isSingle: true })
  if (syntax === undefined) return { root: undefined, fault: resolver.fault! }
  const content: TreeContent[] = []
  resolveContent(resolver, syntax, { values: NO_VALUES, depth: 0, nesting: 0 }, content)
  if (resolver.fault !== undefined) return { root: undefined, fault: resolver.fault }
  const root = content[0]
  if (root?.kind === 'element') return { root, fault: undefined }
  return { root: undefined, fault: { message: 'no element in the record', chunkOffset: start - chunk.base } }
}

/** Appends to `out` what `syntax` stands for; stops at the first fault. */
function resolveContent(
  r: Resolver,
  syntax: readonly ContentSyntax[],
  place: Place,
  out: TreeContent[],
): void {
  for (const item of syntax) {
    if (r.fault !== undefined) return
    if (item.kind === 'text') out.push(item)
    else if (item.kind === 'element') resolveElement(r, item, place, out)
    else if (item.kind === 'instance') resolveInstance(r, item, place, out)
    else resolveSubstitution(r, item, place, out)
  }
}

function resolveElement(r: Resolver, element: ElementSyntax, place: Place, out: TreeContent[]): void {
  // The root of the record stays whatever it depends on (evtx-format §4.2).
  if (place.depth > 0 && element.dependency >= 0 && isNull(valueAt(place, element.dependency))) return
  if (place.depth >= MAX_DEPTH) {
    noteFault(r, `more than ${MAX_DEPTH} elements in each other`, 0)
    return
  }
  const attributes: TreeAttribute[] = []
  for (const { name, pieces } of element.attributes) {
    const isLeftOut = pieces.some(
      (p) => p.kind === 'substitution' && p.isOptional && isNull(valueAt(place, p.index)),
    )
    if (isLeftOut) continue
    const resolved = pieces.map((p) => (p.kind === 'substitution' ? valuePiece(place, p) : (p as TextSyntax)))
    attributes.push({ name, pieces: resolved })
  }
  const content: TreeContent[] = []
  resolveContent(r, element.content, { ...place, depth: place.depth + 1 }, content)
  out.push({ kind: 'element', name: element.name, attributes, content })
}

function resolveSubstitution(r: Resolver, item: SubstitutionSyntax, place: Place, out: TreeContent[]): void {
  const span = valueAt(place, item.index)
  if (span.type !== ValueType.BinXml) {
    out.push({ kind: 'value', span })
    return
  }
  if (span.length === 0) return
  if (++r.streams > MAX_INSTANCES) {
    noteFault(r, `more than ${MAX_INSTANCES} embedded streams`, span.offset - r.chunk.base)
    return
  }
  const w = openWindow(r.chunk, span.offset, span.offset + span.length)
  const syntax = readTokens(r, w, { isDefinition: false, isSingle: false })
  if (syntax !== undefined) resolveContent(r, syntax, { ...place, values: NO_VALUES }, out)
}

function resolveInstance(r: Resolver, item: InstanceSyntax, place: Place, out: TreeContent[]): void {
  const nesting = place.nesting + 1
  if (nesting > MAX_NESTING || ++r.instances > MAX_INSTANCES) {
    noteFault(
      r,
      `more than ${MAX_NESTING} templates in each other or ${MAX_INSTANCES} in all`,
      item.definition,
    )
    return
  }
  const body = readDefinition(r, item)
  if (body !== undefined) resolveContent(r, body, { values: item.values, depth: place.depth, nesting }, out)
}

/** A definition's element; read a second time without dependency ids when it makes no sense with them (§4.2). */
function readDefinition(r: Resolver, item: InstanceSyntax): readonly ContentSyntax[] | undefined {
  const body = locateDefinition(r.chunk, item)
  if ('message' in body) {
    r.fault = body
    return undefined
  }
  const again = openWindow(r.chunk, body.at, body.end)
  const content = readTokens(r, body, { isDefinition: true, isSingle: true })
  if (content !== undefined) return content
  const { fault } = r
  r.fault = undefined
  const other = readTokens(r, again, { isDefinition: false, isSingle: true })
  if (other === undefined) r.fault = fault
  return other
}

/** Reads a stream within what the record may still have of tokens; a fault goes to the resolver. */
function readTokens(
  r: Resolver,
  w: TreeWindow,
  kind: Omit<StreamKind, 'maxTokens'>,
): readonly ContentSyntax[] | undefined {
  const most = kind.isDefinition ? MAX_DEFINITION_TOKENS : MAX_STREAM_TOKENS
  const content = readStream(w, { ...kind, maxTokens: Math.min(most, MAX_RECORD_TOKENS - r.tokens) })
  r.tokens += w.tokens
  if (content === undefined) r.fault = w.fault
  return content
}

function noteFault(r: Resolver, message: string, chunkOffset: number): void {
  r.fault ??= { message, chunkOffset }
}

/** A Null for indexes that the instance lacks. */
function valueAt(place: Place, index: number): ValueSpan {
  return place.values[index] ?? { type: ValueType.Null, offset: 0, length: 0 }
}

function isNull(span: ValueSpan): boolean {
  return span.type === ValueType.Null
}

function valuePiece(place: Place, item: SubstitutionSyntax): TreeValue {
  return { kind: 'value', span: valueAt(place, item.index) }
}
