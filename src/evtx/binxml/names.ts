/**
 * Names and literal field names as small numbers. Within a chunk a table of name offsets, across chunks by text.
 * In: chunk offset of a Name, or a text. Out: id, with what the walker must know about the name.
 * Invariant: equal text ⇔ equal id until `clearNames`; offsets are those of the current chunk.
 */
import { CHUNK_BYTES } from '../format.ts'
import { MAX_NAME_UNITS, MAX_NAMES, MAX_NAMES_UNITS } from '../limits.ts'
import { isNamespace } from './outline.ts'
import { partOf } from './plan.ts'
import { NAME_HEADER_BYTES } from './tokens.ts'

export const NameKind = { Plain: 0, Namespace: 1, NameAttribute: 2 } as const

export interface NameTable {
  readonly bytes: Buffer
  readonly view: DataView
  chunkStart: number
  /** Id + 1 by chunk offset, 0 unknown. */
  readonly byOffset: Int32Array
  readonly touched: number[]
  readonly byText: Map<string, number>
  readonly texts: string[]
  /** As an attribute: `NameKind`. As an element below `<Event>`: `Part`. */
  readonly kinds: number[]
  readonly parts: number[]
  units: number
}

export function createNameTable(bytes: Buffer, view: DataView): NameTable {
  return {
    bytes,
    view,
    chunkStart: 0,
    byOffset: new Int32Array(CHUNK_BYTES),
    touched: [],
    byText: new Map(),
    texts: [],
    kinds: [],
    parts: [],
    units: 0,
  }
}

export function enterChunkNames(names: NameTable, chunkStart: number): void {
  for (const offset of names.touched) names.byOffset[offset] = 0
  names.touched.length = 0
  names.chunkStart = chunkStart
}

export function areNamesFull(names: NameTable): boolean {
  return names.texts.length > MAX_NAMES || names.units > MAX_NAMES_UNITS
}

/** Forgets all names; only between chunks. */
export function clearNames(names: NameTable): void {
  names.byText.clear()
  names.texts.length = 0
  names.kinds.length = 0
  names.parts.length = 0
  names.units = 0
}

/** Id of the Name at a chunk offset not seen yet; -1 when there is none. */
export function readNameId(names: NameTable, offset: number): number {
  if (offset + NAME_HEADER_BYTES > CHUNK_BYTES) return -1
  const at = names.chunkStart + offset
  const units = names.view.getUint16(at + 6, true)
  if (units > MAX_NAME_UNITS || offset + NAME_HEADER_BYTES + 2 * units > CHUNK_BYTES) return -1
  const start = at + NAME_HEADER_BYTES
  const id = internName(names, names.bytes.toString('utf16le', start, start + 2 * units))
  names.byOffset[offset] = id + 1
  names.touched.push(offset)
  return id
}

export function internName(names: NameTable, text: string): number {
  const known = names.byText.get(text)
  if (known !== undefined) return known
  const id = names.texts.push(text) - 1
  names.byText.set(text, id)
  names.kinds.push(
    isNamespace(text) ? NameKind.Namespace : text === 'Name' ? NameKind.NameAttribute : NameKind.Plain,
  )
  names.parts.push(partOf(text))
  names.units += text.length
  return id
}
