/** The encoder against the format: hand-made bytes per type, and a strict walker that shares no code with it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEvent, PlainValue } from '../../src/evtx/encode.ts'
import { createLogWriter, encodeLog } from '../../src/evtx/encode.ts'
import { arrayValue, nullValue, scalarValue, simpleEvent, systemPart } from '../support/log-events.ts'
import type { WalkedElement, WalkedInstance, WalkedPiece, WalkedRecord } from '../support/walk-log.ts'
import { walkLog } from '../support/walk-log.ts'

function recordsOf(bytes: Uint8Array): WalkedRecord[] {
  return walkLog(bytes).chunks.flatMap((chunk) => chunk.records)
}

/** The only record of a log with one event. */
function encodeOne(event: LogEvent): WalkedRecord {
  return recordsOf(encodeLog([event]))[0]!
}

/** The instance in the body's value. */
function bodyOf(record: WalkedRecord, slot = 19): WalkedInstance {
  return record.stream.instance!.values[slot]!.stream!.instance!
}

/** `<a x="%3">text%4!</a>` with `!` for optional substitutions and `[n]` for dependencies. */
function show(node: WalkedElement | WalkedPiece): string {
  switch (node.token) {
    case 'hole':
      return `%${node.index}${node.optional ? '!' : ''}`
    case 'entity':
      return `&${node.text};`
    case 'char':
      return `&#${node.unit};`
    case 'cdata':
      return `<![CDATA[${node.text}]]>`
    case 'pi':
      return `<?${node.text}?>`
    case 'text':
      return node.text
  }
  const attributes = node.attributes.map((a) => ` ${a.name}="${a.pieces.map(show).join('')}"`).join('')
  const dependency = [undefined, 0xffff].includes(node.dependency) ? '' : `[${node.dependency}]`
  return `<${node.name}${dependency}${attributes}>${node.children.map(show).join('')}</${node.name}>`
}

const NS = 'http://schemas.microsoft.com/win/2004/08/events/event'

