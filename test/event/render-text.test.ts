/** Text of every value type: well-formed, extreme, and of a size that does not fit (evtx-format §8, evtx-pitfalls §5, §7). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnreadable, renderText, widthOf } from '../../src/event/render-text.ts'
import { ValueType } from '../../src/event/value-type.ts'

const T = ValueType

/** Renders hex digits, padded on both sides with bytes that must not be read. */
function render(type: number, hex: string): string {
  const value = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  const bytes = Buffer.concat([Buffer.alloc(3, 0xee), value, Buffer.alloc(3, 0xee)])
  return renderText(type, windowOf(bytes), 3, value.length)
}

function windowOf(bytes: Buffer): { bytes: Buffer; view: DataView } {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('hex')

describe('well-formed values', () => {
  test.each<[string, number, string, string]>([
    ['null', T.Null, '', ''],
    ['null with bytes', T.Null, 'ffff', ''],
    ['string', T.String, utf16('a\u20ac'), 'a\u20ac'],
    ['string, trailing NULs', T.String, utf16('ab\0\0'), 'ab'],
    ['string, embedded NUL', T.String, utf16('a\0b\0'), 'a\0b'],
    ['string, only NULs', T.String, '00000000', ''],
    ['string, odd size', T.String, `${utf16('ab')}63`, 'ab'],
    ['string, one byte', T.String, '61', ''],
    ['string, lone surrogate', T.String, '3dd8 6100', '\ud83da'],
    ['string, surrogate pair', T.String, utf16('\u{1f600}'), '\u{1f600}'],
    ['string, empty', T.String, '', ''],
    ['ansi', T.AnsiString, '61e4 80 00', 'a\u00e4\u20ac'],
    ['ansi, embedded NUL', T.AnsiString, '610062', 'a\0b'],
    ['ansi, bytes that 1252 lacks', T.AnsiString, '8190', '\u0081\u0090'],
    ['int8', T.Int8, 'ff', '-1'],
    ['int8 minimum', T.Int8, '80', '-128'],
    ['uint8', T.UInt8, 'ff', '255'],
    ['int16', T.Int16, '0080', '-32768'],
    ['uint16', T.UInt16, 'ffff', '65535'],
    ['int32', T.Int32, 'fdffffff', '-3'],
    ['int32 minimum', T.Int32, '00000080', '-2147483648'],
    ['uint32', T.UInt32, 'ffffffff', '4294967295'],
    ['int64', T.Int64, 'ffffffffffffffff', '-1'],
    ['int64 minimum', T.Int64, '0000000000000080', '-9223372036854775808'],
    ['uint64 zero', T.UInt64, '0000000000000000', '0'],
    ['uint64 2^53 - 1', T.UInt64, 'ffffffffffff1f00', '9007199254740991'],
    ['uint64 2^53 + 1', T.UInt64, '0100000000002000', '9007199254740993'],
    ['uint64 maximum', T.UInt64, 'ffffffffffffffff', '18446744073709551615'],
    ['real32', T.Real32, 'db0f4940', '3.1415927'],
    ['real32 0.1', T.Real32, 'cdcccc3d', '0.1'],
    ['real32 -0', T.Real32, '00000080', '-0'],
    ['real32 infinity', T.Real32, '0000807f', 'Infinity'],
    ['real32 NaN', T.Real32, '0000c07f', 'NaN'],
    ['real32 smallest', T.Real32, '01000000', '1e-45'],
    ['real64', T.Real64, '182d4454fb210940', '3.141592653589793'],
    ['real64 -0', T.Real64, '0000000000000080', '-0'],
    ['real64 whole', T.Real64, '0000000000000840', '3'],
    ['boolean 0', T.Boolean, '00000000', 'false'],
    ['boolean 1', T.Boolean, '01000000', 'true'],
    ['boolean 65536', T.Boolean, '00000100', 'true'],
    ['binary', T.Binary, 'deadbeef00', 'DEADBEEF00'],
    ['guid', T.Guid, '03020100 0504 0706 08 09 0a0b0c0d0e0f', '{00010203-0405-0607-0809-0A0B0C0D0E0F}'],
    ['guid zero', T.Guid, '00'.repeat(16), '{00000000-0000-0000-0000-000000000000}'],
    ['sizeT of 4', T.SizeT, 'f4010000', '0x1f4'],
    ['sizeT of 8', T.SizeT, 'f401000001000000', '0x1000001f4'],
    ['filetime', T.FileTime, '0040e9f6a711d701', '2021-03-05T10:11:53.0411008Z'],
    ['filetime 0', T.FileTime, '0000000000000000', '1601-01-01T00:00:00.0000000Z'],
    ['filetime with the top bit', T.FileTime, 'ffffffffffffffff', 'ticks:18446744073709551615'],
    ['systemtime', T.SystemTime, 'e507 0300 0400 0500 0600 0700 0800 0900', '2021-03-05T06:07:08.009Z'],
    ['systemtime unset', T.SystemTime, '00'.repeat(16), '0000-00-00T00:00:00.000Z'],
    [
      'systemtime, no such month',
      T.SystemTime,
      'e507 0d00 0400 6300 0600 0700 0800 0900',
      '2021-13-99T06:07:08.009Z',
    ],
    ['sid', T.Sid, '01 01 000000000005 12000000', 'S-1-5-18'],
    ['sid without parts', T.Sid, '01 00 000000000005', 'S-1-5'],
    ['sid, 48-bit authority', T.Sid, '01 01 010000000000 ffffffff', 'S-1-1099511627776-4294967295'],
    ['hexInt32', T.HexInt32, 'e7030000', '0x3e7'],
    ['hexInt32 zero', T.HexInt32, '00000000', '0x0'],
    ['hexInt64', T.HexInt64, '0000000000000180', '0x8001000000000000'],
    ['hexInt64, low half padded', T.HexInt64, '0a00000001000000', '0x10000000a'],
    ['hexInt64 small', T.HexInt64, 'e703000000000000', '0x3e7'],
    ['evtHandle', T.EvtHandle, 'ab01', 'AB01'],
    ['binXml where none is expected', T.BinXml, '0f01', '0F01'],
    ['evtXml', T.EvtXml, '0102', '0102'],
    ['unknown type', 0x27, '0aff', '0AFF'],
  ])('%s', (_, type, hex, expected) => {
    expect(render(type, hex)).toBe(expected)
  })
})

describe('values of the wrong size are shown as hexadecimal', () => {
  const fixed = [
    [T.Int8, 1],
    [T.UInt8, 1],
    [T.Int16, 2],
    [T.UInt16, 2],
    [T.Int32, 4],
    [T.UInt32, 4],
    [T.Int64, 8],
    [T.UInt64, 8],
    [T.Real32, 4],
    [T.Real64, 8],
    [T.Boolean, 4],
    [T.Guid, 16],
    [T.FileTime, 8],
    [T.SystemTime, 16],
    [T.HexInt32, 4],
    [T.HexInt64, 8],
  ] as const
  test.each(fixed)('type %i of %i bytes', (type, width) => {
    expect(widthOf(type)).toBe(width)
    expect(widthOf(type | T.ArrayFlag)).toBe(width)
    for (const size of [width - 1, width + 1, 2 * width]) {
      const hex = 'AB'.repeat(size)
      expect(render(type, hex)).toBe(hex)
    }
  })

  test.each<[string, number, string]>([
    ['sid shorter than its header', T.Sid, '01010000000000'],
    ['sid with fewer parts than it says', T.Sid, '01020000000000050A000000'],
    ['sid with more parts than it says', T.Sid, '01000000000000050A000000'],
    ['sizeT of 2', T.SizeT, 'F401'],
    ['sizeT of 12', T.SizeT, '0102030405060708090A0B0C'],
  ])('%s', (_, type, hex) => {
    expect(render(type, hex)).toBe(hex)
    const bytes = Buffer.from(hex, 'hex')
    expect(isUnreadable(type, windowOf(bytes), 0, bytes.length)).toBe(true)
  })

  test('types of free size are always readable', () => {
    for (const type of [T.Null, T.String, T.AnsiString, T.Binary, T.BinXml, T.EvtHandle, 0x27])
      expect(isUnreadable(type, windowOf(Buffer.alloc(5)), 0, 5)).toBe(false)
  })
})

test('no type and no bytes make it throw, and nothing outside the value is read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 80 }), (type, value) => {
      const around = (fill: number): string => {
        const pad = Buffer.alloc(16, fill)
        const bytes = Buffer.concat([pad, value, pad])
        return renderText(type, windowOf(bytes), 16, value.length)
      }
      expect(around(0x00)).toBe(around(0xff))
    }),
    { numRuns: 2000 },
  )
})

test('integers, as JavaScript writes them', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (n) => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(n)
      const w = windowOf(bytes)
      expect(renderText(T.UInt64, w, 0, 8)).toBe(n.toString())
      expect(renderText(T.Int64, w, 0, 8)).toBe(BigInt.asIntN(64, n).toString())
      expect(renderText(T.HexInt64, w, 0, 8)).toBe(`0x${n.toString(16)}`)
      expect(renderText(T.SizeT, w, 0, 8)).toBe(`0x${n.toString(16)}`)
    }),
  )
})

test('32-bit reals read back as the same value and are the shortest that do', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      const bytes = Buffer.alloc(4)
      bytes.writeFloatLE(value)
      const text = renderText(T.Real32, windowOf(bytes), 0, 4)
      expect(Math.fround(Number(text))).toBe(value)
    }),
  )
})
