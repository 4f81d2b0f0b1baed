/** Rows as bytes are the bytes of the rows as text, whatever the record and the rule say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatchedAtom } from '../../src/engine/hit.ts'
import { takeSnapshot } from '../../src/engine/take-snapshot.ts'
import type { EventView, Section } from '../../src/event/event.ts'
import {
  createKeptEvents,
  type KeptRecord,
  keepEvent,
  packEvents,
  readKept,
  unpackEvents,
} from '../../src/event/kept-events.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { createByteWriter } from '../../src/report/bytes/byte-writer.ts'
import { headerOf, knowRecord } from '../../src/report/bytes/known-record.ts'
import { createSink, REPORT_FORMATS } from '../../src/report/report.ts'
import type { HitRow } from '../../src/report/sink.ts'
import {
  composed,
  type MadeLeaf,
  type MadeValue,
  makeEvent,
  stringValue,
  value,
} from '../support/made-event.ts'
import { sampleRow } from '../support/sample-rows.ts'

const PIECES = [
  'a',
  'C:\\x',
  '"',
  ',',
  ' ',
  '\0',
  '\t',
  '\r\n',
  '\x1f',
  '\x7f',
  '\x9b',
  '¦',
  '¦n',
  ' ¦ ',
  ':',
]
const WIDE = ['é', 'ÿ', '€', '\u2028', '\u2029', '\ud83d\ude00', '\ud800', '\udc00', '\uffff', '＝']
const FORMULAS = ['=1+1', '+1', '-1', '@x', '=cmd|"x"', '＝1']
const hostileText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES, ...WIDE), { maxLength: 6 }).map((p) => p.join('')),
  },
  { weight: 2, arbitrary: fc.constantFrom('', ...FORMULAS, '4624', 'true', '007') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(70), 'é"'.repeat(300), '\0'.repeat(90)) },
)
const plainName = fc.constantFrom('Image', 'CommandLine', 'Data', 'User', 'Threat Name', 'ThreatName')
const anyName = fc.oneof(
  { weight: 12, arbitrary: plainName },
  { weight: 2, arbitrary: fc.constantFrom('__proto__', 'a:b', '=x', 'say "x"', 'a,b', '', 'x¦', 'EventID') },
  { weight: 1, arbitrary: fc.constantFrom('7', '0', '01', '4294967295') },
  { weight: 1, arbitrary: hostileText },
)

const scalar: fc.Arbitrary<MadeValue> = fc.constantFrom(
  value(ValueType.Null, ''),
  value(ValueType.UInt8, 'ff'),
  value(ValueType.Int8, 'ff'),
  value(ValueType.UInt16, '1012'),
  value(ValueType.Int16, '00 80'),
  value(ValueType.UInt32, 'ff ff ff ff'),
  value(ValueType.Int32, 'ff ff ff ff'),
  value(ValueType.UInt32, '00 00 00 00'),
  value(ValueType.UInt32, '10 00'),
  value(ValueType.UInt32, ''),
  value(ValueType.UInt64, 'ff ff ff ff ff ff ff 00'),
  value(ValueType.UInt64, 'ff ff ff ff ff ff 1f 00'),
  value(ValueType.Int64, '00 00 00 00 00 00 00 80'),
  value(ValueType.Boolean, '01 00 00 00'),
  value(ValueType.Boolean, '00 00 00 00'),
  value(ValueType.Boolean, '01'),
  value(ValueType.Real64, '00 00 00 00 00 00 00 80'),
  value(ValueType.Real32, '00 00 80 7f'),
  value(ValueType.Binary, 'ca fe'),
  value(ValueType.Binary, ''),
  value(ValueType.Guid, '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f'),
  value(ValueType.Guid, '00 01'),
  value(ValueType.SizeT, '10 00 00 00'),
  value(ValueType.FileTime, '80 3e d5 de b1 9d 01 00'),
  value(ValueType.FileTime, 'ff ff ff ff ff ff ff 7f'),
  value(ValueType.SystemTime, 'e4 07 01 00 03 00 04 00 05 00 06 00 07 00 08 00'),
  value(ValueType.Sid, '01 01 00 00 00 00 00 05 12 00 00 00'),
  value(ValueType.HexInt64, 'ff ff ff ff ff ff ff 00'),
  value(ValueType.AnsiString, '41 22 2c 80 a6 0a 00'),
  value(ValueType.UInt16 | ValueType.ArrayFlag, '01 00 02 00'),
  value(ValueType.String | ValueType.ArrayFlag, '41 00 00 00 42 00 00 00'),
  { type: ValueType.Absent, bytes: Buffer.alloc(0) },
)
const anyValue: fc.Arbitrary<MadeValue> = fc.oneof(
  { weight: 6, arbitrary: hostileText.map(stringValue) },
  { weight: 1, arbitrary: hostileText.map((text) => stringValue(`${text}\0\0`)) },
  { weight: 1, arbitrary: hostileText.map(composed) },
  { weight: 6, arbitrary: scalar },
)

/** Where a leaf stands below its section: the number of each element decides which are the same. */
interface Place {
  readonly section: Section
  readonly steps: readonly number[]
  readonly attribute: boolean
  readonly name: string
  readonly constant: string | undefined
  readonly nullIsAbsent: boolean
  readonly guard: boolean
  readonly value: MadeValue
}

