import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from '../../src/base/fold.ts'
import { hexToDecimal } from '../../src/mapping/derive/hex-to-decimal.ts'
import type { FieldSource, FieldView } from '../../src/mapping/mapping.ts'
import { DEFENDER_ANTIVIRUS } from '../../src/mapping/views/defender.ts'
import { POWERSHELL_CLASSIC } from '../../src/mapping/views/powershell-classic.ts'
import { SECURITY_4657 } from '../../src/mapping/views/security-4657.ts'
import { SECURITY_4688 } from '../../src/mapping/views/security-4688.ts'
import { SECURITY_5156 } from '../../src/mapping/views/security-5156.ts'

type Derived = Extract<FieldSource, { kind: 'derived' }>

const FIELDS: readonly (readonly [FieldView, readonly string[]])[] = [
  [SECURITY_4688, ['ProcessId', 'ParentProcessId', 'User', 'ParentUser', 'LogonId', 'IntegrityLevel']],
  [SECURITY_4657, ['TargetObject', 'Details', 'EventType', 'ProcessId', 'User']],
  [SECURITY_5156, ['Image', 'Initiated', 'Protocol', 'SourceIsIpv6', 'DestinationIsIpv6']],
  [DEFENDER_ANTIVIRUS, ['Filename', 'SourceName', 'Level', 'Keywords', 'LogonProcessName', 'Source']],
  [POWERSHELL_CLASSIC, ['HostApplication', 'CommandLine', 'ProviderName', 'ProcessGuid', 'md5', 'imphash']],
]

const derivedSources: readonly (readonly [name: string, source: Derived])[] = FIELDS.flatMap(
  ([view, fields]) =>
    fields.flatMap((field) =>
      (view.sourcesOf(field) ?? []).flatMap((source) =>
        source.kind === 'derived' ? [[`${view.id} ${field}`, source] as const] : [],
      ),
    ),
)

/** Pieces that the conversions look for, so that random texts reach their branches. */
const pieces = fc.constantFrom(
  ...['0x', '1fc', '-', '\\', '\\REGISTRY\\MACHINE', '\\ControlSet001\\', '%%1876', '%%1873', '800'],
  ...[
    'S-1-5-18',
    'S-1-0-0',
    '\t',
    '\n',
    '\r',
    'HostApplication=',
    'CommandLine=',
    '=',
    ',',
    'MD5',
    'imphash',
  ],
  ...['file:_', '; ', '\\device\\harddiskvolume', '{', '}', '0CCE9217-69AE-11D9-BED3-505054503030', ':'],
  ...['\\REGISTRY\\MACHINE\\SOFTWARE\\Classes', '0x3e7', '4', ' '],
)
const hostileText = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(''))

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}

describe('derived values', () => {
  it.each(derivedSources)('%s: total, pure and bounded on any texts', (_name, source) => {
    const lists = fc.tuple(...source.from.map(() => fc.array(hostileText, { maxLength: 4 })))
    fc.assert(
      fc.property(lists, (texts) => {
        const before = JSON.stringify(texts)
        const values = source.derive(texts)
        expect(source.derive(texts)).toEqual(values)
        expect(JSON.stringify(texts)).toBe(before)
        for (const value of values) expect(typeof value).toBe('string')
        expect(lengthOf(values)).toBeLessThanOrEqual(8 * lengthOf(texts.flat()) + 1000)
      }),
    )
  })

  it.each(derivedSources)('%s: a text of a million characters is no trouble', (_name, source) => {
    for (const unit of ['\\', '\t', '\n\tHostName=', '; ', ',=', ' ', '0', '\\ControlSet00', ':_']) {
      const long = unit.repeat(1_000_000 / unit.length)
      const values = source.derive(source.from.map(() => [long, long, long]))
      expect(lengthOf(values)).toBeLessThanOrEqual(24_000_000)
    }
  })
})

describe('hexadecimal numbers', () => {
  it('become decimal ones over 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.boolean(), (number, isUpper) => {
        const digits = number.toString(16)
        expect(hexToDecimal(`0x${isUpper ? digits.toUpperCase() : digits}`)).toBe(number.toString())
      }),
    )
  })

  it.each(['', '0x', '508', '0xg', '1x1', '0x11111111111111111', '-0x1', ' 0x1'])('%j stays', (text) => {
    expect(hexToDecimal(text)).toBe(text)
  })
})

describe('field names of views', () => {
  it('find the same sources in any case', () => {
    for (const [view, fields] of FIELDS)
      for (const field of fields)
        for (const spelling of [field.toUpperCase(), foldText(field)])
          expect(view.sourcesOf(spelling)?.length).toBe(view.sourcesOf(field)?.length)
  })
})