describe('values', () => {
  const cases: [value: PlainValue, type: number, hex: string][] = [
    ['aé', 0x01, '6100e900'],
    ['', 0x01, ''],
    [{ String: '\ud800' }, 0x01, '00d8'],
    [{ StringZ: 'a' }, 0x01, '61000000'],
    [{ AnsiString: 'ä€' }, 0x02, 'e480'],
    [{ AnsiStringZ: 'a' }, 0x02, '6100'],
    [{ Int8: -2 }, 0x03, 'fe'],
    [{ UInt8: 255 }, 0x04, 'ff'],
    [{ Int16: '-2' }, 0x05, 'feff'],
    [{ UInt16: 4660 }, 0x06, '3412'],
    [{ Int32: -2n }, 0x07, 'feffffff'],
    [{ UInt32: '0x12345678' }, 0x08, '78563412'],
    [{ Int64: -2 }, 0x09, 'feffffffffffffff'],
    [{ UInt64: '0x0102030405060708' }, 0x0a, '0807060504030201'],
    [{ UInt64: 5 }, 0x0a, '0500000000000000'],
    [{ Real32: 1.5 }, 0x0b, '0000c03f'],
    [{ Real64: -2 }, 0x0c, '00000000000000c0'],
    [{ Real64: 'Infinity' }, 0x0c, '000000000000f07f'],
    [{ Boolean: true }, 0x0d, '01000000'],
    [{ Boolean: false }, 0x0d, '00000000'],
    [{ Boolean: 65536 }, 0x0d, '00000100'],
    [{ Binary: '00fF' }, 0x0e, '00ff'],
    [{ Binary: Uint8Array.of(1, 2) }, 0x0e, '0102'],
    [{ Guid: '{00112233-4455-6677-8899-aabbccddeeff}' }, 0x0f, '33221100554477668899aabbccddeeff'],
    [{ SizeT: 500 }, 0x10, 'f401000000000000'],
    [{ SizeT32: 500 }, 0x10, 'f4010000'],
    [{ FileTime: '1601-01-01T00:00:00.0000001Z' }, 0x11, '0100000000000000'],
    [{ FileTime: 0x0102030405060708n }, 0x11, '0807060504030201'],
    [{ FileTime: 'ticks:18446744073709551615' }, 0x11, 'ffffffffffffffff'],
    // 2026-03-10 was a Tuesday.
    [{ SystemTime: '2026-03-10T08:01:02.345Z' }, 0x12, 'ea07030002000a000800010002005901'],
    [{ SystemTime: [0, 0, 0, 0, 0, 0, 0, 0] }, 0x12, '00000000000000000000000000000000'],
    [{ Sid: 'S-1-5-21-1-4294967295' }, 0x13, '010300000000000515000000' + '01000000' + 'ffffffff'],
    [{ Sid: 'S-1-281474976710655' }, 0x13, '0100ffffffffffff'],
    [{ HexInt32: '0x3e7' }, 0x14, 'e7030000'],
    [{ HexInt64: '0x8020000000000000' }, 0x15, '0000000000002080'],
    [{ 'String[]': ['a', '', 'b'] }, 0x81, '610000000000' + '62000000'],
    [{ 'String[]': [] }, 0x81, ''],
    [{ 'AnsiString[]': ['a', 'b'] }, 0x82, '61006200'],
    [{ 'UInt16[]': [1, 2] }, 0x86, '01000200'],
    [{ 'Sid[]': ['S-1-5-18', 'S-1-1-0'] }, 0x93, '010100000000000512000000010100000000000100000000'],
    [{ 'SizeT32[]': [1, 2, 3] }, 0x90, '010000000200000003000000'],
    [null, 0x00, ''],
    [{ Null: { bytes: 16 } }, 0x00, '00'.repeat(16)],
    [{ Raw: { type: 0x0d, bytes: '01' } }, 0x0d, '01'],
    [{ Raw: { type: 0x23, bytes: '0203', as: 'Guid' } }, 0x23, '0203'],
  ]
  it.each(cases.map(([value, type, hex]) => ({ value, type, hex })))(
    'type $type, bytes $hex',
    ({ value, type, hex }) => {
      const stored = bodyOf(encodeOne(simpleEvent([['x', value]]))).values[0]!
      expect(stored.type).toBe(type)
      expect(stored.bytes.toString('hex')).toBe(hex)
    },
  )

  it('declares the type of a Null and of raw bytes as asked', () => {
    const event = simpleEvent([
      ['a', null],
      ['b', { Null: { as: 'Sid' } }],
      ['c', { Raw: { type: 0x15, bytes: '00', as: 'SizeT' } }],
    ])
    const types = bodyOf(encodeOne(event)).root.children.map((data) => {
      const hole = (data as WalkedElement).children[0]!
      return hole.token === 'hole' ? hole.type : -1
    })
    expect(types).toEqual([0x01, 0x13, 0x10])
  })
})

