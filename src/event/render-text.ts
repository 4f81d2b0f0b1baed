/**
 * A located value becomes text, per type as the column "use for matching" of evtx-pitfalls §7.
 * In: type, bytes, window. Out: text. Invariant: never throws and never reads outside [offset, offset + length);
 * a size that does not fit the type gives the bytes as upper-case hexadecimal.
 */
import { formatFileTime } from './filetime.ts'
import { ValueType } from './value-type.ts'

/** Bytes to read from; `bytes` and `view` cover the same memory. */
export interface ByteWindow {
  readonly bytes: Buffer
  readonly view: DataView
}

/** Width in bytes of fixed-width types, 0 for the others; the array flag must be cut off first. */
const WIDTH = new Uint8Array(256)
for (const [type, width] of [
  [ValueType.Int8, 1],
  [ValueType.UInt8, 1],
  [ValueType.Int16, 2],
  [ValueType.UInt16, 2],
  [ValueType.Int32, 4],
  [ValueType.UInt32, 4],
  [ValueType.Int64, 8],
  [ValueType.UInt64, 8],
  [ValueType.Real32, 4],
  [ValueType.Real64, 8],
  [ValueType.Boolean, 4],
  [ValueType.Guid, 16],
  [ValueType.FileTime, 8],
  [ValueType.SystemTime, 16],
  [ValueType.HexInt32, 4],
  [ValueType.HexInt64, 8],
] as const) {
  WIDTH[type] = width
}

/** Width in bytes of one value of a fixed-width type, 0 for types of variable width. */
export function widthOf(type: number): number {
  return WIDTH[type & 0x7f]!
}

/** True when the bytes cannot be a value of the type (they are then shown as hexadecimal). */
export function isUnreadable(type: number, w: ByteWindow, offset: number, length: number): boolean {
  if (type === ValueType.Sid) return length < 8 || length !== 8 + 4 * w.bytes[offset + 1]!
  if (type === ValueType.SizeT) return length !== 4 && length !== 8
  const width = WIDTH[type & 0xff]!
  return width !== 0 && length !== width
}

/** Text of one scalar value (no array flag); '' for Null and for zero length. */
export function renderText(type: number, w: ByteWindow, offset: number, length: number): string {
  if (length === 0 || type === ValueType.Null) return ''
  if (type === ValueType.String) return readUtf16(w.bytes, offset, length)
  if (isUnreadable(type, w, offset, length)) return hexOf(w.bytes, offset, length)
  const { view } = w
  switch (type) {
    case ValueType.AnsiString:
      return readAnsi(w.bytes, offset, length)
    case ValueType.Int8:
      return String(view.getInt8(offset))
    case ValueType.UInt8:
      return String(view.getUint8(offset))
    case ValueType.Int16:
      return String(view.getInt16(offset, true))
    case ValueType.UInt16:
      return String(view.getUint16(offset, true))
    case ValueType.Int32:
      return String(view.getInt32(offset, true))
    case ValueType.UInt32:
      return String(view.getUint32(offset, true))
    case ValueType.Int64:
      return String(view.getBigInt64(offset, true))
    case ValueType.UInt64:
      return readUint64(view, offset)
    case ValueType.Real32:
      return renderReal32(view.getFloat32(offset, true))
    case ValueType.Real64:
      return renderReal(view.getFloat64(offset, true))
    case ValueType.Boolean:
      return view.getUint32(offset, true) === 0 ? 'false' : 'true'
    case ValueType.Guid:
      return readGuid(view, offset)
    case ValueType.SizeT:
      return length === 4 ? `0x${view.getUint32(offset, true).toString(16)}` : readHex64(view, offset)
    case ValueType.HexInt32:
      return `0x${view.getUint32(offset, true).toString(16)}`
    case ValueType.HexInt64:
      return readHex64(view, offset)
    case ValueType.FileTime:
      return formatFileTime(view.getUint32(offset, true), view.getUint32(offset + 4, true))
    case ValueType.SystemTime:
      return readSystemTime(view, offset)
    case ValueType.Sid:
      return readSid(w, offset)
    default:
      return hexOf(w.bytes, offset, length)
  }
}

