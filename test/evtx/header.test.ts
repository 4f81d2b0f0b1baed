/**
 * The header of an event, its first System part: a consumer that is asked with it alone decides as if it knew the whole
 * record, and a record that it declines hides nothing.
 */
import { describe, expect, test } from 'vitest'
import type { EventView, Leaf } from '../../src/event/event.ts'
import { leafText, leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { StreamWriter, WrittenValue } from '../support/binxml-bytes.ts'
import { element, utf16 } from '../support/binxml-bytes.ts'
import { memoryReader } from '../support/decode-log.ts'
import { embedded, eventId, inDefinition, NULL, ofTemplate, readStreams } from '../support/decode-streams.ts'
import { logOfStreams, recordsAt, seal } from '../support/log-bytes.ts'

type Write = (w: StreamWriter) => void

const field = (name: string, text: string) => (w: StreamWriter) => element(w, name, () => w.text(text))
const system =
  (...inside: Write[]) =>
  (w: StreamWriter) =>
    element(w, 'System', () => {
      for (const write of inside) write(w)
    })
const direct =
  (...parts: Write[]) =>
  (w: StreamWriter) => {
    w.u8(0x0f, 1, 1, 0)
    element(w, 'Event', () => {
      for (const write of parts) write(w)
    })
    w.eof()
  }
const userData =
  (text: string): Write =>
  (w) =>
    element(w, 'UserData', () => element(w, 'X', () => field('Y', text)(w)))

const texts = (event: EventView, isWanted: (leaf: Leaf) => boolean): string[] =>
  event.shape.leaves
    .filter(isWanted)
    .flatMap((leaf) => leafTexts(event, leaf).map((text) => `${leaf.section} ${leaf.name}=${text}`))

interface Run {
  /** What was known when the consumer was asked. */
  readonly asked: readonly string[][]
  readonly visited: readonly string[][]
  readonly counts: unknown
  readonly codes: readonly string[]
}

/** The records of a log; those are declined that `isDeclined` says so of. */
function run(log: Buffer, isDeclined: (event: EventView) => boolean, isSlow = false): Run {
  const decoder = isSlow ? createSlowDecoder() : createDecoder()
  const asked: string[][] = []
  const visited: string[][] = []
  const codes: string[] = []
  const report = ({ code }: { code: string }): void => void codes.push(code)
  const reader = memoryReader(log)
  const layout = decoder.readLayout(reader, 'log', report)!
  const consumer = {
    accept: (event: EventView) => {
      asked.push(texts(event, () => true))
      return !isDeclined(event)
    },
    visit: (event: EventView) => void visited.push(texts(event, () => true)),
  }
  const counts = decoder.decodeRange(reader, 'log', layout, 0, layout.chunkCount, consumer, report)
  return { asked, visited, counts, codes }
}

const headerId = (event: EventView): string | undefined =>
  leafText(event, event.shape.leaves[event.shape.eventId])

describe('records without a template', () => {
  test('are asked about with their header alone', () => {
    const log = logOfStreams([
      direct(system(field('EventID', '1')), userData('a')),
      direct(system(field('EventID', '2')), userData('b')),
    ])
    const { asked, visited, counts } = run(log, (event) => headerId(event) === '1')
    expect(asked).toEqual([['system EventID=1'], ['system EventID=2']])
    expect(visited).toEqual([['system EventID=2', 'userData Y=b']])
    expect(counts).toMatchObject({ recordsRead: 1, recordsSkipped: 1 })
  })

  test('are asked about once, whatever comes first', () => {
    const log = logOfStreams([
      direct(userData('a'), system(field('EventID', '1'))),
      direct(userData('b')),
      direct(system()),
      direct(),
    ])
    const { asked, visited } = run(log, () => false)
    expect(asked).toEqual([['userData Y=a', 'system EventID=1'], ['userData Y=b'], [], []])
    expect(visited).toEqual(asked)
  })

  test('are not read further when they are declined, and are when not', () => {
    const broken = direct(system(field('EventID', '1')), (w) => w.u8(0x33))
    const log = logOfStreams([broken])
    expect(run(log, () => true)).toMatchObject({ codes: [], counts: { recordsSkipped: 1 } })
    expect(run(log, () => false)).toMatchObject({
      codes: ['record-unreadable'],
      visited: [['system EventID=1']],
    })
  })

  /** A whole record as it would stand in a chunk, as text. */
  const recordAsText = (() => {
    const log = logOfStreams([direct(system(field('EventID', '9')))])
    const [at = 0] = recordsAt(log)
    return log.toString('utf16le', at, at + log.readUInt32LE(at + 4))
  })()

  test.each([0, 1, 2, 3])('that look as if they held a record do not, moved by %i units', (units) => {
    const log = logOfStreams([
      direct(system(field('EventID', '1')), userData('x'.repeat(units) + recordAsText)),
      direct(system(field('EventID', '2'))),
    ])
    const declined = run(log, (event) => headerId(event) === '1')
    expect(declined).toMatchObject({
      codes: [],
      counts: { recordsSkipped: 1, recordsRead: 1, recordsHidden: 0 },
    })
    expect(declined.counts).toEqual(run(log, (event) => headerId(event) === '1', true).counts)
  })

  test('that hold a record behind their stream do not hide it', () => {
    const log = logOfStreams(
      ['1', '2', '3'].map((id) => direct(system(field('EventID', id)), userData('x'.repeat(100)))),
    )
    const [first = 0, , third = 0] = recordsAt(log)
    log.writeUInt32LE(third - first, first + 4)
    log.writeUInt32LE(third - first, third - 4)
    seal(log)
    const fast = run(log, (event) => headerId(event) !== '2')
    expect(fast.visited).toHaveLength(1)
    expect(fast.codes).toContain('record-swallowed')
    const slow = run(log, (event) => headerId(event) !== '2', true)
    expect([fast.visited, fast.counts, fast.codes]).toEqual([slow.visited, slow.counts, slow.codes])
  })
})

describe('several System parts', () => {
  /** `<System><EventID>…` of a definition; with a dependency it may be left out. */
  const systemIn = (w: StreamWriter, index: number, dependency?: number): void => {
    const inside = (): void => inDefinition(w, 'EventID', () => w.substitution(index, false, 6))
    if (dependency === undefined) inDefinition(w, 'System', inside)
    else element(w, 'System', inside, dependency)
  }
  const template = (body: Write, values: readonly WrittenValue[]): Write =>
    ofTemplate(
      1,
      (w) => {
        w.u8(0x0f, 1, 1, 0)
        inDefinition(w, 'Event', () => body(w))
        w.eof()
      },
      values,
    )
  const hole = (w: StreamWriter, index: number): void => w.substitution(index, true, 0x21)
  type Part = readonly [write: typeof systemIn, index: number, dependency?: number]
  const parts =
    (...list: readonly Part[]): Write =>
    (w) => {
      for (const [write, index, dependency] of list) write(w, index, dependency)
    }
  const literal = embedded(system(field('EventID', '2'), field('Empty', '')))
  const instance = embedded((w) => w.instance(2, (d) => systemIn(d, 0), [eventId(2)]))
  const text: WrittenValue = { type: 1, bytes: utf16('there') }

  test.each<[string, Write, string[]]>([
    [
      'elements of the record',
      direct(system(field('EventID', '1')), system(field('EventID', '2'), field('Empty', ''))),
      ['system EventID=1', 'other EventID=2', 'other Empty='],
    ],
    [
      'of the template, then embedded elements',
      template(parts([systemIn, 0], [hole, 1]), [eventId(1), literal]),
      ['system EventID=1', 'other EventID=2', 'other Empty='],
    ],
    [
      'of the template, then an embedded template',
      template(parts([systemIn, 0], [hole, 1]), [eventId(1), instance]),
      ['system EventID=1', 'other EventID=2'],
    ],
    [
      'embedded elements, then of the template',
      template(parts([hole, 1], [systemIn, 0]), [eventId(1), literal]),
      ['system EventID=2', 'system Empty=', 'other EventID=1'],
    ],
    [
      'an embedded template, then of the template',
      template(parts([hole, 1], [systemIn, 0]), [eventId(1), instance]),
      ['system EventID=2', 'other EventID=1'],
    ],
    [
      'two embedded ones whose values stand in the other order',
      template(parts([hole, 1], [hole, 0]), [
        instance,
        embedded((w) => w.instance(3, (d) => systemIn(d, 0), [eventId(3)])),
      ]),
      ['system EventID=3', 'other EventID=2'],
    ],
    [
      'two of the template',
      template(parts([systemIn, 0], [systemIn, 1]), [eventId(1), eventId(2)]),
      ['system EventID=1', 'other EventID=2'],
    ],
    [
      'of the template, left out, then embedded elements',
      template(parts([systemIn, 0, 2], [hole, 1]), [eventId(1), literal, NULL]),
      ['system EventID=2', 'system Empty='],
    ],
    [
      'of the template, left out, then an embedded template',
      template(parts([systemIn, 0, 2], [hole, 1]), [eventId(1), instance, NULL]),
      ['system EventID=2'],
    ],
    [
      'of the template, which might have been left out',
      template(parts([systemIn, 0, 2], [hole, 1]), [eventId(1), instance, text]),
      ['system EventID=1', 'other EventID=2'],
    ],
    [
      'a template among the elements of the record, then elements',
      direct((w) => w.instance(2, (d) => systemIn(d, 0), [eventId(2)]), system(field('EventID', '1'))),
      ['system EventID=2', 'other EventID=1'],
    ],
    [
      'elements of the record, then a template among them',
      direct(system(field('EventID', '1')), (w) => w.instance(2, (d) => systemIn(d, 0), [eventId(2)])),
      ['system EventID=1', 'other EventID=2'],
    ],
  ])('%s', (_, write, expected) => {
    // Both decoders tell the same.
    readStreams(write)
    const log = logOfStreams([write])
    const { asked, visited, codes } = run(log, () => false)
    expect(codes).toEqual([])
    expect(visited).toEqual([expected])
    // What was asked about is the header of the whole record.
    const headerOf = (all: readonly string[]): string[] => all.filter((line) => line.startsWith('system '))
    expect(headerOf(asked[0]!)).toEqual(headerOf(expected))
  })
})
