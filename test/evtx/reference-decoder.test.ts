/** The reference decoder through the interface of decoders: layout, position, values, and what it cannot do. */
import { describe, expect, test } from 'vitest'
import type { ByteReader } from '../../src/base/byte-reader.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { eventToPlain, fieldsOf } from '../../src/event/to-plain.ts'
import type { LogEvent } from '../../src/evtx/encode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { createReferenceDecoder } from '../../src/evtx/reference-decoder.ts'
import { decodeLog, memoryReader } from '../support/decode-log.ts'
import { simpleEvent, systemPart } from '../support/log-events.ts'

const decoder = createReferenceDecoder()
const encode = (...events: LogEvent[]): Buffer => Buffer.from(encodeLog(events))

/** Plain objects of all events, and the codes reported. */
function decode(log: Buffer): { events: unknown[]; codes: string[] } {
  const events: unknown[] = []
  const { diagnostics } = decodeLog(decoder, log, (event) => events.push(eventToPlain(event)))
  return { events, codes: diagnostics.map((d) => d.code) }
}

describe('what it reads', () => {
  test('values of many types as text', () => {
    const { events, codes } = decode(
      encode(
        simpleEvent([
          ['Text', 'a < b'],
          ['Number', { Int32: -3 }],
          ['Big', { UInt64: '18446744073709551615' }],
          ['Hex', { HexInt64: '0x3e7' }],
          ['Flag', { Boolean: true }],
          ['After', 'the flag'],
          ['Guid', { Guid: '{11112222-3333-4444-5555-666677778888}' }],
          ['Sid', { Sid: 'S-1-5-18' }],
          ['When', { FileTime: '2026-03-10T08:01:02.1234567Z' }],
          ['Day', { SystemTime: '2026-03-10T08:01:02.123Z' }],
          ['Bytes', { Binary: 'CAFE' }],
          [null, 'one'],
          [null, 'two'],
        ]),
      ),
    )
    expect(codes).toEqual([])
    expect(events).toEqual([
      {
        System: {
          Provider_Name: 'Example-Provider',
          Provider_Guid: '{11112222-3333-4444-5555-666677778888}',
          EventID: '4624',
          TimeCreated_SystemTime: '2026-03-10T08:01:02.1230000Z',
          EventRecordID: '1',
          Channel: 'Security',
          Computer: 'ws07.corp.example',
        },
        EventData: {
          Text: 'a < b',
          Number: '-3',
          Big: '18446744073709551615',
          Hex: '0x3e7',
          Flag: 'true',
          After: 'the flag',
          Guid: '{11112222-3333-4444-5555-666677778888}',
          Sid: 'S-1-5-18',
          When: '2026-03-10T08:01:02.1230000Z',
          Day: '2026-03-10T08:01:02.123Z',
          Bytes: 'CAFE',
          Data: ['one', 'two'],
        },
      },
    ])
  })

  test('UserData, nested, with attributes and elements left out', () => {
    const { events } = decode(
      encode({
        system: systemPart(),
        userData: {
          name: 'EventXML',
          attributes: [['xmlns', 'Event_NS']],
          content: [
            { name: 'Param', content: ['a'] },
            { name: 'Param', content: ['b'] },
            {
              name: 'Error',
              attributes: [['Code', { UInt32: 5 }]],
              content: [{ name: 'Inner', content: ['c'] }],
            },
            { name: 'Gone', content: [null], omitIfNull: true },
          ],
        },
      }),
    )
    expect(events[0]).toMatchObject({
      UserData: { EventXML: { Param: ['a', 'b'], Error_Code: '5', Error: { Inner: 'c' } } },
    })
    expect(JSON.stringify(events[0])).not.toContain('Gone')
  })

  test('position and header of each record; chunks are counted, ranges are kept to', () => {
    const log = encode(...Array.from({ length: 400 }, (_, n) => simpleEvent([['N', `number ${n}`]])))
    const layout = decoder.readLayout(memoryReader(log), 'x', () => {})!
    expect(layout.chunkCount).toBe((log.length - 4096) / 65_536)
    expect(layout.chunkCount).toBeGreaterThan(1)
    const seen: string[] = []
    const consumer = {
      accept: () => true,
      visit: (event: Parameters<typeof fieldsOf>[0]) => {
        expect(event.chunk).toBe(1)
        expect(event.recordIdLow).toBe(log.readUInt32LE(event.offsetBytes + 8))
        expect(event.writtenLow).toBe(log.readUInt32LE(event.offsetBytes + 16))
        expect(event.writtenHigh).toBe(log.readUInt32LE(event.offsetBytes + 20))
        seen.push(fieldsOf(event)[0]![1])
      },
    }
    const counts = decoder.decodeRange(memoryReader(log), 'x', layout, 1, 1, consumer, () => {})
    expect(counts).toMatchObject({ chunks: 1, recordsRead: seen.length, recordsFailed: 0 })
    expect(seen.length).toBeGreaterThan(1)
    const first = Number(/\d+/.exec(seen[0]!)![0])
    expect(seen).toEqual(seen.map((_, i) => `number ${first + i}`))
  })

  test('a consumer that declines, and one that throws', () => {
    const log = encode(simpleEvent(), simpleEvent())
    const layout = decoder.readLayout(memoryReader(log), 'x', () => {})!
    const run = (consumer: { accept: () => boolean; visit: () => void }) =>
      decoder.decodeRange(memoryReader(log), 'x', layout, 0, 1, consumer, () => {})
    expect(run({ accept: () => false, visit: () => {} })).toMatchObject({ recordsRead: 0, recordsSkipped: 2 })
    const visit = (): never => {
      throw new Error('of the consumer')
    }
    expect(() => run({ accept: () => true, visit })).toThrow('of the consumer')
  })
})

