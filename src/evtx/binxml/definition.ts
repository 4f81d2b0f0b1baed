/**
 * A template definition's body becomes an outline of elements and a skeleton to know it again in other chunks
 * (evtx-format §4–§6). In: its window in the chunk. Out: both, or why not.
 * Invariant: reads only inside the window and, for names, the chunk; depth and tokens are limited; never recurses.
 */
import { CHUNK_BYTES } from '../format.ts'
import { MAX_DEFINITION_TOKENS, MAX_DEPTH, MAX_NAME_UNITS, MAX_VALUES } from '../limits.ts'
import type { OutlineContent, OutlineElement } from './outline.ts'
import { addText } from './outline.ts'
import type { Skeleton, SkeletonWriter } from './skeleton.ts'
import { finishSkeleton, noteName, skipSize } from './skeleton.ts'
import {
  entityText,
  FRAGMENT_HEADER_BYTES,
  HAS_ATTRIBUTES,
  NAME_HEADER_BYTES,
  TOKEN_MASK,
  Token,
} from './tokens.ts'

export interface Definition {
  readonly root: OutlineElement
  readonly skeleton: Skeleton
  /** Values that an instance must bring for every substitution to have one. */
  readonly valueCount: number
  /** Bytes read. */
  readonly length: number
}

/** Why a body could not be parsed; `embeds`: an instance inside it, which only the slow decoder reads. */
export interface DefinitionFault {
  readonly fault: string
  readonly embedsInstance: boolean
  readonly chunkOffset: number
}

interface Cursor {
  readonly bytes: Buffer
  readonly view: DataView
  readonly chunkStart: number
  readonly end: number
  readonly hasDependencies: boolean
  readonly skeleton: SkeletonWriter
  at: number
  tokens: number
  valueCount: number
  fault: string
  embedsInstance: boolean
}

/** Parses the body in `[start, end)`; elements carry dependency ids or not (evtx-format §4.2). */
export function parseDefinition(
  bytes: Buffer,
  view: DataView,
  chunkStart: number,
  start: number,
  end: number,
  hasDependencies: boolean,
): Definition | DefinitionFault {
  const skeleton: SkeletonWriter = { bytes, steps: [], content: [], from: start }
  const state = { at: start, tokens: 0, valueCount: 0, fault: '', embedsInstance: false }
  const c: Cursor = { bytes, view, chunkStart, end, hasDependencies, skeleton, ...state }
  const root = readBody(c)
  if (root !== undefined && c.fault === '')
    return { root, skeleton: finishSkeleton(skeleton, c.at), valueCount: c.valueCount, length: c.at - start }
  const fault = c.fault === '' ? 'no element' : c.fault
  return { fault, embedsInstance: c.embedsInstance, chunkOffset: c.at - chunkStart }
}

function readBody(c: Cursor): OutlineElement | undefined {
  if (has(c, FRAGMENT_HEADER_BYTES) && c.bytes[c.at] === Token.FragmentHeader) c.at += FRAGMENT_HEADER_BYTES
  const top: OutlineContent[] = []
  const open: OutlineElement[] = []
  while (c.fault === '' && (open.length > 0 || top.length === 0)) {
    if (!has(c, 1) || !count(c)) return undefined
    const token = c.bytes[c.at]! & TOKEN_MASK
    const parent = open[open.length - 1]
    if (token === Token.OpenElement) {
      const element = readStart(c)
      if (element === undefined) return undefined
      ;(parent?.content ?? top).push(element)
      const close = c.bytes[c.at++]! & TOKEN_MASK
      if (close === Token.CloseStart) open.push(element)
      if (open.length > MAX_DEPTH) return fail(c, `more than ${MAX_DEPTH} elements in each other`)
    } else if (parent === undefined) {
      c.embedsInstance = token === Token.Instance
      return fail(c, `token ${hex(token)} where an element begins`)
    } else if (token === Token.EndElement) {
      c.at++
      open.pop()
    } else readPiece(c, token, parent.content)
  }
  const root = top[0]
  return root?.kind === 'element' ? root : undefined
}

/** From the open token to just before `>` or `/>`; the stored sizes are not needed. */
function readStart(c: Cursor): OutlineElement | undefined {
  const hasAttributes = (c.bytes[c.at]! & HAS_ATTRIBUTES) !== 0
  c.at++
  let dependency = -1
  if (c.hasDependencies) {
    if (!has(c, 2)) return undefined
    const id = c.view.getUint16(c.at, true)
    if (id !== 0xffff) dependency = noteValue(c, id)
    c.at += 2
  }
  if (!readSize(c)) return undefined
  const name = readName(c)
  if (name === undefined) return undefined
  const element: OutlineElement = { kind: 'element', name, dependency, attributes: [], content: [] }
  if (hasAttributes && !(readSize(c) && readAttributes(c, element))) return undefined
  if (!has(c, 1)) return undefined
  const close = c.bytes[c.at]! & TOKEN_MASK
  if (close === Token.CloseStart || close === Token.CloseEmpty) return element
  return fail(c, `token ${hex(close)} instead of the end of a start tag`)
}

