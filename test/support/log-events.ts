/** Events for tests of the encoder and the decoders: a plain System part, and generators with the texts expected. */
import fc from 'fast-check'
import type { LogEvent, PlainValue, SystemPart } from '../../src/evtx/encode.ts'

/** A value and what a reader must make of it: the texts of its items, undefined for Null. */
export interface ExpectedValue {
  readonly value: PlainValue
  readonly texts: readonly string[] | undefined
}

export function systemPart(part: Partial<SystemPart> = {}): SystemPart {
  return {
    provider: { name: 'Example-Provider', guid: '{11112222-3333-4444-5555-666677778888}' },
    eventId: 4624,
    time: '2026-03-10T08:01:02.1234567Z',
    channel: 'Security',
    computer: 'ws07.corp.example',
    ...part,
  }
}

export function simpleEvent(data: readonly (readonly [string | null, PlainValue])[] = []): LogEvent {
  return { system: systemPart(), eventData: { data } }
}

/** Text without NULs, which end strings; all other units, unpaired surrogates included. */
const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 32, max: 126 }) },
      fc.integer({ min: 1, max: 0xffff }),
    ),
    {
      maxLength: 40,
    },
  )
  .map((units) => String.fromCharCode(...units))

const latin = fc.string({ unit: fc.constantFrom(...'abc XYZ~äöüÿ€œ'), maxLength: 20 })

function integer(name: string, bits: number, signed: boolean): fc.Arbitrary<ExpectedValue> {
  const min = signed ? -(1n << BigInt(bits - 1)) : 0n
  const max = min + (1n << BigInt(bits)) - 1n
  return fc
    .bigInt({ min, max })
    .map((n) => ({ value: { [name]: String(n) } as unknown as PlainValue, texts: [String(n)] }))
}

function hexadecimal(name: string, bits: number): fc.Arbitrary<ExpectedValue> {
  return fc
    .bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
    .map((n) => ({ value: { [name]: String(n) } as unknown as PlainValue, texts: [`0x${n.toString(16)}`] }))
}

const guid = fc.uuid().map((g) => `{${g.toUpperCase()}}`)

const sid = fc
  .tuple(
    fc.integer({ min: 0, max: 2 ** 47 }),
    fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 9 }),
  )
  .map(([authority, subs]) => ['S-1', authority, ...subs].join('-'))

/** Seven decimals, from 1601 to 9999. */
const fileTime = fc
  .tuple(
    fc.date({
      min: new Date('1601-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    }),
    fc.integer({ min: 0, max: 9_999_999 }),
  )
  .map(([date, ticks]) => `${date.toISOString().slice(0, 19)}.${String(ticks).padStart(7, '0')}Z`)

/** Windows has no system time before 1601. */
const systemTime = fc
  .date({ min: new Date('1601-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString())

const binary = fc.uint8Array({ maxLength: 20 }).map((b) => Buffer.from(b).toString('hex').toUpperCase())

function one(name: string, from: fc.Arbitrary<string>): fc.Arbitrary<ExpectedValue> {
  return from.map((t) => ({ value: { [name]: t } as unknown as PlainValue, texts: [t] }))
}

function list(name: string, from: fc.Arbitrary<string>): fc.Arbitrary<ExpectedValue> {
  return fc.array(from, { maxLength: 5 }).map((items) => ({
    value: { [`${name}[]`]: items } as unknown as PlainValue,
    texts: items.length === 0 ? [''] : items,
  }))
}

/** Scalars of every type that has one text. */
export const scalarValue: fc.Arbitrary<ExpectedValue> = fc.oneof(
  text.map((t) => ({ value: t, texts: [t] })),
  one('StringZ', text),
  one('AnsiString', latin),
  one('AnsiStringZ', latin),
  integer('Int8', 8, true),
  integer('UInt8', 8, false),
  integer('Int16', 16, true),
  integer('UInt16', 16, false),
  integer('Int32', 32, true),
  integer('UInt32', 32, false),
  integer('Int64', 64, true),
  integer('UInt64', 64, false),
  fc.boolean().map((b) => ({ value: { Boolean: b }, texts: [String(b)] })),
  fc.integer({ min: 1, max: 0xffffffff }).map((n) => ({ value: { Boolean: n }, texts: ['true'] })),
  fc
    .integer({ min: -100_000, max: 100_000 })
    .map((n) => ({ value: { Real64: n / 8 }, texts: [String(n / 8)] })),
  fc
    .integer({ min: -100_000, max: 100_000 })
    .map((n) => ({ value: { Real32: n / 8 }, texts: [String(n / 8)] })),
  one('Binary', binary),
  one('Guid', guid),
  hexadecimal('SizeT', 64),
  hexadecimal('SizeT32', 32),
  hexadecimal('HexInt32', 32),
  hexadecimal('HexInt64', 64),
  one('FileTime', fileTime),
  one('SystemTime', systemTime),
  one('Sid', sid),
)

/** Nulls, with and without a size. */
export const nullValue: fc.Arbitrary<ExpectedValue> = fc.oneof(
  fc.constant({ value: null, texts: undefined }),
  fc
    .constantFrom(0, 2, 16)
    .map((bytes) => ({ value: { Null: { as: 'UInt16', bytes } } as const, texts: undefined })),
)

/** Arrays of text and of fixed-width and counted types. */
export const arrayValue: fc.Arbitrary<ExpectedValue> = fc.oneof(
  list('String', text),
  list('AnsiString', latin),
  list('UInt8', fc.nat(255).map(String)),
  list('Int32', fc.integer().map(String)),
  list('UInt64', fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)),
  list(
    'HexInt32',
    fc.nat().map((n) => `0x${n.toString(16)}`),
  ),
  list('Guid', guid),
  list('Sid', sid),
  list('FileTime', fileTime),
)
