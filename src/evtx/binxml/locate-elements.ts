/**
 * A walk over elements that stand in a record itself, without a template (evtx-format §6.3). In: position and end of
 * the stream. Out: a slot for each text and attribute, the structure in the trie, the end of the root element.
 * Invariant: reads only inside the window and, for names, the chunk; element sizes are not relied on; never recurses
 * but into template instances.
 */
import { MAX_DEPTH, MAX_RECORD_TOKENS } from '../limits.ts'
import type { Locator } from './locator.ts'
import { addPiece, addPiecesSlot, addPieceText, fail, noteHeader, piecesText, takeStep } from './locator.ts'
import { internName, NameKind, readNameId } from './names.ts'
import { Part } from './plan.ts'
import type { TrieNode } from './shape-trie.ts'
import { descend, Step } from './shape-trie.ts'
import { entityText, HAS_ATTRIBUTES, NAME_HEADER_BYTES, TOKEN_MASK, Token } from './tokens.ts'

/** Locates the instance whose 0C token is at `at`; `s.end` is then its end. */
export type LocateInstance = (s: Locator, at: number, limit: number, depth: number, part: number) => boolean

/** What may come next: content, attributes or the end of the start tag, that end alone, an attribute's value. */
const State = { Content: 0, StartTag: 1, StartTagEnd: 2, AttributeValue: 3 } as const

/**
 * Reads one element and all in it. `baseDepth` is the number of elements around it, `basePart` the part of the event
 * they belong to. Sets `s.end`; false with `s.fault` set, the trie then stands where reading stopped. With `isOpen`
 * the element is one whose reading was stopped at the header, and reading goes on in its content.
 */
export function locateElements(
  s: Locator,
  start: number,
  limit: number,
  baseDepth: number,
  basePart: number,
  locateInstance: LocateInstance,
  isOpen = false,
): boolean {
  const { bytes, hasChild, parts } = s
  let p = start
  let depth = isOpen ? baseDepth : baseDepth - 1
  let state: number = State.Content
  let attribute = 0
  while (p < limit) {
    if (++s.tokens > MAX_RECORD_TOKENS) return fail(s, `more than ${MAX_RECORD_TOKENS} tokens`, p)
    const token = bytes[p]! & TOKEN_MASK
    if (state === State.AttributeValue && isAttributeEnd(token)) {
      if (!closeAttribute(s, attribute, depth)) return false
      state = State.StartTag
    }
    if (token === Token.OpenElement) {
      if (state !== State.Content) return unexpected(s, p)
      if (depth >= baseDepth) hasChild[depth] = 1
      if (++depth >= MAX_DEPTH) return fail(s, `more than ${MAX_DEPTH} elements in each other`, p)
      state = (bytes[p]! & HAS_ATTRIBUTES) !== 0 ? State.StartTag : State.StartTagEnd
      const name = readReference(s, p + 5, limit)
      if (name < 0) return false
      p = state === State.StartTag ? s.end + 4 : s.end
      hasChild[depth] = 0
      parts[depth] = depth === 1 ? s.names.parts[name]! : depth === baseDepth ? basePart : parts[depth - 1]!
      if (depth === 0) parts[0] = Part.None
      else if (depth === 1 && parts[1] === Part.System) noteHeaderElement(s, baseDepth)
      s.pieceCount = 0
      takeStep(s, name * 8 + Step.Element)
    } else if (token === Token.Attribute) {
      if (state !== State.StartTag) return unexpected(s, p)
      attribute = readReference(s, p + 1, limit)
      if (attribute < 0) return false
      p = s.end
      s.pieceCount = 0
      state = State.AttributeValue
    } else if (token === Token.CloseStart && isStartTag(state)) {
      p++
      s.pieceCount = 0
      state = State.Content
    } else if (
      (token === Token.EndElement && state === State.Content) ||
      (token === Token.CloseEmpty && isStartTag(state))
    ) {
      p++
      if (token === Token.CloseEmpty) s.pieceCount = 0
      if (!closeElement(s, depth)) return false
      s.pieceCount = 0
      state = State.Content
      if (depth-- === baseDepth) {
        s.end = p
        return true
      }
      if (depth === 0 && s.stopsAtHeader && parts[1] === Part.System) {
        s.stopsAtHeader = false
        s.isStopped = true
        s.end = p
        return true
      }
    } else if (token === Token.Instance && state === State.Content) {
      hasChild[depth] = 1
      const part = parts[depth]!
      if (!locateInstance(s, p, limit, depth + 1, depth === 0 ? Part.None : part)) return false
      s.pieceCount = 0
      p = s.end
    } else {
      if (isStartTag(state) || !readPiece(s, p, token, limit)) return unexpected(s, p)
      p = s.end
    }
  }
  return fail(s, 'elements are not closed', limit)
}

/** One that is embedded may stand before that of the template: then the slow decoder tells which is the header. */
function noteHeaderElement(s: Locator, baseDepth: number): void {
  noteHeader(s)
  if (baseDepth > 0) s.isOdd = true
}