describe('what it cannot do is reported', () => {
  test('records without a template', () => {
    const { events, codes } = decode(encode({ ...simpleEvent(), form: 'direct' }, simpleEvent()))
    expect(events).toHaveLength(1)
    expect(codes).toEqual(['record-unreadable'])
  })

  test('a body without a template', () => {
    const { events, codes } = decode(encode({ ...simpleEvent([['A', 'x']]), bodyForm: 'element' }))
    expect(events).toHaveLength(1)
    expect(events[0]).not.toHaveProperty('EventData')
    expect(codes).toEqual(['value-unreadable'])
  })

  test('half-written records, chunks without signature, a damaged file header', () => {
    const log = encode(simpleEvent(), simpleEvent())
    const size = log.readUInt32LE(4096 + 512 + 4)
    log.writeUInt32LE(0, 4096 + 512 + size - 4)
    const { counts } = decodeLog(decoder, log, (event) => expect(event.partial).toBe(event.record === 0))
    expect(counts).toMatchObject({ recordsRead: 2, recordsPartial: 1 })
    log[4096] = 0
    log[0] = 0
    expect(decode(log)).toEqual({ events: [], codes: ['bad-file-header', 'bad-chunk-magic'] })
  })

  test('files too small', () => {
    expect(decode(Buffer.alloc(0)).codes).toEqual(['empty-file'])
    expect(decode(Buffer.from('ElfFile\0')).codes).toEqual(['not-evtx'])
  })

  test('errors of the reader', () => {
    const log = encode(simpleEvent())
    const layout = decoder.readLayout(memoryReader(log), 'x', () => {})!
    const broken: ByteReader = {
      sizeBytes: log.length,
      readAt: () => {
        throw new Error('no such sector')
      },
      close: () => {},
    }
    const found: Diagnostic[] = []
    const consumer = { accept: () => true, visit: () => {} }
    const report = (d: Diagnostic): number => found.push(d)
    expect(decoder.readLayout(broken, 'x', report)).toBeUndefined()
    decoder.decodeRange(broken, 'x', { ...layout, chunkCount: 100 }, 0, 100, consumer, report)
    expect(new Set(found.map((d) => d.code))).toEqual(new Set(['path-unreadable']))
    expect(found.length).toBeLessThan(20)
    expect(found[0]!.message).toContain('no such sector')
    expect(found.at(-1)!.message).toContain('given up')
  })
})
