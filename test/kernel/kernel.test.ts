/**
 * Scans with and without a kernel tell the same of every log: hits, counts, tallies, diagnostics. The logs have templates
 * of several shapes, records that are wanted and not, values of all kinds, and the damage and the lies that a walk over a
 * chunk knows of. And the kernel does deal with records: without that, nothing would be compared.
 */
import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../../src/evtx/encode.ts'
import { NULL, string } from '../support/decode-streams.ts'
import {
  changeChunk,
  chunkAt,
  FILE_HEADER,
  logOfStreams,
  makeLog,
  recordsAt,
  seal,
} from '../support/log-bytes.ts'
import { createTemplate, logonEvent, processEvent, RULES, SYSMON, serviceEvent } from './kernel-logs.ts'
import { createTwins } from './twin-scans.ts'

const HOSTS = ['ws01', 'ws02.corp.example', 'DC\u00e9']
const day = (n: number): string => `2026-03-${String(1 + (n % 28)).padStart(2, '0')}T08:00:00Z`
const ticksOfDay = (n: number): bigint => BigInt(Date.parse(day(n)) + 11_644_473_600_000) * 10_000n

/** Records in which no rule finds anything, of kinds in turn; all values differ. */
function quietEvents(count: number): LogEvent[] {
  return Array.from({ length: count }, (_, i): LogEvent => {
    const system = { time: day(i), computer: HOSTS[i % 3]! }
    switch (i % 5) {
      case 0:
        return processEvent(`cmd.exe /c echo ${i}`, system)
      case 1:
        return logonEvent(3, system, [['Address', `10.0.0.${i % 250}`]])
      case 2:
        return serviceEvent(`service ${i}`, `C:\\Program Files\\${i}.exe`, system)
      case 3:
        return processEvent('unwanted', { ...system, eventId: 255 })
      default:
        return logonEvent(2, { ...system, channel: 'Nobody looks here', eventId: i })
    }
  })
}

const LOUD: readonly LogEvent[] = [
  processEvent('powershell -enc AAAA'),
  processEvent('x', { computer: 'ws01' }, [['Image', 'C:\\Temp\\EVIL.EXE']]),
  processEvent('12345z', {}, [['User', '']]),
  logonEvent(10, { computer: 'ws02.corp.example' }, [['IpAddress', '10.0.0.1']]),
  serviceEvent('same', 'SAME'),
  serviceEvent('at the Caf\u00e9', 'x'),
]

/** A loud record after every so many quiet ones. */
function mixed(quiet: readonly LogEvent[], every = 40): LogEvent[] {
  return quiet.flatMap((event, i) =>
    i % every === every - 1 ? [LOUD[((i / every) | 0) % 6]!, event] : [event],
  )
}

/** Forgets nothing, forgets nearly everything, chooses keys at once. */
const OPTIONS = {
  'as it comes': {},
  'with a gate': { watchAfterRecords: 0, gateAboveNew: Number.POSITIVE_INFINITY, sampledRecords: 3 },
  'with little memory': { cacheEntries: 7, cacheBytes: 512, maxStates: 3, maxUnions: 3, maxPrograms: 2 },
}