const place = (sections: readonly Section[], names: fc.Arbitrary<string>): fc.Arbitrary<Place> =>
  fc.record({
    section: fc.constantFrom(...sections),
    steps: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
    attribute: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    name: names,
    constant: fc.option(hostileText, { freq: 6, nil: undefined }),
    nullIsAbsent: fc.boolean(),
    guard: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    value: anyValue,
  })

const SYSTEM = ['EventID', 'Channel', 'Computer', 'Provider_Name', 'EventRecordID', 'TimeCreated_SystemTime']
const places = fc
  .tuple(
    fc.array(place(['system'], fc.constantFrom(...SYSTEM)), { maxLength: 6 }),
    fc.array(place(['eventData'], anyName), { maxLength: 9 }),
    fc.array(place(['userData', 'other', 'rendering'], anyName), { maxLength: 5 }),
  )
  .map((parts) => parts.flat())

const ROOTS: Readonly<Record<Section, string>> = {
  system: 'System',
  eventData: 'EventData',
  userData: 'UserData',
  rendering: 'RenderingInfo',
  other: 'ProcessingErrorData',
}

/** Elements get their numbers as they come; those with the same way to them are the same one. */
function pathOf(
  { section, steps, name, attribute }: Place,
  seen: Map<string, number>,
  index: number,
): [string, number][] {
  const number = (key: string): number => {
    const found = seen.get(key) ?? seen.size
    seen.set(key, found)
    return found
  }
  const root: [string, number] = [ROOTS[section], number(section)]
  if (section === 'system') return [root, [name, number(`${section} ${index}`)]]
  if (section === 'eventData') return [root, ['Data', number(`${section} ${index}`)]]
  const inner = steps.map((step, depth): [string, number] => [
    `E${step}`,
    number(`${section} ${steps.slice(0, depth + 1).join(' ')}`),
  ])
  return attribute ? [root, ...inner] : [root, ...inner, [name, number(`${section} ${index}`)]]
}

function eventOf(made: readonly Place[]): EventView {
  const seen = new Map<string, number>()
  const values: MadeValue[] = []
  const leaves = made.map((one, index): MadeLeaf => {
    const slot = one.constant === undefined ? values.push(one.value) - 1 : -1
    return {
      section: one.section,
      name: one.name,
      path: pathOf(one, seen, index),
      ...(one.attribute &&
        one.section !== 'system' &&
        one.section !== 'eventData' && { attribute: one.name }),
      slot,
      constant: one.constant ?? '',
      nullIsAbsent: one.nullIsAbsent,
      guards: one.guard ? [Math.max(0, slot - 1)] : [],
    }
  })
  const event = makeEvent(leaves, values)
  return Object.assign(event, {
    recordIdLow: 0x9000_0001,
    recordIdHigh: made.length,
    writtenLow: 0x8000_0000,
    writtenHigh: made.length % 3 === 0 ? 0 : 30_000_000,
    chunk: 3,
    record: made.length,
    offsetBytes: 2 ** 33 + 4096,
    partial: made.length % 2 === 1,
  })
}

