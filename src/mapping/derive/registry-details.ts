/**
 * The new data of a registry value as Sysmon's `Details` (sigma-logsource-mapping §4.2). In: value and type of event
 * 4657. Out: `DWORD (0x00000001)`, `QWORD (0x…-0x…)`, `Binary Data`, `(Empty)` or the text as it is; nothing where no
 * value was written. Invariant: a value that does not fit its type is given as it is.
 */
import type { Derive } from '../field-source.ts'
import { NOTHING } from '../field-source.ts'

type ValueKind = 'text' | 'dword' | 'qword' | 'binary'

/** Message codes of the types, and their names for logs whose codes were resolved. */
const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ['%%1873', 'text'],
  ['REG_SZ', 'text'],
  ['%%1874', 'text'],
  ['REG_EXPAND_SZ', 'text'],
  ['%%1879', 'text'],
  ['REG_MULTI_SZ', 'text'],
  ['%%1875', 'binary'],
  ['REG_BINARY', 'binary'],
  ['%%1876', 'dword'],
  ['REG_DWORD', 'dword'],
  ['%%1883', 'qword'],
  ['REG_QWORD', 'qword'],
])

/** Characters of the longest 64-bit number: 20 decimal digits, or `0x` and 16 hexadecimal ones. */
const MAX_NUMBER_LENGTH = 20
const NUMBER = /^(?:\d{1,20}|0x[0-9a-f]{1,16})$/i

/** From NewValue and NewValueType. */
export const registryDetails: Derive = ([values, types]) => {
  const value = values![0]
  const type = types![0]
  if (value === undefined || type === '-') return NOTHING
  switch (type === undefined ? undefined : KINDS.get(type)) {
    case 'dword':
      return [formatDword(value) ?? value]
    case 'qword':
      return [formatQword(value) ?? value]
    case 'binary':
      return ['Binary Data']
    case 'text':
      return textDetails(value)
    default:
      return [value]
  }
}

/** The Security log writes a dash for an empty text, and for a dash. */
function textDetails(value: string): readonly string[] {
  if (value === '') return ['(Empty)']
  return value === '-' ? ['-', '(Empty)'] : [value]
}

function formatDword(value: string): string | undefined {
  const number = parseNumber(value)
  return number === undefined || number > 0xffff_ffffn ? undefined : `DWORD (0x${hex8(number)})`
}

function formatQword(value: string): string | undefined {
  const number = parseNumber(value)
  if (number === undefined || number > 0xffff_ffff_ffff_ffffn) return undefined
  return `QWORD (0x${hex8(number >> 32n)}-0x${hex8(number & 0xffff_ffffn)})`
}

function parseNumber(text: string): bigint | undefined {
  return text.length <= MAX_NUMBER_LENGTH && NUMBER.test(text) ? BigInt(text) : undefined
}

function hex8(number: bigint): string {
  return number.toString(16).padStart(8, '0')
}