describe.each(Object.entries(OPTIONS))('%s', (_, options) => {
  it('most records of a quiet log never reach the consumer', () => {
    const logs = [makeLog(mixed(quietEvents(2000), 400))]
    const twins = createTwins(RULES, options)
    for (let pass = 0; pass < 2; pass++) {
      const { told, calls } = twins.scan(logs)
      expect(told.counts[0]).toMatchObject({ recordsRead: 1205, recordsSkipped: 800, recordsFailed: 0 })
      expect(told.hits.length).toBeGreaterThan(3)
      expect(told.tally.unwatched.entries.length).toBeGreaterThan(10)
      expect(calls.accepted).toBeLessThan(options === OPTIONS['with little memory'] ? 1500 : 200)
    }
  })

  it.each<[string, bigint | undefined, bigint | undefined, number]>([
    ['no bounds', undefined, undefined, 0],
    ['a start', ticksOfDay(10), undefined, 1],
    ['an end', undefined, ticksOfDay(10) - 1n, 1],
    ['both', ticksOfDay(5), ticksOfDay(15), 1],
    ['one instant', ticksOfDay(5), ticksOfDay(5), 1],
    ['before all', undefined, 1n, 2],
    ['an end below zero', undefined, -1n, 2],
    ['the other way round', ticksOfDay(15), ticksOfDay(5), 2],
  ])('times: %s', (_name, from, to, outside) => {
    const logs = [makeLog(quietEvents(300)), makeLog(mixed(quietEvents(90), 10))]
    const twins = createTwins(RULES, options)
    const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
    twins.scan(logs)
    const { told } = twins.scan(logs, range)
    const all = 300 + 90 + 9
    expect(told.tally.outOfRange).toBeGreaterThanOrEqual([0, 1, all][outside]!)
    expect(told.tally.outOfRange).toBeLessThanOrEqual([0, all - 1, all][outside]!)
    expect(told.tally.oldest === undefined).toBe(outside === 2)
  })

  it('values of all kinds', () => {
    const texts = ['', ' ', 'plain', 'caf\u00e9 mimi', '\u212aelvin', 'y'.repeat(5000), 'NULs\0\0', '\ud83d']
    const values = [
      ...texts,
      null,
      { 'String[]': ['a', 'x -enc y', ''] },
      { 'UInt32[]': [1, 2] },
      { Null: { as: 'UInt16', bytes: 2 } },
      { Binary: 'CAFE' },
      { HexInt64: '0x3e7' },
    ] as const
    const events = values.flatMap((value, i) => [
      processEvent(value, { computer: HOSTS[i % 3]! }),
      processEvent(`z ${i}`, {}, [['More', value, { omitIfNull: true }]]),
      { ...processEvent(value), form: 'shared' as const },
      { ...logonEvent(i), bodyForm: 'instance' as const },
      { ...logonEvent(i), bodyForm: 'element' as const },
      { ...logonEvent(i), form: 'direct' as const },
      { ...logonEvent(i, {}, [['IpAddress', value, { omitIfNull: true }]]), form: 'classic' as const },
    ])
    const twins = createTwins(RULES, options)
    for (let pass = 0; pass < 3; pass++) {
      const { told } = twins.scan([makeLog([...events, ...events, ...LOUD])])
      expect(told.hits.length).toBeGreaterThan(10)
    }
  })

  it('values beyond 4 KB, more of them than are kept', () => {
    const long = (i: number): string => `${i} ${'long '.repeat(900 + i)}`
    const events = Array.from({ length: 40 }, (_, i) =>
      processEvent(i % 9 === 8 ? `${long(i)}mimikatz` : long(i)),
    )
    const twins = createTwins(RULES, { cacheBytes: 40_000, ...options })
    for (let pass = 0; pass < 2; pass++) expect(twins.scan([makeLog(events)]).told.hits).toHaveLength(4)
  })

  it('hosts, channels and times that are values of one template', () => {
    const t = createTemplate(['Image', 'CommandLine', 'User'])
    const streams = Array.from({ length: 120 }, (_, i) =>
      t.record(
        {
          id: i % 7 === 3 ? 3 : 1,
          ticks: i % 11 === 5 ? 0n : ticksOfDay(i),
          channel: i % 13 === 6 ? NULL : string([SYSMON, SYSMON.toUpperCase(), 'Other', ''][i % 4]!),
          computer: i % 17 === 4 ? NULL : string([...HOSTS, `${HOSTS[0]}\0`, ''][i % 5]!),
        },
        [
          string('C:\\a.exe'),
          string(i % 8 === 0 ? `mimikatz ${i}` : `cmd ${i}`),
          i % 3 === 0 ? NULL : string('me'),
        ],
      ),
    )
    const log = logOfStreams(streams)
    const twins = createTwins(RULES, options)
    for (let pass = 0; pass < 2; pass++) {
      const { told, calls } = twins.scan([log], { from: ticksOfDay(2) })
      expect(told.hits.length).toBeGreaterThan(4)
      expect(told.tally.hosts.entries.length).toBe(4)
      expect(calls.accepted).toBeLessThan(110)
    }
  })
})

/** Every seventh record of a chunk is loud; the change is made to the first chunk. */
const CHANGES: readonly [string, (log: Buffer, places: readonly number[]) => void][] = [
  ['nothing', () => {}],
  ['the last id is that of a record in the middle', (log) => changeChunk(log, { lastId: 9n })],
  [
    'records in the middle have the last id, too',
    (log, places) => {
      const last = log.readBigUInt64LE(places.at(-1)! + 8)
      for (const i of [5, 6, 11]) log.writeBigUInt64LE(last, places[i]! + 8)
    },
  ],
  ['the header counts other records', (log) => changeChunk(log, { firstNumber: 1n, lastNumber: 3n })],
  ['records behind the end', (log, places) => changeChunk(log, { freeSpace: places[10]! - FILE_HEADER })],
  [
    'an end within a record',
    (log, places) => changeChunk(log, { freeSpace: places[10]! + 40 - FILE_HEADER }),
  ],
  ['an end behind the chunk', (log) => changeChunk(log, { freeSpace: 70_000 })],
  ['no signature', (log) => changeChunk(log, { magic: 'NoMagic!' })],
  ['a record without a signature', (log, places) => log.writeUInt32LE(0, places[4]!)],
  ['a size that is too large', (log, places) => log.writeUInt32LE(0xffff_fff0, places[4]! + 4)],
  ['a copy of a size that differs', (log, places) => log.writeUInt32LE(8, places[5]! - 4)],
  [
    'records that swallow the next',
    (log, places) => {
      for (const i of [8, 10, 12, 14, 16, 18, 20]) {
        const size = places[i + 2]! - places[i]!
        log.writeUInt32LE(size, places[i]! + 4)
        log.writeUInt32LE(size, places[i + 2]! - 4)
      }
    },
  ],
  ['zeros', (log, places) => log.fill(0, places[3]! + 30, places[7]! + 12)],
  ['ids beyond 32 bits', (log, places) => log.writeBigUInt64LE(0xffff_ffff_ffff_fff0n, places[4]! + 8)],
]

describe.each(CHANGES)('a chunk with %s', (_, change) => {
  it.each([false, true])('checksums put right: %s', (isSealed) => {
    const log = makeLog(mixed(quietEvents(400), 7))
    const places = recordsAt(log)
    expect(places.length).toBeGreaterThan(30)
    expect(log.length).toBeGreaterThan(chunkAt(2))
    change(log, places)
    if (isSealed) seal(log)
    const twins = createTwins(RULES)
    const untouched = makeLog(mixed(quietEvents(200)))
    for (const logs of [[log], [untouched, log, untouched], [log]]) {
      const { told, calls } = twins.scan(logs)
      expect(told.hits.length).toBeGreaterThan(5)
      expect(calls.accepted).toBeLessThan(
        told.counts.reduce((sum, c) => sum + c!.recordsRead + c!.recordsSkipped, 0),
      )
    }
  })
})
