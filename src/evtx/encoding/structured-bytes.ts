/**
 * Scalars with an inner structure as bytes: GUID, SID, times, code page 1252, hexadecimal.
 * Invariant: as in scalar-bytes: what cannot be stored exactly throws.
 */
import { parseTicks } from '../../event/filetime.ts'
import { renderText } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import type { Time } from './plain-value.ts'

const GUID =
  /^\{?([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{2})([\da-f]{2})-([\da-f]{2})([\da-f]{2})([\da-f]{2})([\da-f]{2})([\da-f]{2})([\da-f]{2})\}?$/i

/** 16 bytes: three little-endian numbers, then eight bytes in order. */
export function guidBytes(text: string): Uint8Array {
  const parts = GUID.exec(text)
  if (parts === null) throw new TypeError(`needs a GUID, found ${JSON.stringify(text)}`)
  const numbers = parts.slice(1).map((part) => Number.parseInt(part, 16))
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(numbers[0]!, 0)
  bytes.writeUInt16LE(numbers[1]!, 4)
  bytes.writeUInt16LE(numbers[2]!, 6)
  for (let i = 0; i < 8; i++) bytes[8 + i] = numbers[3 + i]!
  return bytes
}

/** Most sub-authorities that the count byte can say. */
const MAX_SUB_AUTHORITIES = 255

/** Revision, count, authority as 48 bits big-endian, sub-authorities little-endian. */
export function sidBytes(text: string): Uint8Array {
  const parts = /^S-(\d{1,3})-(\d{1,15})((?:-\d{1,10})*)$/i.exec(text)
  if (parts === null) throw new TypeError(`needs a SID, found ${JSON.stringify(text)}`)
  const revision = Number(parts[1])
  const authority = Number(parts[2])
  const subs = parts[3]!.split('-').slice(1).map(Number)
  const fits =
    revision <= 255 &&
    authority < 2 ** 48 &&
    subs.length <= MAX_SUB_AUTHORITIES &&
    subs.every((sub) => sub <= 0xffffffff)
  if (!fits) throw new RangeError(`the SID ${JSON.stringify(text)} has a number that is too large`)
  const bytes = Buffer.alloc(8 + 4 * subs.length)
  bytes[0] = revision
  bytes[1] = subs.length
  bytes.writeUIntBE(authority, 2, 6)
  for (let i = 0; i < subs.length; i++) bytes.writeUInt32LE(subs[i]!, 8 + 4 * i)
  return bytes
}

/** Ticks of a time. */
export function toTicks(time: Time): bigint {
  const ticks = typeof time === 'bigint' ? time : (parseTicks(time) ?? parseRawTicks(time))
  if (ticks === undefined || ticks < 0n || ticks >= 1n << 64n)
    throw new RangeError(`needs a time from 1601 on, found ${JSON.stringify(String(time))}`)
  return ticks
}

/** `ticks:N`, as times beyond the year 9999 are shown. */
function parseRawTicks(text: string): bigint | undefined {
  const match = /^ticks:(\d{1,20})$/.exec(text)
  return match ? BigInt(match[1]!) : undefined
}

/** Eight bytes, little-endian. */
export function fileTimeBytes(time: Time): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(toTicks(time))
  return bytes
}

/** Ticks of 100 ns in a millisecond. */
const TICKS_PER_MS = 10_000n

/** Eight words: year, month, weekday, day, hour, minute, second, millisecond. */
export function systemTimeBytes(input: string | readonly number[]): Uint8Array {
  const words = typeof input === 'string' ? wordsOf(input) : input
  const fits = words.length === 8 && words.every((w) => Number.isInteger(w) && w >= 0 && w <= 0xffff)
  if (!fits) throw new RangeError(`needs eight words of 0 to 65535, found ${JSON.stringify(input)}`)
  const bytes = Buffer.alloc(16)
  words.forEach((word, i) => {
    bytes.writeUInt16LE(word, 2 * i)
  })
  return bytes
}

function wordsOf(text: string): number[] {
  const ticks = parseTicks(text)
  if (ticks === undefined || ticks % TICKS_PER_MS !== 0n)
    throw new TypeError(`needs a time in whole milliseconds, found ${JSON.stringify(text)}`)
  const date = new Date(Number(ticks / TICKS_PER_MS) - 11_644_473_600_000)
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  ]
}

/** Byte of each character of code page 1252, the inverse of how such text is read. */
const ANSI: ReadonlyMap<string, number> = buildAnsi()

function buildAnsi(): Map<string, number> {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const table = new Map([['\0', 0]])
  for (let i = 1; i < 256; i++) table.set(renderText(ValueType.AnsiString, { bytes, view }, i, 1), i)
  return table
}

/** Text in code page 1252. */
export function ansiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const byte = ANSI.get(text.charAt(i))
    if (byte === undefined) throw new RangeError(`code page 1252 has no ${JSON.stringify(text.charAt(i))}`)
    bytes[i] = byte
  }
  return bytes
}

/** Bytes as they are, or from hexadecimal digits. */
export function hexBytes(input: string | Uint8Array): Uint8Array {
  if (typeof input !== 'string') {
    if (!(input instanceof Uint8Array)) throw new TypeError('needs bytes or hexadecimal digits')
    return input
  }
  if (!/^([\da-f]{2})*$/i.test(input))
    throw new TypeError(`needs hexadecimal digits, found ${JSON.stringify(input)}`)
  return Buffer.from(input, 'hex')
}
