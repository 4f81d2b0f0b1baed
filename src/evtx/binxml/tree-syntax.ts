/**
 * A BinXML stream as it is written, for the slow decoder: bytes of a window in, a tree of elements with their
 * substitutions still open out (evtx-format §4–§6).
 * Invariant: reads only inside the window and, for names, the chunk; a fault is a value; never recurses.
 */
import { MAX_DEPTH } from '../limits.ts'
import { entityText, FRAGMENT_HEADER_BYTES, HAS_ATTRIBUTES, TOKEN_MASK, Token } from './tokens.ts'
import { readInstance } from './tree-instance.ts'
import type { ContentSyntax, ElementSyntax, InstanceSyntax, TextSyntax } from './tree-syntax-types.ts'
import type { TreeWindow } from './tree-window.ts'
import { fail, has, readName, readUnits, u8, u16 } from './tree-window.ts'

const NO_DEPENDENCY = 0xffff

/** What a window holds and how much of it. */
export interface StreamKind {
  /** Body of a template definition: its elements carry dependency ids (evtx-format §4.2). */
  readonly isDefinition: boolean
  /** Stop after one element or instance; otherwise read to the EOF token or the end of the window. */
  readonly isSingle: boolean
  /** Largest number of tokens. */
  readonly maxTokens: number
}

/**
 * Top-level content of the stream at `w.at`, as much as there is before a fault, which is then in `w.fault`: elements
 * that are open there are broken, the innermost one without its text.
 */
export function readStream(w: TreeWindow, kind: StreamKind): readonly ContentSyntax[] {
  const top: ContentSyntax[] = []
  const open: ElementSyntax[] = []
  if (w.at + FRAGMENT_HEADER_BYTES <= w.end && w.bytes[w.at] === Token.FragmentHeader)
    w.at += FRAGMENT_HEADER_BYTES
  while (w.fault === undefined && !isAtEnd(w, kind, top, open)) {
    if (w.tokens++ >= kind.maxTokens) fail(w, `more than ${kind.maxTokens} tokens`)
    else if (has(w, 1)) readToken(w, kind, top, open)
  }
  for (const element of open) element.isBroken = true
  const innermost = open[open.length - 1]
  if (innermost !== undefined) innermost.content = innermost.content.filter(isMarkup)
  return top
}

function isMarkup(item: ContentSyntax): boolean {
  return item.kind === 'element' || item.kind === 'instance'
}

function isAtEnd(
  w: TreeWindow,
  kind: StreamKind,
  top: readonly ContentSyntax[],
  open: readonly ElementSyntax[],
): boolean {
  if (open.length > 0) return false
  if (top.length > 0 && (kind.isSingle || w.at >= w.end || w.bytes[w.at] === Token.EndOfStream)) return true
  return false
}

/** Goes on by one token, or by a whole start tag. */
function readToken(w: TreeWindow, kind: StreamKind, top: ContentSyntax[], open: ElementSyntax[]): void {
  const token = w.bytes[w.at]! & TOKEN_MASK
  const parent = open[open.length - 1]
  const content = parent?.content ?? top
  if (token === Token.OpenElement) readElementStart(w, kind, content, open)
  else if (token === Token.EndElement && parent !== undefined) {
    w.at++
    open.pop()
  } else if (parent === undefined && top.length === 0 && token !== Token.Instance)
    fail(w, `token ${hex(token)} where a stream begins`)
  else {
    const item = readItem(w, token)
    if (item !== undefined && item !== 'nothing') content.push(item)
  }
}

/** One content token that is no element. */
function readItem(w: TreeWindow, token: number): ContentSyntax | InstanceSyntax | 'nothing' | undefined {
  if (token === Token.Instance) return readInstance(w)
  if (token === Token.PiTarget) {
    w.at++
    return readName(w) === undefined ? undefined : 'nothing'
  }
  if (token === Token.PiData) {
    w.at++
    return readUnits(w) === undefined ? undefined : 'nothing'
  }
  return readPiece(w, token)
}

