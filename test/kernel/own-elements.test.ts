/**
 * Records of their own elements, without a template: the kernel walks them, and what it says of them is what the decoder
 * says. Times are texts there, event ids digits, and names of fields are told apart by their text alone.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../../src/evtx/encode.ts'
import type { StreamWriter } from '../support/binxml-bytes.ts'
import { element } from '../support/binxml-bytes.ts'
import { logOfStreams, makeLog } from '../support/log-bytes.ts'
import { logonEvent, processEvent, RULES, SYSMON, serviceEvent } from './kernel-logs.ts'
import { createTwins } from './twin-scans.ts'

type Stream = (w: StreamWriter) => void

interface OwnRecord {
  readonly time?: string
  readonly id?: string
  readonly channel?: string
  readonly data?: readonly (readonly [name: string, text: string])[]
  /** Written after the field's text. */
  readonly more?: Stream
}

/** `<Event>` in the record itself. */
function own({
  time = '2026-03-10T08:01:02.1234567Z',
  id = '1',
  channel = SYSMON,
  data,
  more,
}: OwnRecord): Stream {
  return (w) => {
    w.u8(0x0f, 1, 1, 0)
    element(w, 'Event', () => {
      element(w, 'System', () => {
        element(w, 'EventID', () => w.text(id))
        w.open('TimeCreated', { attributes: true })
        w.attribute('SystemTime')
        w.text(time)
        w.closeEmpty()
        element(w, 'Channel', () => w.text(channel))
        element(w, 'Computer', () => w.text('host1'))
      })
      element(w, 'EventData', () => {
        for (const [name, text] of data ?? [['CommandLine', 'cmd.exe']]) {
          w.open('Data', { attributes: true })
          w.attribute('Name')
          w.text(name)
          w.close()
          w.text(text)
          more?.(w)
          w.end()
        }
      })
    })
    w.eof()
  }
}

/** Both scans, twice: in the second one the kernel knows everything. */
function compare(streams: readonly Stream[]): ReturnType<ReturnType<typeof createTwins>['scan']> {
  const twins = createTwins(RULES)
  const log = logOfStreams([...streams])
  twins.scan([log])
  return twins.scan([log])
}

describe('records of their own elements', () => {
  it('are turned away', () => {
    const { told, calls } = compare(Array.from({ length: 60 }, () => own({})))
    expect(told.counts[0]).toMatchObject({ recordsRead: 60, recordsFailed: 0 })
    expect(calls.accepted).toBe(0)
  })

  it('that nobody wants are counted by channel and event id', () => {
    const { told, calls } = compare(Array.from({ length: 60 }, (_, i) => own({ id: String(200 + (i % 3)) })))
    expect(told.tally.unwatched.entries).toHaveLength(3)
    expect(calls.accepted).toBe(0)
  })

  it('reach the engine when a rule matches', () => {
    const loud = own({ data: [['CommandLine', 'mimikatz']] })
    const { told, calls } = compare([own({}), loud, own({}), loud, own({})])
    expect(told.hits).toHaveLength(2)
    expect(calls.accepted).toBe(2)
  })

  it('of many structures follow each other', () => {
    const names = ['CommandLine', 'Image', 'User', 'Commandline', '', 'X'.repeat(300)]
    const data = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom('', 'a', 'mimikatz')), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(fc.array(data, { minLength: 1, maxLength: 12 }), (records) => {
        const { calls } = compare([...records, ...records].map((fields) => own({ data: fields })))
        const loud = records.filter((fields) => fields.some(([, text]) => text === 'mimikatz')).length
        expect(calls.accepted).toBeLessThanOrEqual(2 * loud)
      }),
      { numRuns: 60 },
    )
  })

  it('with texts in several pieces, references and empty elements', () => {
    const odd: Stream[] = [
      (w) => w.text('katz'),
      (w) => w.u8(0x08, 0x41, 0),
      (w) => element(w, 'Inner', () => w.text('x')),
      () => {},
    ]
    const streams = odd.map((more) => own({ data: [['CommandLine', 'mimi']], more }))
    expect(compare([...streams, ...streams]).told.hits.length).toBe(2)
  })
})

describe('times as text', () => {
  const day = fc
    .tuple(
      fc.oneof(fc.integer({ min: 1595, max: 2200 }), fc.constantFrom(1900, 2000, 2024, 9999)),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
    )
    .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`)
  const clock = fc.constantFrom('00:00:00', '23:59:59', '12:34:56', '24:00:00', '12:60:00', '1:02:03')
  const fraction = fc.constantFrom('', '.1', '.1234567', '.123456789', '.12345678901', '.', '.12a')
  const time = fc
    .tuple(
      day,
      fc.constantFrom('T', 'T', ' ', 't'),
      clock,
      fraction,
      fc.constantFrom('Z', 'Z', 'Z', '', '+01:00'),
    )
    .map((parts) => parts.join(''))

  it('are what the decoder takes them for', () => {
    let turnedAway = 0
    fc.assert(
      fc.property(fc.array(time, { minLength: 3, maxLength: 3 }), (times) => {
        const { calls } = compare(times.map((text) => own({ time: text })))
        turnedAway += 3 - calls.accepted
      }),
      { numRuns: 300 },
    )
    expect(turnedAway).toBeGreaterThan(30)
  })

  it.each([
    ['2026-03-10T08:01:02Z', true],
    ['2026-03-10 08:01:02.1Z', true],
    ['1601-01-01T00:00:00.0000001Z', true],
    ['2024-02-29T23:59:59.123456789Z', true],
    ['9999-12-31T23:59:59.9999999Z', true],
    ['2023-02-29T00:00:00Z', false],
    ['1601-01-01T00:00:00Z', false],
    ['2026-03-10T08:01:02', false],
    ['2026-03-10T24:00:00Z', false],
    ['2026-13-10T00:00:00Z', false],
    ['2026-03-10T08:01:02.Z', false],
  ])('%s is understood in the kernel: %s', (text, isUnderstood) => {
    const { calls } = compare([own({ time: text }), own({ time: text })])
    expect(calls.accepted).toBe(isUnderstood ? 0 : 2)
  })

  it.each(['0', '1', '01', '65536', '4294967296', '12345678901', 'x', ' 1', ''])('event id %o', (id) => {
    compare([own({ id }), own({ id }), own({ id, data: [['CommandLine', 'mimikatz']] })])
  })
})

describe('hits that nobody wants to see', () => {
  const events = (i: number): LogEvent[] => [
    processEvent('powershell -enc AAAA', { computer: `ws${i % 3}` }),
    { ...processEvent('x mimikatz'), form: 'direct' },
    processEvent('quiet'),
    logonEvent(10, { computer: `ws${i % 3}` }, [['IpAddress', '10.0.0.1']]),
    serviceEvent('same', 'SAME'),
    serviceEvent('same', 'other'),
  ]

  it.each([{}, { maxStates: 3, maxUnions: 3, maxPrograms: 2, cacheEntries: 5 }])(
    'are counted: %o',
    (options) => {
      const logs = [0, 1].map((n) => makeLog(Array.from({ length: 40 }, (_, i) => events(i + n)).flat()))
      const twins = createTwins(RULES, options, false)
      twins.scan(logs)
      const { told, calls } = twins.scan(logs)
      expect(told.hitCounts).toEqual([200, 200])
      expect(told.hits).toEqual([])
      expect(told.tally.hitsByRule.length).toBeGreaterThan(3)
      if (Object.keys(options).length === 0) expect(calls.accepted).toBe(0)
    },
  )
})
