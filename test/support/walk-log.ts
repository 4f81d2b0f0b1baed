/**
 * A slow, strict walker over the bytes of a log, written from the format's description alone: no code of src/evtx is
 * used, and everything that can be checked is (sizes, links, checksums, references). The first fault throws.
 */
import { crc32 } from 'node:zlib'

interface WalkedValue {
  readonly type: number
  readonly bytes: Buffer
  /** Values of type 0x21. */
  readonly stream: WalkedStream | undefined
}

interface WalkedStream {
  readonly hasHeader: boolean
  readonly instance: WalkedInstance | undefined
  readonly element: WalkedElement | undefined
}

export interface WalkedInstance {
  readonly guid: string
  readonly definitionOffset: number
  readonly isInline: boolean
  readonly root: WalkedElement
  readonly values: readonly WalkedValue[]
}

export type WalkedPiece =
  | { readonly token: 'text' | 'cdata' | 'entity' | 'pi'; readonly text: string; readonly more: boolean }
  | { readonly token: 'char'; readonly unit: number; readonly more: boolean }
  | { readonly token: 'hole'; readonly index: number; readonly optional: boolean; readonly type: number }

export interface WalkedElement {
  readonly token: 'element'
  readonly name: string
  readonly dependency: number | undefined
  readonly attributes: readonly { readonly name: string; readonly pieces: readonly WalkedPiece[] }[]
  readonly children: readonly (WalkedElement | WalkedPiece)[]
}

export interface WalkedRecord {
  readonly id: bigint
  readonly written: bigint
  readonly offset: number
  readonly size: number
  readonly stream: WalkedStream
}

interface WalkedChunk {
  readonly firstNumber: bigint
  readonly lastNumber: bigint
  readonly firstId: bigint
  readonly lastId: bigint
  readonly flags: number
  readonly freeOffset: number
  readonly bytes: Buffer
  readonly records: readonly WalkedRecord[]
  readonly names: ReadonlyMap<number, string>
  readonly definitions: ReadonlyMap<number, string>
}

export interface WalkedLog {
  readonly nextRecordId: bigint
  readonly minorVersion: number
  readonly flags: number
  readonly chunks: readonly WalkedChunk[]
}