/** A part of a text: literal, character, entity, or substitution. */
function readPiece(w: TreeWindow, token: number): ContentSyntax | undefined {
  const at = w.at++
  switch (token) {
    case Token.Text: {
      const type = u8(w)
      if (type === undefined) return undefined
      return type === 1 ? text(readUnits(w)) : fail(w, `value text of type ${type}`)
    }
    case Token.Cdata:
      return text(readUnits(w))
    case Token.CharRef: {
      const unit = u16(w)
      return unit === undefined ? undefined : text(String.fromCharCode(unit))
    }
    case Token.EntityRef: {
      const name = readName(w)
      return name === undefined ? undefined : text(entityText(name))
    }
    case Token.Substitution:
    case Token.OptionalSubstitution: {
      if (!has(w, 3)) return undefined
      const index = u16(w)!
      w.at++
      return { kind: 'substitution', index, isOptional: token === Token.OptionalSubstitution }
    }
    default:
      w.at = at
      return fail(w, `token ${hex(w.bytes[at]!)} where none is expected`)
  }
}

function text(value: string | undefined): TextSyntax | undefined {
  return value === undefined ? undefined : { kind: 'text', text: value }
}

/** From the open token to `>` or `/>`; the stored sizes are not needed. The element is open unless it ends there. */
function readElementStart(
  w: TreeWindow,
  kind: StreamKind,
  content: ContentSyntax[],
  open: ElementSyntax[],
): void {
  const hasAttributes = (w.bytes[w.at]! & HAS_ATTRIBUTES) !== 0
  w.at++
  const dependency = kind.isDefinition ? u16(w) : NO_DEPENDENCY
  if (open.length >= MAX_DEPTH) fail(w, `more than ${MAX_DEPTH} elements in each other`)
  if (w.fault !== undefined || dependency === undefined || !has(w, 4)) return
  w.at += 4
  const name = readName(w)
  if (name === undefined) return
  const element: ElementSyntax = {
    kind: 'element',
    name,
    dependency: dependency === NO_DEPENDENCY ? -1 : dependency,
    attributes: [],
    content: [],
    isBroken: false,
  }
  content.push(element)
  open.push(element)
  if (hasAttributes) readAttributes(w, kind, element)
  if (w.fault !== undefined || !has(w, 1)) return
  // In a definition the end of the start tag does not count as a token.
  if (!kind.isDefinition) w.tokens++
  const close = w.bytes[w.at]! & TOKEN_MASK
  if (close === Token.CloseEmpty) open.pop()
  if (close === Token.CloseEmpty || close === Token.CloseStart) w.at++
  else fail(w, `token ${hex(close)} instead of the end of a start tag`)
}

/** Attributes up to the end of the start tag, an unfinished one not among them. */
function readAttributes(w: TreeWindow, kind: StreamKind, element: ElementSyntax): void {
  if (!has(w, 4)) return
  w.at += 4
  while (w.at < w.end && (w.bytes[w.at]! & TOKEN_MASK) === Token.Attribute) {
    w.at++
    w.tokens++
    const name = readName(w)
    if (name === undefined) return
    const pieces: ContentSyntax[] = []
    while (!isAttributeEnd(w)) {
      if (w.tokens++ >= kind.maxTokens) fail(w, `more than ${kind.maxTokens} tokens`)
      if (w.fault !== undefined || !has(w, 1)) return
      const token = w.bytes[w.at]! & TOKEN_MASK
      const piece =
        token === Token.Instance ? fail(w, 'template instance in an attribute') : readItem(w, token)
      if (piece === undefined) return
      if (piece !== 'nothing') pieces.push(piece)
    }
    element.attributes.push({ name, pieces })
  }
}

function isAttributeEnd(w: TreeWindow): boolean {
  const token = w.at < w.end ? w.bytes[w.at]! & TOKEN_MASK : -1
  return token === Token.Attribute || token === Token.CloseStart || token === Token.CloseEmpty
}

function hex(token: number): string {
  return `0x${token.toString(16).padStart(2, '0')}`
}