describe('refused input', () => {
  const values: [value: unknown, message: RegExp][] = [
    [{ UInt8: 256 }, /record 1: EventData: Data: UInt8 needs 0 to 255, found "256"/],
    [{ Int8: -129 }, /needs -128 to 127/],
    [{ UInt32: 1.5 }, /needs an integer/],
    [{ UInt32: 'x' }, /needs an integer/],
    [{ UInt64: 2 ** 64 }, /needs an integer/],
    [{ UInt64: '18446744073709551616' }, /needs 0 to 18446744073709551615/],
    [{ Boolean: -1 }, /needs true, false/],
    [{ Real64: 'x' }, /needs a number/],
    [{ Binary: '0' }, /hexadecimal digits/],
    [{ Guid: 'x' }, /needs a GUID/],
    [{ Sid: 'S-1-5-4294967296' }, /too large/],
    [{ Sid: '5' }, /needs a SID/],
    [{ FileTime: '2026-02-30' }, /needs a time/],
    [{ SystemTime: '2026-03-10T08:01:02.3456Z' }, /whole milliseconds/],
    [{ SystemTime: [1, 2] }, /eight words/],
    [{ AnsiString: 'Ω' }, /code page 1252/],
    [{ 'String[]': ['a\0b'] }, /NUL/],
    [{ 'Binary[]': [] }, /is no type/],
    [{ Nonsense: 1 }, /Nonsense is no type/],
    [{ Raw: { type: 256, bytes: '' } }, /type code/],
    [{}, /one key/],
    [{ String: 'a', UInt8: 1 }, /one key/],
    [5, /one key/],
    ['x'.repeat(40_000), /80000 bytes, the most is 65535/],
  ]
  it.each(values.map(([value, message]) => ({ value, message })))('value: $message', ({ value, message }) => {
    expect(() => encodeLog([simpleEvent([['x', value as PlainValue]])])).toThrow(message)
  })

  const events: [event: unknown, message: RegExp][] = [
    [{ system: systemPart(), evenData: {} }, /an event has no "evenData"/],
    [{ system: { ...systemPart(), eventID: 1 } }, /system has no "eventID"/],
    [{ system: { ...systemPart(), computer: undefined } }, /needs a computer/],
    [{ system: systemPart(), eventData: { date: [] } }, /eventData has no "date"/],
    [{ system: systemPart(), eventData: { data: ['x'] } }, /a Data needs/],
    [{ system: systemPart(), eventData: { data: [], strings: [] } }, /either data or strings/],
    [{ system: systemPart(), eventData: {}, userData: { name: 'a' } }, /one of eventData/],
    [{ system: systemPart(), userData: { name: '' } }, /needs a name/],
    [{ system: systemPart(), userData: { name: 'a', text: 'b' } }, /an element has no "text"/],
    [{ system: systemPart(), userData: { name: 'a', omitIfNull: true } }, /omitIfNull needs a value/],
    [
      { system: systemPart(), userData: { name: 'a', attributes: [['b', { 'UInt8[]': [1] }]] } },
      /attribute b/,
    ],
    [{ system: systemPart({ version: 1 }), form: 'classic' }, /a classic event has no version/],
    [
      {
        system: systemPart(),
        form: 'direct',
        userData: { name: 'a', content: [{ 'UInt8[]': [1, 2] }, 'x', { 'UInt8[]': [1, 2] }] },
      },
      /a holds two arrays/,
    ],
    [
      {
        system: systemPart(),
        bodyForm: 'element',
        userData: { name: 'a', content: [{ 'UInt8[]': [1, 2] }] },
      },
      /a is the outermost element/,
    ],
    [{ system: systemPart(), form: 'other' }, /no form "other"/],
    [{ system: systemPart(), form: 'direct', bodyForm: 'element' }, /no body form/],
    [{ system: systemPart({ level: 256 }) }, /UInt8 needs 0 to 255/],
    [{ system: systemPart(), recordId: -1 }, /64-bit/],
  ]
  it.each(events.map(([event, message]) => ({ event, message })))('event: $message', ({ event, message }) => {
    expect(() => encodeLog([event as LogEvent])).toThrow(message)
  })

  it('names the size of a record that no chunk has room for', () => {
    const event = simpleEvent(Array.from({ length: 3 }, (_, i) => [`d${i}`, 'x'.repeat(12_000)]))
    expect(() => encodeLog([simpleEvent(), event])).toThrow(
      /record 2: the record needs 7\d{4} bytes, a chunk has room for 65024/,
    )
  })

  it('leaves the log as it was', () => {
    const good = [simpleEvent([['a', '1']]), simpleEvent([['b', { UInt32: 2 }]])]
    const tooLarge = simpleEvent([1, 2, 3].map((i) => [`new name ${i}`, 'x'.repeat(15_000)]))
    const twoArrays = {
      ...simpleEvent(),
      form: 'direct',
      eventData: undefined,
      other: { name: 'Odd', content: [{ 'UInt8[]': [1, 2] }, { 'UInt8[]': [3, 4] }] },
    }
    const { eventData, ...direct } = twoArrays
    expect(eventData).toBeUndefined()
    const writer = createLogWriter()
    writer.add(good[0]!)
    expect(() => writer.add(tooLarge)).toThrow(/room/)
    expect(() => writer.add(direct as LogEvent)).toThrow(/two arrays/)
    expect(() => writer.add(simpleEvent([['x', { UInt8: 300 }]]))).toThrow(/UInt8/)
    writer.add(good[1]!)
    const { fileHeader, lastChunk } = writer.finish()
    expect(Buffer.concat([fileHeader, lastChunk]).equals(encodeLog(good))).toBe(true)
    expect(() => writer.add(good[0]!)).toThrow(/finished/)
    expect(() => writer.finish()).toThrow(/finished/)
  })
})