function isStartTag(state: number): boolean {
  return state === State.StartTag || state === State.StartTagEnd
}

function isAttributeEnd(token: number): boolean {
  return token === Token.Attribute || token === Token.CloseStart || token === Token.CloseEmpty
}

/** The name referred to at `at`, -1 with a fault; `s.end` is where the tokens go on. */
function readReference(s: Locator, at: number, limit: number): number {
  if (at + 4 > limit) return noName(s, at)
  const offset = s.view.getUint32(at, true)
  const { byOffset } = s.names
  let id = offset < byOffset.length ? byOffset[offset]! - 1 : -1
  if (id < 0) id = readNameId(s.names, offset)
  if (id < 0) return noName(s, at)
  let end = at + 4
  if (offset === end - s.chunkStart) end += NAME_HEADER_BYTES + 2 * s.view.getUint16(end + 6, true) + 2
  if (end > limit) return noName(s, at)
  s.end = end
  return id
}

function noName(s: Locator, at: number): -1 {
  fail(s, 'no readable name', at)
  return -1
}

/** A part of a text; sets `s.end`. False when the token is none or does not fit (without a fault). */
function readPiece(s: Locator, at: number, token: number, limit: number): boolean {
  const { view } = s
  if (token === Token.Text || token === Token.Cdata || token === Token.PiData) {
    const head = token === Token.Text ? at + 2 : at + 1
    if (head + 2 > limit || (token === Token.Text && s.bytes[at + 1] !== 1)) return false
    const length = 2 * view.getUint16(head, true)
    s.end = head + 2 + length
    if (s.end > limit) return false
    if (token !== Token.PiData) addPiece(s, head + 2, length)
    return true
  }
  if (token === Token.CharRef) {
    s.end = at + 3
    if (s.end > limit) return false
    addPieceText(s, String.fromCharCode(view.getUint16(at + 1, true)))
    return true
  }
  if (token === Token.EntityRef || token === Token.PiTarget) {
    const name = readReference(s, at + 1, limit)
    if (name >= 0 && token === Token.EntityRef) addPieceText(s, entityText(s.names.texts[name]!))
    return name >= 0
  }
  if (token !== Token.Substitution && token !== Token.OptionalSubstitution) return false
  // There are no values to put in; what that means is for the slow decoder to say.
  s.isOdd = true
  s.end = at + 4
  return s.end <= limit
}

/** `xmlns` gives nothing, `Name` of a child of EventData is the field's name, all else a value. */
function closeAttribute(s: Locator, name: number, depth: number): boolean {
  const kind = s.names.kinds[name]!
  if (kind === NameKind.Namespace) return true
  if (kind === NameKind.NameAttribute && depth === 2 && s.parts[depth] === Part.EventData) {
    s.node = fieldNameNode(s, s.node)
    return true
  }
  if (!addPiecesSlot(s)) return false
  takeStep(s, name * 8 + Step.Attribute)
  return true
}

/** Compares bytes with the name met here last; interns the text only when it is another. */
function fieldNameNode(s: Locator, node: TrieNode): TrieNode {
  const isPlain = s.pieceCount === 1 && !s.isComposed
  const last = node.lastChild
  if (isPlain && last !== undefined && (node.lastStep & 7) === Step.FieldName && isSameText(s, last.text))
    return last
  const text = s.pieceCount === 0 ? '' : piecesText(s)
  const step = internName(s.names, text) * 8 + Step.FieldName
  const child = node.lastStep === step ? last! : descend(s.trie, node, step, undefined)
  if (child.text.byteLength === 0) {
    const bytes = Uint8Array.from(Buffer.from(text, 'utf16le'))
    child.text = new DataView(bytes.buffer)
  }
  return child
}

function isSameText(s: Locator, text: DataView): boolean {
  const length = s.pieceLength
  if (text.byteLength !== length) return false
  const { view, pieceOffset } = s
  let i = 0
  for (; i + 4 <= length; i += 4)
    if (view.getInt32(pieceOffset + i, true) !== text.getInt32(i, true)) return false
  return i === length || view.getUint16(pieceOffset + i, true) === text.getUint16(i, true)
}

/**
 * Which elements have a value: those without child elements, '' when they have no content; in System and right below
 * Event only those with text (`Leaf` in event/event.ts).
 */
function closeElement(s: Locator, depth: number): boolean {
  const isLeaf =
    s.hasChild[depth] === 0 &&
    depth > 0 &&
    (s.pieceCount > 0 || (depth > 1 && s.parts[depth] !== Part.System))
  if (!isLeaf) {
    takeStep(s, Step.End)
    return true
  }
  if (!addPiecesSlot(s)) return false
  takeStep(s, Step.EndWithText)
  return true
}

function unexpected(s: Locator, at: number): false {
  const token = s.bytes[at]!.toString(16).padStart(2, '0')
  return fail(s, `token 0x${token} where none is expected, or cut short`, at)
}
