/**
 * Text of a value that the library decoded, as render-text.ts would write it, as far as the library kept what is
 * needed. In: the value and the type that the template declares. Out: one text, several for an array.
 * Invariant: never throws.
 */
import { formatFileTime } from '../event/filetime.ts'
import { hexOf } from '../event/render-text.ts'
import { ValueType } from '../event/value-type.ts'
import type { LibraryValue } from './ts-evtx.ts'

export function libraryTexts(value: LibraryValue, declaredType: number): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [''] : value.map(String)
  return [scalarText(value as Exclude<LibraryValue, readonly string[]>, declaredType)]
}

function scalarText(value: Exclude<LibraryValue, readonly string[]>, declaredType: number): string {
  if (value === null) return ''
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return isHex(declaredType) ? `0x${value.toString(16)}` : String(value)
    case 'object':
      if (value instanceof Date) return dateText(value, declaredType)
      if (value instanceof Uint8Array) {
        const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        return hexOf(bytes, 0, bytes.length)
      }
      return ''
    default:
      return String(value)
  }
}

function isHex(type: number): boolean {
  return type === ValueType.HexInt32 || type === ValueType.HexInt64 || type === ValueType.SizeT
}

/** Milliseconds from 1601-01-01 to 1970-01-01. */
const EPOCH_MS = 11_644_473_600_000

/** The library keeps milliseconds; SYSTEMTIME it takes for local time. */
function dateText(date: Date, declaredType: number): string {
  const ms = date.getTime()
  if (Number.isNaN(ms)) return 'invalid'
  if (declaredType !== ValueType.SystemTime) {
    const ticks = BigInt(ms + EPOCH_MS) * 10_000n
    return formatFileTime(Number(ticks & 0xffffffffn), Number((ticks >> 32n) & 0xffffffffn))
  }
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day}T${time}.${String(date.getMilliseconds()).padStart(3, '0')}Z`
}
