import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventView, createShape, type EventView, type Leaf } from '../../src/event/event.ts'
import { parseTicks, ticksOf } from '../../src/event/filetime.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import { createTextMemo } from '../../src/event/text-memo.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { leafText } from '../../src/event/values.ts'
import { createNewestConsumer } from '../../src/scan/newest-consumer.ts'
import { compareTimes, readRecordTime, setHalves } from '../../src/scan/record-time.ts'

const leafOf = (name: string): Leaf => ({
  section: 'system',
  name,
  path: [{ name, ordinal: 0 }],
  attribute: undefined,
  slot: 0,
  constant: '',
  nullIsAbsent: true,
  guards: [],
})

/** An event with one value. */
function eventOf(name: string, type: number, bytes: Buffer, length: number = bytes.length): EventView {
  const event = createEventView(createShape([leafOf(name)]), bytes)
  event.slotCount = 1
  event.types[0] = type
  event.offsets[0] = 0
  event.lengths[0] = length
  return event
}

function withTicks(ticks: bigint, written: bigint = 0n): EventView {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(ticks)
  const event = eventOf('TimeCreated_SystemTime', ValueType.FileTime, bytes)
  event.writtenLow = Number(written & 0xffff_ffffn) | 0
  event.writtenHigh = Number(written >> 32n) | 0
  return event
}

function withText(text: string): EventView {
  const values = [{ section: 'system', name: 'TimeCreated_SystemTime', values: [text] }] as const
  const event = createPlainEventBuilder()(values)
  event.writtenHigh = 7
  return event
}

const timeOf = (event: EventView): bigint | undefined => {
  const time = { low: 0, high: 0 }
  return readRecordTime(event, time) ? ticksOf(time.low, time.high) : undefined
}

describe('readRecordTime', () => {
  const ticks = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n })
  it('gives TimeCreated to the tick', () => {
    fc.assert(fc.property(ticks, (t) => timeOf(withTicks(t, 5n)) === t))
  })

  it('gives the time of writing when TimeCreated is zero, missing or no time', () => {
    fc.assert(fc.property(ticks, (t) => timeOf(withTicks(0n, t)) === t))
    expect(timeOf(withTicks(0n, 0n))).toBeUndefined()
    const missing = createEventView(createShape([]), Buffer.alloc(0))
    missing.writtenLow = 9
    expect(timeOf(missing)).toBe(9n)
    expect(timeOf(withText('not a time'))).toBe(7n << 32n)
    expect(timeOf(withText('1500-01-01T00:00:00Z'))).toBe(7n << 32n)
    expect(timeOf(withText(''))).toBe(7n << 32n)
  })

  it('reads times that are text', () => {
    expect(timeOf(withText('2026-03-10T08:01:02.1234567Z'))).toBe(parseTicks('2026-03-10T08:01:02.1234567Z'))
  })

  it('takes a value of another size for no time', () => {
    const event = eventOf('TimeCreated_SystemTime', ValueType.FileTime, Buffer.alloc(8, 1), 4)
    expect(timeOf(event)).toBeUndefined()
  })
})

describe('compareTimes', () => {
  it('orders as the ticks do', () => {
    const ticks = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
    fc.assert(
      fc.property(ticks, ticks, (a, b) => {
        const [x, y] = [
          { low: 0, high: 0 },
          { low: 0, high: 0 },
        ]
        setHalves(x, a)
        setHalves(y, b)
        expect(Math.sign(compareTimes(x, y))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })
})

describe('createNewestConsumer', () => {
  const at = (text: string): bigint => parseTicks(text)!
  it('gives the newest time of records that can be believed, and accepts none', () => {
    const consumer = createNewestConsumer()
    expect(consumer.newest()).toBeUndefined()
    const partial = withTicks(at('2031-01-01'), at('2031-01-01'))
    partial.partial = true
    const events = [
      withTicks(at('2026-01-01'), at('2026-01-01')),
      withTicks(at('2026-03-01'), at('2026-03-01')),
      withTicks(at('2026-02-01'), at('2026-02-01')),
      withTicks(at('9000-01-01'), at('2026-03-01')),
      partial,
      withTicks(0n, 0n),
    ]
    expect(events.map((event) => consumer.accept(event))).toEqual(events.map(() => false))
    expect(consumer.newest()).toBe(at('2026-03-01'))
  })

  it('takes forwarded records, written long after they happened', () => {
    const consumer = createNewestConsumer()
    consumer.accept(withTicks(at('2026-01-01'), at('2026-05-01')))
    expect(consumer.newest()).toBe(at('2026-01-01'))
  })
})

describe('createTextMemo', () => {
  it('gives what leafText gives, whatever came before', () => {
    const value = fc.record({
      type: fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x06, 0x08, 0x0a, 0x11, 0x13, 0x81, 0x101),
      text: fc.constantFrom('', 'a', 'Security', 'host1', 'hosu2', 'x'.repeat(300)),
      pad: fc.integer({ min: 0, max: 3 }),
    })
    const memo = createTextMemo()
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        for (const { type, text, pad } of values) {
          const event = eventOf(
            'Computer',
            type,
            Buffer.concat([Buffer.from(text, 'utf16le'), Buffer.alloc(pad)]),
          )
          expect(memo.read(event, 0)).toBe(leafText(event, event.shape.leaves[0]))
        }
      }),
    )
    expect(memo.read(createEventView(createShape([]), Buffer.alloc(0)), -1)).toBeUndefined()
  })
})