describe('layouts', () => {
  const full = systemPart({
    qualifiers: 7,
    version: 2,
    level: 4,
    task: 12_544,
    opcode: 1,
    keywords: '0x8020000000000000',
    activityId: '{00000000-0000-0000-0000-000000000001}',
    relatedActivityId: '{00000000-0000-0000-0000-000000000002}',
    processId: 640,
    threadId: 7412,
    userId: 'S-1-5-18',
  })
  const system = (provider: string, related: number, channel: string): string =>
    `<System><Provider${provider}></Provider><EventID[3] Qualifiers="%4!">%3!</EventID>` +
    '<Version[11]>%11!</Version><Level[0]>%0!</Level><Task[2]>%2!</Task><Opcode[1]>%1!</Opcode>' +
    '<Keywords[5]>%5!</Keywords><TimeCreated SystemTime="%6!"></TimeCreated>' +
    '<EventRecordID[10]>%10!</EventRecordID>' +
    `<Correlation ActivityID="%7!" RelatedActivityID="%${related}!"></Correlation>` +
    `<Execution ProcessID="%8!" ThreadID="%9!"></Execution>${channel}` +
    '<Computer>ws07.corp.example</Computer><Security UserID="%12!"></Security></System>'
  const literalProvider = ' Name="Example-Provider" Guid="{11112222-3333-4444-5555-666677778888}"'
  const literal = system(literalProvider, 18, '<Channel>Security</Channel>')
  const shared = system(' Name="%14!" Guid="%15!"', 13, '<Channel[16]>%16!</Channel>')
  const eventData = { data: [['x', 'y']] } as const
  const userData = { name: 'Thing', attributes: [['xmlns', 'urn:a']] } as const

  it.each([
    ['literal', { eventData }, `<Event[19] xmlns="${NS}">${literal}%19!</Event>`, 20],
    ['literal', { userData }, `<Event xmlns="${NS}">${literal}<UserData[19]>%19!</UserData></Event>`, 20],
    ['literal', {}, `<Event xmlns="${NS}">${literal}%19!</Event>`, 20],
    ['shared', { eventData }, `<Event[17] xmlns="${NS}">${shared}%17!</Event>`, 18],
    ['shared', { userData }, `<Event xmlns="${NS}">${shared}<UserData[17]>%17!</UserData></Event>`, 18],
  ] as const)('%s, %j', (form, body, outer, count) => {
    const { instance } = encodeOne({ form, system: full, ...body }).stream
    expect(show(instance!.root)).toBe(outer)
    expect(instance!.values).toHaveLength(count)
    const hex = (slot: number): string => {
      const { type, bytes } = instance!.values[slot]!
      return `${type.toString(16)}:${bytes.toString('hex')}`
    }
    expect([0, 1, 2, 3, 4, 5].map(hex)).toEqual([
      '4:04',
      '4:01',
      '6:0031',
      '6:1012',
      '6:0700',
      '15:0000000000002080',
    ])
    expect([8, 9, 10, 11, 12].map(hex)).toEqual([
      '8:80020000',
      '8:f41c0000',
      'a:0100000000000000',
      '4:02',
      '13:010100000000000512000000',
    ])
    expect(hex(7)).toBe('f:00000000000000000000000000000001')
    expect(hex(form === 'shared' ? 13 : 18)).toBe('f:00000000000000000000000000000002')
    expect(hex(16)).toBe(form === 'shared' ? '1:53006500630075007200690074007900' : '0:')
  })

  it('writes classic events as the old logging call does', () => {
    const event: LogEvent = {
      form: 'classic',
      system: systemPart({
        provider: { name: 'PowerShell', eventSourceName: 'old' },
        qualifiers: 0,
        level: 4,
      }),
      eventData: { strings: ['a', 'b'], binary: '0102' },
    }
    const record = encodeOne(event)
    expect(show(record.stream.instance!.root)).toBe(
      `<Event[19] xmlns="${NS}"><System><Provider Name="PowerShell" EventSourceName="old"></Provider>` +
        '<EventID[3] Qualifiers="%4!">%3!</EventID><Level[0]>%0!</Level><Task[2]>%2!</Task>' +
        '<Keywords[5]>%5!</Keywords><TimeCreated SystemTime="%6!"></TimeCreated>' +
        '<EventRecordID[10]>%10!</EventRecordID><Channel>Security</Channel>' +
        '<Computer>ws07.corp.example</Computer><Security UserID="%12!"></Security></System>%19!</Event>',
    )
    const body = bodyOf(record)
    expect(show(body.root)).toBe('<EventData><Data[0]>%0!</Data><Binary[2]>%2!</Binary></EventData>')
    expect(body.values.map((v) => [v.type, v.bytes.toString('hex')])).toEqual([
      [0x81, '6100000062000000'],
      [0x08, '02000000'],
      [0x0e, '0102'],
    ])
  })

  it.each([
    ['fragment', true, true],
    ['instance', false, true],
    ['element', false, false],
  ] as const)('starts the body as %s', (bodyForm, hasHeader, isInstance) => {
    const value = encodeOne({ ...simpleEvent([['x', 'a&b']]), bodyForm }).stream.instance!.values[19]!
    expect(value.type).toBe(0x21)
    expect(value.stream!.hasHeader).toBe(hasHeader)
    const root = isInstance ? value.stream!.instance!.root : value.stream!.element!
    expect(show(root)).toBe(
      isInstance
        ? '<EventData><Data Name="x">%0</Data></EventData>'
        : '<EventData><Data Name="x">a&amp;b</Data></EventData>',
    )
  })

  it('keeps every kind of content of an element', () => {
    const record = encodeOne({
      system: systemPart(),
      userData: {
        name: 'Root',
        attributes: [
          ['xmlns:x', 'urn:x'],
          ['n', { UInt8: 1 }],
          ['l', { Literal: 'a<"b"' }],
        ],
        content: [
          { Literal: 'a>b' },
          { UInt8: 2 },
          { Unused: { UInt8: 3 } },
          { CharRef: 65 },
          { EntityRef: 'apos' },
          { Cdata: '<raw>' },
          { Pi: ['target', 'data'] },
          { name: 'Leaf', content: [null], omitIfNull: true },
          { name: 'Embedded', content: [{ BinXml: { name: 'In', content: ['deep'] } }] },
        ],
      },
    })
    const body = bodyOf(record)
    expect(show(body.root)).toBe(
      '<Root xmlns:x="urn:x" n="%0!" l="a&lt;&quot;b&quot;">a&gt;b%1&#65;&apos;<![CDATA[<raw>]]>' +
        '<?target data?><Leaf[3]>%3!</Leaf><Embedded>%4</Embedded></Root>',
    )
    expect(body.values.map((v) => v.type)).toEqual([4, 4, 4, 0, 0x21])
    expect(show(body.values[4]!.stream!.instance!.root)).toBe('<In>%0</In>')
  })

  it('writes direct records as text without template', () => {
    const record = encodeOne({
      form: 'direct',
      system: systemPart({ level: 4, userId: 'S-1-5-18' }),
      eventData: {
        name: 'E',
        data: [
          ['a', 'x < "y" & z'],
          [null, { HexInt64: '0x3E7' }],
          ['list', { 'String[]': ['p', '', 'q'] }],
          ['none', { 'String[]': [] }],
          ['null', null],
          ['gone', null, { omitIfNull: true }],
          ['c', { Boolean: true }, { element: 'ComplexData' }],
          [
            'in',
            {
              BinXml: {
                name: 'In',
                attributes: [
                  ['k', { UInt8: 1 }],
                  ['m', null],
                ],
                content: ['deep'],
              },
            },
          ],
        ],
        binary: 'ff00',
      },
      rendering: { culture: 'en-US', message: 'm', level: 'l', keywords: ['k1', 'k2'] },
    })
    expect(record.stream.instance).toBeUndefined()
    expect(record.stream.hasHeader).toBe(true)
    expect(show(record.stream.element!)).toBe(
      `<Event xmlns="${NS}"><System><Provider${literalProvider}></Provider><EventID>4624</EventID>` +
        '<Level>4</Level><TimeCreated SystemTime="2026-03-10T08:01:02.1234567Z"></TimeCreated>' +
        '<EventRecordID>1</EventRecordID><Correlation></Correlation><Execution></Execution>' +
        '<Channel>Security</Channel><Computer>ws07.corp.example</Computer>' +
        '<Security UserID="S-1-5-18"></Security></System><EventData Name="E">' +
        '<Data Name="a">x &lt; "y" &amp; z</Data><Data>0x3e7</Data>' +
        '<Data Name="list">p</Data><Data Name="list"></Data><Data Name="list">q</Data>' +
        '<Data Name="none"></Data><Data Name="null"></Data><ComplexData Name="c">true</ComplexData>' +
        '<Data Name="in"><In k="1">deep</In></Data><Binary>FF00</Binary></EventData>' +
        '<RenderingInfo Culture="en-US"><Message>m</Message><Level>l</Level>' +
        '<Keywords><Keyword>k1</Keyword><Keyword>k2</Keyword></Keywords></RenderingInfo></Event>',
    )
  })

  it('puts RenderingInfo behind the body', () => {
    const record = encodeOne({
      ...simpleEvent(),
      rendering: { culture: 'de-DE', task: 't', keywords: ['k'] },
    })
    expect(show(record.stream.instance!.root)).toMatch(
      /%19!<RenderingInfo Culture="%20!"><Task>%21!<\/Task><Keywords><Keyword>%22!<\/Keyword><\/Keywords><\/RenderingInfo><\/Event>$/,
    )
    expect(record.stream.instance!.values).toHaveLength(23)
  })
})

