/**
 * The library `@ts-evtx/core` with types of our own: its declarations name files that the compiler cannot find, so that
 * everything it exports would silently be `any`. The only file that imports it. One fault of it is repaired here.
 * Invariant: only its lossless layer is used (chunks, records, nodes of templates, decoded values), not its XML.
 */
import { BinaryReader, ChunkHeader, FileHeader } from '@ts-evtx/core'
import { BXmlParser } from '@ts-evtx/core/dist/src/evtx/BXmlParser.js'
import { VariantValueParser } from '@ts-evtx/core/dist/src/evtx/VariantValueParser.js'

/** A value as the library decodes it; the type it was stored with is lost. */
export type LibraryValue =
  | null
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | readonly string[]
  | LibraryBinXml

/** An embedded stream, not decoded yet. */
export interface LibraryBinXml {
  readonly length: number
  readonly baseOffset?: number
}

/** A token of BinXML. Which members there are depends on the token. */
export interface LibraryNode {
  readonly token: number
  readonly children: readonly LibraryNode[]
  /** Elements, attributes and entities. */
  readonly name?: string
  /** Text. */
  readonly data?: unknown
  /** Character references. */
  readonly entity?: number
  /** Substitutions: index and declared type. */
  readonly substitution_id?: number
  readonly value_type?: number
  /** Elements: the dependency id. */
  readonly _unknown0?: number
}

interface LibraryTemplate {
  readonly rootElement: LibraryNode | null
}

interface LibraryRoot {
  readonly substitutions: readonly LibraryValue[]
  templateInstance(): { getActualTemplate(): LibraryTemplate | null } | null
}

export interface LibraryRecord {
  /** In the buffer given to `openLibraryChunk`. */
  readonly offset: number
  recordNum(): bigint
  /** FILETIME. */
  timestamp(): bigint
  /** False when the two size fields differ. */
  verify(): boolean
  root(): LibraryRoot
}

export interface LibraryChunk {
  checkMagic(): boolean
  records(): Iterator<LibraryRecord>
}

export interface LibraryFileHeader {
  verify(): boolean
  isDirty(): boolean
}

interface Embedded {
  readonly actual: LibraryTemplate | null
  readonly substitutions: readonly LibraryValue[]
}

interface LibraryReader {
  tell(): number
  seek(position: number): void
}

interface LibraryValueParser {
  readonly r: LibraryReader
}

/** Decodes the value at the reader's place. */
type ParseValue = (
  this: LibraryValueParser,
  type: number,
  lengthBytes?: number,
) => { readonly value: LibraryValue; readonly consumedBytes: number }

const library = {
  Reader: BinaryReader as unknown as new (bytes: Uint8Array) => object,
  Chunk: ChunkHeader as unknown as new (reader: object, offset: number) => LibraryChunk,
  Header: FileHeader as unknown as new (reader: object, offset: number) => LibraryFileHeader,
  Parser: BXmlParser as unknown as {
    parseEmbeddedActualAtOffset(offset: number, length: number, chunk: LibraryChunk): Embedded
  },
  values: VariantValueParser.prototype as unknown as { parse: ParseValue },
}

/**
 * The library moves on by what a type usually takes (1 byte for a Boolean, 4 for a SizeT) instead of by the declared
 * size, and misreads all values after such a one (evtx-pitfalls §5.1). Here it always moves by the declared size.
 */
function stepByDeclaredSizes(parse: ParseValue): ParseValue {
  return function (type, lengthBytes) {
    const start = this.r.tell()
    const parsed = parse.call(this, type, lengthBytes)
    if (lengthBytes === undefined) return parsed
    this.r.seek(start + lengthBytes)
    return { value: parsed.value, consumedBytes: lengthBytes }
  }
}

library.values.parse = stepByDeclaredSizes(library.values.parse)

/** The chunk in `bytes`, which hold nothing else, so that the library cannot run on into other chunks. */
export function openLibraryChunk(bytes: Uint8Array): LibraryChunk {
  return new library.Chunk(new library.Reader(bytes), 0)
}

export function openLibraryHeader(bytes: Uint8Array): LibraryFileHeader {
  return new library.Header(new library.Reader(bytes), 0)
}

/** Template and values of an embedded stream; no template when the library cannot make sense of it. */
export function openEmbedded(chunk: LibraryChunk, value: LibraryBinXml): Embedded {
  if (value.baseOffset === undefined) return { actual: null, substitutions: [] }
  return library.Parser.parseEmbeddedActualAtOffset(value.baseOffset, value.length, chunk)
}