/** UTF-16LE text; an odd last byte and trailing NULs are no part of it (evtx-pitfalls §5.3), embedded NULs are. */
export function readUtf16(bytes: Buffer, offset: number, length: number): string {
  return bytes.toString('utf16le', offset, offset + trimUtf16(bytes, offset, length))
}

/** Bytes of the text: as many as `readUtf16` reads. */
export function trimUtf16(bytes: Uint8Array, offset: number, length: number): number {
  let end = offset + (length & ~1)
  while (end > offset && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2
  return end - offset
}

/** The same for text that is no value in place: without trailing NULs. */
export function cutNuls(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--
  return end === text.length ? text : text.slice(0, end)
}

/** Code page 1252 from 0x80 to 0x9f; its five holes keep their code. (Node 20's own decoder treats all as Latin-1.) */
const ANSI_80_TO_9F =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'
const ANSI_SPECIAL = /[\x80-\x9f]/g

/** Text in the ANSI code page 1252; trailing NULs are no part of it. */
function readAnsi(bytes: Buffer, offset: number, length: number): string {
  let end = offset + length
  while (end > offset && bytes[end - 1] === 0) end--
  const latin = bytes.toString('latin1', offset, end)
  return latin.replace(ANSI_SPECIAL, (unit) => ANSI_80_TO_9F[unit.charCodeAt(0) - 0x80]!)
}

/** Bytes as upper-case hexadecimal without separators. */
export function hexOf(bytes: Buffer, offset: number, length: number): string {
  return bytes.toString('hex', offset, offset + length).toUpperCase()
}

function readUint64(view: DataView, offset: number): string {
  const high = view.getUint32(offset + 4, true)
  // Below 2^53 doubles are exact.
  if (high < 0x200000) return String(high * 4_294_967_296 + view.getUint32(offset, true))
  return String(view.getBigUint64(offset, true))
}

function readHex64(view: DataView, offset: number): string {
  const low = view.getUint32(offset, true)
  const high = view.getUint32(offset + 4, true)
  return high === 0 ? `0x${low.toString(16)}` : `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`
}

/** Two upper-case hexadecimal digits of each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
/** Where the digits of a GUID come from, and its dashes: the first three numbers are little-endian. */
const GUID_ORDER = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]

/** `{XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}`, upper case. */
function readGuid(view: DataView, offset: number): string {
  let text = '{'
  for (const place of GUID_ORDER) text += place < 0 ? '-' : HEX[view.getUint8(offset + place)]!
  return `${text}}`
}

/** `S-revision-authority-sub-…`; the authority is 48 bits big-endian. */
function readSid(w: ByteWindow, offset: number): string {
  const count = w.bytes[offset + 1]!
  const authority = w.view.getUint16(offset + 2, false) * 4_294_967_296 + w.view.getUint32(offset + 4, false)
  let text = `S-${w.bytes[offset]!}-${authority}`
  for (let i = 0; i < count; i++) text += `-${w.view.getUint32(offset + 8 + 4 * i, true)}`
  return text
}

/** `YYYY-MM-DDThh:mm:ss.mmmZ` from the eight words as they stand, valid or not (evtx-format §8.2). */
function readSystemTime(view: DataView, offset: number): string {
  const word = (index: number, digits: number): string =>
    String(view.getUint16(offset + 2 * index, true)).padStart(digits, '0')
  return `${word(0, 4)}-${word(1, 2)}-${word(3, 2)}T${word(4, 2)}:${word(5, 2)}:${word(6, 2)}.${word(7, 3)}Z`
}

function renderReal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Shortest decimal that reads back as the same 32-bit value. */
function renderReal32(value: number): string {
  if (value === 0) return renderReal(value)
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return renderReal(Number(text))
  }
  return renderReal(value)
}