describe('templates', () => {
  it('stand inline once a chunk and are shared by events of one form', () => {
    const events = Array.from({ length: 400 }, (_, i) =>
      simpleEvent([
        ['a', `value ${i}`],
        ['b', { UInt32: i }],
      ]),
    )
    const { chunks } = walkLog(encodeLog(events))
    expect(chunks.length).toBeGreaterThan(1)
    for (const { records, definitions } of chunks) {
      expect(definitions.size).toBe(2)
      expect(records.map((r) => r.stream.instance!.isInline)).toEqual(records.map((_, i) => i === 0))
      expect(records.map((r) => bodyOf(r).isInline)).toEqual(records.map((_, i) => i === 0))
    }
  })

  it('have a GUID that follows from the structure alone', () => {
    const guids = (event: LogEvent): string[] => {
      const record = encodeOne(event)
      return [record.stream.instance!.guid, bodyOf(record).guid]
    }
    const base = guids(simpleEvent([['a', '1']]))
    expect(guids(simpleEvent([['a', 'another']]))).toEqual(base)
    expect(guids(simpleEvent([['b', '1']]))[1]).not.toBe(base[1])
    expect(guids(simpleEvent([['a', { StringZ: '1' }]]))).toEqual(base)
    expect(guids(simpleEvent([['a', { UInt8: 1 }]]))[1]).not.toBe(base[1])
    expect(guids({ ...simpleEvent([['a', '1']]), system: systemPart({ channel: 'System' }) })[0]).not.toBe(
      base[0],
    )
  })
})

