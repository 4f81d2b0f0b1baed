/**
 * Damaged and hostile logs: whatever is done to the bytes, no decoder throws, and the fast and the slow one tell the
 * same: events, counts, and where something is wrong.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { LogEvent } from '../../src/evtx/encode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { createReferenceDecoder } from '../../src/evtx/reference-decoder.ts'
import { decodeLog } from '../support/decode-log.ts'
import { describeEvent, describeRun } from '../support/describe-event.ts'
import { simpleEvent, systemPart } from '../support/log-events.ts'

const HEADER_BYTES = 4096
const FIRST_RECORD = 512

/** One event of each form that the encoder knows. */
const EVENTS: readonly LogEvent[] = [
  simpleEvent([
    ['Image', 'C:\\Windows\\cmd.exe'],
    ['LogonId', { HexInt64: '0x3e7' }],
    [null, 'unnamed'],
  ]),
  simpleEvent([['Image', 'C:\\Windows\\whoami.exe']]),
  { ...simpleEvent([['A', { UInt32: 7 }]]), bodyForm: 'instance' },
  { ...simpleEvent([['A', { Boolean: true }]]), bodyForm: 'element' },
  { ...simpleEvent([['A', 'text & more']]), form: 'direct' },
  { ...simpleEvent([['A', 'x']]), form: 'shared' },
  {
    form: 'classic',
    system: systemPart(),
    eventData: { strings: ['one', '', 'three'], binary: 'CAFE' },
  },
  {
    system: systemPart(),
    userData: {
      name: 'EventXML',
      attributes: [['xmlns', 'Event_NS']],
      content: [
        { name: 'Param1', content: ['mallory'] },
        { name: 'Error', attributes: [['Code', { UInt32: 5 }]], content: [null], omitIfNull: true },
      ],
    },
    rendering: { culture: 'en-US', message: 'said so', keywords: ['k1', 'k2'] },
  },
]

const LOG = Buffer.from(encodeLog([...EVENTS, ...EVENTS]))
const USED = LOG.readUInt32LE(HEADER_BYTES + 48)

/** A change of the log's only chunk. */
type Change = (log: Buffer) => void

const place = fc.oneof(
  { weight: 1, arbitrary: fc.integer({ min: 0, max: FIRST_RECORD - 8 }) },
  { weight: 12, arbitrary: fc.integer({ min: FIRST_RECORD, max: USED - 8 }) },
)
const awkward = fc.constantFrom(0, 1, 0x21, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0xfffffff0, 0xffffffff)

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => (log: Buffer) => {
    log[HEADER_BYTES + at] = byte
  }),
  fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(([at, bit]) => (log: Buffer) => {
    log[HEADER_BYTES + at]! ^= 1 << bit
  }),
  fc.tuple(place, awkward).map(([at, value]) => (log: Buffer) => {
    log.writeUInt32LE(value, HEADER_BYTES + at)
  }),
  fc.tuple(place, awkward).map(([at, value]) => (log: Buffer) => {
    log.writeUInt16LE(value & 0xffff, HEADER_BYTES + at)
  }),
  // An offset that points at itself or right behind.
  fc.tuple(place, fc.constantFrom(0, 4, 24)).map(([at, by]) => (log: Buffer) => {
    log.writeUInt32LE(at + by, HEADER_BYTES + at)
  }),
  fc.tuple(place, place, fc.integer({ min: 1, max: 64 })).map(([from, to, count]) => (log: Buffer) => {
    log.copy(log, HEADER_BYTES + to, HEADER_BYTES + from, HEADER_BYTES + from + count)
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 600 })).map(([at, count]) => (log: Buffer) => {
    log.fill(0, HEADER_BYTES + at, HEADER_BYTES + at + count)
  }),
)

const damaged = fc.array(change, { minLength: 1, maxLength: 8 }).map((changes) => {
  const log = Buffer.from(LOG)
  for (const apply of changes) apply(log)
  return log
})

const fast = createDecoder()
const slow = createSlowDecoder()
const reference = createReferenceDecoder()

function expectSame(log: Buffer): void {
  const expected: string[] = []
  const found: string[] = []
  const slowly = describeRun(decodeLog(slow, log, (event) => expected.push(describeEvent(event))))
  const quickly = describeRun(decodeLog(fast, log, (event) => found.push(describeEvent(event))))
  expect(found).toEqual(expected)
  expect(quickly).toEqual(slowly)
  decodeLog(reference, log, () => {})
}

describe('damaged logs', () => {
  test('the log as it is', () => {
    const texts: string[] = []
    const { counts, diagnostics } = decodeLog(fast, LOG, (event) => texts.push(describeEvent(event)))
    expect(counts!.recordsRead).toBe(2 * EVENTS.length)
    expect(diagnostics).toEqual([])
    expect(texts.join('\n')).toContain('mallory')
    expectSame(LOG)
  })

  test('bytes changed anywhere', () => {
    fc.assert(fc.property(damaged, expectSame), { numRuns: 1500 })
  })

  test('files cut anywhere', () => {
    fc.assert(
      fc.property(damaged, fc.integer({ min: 0, max: LOG.length }), (log, length) => {
        expectSame(log.subarray(0, length))
      }),
      { numRuns: 300 },
    )
  })

  test('bytes that were never a log', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        const log = Buffer.from(LOG)
        log.set(noise, HEADER_BYTES + FIRST_RECORD + 24)
        expectSame(log)
        expectSame(Buffer.from(noise))
      }),
      { numRuns: 200 },
    )
  })
})
