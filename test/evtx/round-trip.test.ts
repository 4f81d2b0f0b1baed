/** Decoding what was encoded gives the events back, through the fast and the slow decoder. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ticksOf } from '../../src/event/filetime.ts'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { LogEvent, LogOptions, PlainElement } from '../../src/evtx/encode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { decodeLog } from '../support/decode-log.ts'
import type { ExpectedValue } from '../support/log-events.ts'
import { arrayValue, nullValue, scalarValue, systemPart } from '../support/log-events.ts'

/** A value of the event: section, name that rules use, text. */
type Field = readonly [section: string, name: string, text: string]

interface Decoded {
  readonly id: bigint
  readonly written: bigint
  readonly fields: readonly Field[]
}

const DECODERS = [
  ['fast', createDecoder],
  ['slow', createSlowDecoder],
] as const

function decode(create: (typeof DECODERS)[number][1], events: LogEvent[], options?: LogOptions): Decoded[] {
  const decoded: Decoded[] = []
  const { counts, diagnostics } = decodeLog(create(), Buffer.from(encodeLog(events, options)), (event) => {
    const fields = event.shape.leaves.flatMap((leaf) =>
      leafTexts(event, leaf).map((text) => [leaf.section, leaf.name, text] as const),
    )
    decoded.push({
      id: ticksOf(event.recordIdLow, event.recordIdHigh),
      written: ticksOf(event.writtenLow, event.writtenHigh),
      fields,
    })
  })
  expect(diagnostics).toEqual([])
  expect(counts).toMatchObject({
    recordsRead: events.length,
    recordsFailed: 0,
    recordsHidden: 0,
    recordsInSlack: 0,
  })
  return decoded
}

/** An event and the fields that it must have. */
interface Expected {
  readonly event: LogEvent
  readonly fields: readonly Field[]
}

function texts(value: ExpectedValue): readonly string[] {
  return value.texts ?? ['']
}

const letters = fc.string({ unit: fc.constantFrom(...'abcXYZäß_.-09'), minLength: 1, maxLength: 10 })
const elementName = letters.map((name) => `E${name}`)
const dataName = fc.option(
  fc.oneof(letters, fc.constantFrom('__proto__', 'constructor', 'Threat Name', '', 'Data')),
)

const eventData = fc
  .array(
    fc.tuple(dataName, fc.oneof({ weight: 4, arbitrary: scalarValue }, nullValue, arrayValue), fc.boolean()),
    {
      maxLength: 10,
    },
  )
  .map((items) => ({
    part: { eventData: { data: items.map(([n, v, omitIfNull]) => [n, v.value, { omitIfNull }] as const) } },
    fields: items.flatMap(([name, value, omitIfNull]) =>
      value.texts === undefined && omitIfNull
        ? []
        : texts(value).map((t) => ['eventData', name ?? 'Data', t] as const),
    ),
  }))

const classicData = fc
  .tuple(fc.array(letters, { maxLength: 4 }), fc.option(fc.uint8Array({ minLength: 1, maxLength: 9 })))
  .map(([strings, bytes]) => {
    const binary = bytes === null ? undefined : Buffer.from(bytes).toString('hex').toUpperCase()
    return {
      part: { eventData: { strings, ...(binary === undefined ? {} : { binary }) } },
      fields: [
        ...strings.map((t) => ['eventData', 'Data', t] as const),
        ...(binary === undefined ? [] : [['eventData', 'Binary', binary] as const]),
      ],
    }
  })

interface Tree {
  readonly element: PlainElement
  readonly fields: readonly Field[]
}

const attributes = fc.uniqueArray(fc.tuple(elementName, fc.oneof(scalarValue, nullValue)), {
  maxLength: 3,
  selector: ([name]) => name,
})

/** Elements with attributes, and either a value or further elements. */
const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('node')),
  leaf: fc
    .oneof(
      fc.tuple(elementName, attributes, fc.oneof(scalarValue, nullValue)),
      // An array repeats its element, attributes and all, in records without a template.
      fc.tuple(elementName, fc.constant([]), arrayValue),
    )
    .map(([name, pairs, value]) => ({
      element: { name, attributes: pairs.map(([n, v]) => [n, v.value] as const), content: [value.value] },
      fields: [...attributeFields(name, pairs), ...texts(value).map((t) => ['userData', name, t] as const)],
    })),
  node: fc
    .tuple(elementName, attributes, fc.array(tie('tree'), { minLength: 1, maxLength: 3 }))
    .map(([name, pairs, children]) => ({
      element: {
        name,
        attributes: [['xmlns', 'urn:x'], ...pairs.map(([n, v]) => [n, v.value] as const)],
        content: children.map((child) => child.element),
      },
      fields: [...attributeFields(name, pairs), ...children.flatMap((child) => child.fields)],
    })),
}))

function attributeFields(element: string, pairs: readonly (readonly [string, ExpectedValue])[]): Field[] {
  return pairs.flatMap(([name, value]) =>
    (value.texts ?? []).map((t) => ['userData', `${element}_${name}`, t] as const),
  )
}

/** The outermost element cannot be repeated, so it holds no array. */
const userData = fc.tuple(elementName, tree).map(([name, { element, fields }]) => ({
  part: { userData: { name, content: [element] } },
  fields,
}))

const rendering = fc.record({
  message: fc.option(letters),
  keywords: fc.option(fc.array(letters, { maxLength: 3 })),
})