describe('logs', () => {
  const many: LogEvent[] = Array.from({ length: 700 }, (_, i) => ({
    ...simpleEvent([[`name ${i % 97}`, 'v'.repeat(i % 350)]]),
    form: (['literal', 'shared', 'direct'] as const)[i % 3]!,
  }))

  it('number records through all chunks', () => {
    const { chunks, nextRecordId } = walkLog(encodeLog(many))
    expect(chunks.length).toBeGreaterThan(5)
    let number = 1n
    for (const chunk of chunks) {
      expect(chunk.firstNumber).toBe(number)
      expect(chunk.firstId).toBe(number)
      number += BigInt(chunk.records.length)
    }
    expect(number).toBe(701n)
    expect(nextRecordId).toBe(701n)
  })

  it('fill a chunk before the next one begins', () => {
    const { chunks } = walkLog(encodeLog(many))
    for (const chunk of chunks.slice(0, -1)) expect(chunk.freeOffset).toBeGreaterThan(65_536 - 3_000)
  })

  it('are the same bytes in one piece and chunk by chunk, each time', () => {
    const writer = createLogWriter()
    const chunks = many.flatMap((event) => writer.add(event) ?? [])
    const { fileHeader, lastChunk } = writer.finish()
    const whole = encodeLog(many)
    expect(Buffer.concat([fileHeader, ...chunks, lastChunk]).equals(whole)).toBe(true)
    expect(Buffer.from(encodeLog(many)).equals(whole)).toBe(true)
  })

  it('take record ids and times as given', () => {
    const events: LogEvent[] = [
      { ...simpleEvent(), recordId: '9000000000' },
      { ...simpleEvent(), written: '2026-03-11T00:00:00Z' },
      { system: systemPart({ recordId: 77 }), recordId: 5 },
    ]
    const bytes = encodeLog(events)
    const records = recordsOf(bytes)
    expect(records.map((r) => r.id)).toEqual([9_000_000_000n, 9_000_000_001n, 5n])
    expect(records.map((r) => r.stream.instance!.values[10]!.bytes.readBigUInt64LE())).toEqual([
      9_000_000_000n,
      9_000_000_001n,
      77n,
    ])
    expect(records[0]!.written).toBe(134_176_032_621_234_567n)
    expect(records[1]!.written).toBe(134_176_608_000_000_000n)
    expect(walkLog(bytes).nextRecordId).toBe(9_000_000_002n)
  })

  it('without events have one chunk without records', () => {
    const { chunks, nextRecordId } = walkLog(encodeLog([]))
    expect(nextRecordId).toBe(1n)
    expect(chunks).toHaveLength(1)
    const [chunk] = chunks
    expect(chunk!.records).toEqual([])
    expect([chunk!.firstNumber, chunk!.lastNumber, chunk!.firstId]).toEqual([
      1n,
      2n ** 64n - 1n,
      2n ** 64n - 1n,
    ])
  })

  it('follow the options', () => {
    const log = walkLog(
      encodeLog([simpleEvent()], { minorVersion: 2, dirty: true, full: true, firstRecordNumber: 9n }),
    )
    expect([log.minorVersion, log.flags, log.chunks[0]!.flags, log.chunks[0]!.firstNumber]).toEqual([
      2,
      3,
      1,
      9n,
    ])
    const without = walkLog(encodeLog([simpleEvent()], { checksums: false, chunkFlags: 0 }))
    expect([without.minorVersion, without.flags, without.chunks[0]!.flags]).toEqual([1, 4, 4])
  })

  const event: fc.Arbitrary<LogEvent> = fc
    .record({
      form: fc.constantFrom('literal', 'shared', 'direct'),
      data: fc.array(
        fc.tuple(
          fc.option(fc.string({ minLength: 1, maxLength: 12 })),
          fc.oneof(scalarValue, nullValue, arrayValue),
        ),
        { maxLength: 12 },
      ),
    })
    .map(({ form, data }) => ({
      form,
      system: systemPart(),
      eventData: { data: data.map(([name, { value }]) => [name, value] as const) },
    }))

  it('of any events are well formed', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
        const records = recordsOf(encodeLog(events))
        expect(records).toHaveLength(events.length)
        records.forEach((record, i) => {
          if (events[i]!.form === 'direct') return
          const { data } = events[i]!.eventData!
          expect(bodyOf(record, events[i]!.form === 'shared' ? 17 : 19).values).toHaveLength(data!.length)
        })
      }),
      { numRuns: 60 },
    )
  })
})