const atom: fc.Arbitrary<MatchedAtom> = fc.record({
  identifier: fc.oneof(fc.constant('selection'), hostileText),
  field: fc.oneof({ weight: 3, arbitrary: anyName }, { weight: 1, arbitrary: hostileText }),
  value: fc.option(hostileText, { nil: undefined }),
  pattern: hostileText,
})

function rowOf(event: EventView, record: KeptRecord, matched: readonly MatchedAtom[]): HitRow {
  const row = sampleRow({ rule: { title: '=say "x", ¦', tags: ['attack.t1059', 'a,b'] } })
  return { ...row, hit: { rule: 0, snapshot: takeSnapshot(event), matched }, record }
}

/** A field of EventData that every record has. */
const ORDINARY: Omit<Place, 'name' | 'value'> = {
  section: 'eventData',
  steps: [],
  attribute: false,
  constant: undefined,
  nullIsAbsent: false,
  guard: false,
}

function manyOf(text: string, count: number): Place[] {
  return Array.from({ length: count }, (_, i) => ({ ...ORDINARY, name: `n${i}`, value: composed(text) }))
}

/** All formats, each row twice: what the first left behind must not change the second. */
function expectSameBytes(rows: readonly HitRow[]): void {
  for (const format of REPORT_FORMATS) {
    const slow = createSink(format)
    const fast = createSink(format)
    const into = createByteWriter()
    const twice = rows.flatMap((row) => [row, row])
    for (const row of twice) fast.putRow(into, row)
    const text = Buffer.from(twice.map((row) => slow.row(row)).join(''))
    expect(into.bytes.toString('latin1', 0, into.length)).toBe(text.toString('latin1'))
  }
}

describe('rows as bytes', () => {
  it('are those of the rows as text', () => {
    let fast = 0
    let total = 0
    const pair = fc.tuple(places, fc.array(atom, { maxLength: 3 }))
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 3 }), (made) => {
        const kept = createKeptEvents()
        const rows = made.map(([leaves, matched]) => {
          const event = eventOf(leaves)
          return rowOf(event, keepEvent(kept, event), matched)
        })
        expectSameBytes(rows)
        const sent = unpackEvents(structuredClone(packEvents(kept)))
        expectSameBytes(rows.map((row, index) => ({ ...row, record: { events: sent, index } })))
        for (const { hit, record } of rows) {
          const { time, recordId, eventId, channel, provider, computer } = hit.snapshot
          expect(headerOf(record!)).toEqual({ time, recordId, eventId, channel, provider, computer })
          expect(takeSnapshot(readKept(record!))).toEqual(hit.snapshot)
        }
        total += rows.length
        for (const { record } of rows) if (knowRecord(record!) !== undefined) fast++
      }),
      { numRuns: 1500 },
    )
    // Else it was the slow way that was compared with itself.
    expect(fast).toBeGreaterThan(total / 4)
  })

  it('are written the fast way for an ordinary record', () => {
    const event = eventOf([
      { ...ORDINARY, section: 'system', name: 'EventID', value: value(ValueType.UInt16, '0100') },
      { ...ORDINARY, name: 'Image', value: stringValue('C:\\x.exe') },
      { ...ORDINARY, name: 'ProcessId', value: value(ValueType.UInt32, '01000000') },
    ])
    const kept = keepEvent(createKeptEvents(), event)
    expect(knowRecord(kept)?.written.json.bytes.toString('utf8', 0, 65)).toBe(
      '{"System":{"EventID":1},"EventData":{"Image":"C:\\\\x.exe","ProcessId":1}}'.slice(0, 65),
    )
  })

  it.each([
    ['a long text', [{ ...ORDINARY, name: 'n', value: stringValue('"\ud800'.repeat(15_000)) }]],
    ['one value shown so often that the record is cut', manyOf('x'.repeat(30_000), 60)],
    ['more fields than any event has', manyOf('x', 600)],
  ] as const)('are those of the rows as text for %s', (_, made) => {
    const event = eventOf(made)
    expectSameBytes([rowOf(event, keepEvent(createKeptEvents(), event), [])])
  })
})