function need(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

export function walkLog(input: Uint8Array): WalkedLog {
  const log = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  need((log.length - 4096) % 65_536 === 0 && log.length > 4096, `file size ${log.length}`)
  const count = (log.length - 4096) / 65_536
  need(log.toString('latin1', 0, 8) === 'ElfFile\0', 'file signature')
  need(log.readBigUInt64LE(8) === 0n && log.readBigUInt64LE(16) === BigInt(count - 1), 'first, last chunk')
  need(log.readUInt32LE(32) === 128 && log.readUInt16LE(38) === 3, 'header size, major version')
  need(log.readUInt16LE(40) === 4096 && log.readUInt16LE(42) === count % 65_536, 'block size, chunk count')
  const flags = log.readUInt32LE(120)
  const crc = (flags & 4) === 0 ? crc32(log.subarray(0, 120)) : 0
  need(log.readUInt32LE(124) === crc, 'file header checksum')
  need(log.subarray(44, 120).every(isZero) && log.subarray(128, 4096).every(isZero), 'unused header bytes')
  const chunks: WalkedChunk[] = []
  for (let i = 0; i < count; i++)
    chunks.push(walkChunk(log.subarray(4096 + 65_536 * i, 4096 + 65_536 * (i + 1))))
  return {
    nextRecordId: log.readBigUInt64LE(24),
    minorVersion: log.readUInt16LE(36),
    flags,
    chunks,
  }
}

function isZero(byte: number): boolean {
  return byte === 0
}

function walkChunk(bytes: Buffer): WalkedChunk {
  need(bytes.toString('latin1', 0, 8) === 'ElfChnk\0', 'chunk signature')
  const freeOffset = bytes.readUInt32LE(48)
  const flags = bytes.readUInt32LE(120)
  const hasCrc = (flags & 4) === 0
  const dataCrc = hasCrc ? crc32(bytes.subarray(512, freeOffset)) : 0
  need(bytes.readUInt32LE(52) === dataCrc, 'chunk data checksum')
  const covered = Buffer.concat([bytes.subarray(0, 120), bytes.subarray(128, 512)])
  need(bytes.readUInt32LE(124) === (hasCrc ? crc32(covered) : 0), 'chunk header checksum')
  need(bytes.readUInt32LE(40) === 128 && bytes.subarray(56, 120).every(isZero), 'chunk header fields')
  need(bytes.subarray(freeOffset).every(isZero), 'slack')
  const names = new Map<number, string>()
  const definitions = new Map<number, string>()
  const roots = new Map<number, WalkedElement>()
  const records: WalkedRecord[] = []
  for (let at = 512; at < freeOffset; ) {
    const size = bytes.readUInt32LE(at + 4)
    need(bytes.readUInt32LE(at) === 0x2a2a, `record signature at ${at}`)
    need(size % 8 === 0 && size >= 32 && at + size <= freeOffset, `record size ${size} at ${at}`)
    need(bytes.readUInt32LE(at + size - 4) === size, `size copy at ${at}`)
    const cursor = { bytes, at: at + 24, names, definitions, roots }
    const stream = walkStream(cursor, false)
    need(cursor.at <= at + size - 4 && at + size - 4 - cursor.at < 8, `filler at ${cursor.at}`)
    need(bytes.subarray(cursor.at, at + size - 4).every(isZero), 'filler bytes')
    records.push({
      id: bytes.readBigUInt64LE(at + 8),
      written: bytes.readBigUInt64LE(at + 16),
      offset: at,
      size,
      stream,
    })
    at += size
  }
  if (records.length > 0) {
    need(bytes.readUInt32LE(44) === records.at(-1)!.offset, 'offset of the last record')
    need(bytes.readBigUInt64LE(24) === records[0]!.id, 'first record id')
    need(bytes.readBigUInt64LE(32) === records.at(-1)!.id, 'last record id')
    const last = bytes.readBigUInt64LE(8) + BigInt(records.length - 1)
    need(bytes.readBigUInt64LE(16) === last, 'last record number')
  }
  checkTable(bytes, 128, 64, names, nameHash)
  checkTable(bytes, 384, 32, definitions, guidHash)
  return {
    firstNumber: bytes.readBigUInt64LE(8),
    lastNumber: bytes.readBigUInt64LE(16),
    firstId: bytes.readBigUInt64LE(24),
    lastId: bytes.readBigUInt64LE(32),
    flags,
    freeOffset,
    bytes,
    records,
    names,
    definitions,
  }
}

/** Every list holds exactly the entries whose hash belongs to it, newest first. */
function checkTable(
  bytes: Buffer,
  table: number,
  buckets: number,
  entries: ReadonlyMap<number, string>,
  hashOf: (entry: string) => bigint,
): void {
  for (let bucket = 0; bucket < buckets; bucket++) {
    const wanted = [...entries].filter(([, entry]) => Number(hashOf(entry) % BigInt(buckets)) === bucket)
    const offsets = wanted.map(([offset]) => offset).sort((a, b) => b - a)
    const found: number[] = []
    for (let at = bytes.readUInt32LE(table + 4 * bucket); at !== 0; at = bytes.readUInt32LE(at)) {
      need(found.length < 65_536, 'a list of a table has a cycle')
      found.push(at)
    }
    need(
      found.join() === offsets.join(),
      `list ${bucket} of the table at ${table}: ${found} is not ${offsets}`,
    )
  }
}

function hash(words: readonly number[]): bigint {
  return words.reduce((h, word) => (h * 65_599n + BigInt(word)) % 4_294_967_296n, 0n)
}

function nameHash(name: string): bigint {
  return hash([...Array(name.length).keys()].map((i) => name.charCodeAt(i)))
}

function guidHash(guid: string): bigint {
  const bytes = Buffer.from(guid, 'hex')
  return hash([0, 2, 4, 6, 8, 10, 12, 14].map((i) => bytes.readUInt16LE(i)))
}

interface Cursor {
  readonly bytes: Buffer
  at: number
  readonly names: Map<number, string>
  readonly definitions: Map<number, string>
  readonly roots: Map<number, WalkedElement>
}

function u8(c: Cursor): number {
  return c.bytes[c.at++]!
}

function u16(c: Cursor): number {
  c.at += 2
  return c.bytes.readUInt16LE(c.at - 2)
}

function u32(c: Cursor): number {
  c.at += 4
  return c.bytes.readUInt32LE(c.at - 4)
}

function utf16(c: Cursor, units: number): string {
  c.at += 2 * units
  return c.bytes.toString('utf16le', c.at - 2 * units, c.at)
}

/** `0F 01 01 00`? then one instance or element, then 00. */
function walkStream(c: Cursor, inDefinition: boolean): WalkedStream {
  const hasHeader = c.bytes[c.at] === 0x0f
  if (hasHeader) need(u32(c) === 0x0001010f, 'fragment header')
  const isInstance = c.bytes[c.at] === 0x0c
  const instance = isInstance ? walkInstance(c) : undefined
  const element = isInstance ? undefined : walkElement(c, inDefinition)
  need(u8(c) === 0, `end of the stream at ${c.at - 1}`)
  return { hasHeader, instance, element }
}

function walkInstance(c: Cursor): WalkedInstance {
  need(u8(c) === 0x0c && u8(c) === 1, 'instance token')
  const id = u32(c)
  const definitionOffset = u32(c)
  const isInline = definitionOffset === c.at
  if (isInline) {
    need(!c.roots.has(definitionOffset), 'a definition is defined once')
    c.at += 4
    const guid = c.bytes.toString('hex', c.at, c.at + 16)
    c.at += 16
    const size = u32(c)
    const end = c.at + size
    const { hasHeader, element } = walkStream(c, true)
    need(hasHeader && element !== undefined && c.at === end, `size of the definition at ${definitionOffset}`)
    c.definitions.set(definitionOffset, guid)
    c.roots.set(definitionOffset, element)
  }
  const root = c.roots.get(definitionOffset)
  need(root !== undefined, `no definition at ${definitionOffset}`)
  need(c.bytes.readUInt32LE(definitionOffset + 4) === id, 'template id is the first dword of the GUID')
  const values = walkValues(c)
  checkHoles(root, values.length)
  return { guid: c.definitions.get(definitionOffset)!, definitionOffset, isInline, root, values }
}

function walkValues(c: Cursor): WalkedValue[] {
  const descriptors: [size: number, type: number][] = []
  for (let n = u32(c); n > 0; n--) {
    descriptors.push([u16(c), u8(c)])
    need(u8(c) === 0, 'fourth byte of a descriptor')
  }
  return descriptors.map(([size, type]) => {
    const end = c.at + size
    const bytes = c.bytes.subarray(c.at, end)
    const stream = type === 0x21 && size > 0 ? walkStream(c, false) : undefined
    need(stream === undefined || c.at === end, `an embedded stream ends at ${c.at}, its value at ${end}`)
    c.at = end
    return { type, bytes, stream }
  })
}

/** Indexes within the values; dependencies only on optional substitutions inside the element. */
function checkHoles(element: WalkedElement, count: number): number[] {
  need(element.dependency !== undefined, 'an element of a definition has a dependency id')
  const optional: number[] = []
  const pieces = [...element.attributes.flatMap((a) => a.pieces), ...element.children]
  for (const piece of pieces) {
    if (piece.token === 'element') optional.push(...checkHoles(piece, count))
    if (piece.token !== 'hole') continue
    need(piece.index < count, `substitution ${piece.index} of ${count}`)
    if (piece.optional) optional.push(piece.index)
  }
  const { dependency } = element
  need(dependency === 0xffff || optional.includes(dependency), `dependency ${dependency} of ${element.name}`)
  return optional
}

function walkElement(c: Cursor, inDefinition: boolean): WalkedElement {
  const token = u8(c)
  need(token === 0x01 || token === 0x41, `element token ${token} at ${c.at - 1}`)
  const dependency = inDefinition ? u16(c) : undefined
  const size = u32(c)
  const start = c.at
  const name = walkName(c)
  const attributes = token === 0x41 ? walkAttributes(c) : []
  const children: (WalkedElement | WalkedPiece)[] = []
  const close = u8(c)
  need(close === 2 || close === 3, `close token ${close} at ${c.at - 1}`)
  if (close === 2) {
    while (c.bytes[c.at] !== 4) {
      const isElement = (c.bytes[c.at]! & 0xbf) === 1
      children.push(isElement ? walkElement(c, inDefinition) : walkPiece(c))
    }
    c.at++
  }
  need(c.at === start + size, `size of element ${name}: ${size}, found ${c.at - start}`)
  checkMore(children)
  return { token: 'element', name, dependency, attributes, children }
}

function walkAttributes(c: Cursor): { name: string; pieces: WalkedPiece[] }[] {
  const size = u32(c)
  const end = c.at + size
  const attributes: { name: string; pieces: WalkedPiece[] }[] = []
  for (let more = true; more; ) {
    const token = u8(c)
    need(token === 0x06 || token === 0x46, `attribute token ${token} at ${c.at - 1}`)
    more = token === 0x46
    const name = walkName(c)
    const pieces: WalkedPiece[] = []
    while (![0x06, 0x46, 0x02, 0x03].includes(c.bytes[c.at]!)) pieces.push(walkPiece(c))
    checkMore(pieces)
    attributes.push({ name, pieces })
  }
  need(c.at === end, `size of an attribute list: ${size}`)
  return attributes
}

/** The flag says whether another piece of text follows directly. */
function checkMore(pieces: readonly (WalkedElement | WalkedPiece)[]): void {
  pieces.forEach((piece, i) => {
    if (!('more' in piece) || piece.token === 'pi') return
    const next = pieces[i + 1]
    need(piece.more === (next !== undefined && next.token !== 'element'), 'the flag of a text that goes on')
  })
}

function walkPiece(c: Cursor): WalkedPiece {
  const token = u8(c)
  const more = (token & 0x40) !== 0
  switch (token & 0xbf) {
    case 0x05:
      need(u8(c) === 1, 'type of a value text')
      return { token: 'text', text: utf16(c, u16(c)), more }
    case 0x07:
      return { token: 'cdata', text: utf16(c, u16(c)), more }
    case 0x08:
      return { token: 'char', unit: u16(c), more }
    case 0x09:
      return { token: 'entity', text: walkName(c), more }
    case 0x0a: {
      const target = walkName(c)
      need(u8(c) === 0x0b, 'data of a processing instruction')
      return { token: 'pi', text: `${target} ${utf16(c, u16(c))}`, more }
    }
    case 0x0d:
    case 0x0e:
      return { token: 'hole', index: u16(c), optional: (token & 0xbf) === 0x0e, type: u8(c) }
    default:
      throw new Error(`token ${token} at ${c.at - 1}`)
  }
}

function walkName(c: Cursor): string {
  const offset = u32(c)
  if (offset !== c.at) {
    const known = c.names.get(offset)
    need(known !== undefined, `no name at ${offset}`)
    return known
  }
  c.at += 4
  const low = u16(c)
  const name = utf16(c, u16(c))
  need(u16(c) === 0, 'terminator of a name')
  need(BigInt(low) === nameHash(name) % 65_536n, `hash of name ${name}`)
  need(![...c.names.values()].includes(name), `name ${name} is stored once`)
  c.names.set(offset, name)
  return name
}
