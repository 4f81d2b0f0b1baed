/**
 * A BinXML stream as it is written, for the slow decoder: bytes of a window in, a tree of elements with their
 * substitutions still open out (evtx-format §4–§6).
 * Invariant: reads only inside the window and, for names, the chunk; a fault is a value; never recurses.
 */
import { readInstance } from './tree-instance.ts'
import type { ContentSyntax, ElementSyntax, InstanceSyntax, TextSyntax } from './tree-syntax-types.ts'
import type { TreeWindow } from './tree-window.ts'
import { fail, has, readName, readUnits, u8, u16 } from './tree-window.ts'

/** Elements open at one time (observed: 7). */
export const MAX_DEPTH = 64

/** What a window holds and how much of it. */
export interface StreamKind {
  /** Body of a template definition: its elements carry dependency ids (evtx-format §4.2). */
  readonly isDefinition: boolean
  /** Stop after one element or instance; otherwise read to the EOF token or the end of the window. */
  readonly isSingle: boolean
  /** Largest number of tokens. */
  readonly maxTokens: number
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Top-level content of the stream at `w.at`; undefined after a fault, which is in `w.fault`. */
export function readStream(w: TreeWindow, kind: StreamKind): readonly ContentSyntax[] | undefined {
  const top: ContentSyntax[] = []
  const open: ElementSyntax[] = []
  if (w.at < w.end && w.bytes[w.at] === 0x0f && has(w, 4)) w.at += 4
  for (; ; w.tokens++) {
    if (w.tokens >= kind.maxTokens) return fail(w, `more than ${kind.maxTokens} tokens`)
    if (kind.isSingle && open.length === 0 && top.length > 0) return top
    if (w.at >= w.end && open.length === 0) return top
    if (!has(w, 1)) return undefined
    const token = w.bytes[w.at]! & 0xbf
    if (token === 0x00 && open.length === 0) return top
    if (token === 0x04 && open.length > 0) {
      w.at++
      open.pop()
      continue
    }
    const content = open.length === 0 ? top : open[open.length - 1]!.content
    if (token === 0x01) {
      const element = readElementStart(w, kind.isDefinition)
      if (element === undefined) return undefined
      content.push(element.syntax)
      if (element.hasContent) open.push(element.syntax)
      if (open.length > MAX_DEPTH) return fail(w, `more than ${MAX_DEPTH} elements in each other`)
      continue
    }
    const item = readItem(w, token)
    if (item === undefined) return undefined
    if (item !== 'nothing') content.push(item)
  }
}

/** One content token that is no element. */
function readItem(w: TreeWindow, token: number): ContentSyntax | InstanceSyntax | 'nothing' | undefined {
  if (token === 0x0c) return readInstance(w)
  if (token === 0x0a) {
    w.at++
    return readName(w) === undefined ? undefined : 'nothing'
  }
  if (token === 0x0b) {
    w.at++
    return readUnits(w) === undefined ? undefined : 'nothing'
  }
  return readPiece(w, token)
}

/** A part of a text: literal, character, entity, or substitution. */
function readPiece(w: TreeWindow, token: number): ContentSyntax | undefined {
  const at = w.at++
  switch (token) {
    case 0x05: {
      const type = u8(w)
      if (type === undefined) return undefined
      return type === 1 ? text(readUnits(w)) : fail(w, `value text of type ${type}`)
    }
    case 0x07:
      return text(readUnits(w))
    case 0x08: {
      const unit = u16(w)
      return unit === undefined ? undefined : text(String.fromCharCode(unit))
    }
    case 0x09: {
      const name = readName(w)
      return name === undefined ? undefined : text(ENTITIES.get(name) ?? `&${name};`)
    }
    case 0x0d:
    case 0x0e: {
      if (!has(w, 3)) return undefined
      const index = u16(w)!
      w.at++
      return { kind: 'substitution', index, isOptional: token === 0x0e }
    }
    default:
      w.at = at
      return fail(w, `token 0x${w.bytes[at]!.toString(16).padStart(2, '0')} where none is expected`)
  }
}

function text(value: string | undefined): TextSyntax | undefined {
  return value === undefined ? undefined : { kind: 'text', text: value }
}

/** From the open token to `>` or `/>`; the stored sizes are not needed. */
function readElementStart(
  w: TreeWindow,
  isDefinition: boolean,
): { syntax: ElementSyntax; hasContent: boolean } | undefined {
  const hasAttributes = (w.bytes[w.at]! & 0x40) !== 0
  w.at++
  let dependency = -1
  if (isDefinition) {
    const id = u16(w)
    if (id === undefined) return undefined
    if (id !== 0xffff) dependency = id
  }
  if (!has(w, 4)) return undefined
  w.at += 4
  const name = readName(w)
  if (name === undefined) return undefined
  const syntax: ElementSyntax = { kind: 'element', name, dependency, attributes: [], content: [] }
  if (hasAttributes) {
    if (!has(w, 4)) return undefined
    w.at += 4
    if (!readAttributes(w, syntax)) return undefined
  }
  const close = u8(w)
  if (close === undefined) return undefined
  const kind = close & 0xbf
  if (kind === 0x02 || kind === 0x03) return { syntax, hasContent: kind === 0x02 }
  w.at--
  return fail(w, `token 0x${close.toString(16).padStart(2, '0')} instead of the end of a start tag`)
}

/** Attributes up to the end of the start tag; false after a fault. */
function readAttributes(w: TreeWindow, element: ElementSyntax): boolean {
  while (w.at < w.end && (w.bytes[w.at]! & 0xbf) === 0x06) {
    w.at++
    w.tokens++
    const name = readName(w)
    if (name === undefined) return false
    const pieces: ContentSyntax[] = []
    while (w.at < w.end) {
      const token = w.bytes[w.at]! & 0xbf
      if (token === 0x06 || token === 0x02 || token === 0x03) break
      const piece = readPiece(w, token)
      if (piece === undefined) return false
      w.tokens++
      pieces.push(piece)
    }
    element.attributes.push({ name, pieces })
  }
  return true
}