const expectedEvent: fc.Arbitrary<Expected> = fc
  .record({
    form: fc.constantFrom('literal', 'shared', 'direct'),
    bodyForm: fc.constantFrom('fragment', 'instance', 'element'),
    eventId: fc.integer({ min: 0, max: 65_535 }),
    level: fc.option(fc.integer({ min: 0, max: 255 })),
    userId: fc.option(fc.constantFrom('S-1-5-18', 'S-1-5-21-1-2-3-1001')),
    channel: fc.option(letters),
    body: fc.option(fc.oneof(eventData, classicData, userData), { freq: 8 }),
    info: fc.option(rendering, { freq: 2 }),
  })
  .map(({ form, bodyForm, eventId, level, userId, channel, body, info }) => {
    const { channel: _, ...base } = systemPart({ eventId })
    const system = {
      ...base,
      ...(channel === null ? {} : { channel }),
      ...(level === null ? {} : { level }),
      ...(userId === null ? {} : { userId }),
    }
    const { message = null, keywords = null } = info ?? {}
    const part = {
      culture: 'en-US',
      ...(message === null ? {} : { message }),
      ...(keywords === null ? {} : { keywords }),
    }
    const event: LogEvent = {
      form,
      ...(form === 'direct' ? {} : { bodyForm }),
      system,
      ...body?.part,
      ...(info === null ? {} : { rendering: part }),
    }
    const fields: Field[] = [
      ['system', 'Provider_Name', 'Example-Provider'],
      ['system', 'Provider_Guid', '{11112222-3333-4444-5555-666677778888}'],
      ['system', 'EventID', String(eventId)],
      ...(level === null ? [] : [['system', 'Level', String(level)] as const]),
      ['system', 'TimeCreated_SystemTime', '2026-03-10T08:01:02.1234567Z'],
      ...(channel === null ? [] : [['system', 'Channel', channel] as const]),
      ['system', 'Computer', 'ws07.corp.example'],
      ...(userId === null ? [] : [['system', 'Security_UserID', userId] as const]),
      ...(body?.fields ?? []),
      ...(info === null ? [] : [['rendering', 'RenderingInfo_Culture', 'en-US'] as const]),
      ...(message === null ? [] : [['rendering', 'RenderingInfo_Message', message] as const]),
      ...(keywords ?? []).map((t) => ['rendering', 'RenderingInfo_Keyword', t] as const),
    ]
    return { event, fields }
  })

/** Elements without text, and the record id, which the test looks at by itself. */
const UNASKED = new Set(['Correlation', 'Execution', 'Security', 'Provider', 'TimeCreated', 'EventRecordID'])

function asked(fields: readonly Field[]): readonly Field[] {
  return fields.filter(
    ([section, name, text]) =>
      !(section === 'system' && UNASKED.has(name)) &&
      !(section === 'userData' && name === 'UserData' && text === '') &&
      !(section === 'eventData' && name === 'EventData' && text === '') &&
      !(section === 'rendering' && name === 'RenderingInfo_Keywords' && text === ''),
  )
}

describe.each(DECODERS)('the %s decoder', (_, create) => {
  it('reads every event as it was given', () => {
    fc.assert(
      fc.property(fc.array(expectedEvent, { minLength: 1, maxLength: 30 }), (expected) => {
        const decoded = decode(
          create,
          expected.map(({ event }) => event),
        )
        decoded.forEach((event, i) => {
          expect(event.id).toBe(BigInt(i + 1))
          expect(event.written).toBe(134_176_032_621_234_567n)
          expect(asked(event.fields)).toEqual(expected[i]!.fields)
        })
      }),
      { numRuns: 150 },
    )
  })

  it('reads logs of many chunks', () => {
    const events: LogEvent[] = Array.from({ length: 900 }, (_, i) => ({
      form: (['literal', 'shared', 'direct', 'classic'] as const)[i % 4]!,
      recordId: 5000 + i,
      system: systemPart({ channel: `Channel ${i % 7}` }),
      eventData: { data: [[`name ${i % 150}`, 'v'.repeat(i % 600)]] },
    }))
    const decoded = decode(create, events, { minorVersion: 2 })
    expect(decoded.map((event) => event.fields.filter(([section]) => section === 'eventData'))).toEqual(
      events.map((_, i) => [['eventData', `name ${i % 150}`, 'v'.repeat(i % 600)]]),
    )
    expect(decoded.map((event) => event.fields.find(([, name]) => name === 'EventRecordID')![2])).toEqual(
      events.map((_, i) => String(5000 + i)),
    )
  })

  it.each(['literal', 'direct'] as const)('puts the pieces of a text together, form %s', (form) => {
    const userData: PlainElement = {
      name: 'Root',
      attributes: [['k', { Literal: 'a<"&">' }]],
      content: [
        {
          name: 'Mixed',
          content: [
            { Literal: 'a>b ' },
            { UInt8: 2 },
            { Unused: { UInt8: 3 } },
            { CharRef: 65 },
            { EntityRef: 'apos' },
            { Cdata: '<raw>' },
            null,
            { HexInt32: 31 },
          ],
        },
        { name: 'Gone', content: [null], omitIfNull: true },
        { name: 'Kept', content: [null] },
        {
          name: 'Holder',
          content: [{ BinXml: { name: 'In', attributes: [['c', { UInt8: 7 }]], content: ['deep'] } }],
        },
      ],
    }
    const [decoded] = decode(create, [{ form, system: systemPart(), userData }])
    expect(decoded!.fields.filter(([section]) => section === 'userData')).toEqual([
      ['userData', 'Root_k', 'a<"&">'],
      ['userData', 'Mixed', "a>b 2A'<raw>0x1f"],
      ['userData', 'Kept', ''],
      ['userData', 'In_c', '7'],
      ['userData', 'In', 'deep'],
    ])
  })

  it('reads a log without events', () => {
    expect(decode(create, [])).toEqual([])
  })
})