function readAttributes(c: Cursor, element: OutlineElement): boolean {
  while (c.at < c.end && (c.bytes[c.at]! & TOKEN_MASK) === Token.Attribute) {
    c.at++
    const name = readName(c)
    if (name === undefined || !count(c)) return false
    const pieces: OutlineContent[] = []
    while (c.at < c.end) {
      const token = c.bytes[c.at]! & TOKEN_MASK
      if (token === Token.Attribute || token === Token.CloseStart || token === Token.CloseEmpty) break
      if (!count(c) || !readPiece(c, token, pieces)) return false
    }
    element.attributes.push({ name, pieces: pieces.filter((p) => p.kind === 'text' || p.kind === 'slot') })
  }
  return true
}

/** Text, a reference, a substitution or a processing instruction (which is dropped). */
function readPiece(c: Cursor, token: number, out: OutlineContent[]): boolean {
  const start = c.at++
  switch (token) {
    case Token.Text:
      if (!has(c, 1)) return false
      if (c.bytes[c.at] !== 1) return fail(c, `value text of type ${c.bytes[c.at]}`) ?? false
      c.at++
      return readText(c, out)
    case Token.Cdata:
      return readText(c, out)
    case Token.CharRef:
      if (!has(c, 2)) return false
      addText(out, String.fromCharCode(c.view.getUint16(c.at, true)))
      c.at += 2
      return true
    case Token.EntityRef: {
      const name = readName(c)
      if (name !== undefined) addText(out, entityText(name))
      return name !== undefined
    }
    case Token.PiTarget:
      return readName(c) !== undefined
    case Token.PiData:
      return readText(c, [])
    case Token.Substitution:
    case Token.OptionalSubstitution:
      return readSubstitution(c, token === Token.OptionalSubstitution, out)
    default:
      c.at = start
      c.embedsInstance = token === Token.Instance
      return fail(c, `token ${hex(token)} where none is expected`) ?? false
  }
}

function readText(c: Cursor, out: OutlineContent[]): boolean {
  if (!has(c, 2)) return false
  const start = c.at + 2
  const bytes = 2 * c.view.getUint16(c.at, true)
  c.at = start
  if (!has(c, bytes)) return false
  c.at += bytes
  addText(out, c.bytes.toString('utf16le', start, c.at))
  return true
}

function readSubstitution(c: Cursor, isOptional: boolean, out: OutlineContent[]): boolean {
  if (!has(c, 3)) return false
  const slot = noteValue(c, c.view.getUint16(c.at, true))
  out.push({ kind: 'slot', slot, isOptional, isHole: c.bytes[c.at + 2] === 0x21 })
  c.at += 3
  return true
}

/** The value's index; all that no instance can have share the first such index, which is always Null. */
function noteValue(c: Cursor, index: number): number {
  const value = Math.min(index, MAX_VALUES)
  c.valueCount = Math.max(c.valueCount, value + 1)
  return value
}

function readSize(c: Cursor): boolean {
  if (!has(c, 4)) return false
  skipSize(c.skeleton, c.at)
  c.at += 4
  return true
}

/** A name by its chunk offset; stored right here when the offset says so (evtx-format §5). */
function readName(c: Cursor): string | undefined {
  if (!has(c, 4)) return undefined
  const offset = c.view.getUint32(c.at, true)
  const start = c.chunkStart + offset
  if (offset + NAME_HEADER_BYTES > CHUNK_BYTES) return fail(c, `name at ${offset}, beyond the chunk`)
  const units = c.view.getUint16(start + 6, true)
  if (units > MAX_NAME_UNITS) return fail(c, `name of ${units} units`)
  const end = start + NAME_HEADER_BYTES + 2 * units
  if (end > c.chunkStart + CHUNK_BYTES) return fail(c, `name at ${offset} runs beyond the chunk`)
  const reference = c.at
  c.at += 4
  if (start === c.at) {
    if (!has(c, NAME_HEADER_BYTES + 2 * units + 2)) return undefined
    c.at += NAME_HEADER_BYTES + 2 * units + 2
  }
  noteName(c.skeleton, reference, start + NAME_HEADER_BYTES, end, c.at)
  return c.bytes.toString('utf16le', start + NAME_HEADER_BYTES, end)
}

function has(c: Cursor, bytes: number): boolean {
  if (c.at + bytes <= c.end) return true
  fail(c, `${bytes} bytes needed, ${Math.max(0, c.end - c.at)} left`)
  return false
}

function count(c: Cursor): boolean {
  if (++c.tokens <= MAX_DEFINITION_TOKENS) return true
  fail(c, `more than ${MAX_DEFINITION_TOKENS} tokens`)
  return false
}

function fail(c: Cursor, fault: string): undefined {
  if (c.fault === '') c.fault = fault
  return undefined
}

function hex(token: number): string {
  return `0x${token.toString(16).padStart(2, '0')}`
}
