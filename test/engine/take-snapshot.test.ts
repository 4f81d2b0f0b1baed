/** What a hit keeps of its record. */
import { expect, test } from 'vitest'
import { takeSnapshot } from '../../src/engine/take-snapshot.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { makeEvent, stringValue, value } from '../support/made-event.ts'

test('a snapshot does not change with the decoder', () => {
  const event = makeEvent(
    [
      { section: 'system', name: 'Provider_Name', constant: 'Prov' },
      { section: 'system', name: 'EventID', slot: 0 },
      { section: 'system', name: 'Channel', constant: 'Security' },
      { section: 'system', name: 'Computer', constant: 'PC' },
      { section: 'system', name: 'EventRecordID', slot: 1 },
      { section: 'system', name: 'TimeCreated_SystemTime', slot: 2 },
      {
        section: 'eventData',
        name: 'Image',
        slot: 3,
        path: [
          ['EventData', 6],
          ['Data', 7],
        ],
      },
    ],
    [
      value(ValueType.UInt16, '50 12'),
      value(ValueType.UInt64, '2a 00 00 00 00 00 00 00'),
      value(ValueType.FileTime, '00 40 13 22 68 0f d5 01'),
      stringValue('a.exe'),
    ],
  )
  Object.assign(event, { chunk: 3, record: 4, offsetBytes: 5000, partial: true })
  const snapshot = takeSnapshot(event)
  event.bytes.fill(0)
  event.slotCount = 0
  expect(snapshot).toMatchObject({
    time: '2019-05-21T00:00:00.0000000Z',
    recordId: '42',
    eventId: '4688',
    channel: 'Security',
    provider: 'Prov',
    computer: 'PC',
    fields: [['Image', 'a.exe']],
    chunk: 3,
    record: 4,
    offsetBytes: 5000,
    partial: true,
  })
  expect(snapshot.event).toMatchObject({ EventData: { Image: 'a.exe' } })
  expect(structuredClone(snapshot)).toEqual(snapshot)
})

const build = createPlainEventBuilder()

test.each([
  ['2021-03-04T05:06:07.1234567Z', '2021-03-04T05:06:07.1234567Z'],
  ['2021-03-04T05:06:07.123456700Z', '2021-03-04T05:06:07.1234567Z'],
  ['2021-03-04 05:06:07', '2021-03-04T05:06:07.0000000Z'],
  ['no time', '2019-05-21T00:00:00.0000000Z'],
  ['', '2019-05-21T00:00:00.0000000Z'],
])('the time of %j is %s', (created, expected) => {
  const event = build([{ section: 'system', name: 'TimeCreated_SystemTime', values: [created] }])
  // 132028704000000000 ticks.
  event.writtenHigh = Math.floor(132_028_704_000_000_000 / 2 ** 32)
  event.writtenLow = Number(132_028_704_000_000_000n & 0xffff_ffffn)
  expect(takeSnapshot(event).time).toBe(expected)
})

test.each([
  ['in the calendar', '00 40 13 22 68 0f d5 01', '2019-05-21T00:00:00.0000000Z'],
  ['zero', '00 00 00 00 00 00 00 00', '1601-01-01T00:00:00.0000000Z'],
  ['behind the calendar', 'ff ff ff ff ff ff ff ff', '1601-01-01T00:00:00.0000001Z'],
  ['of another size', '00 40 13 22', '1601-01-01T00:00:00.0000001Z'],
  ['without bytes', '', '1601-01-01T00:00:00.0000001Z'],
])('the time of a FILETIME %s', (_name, hex, expected) => {
  const leaves = [{ section: 'system', name: 'TimeCreated_SystemTime', slot: 0 }] as const
  const event = makeEvent(leaves, [value(ValueType.FileTime, hex)])
  Object.assign(event, { writtenLow: 1, writtenHigh: 0 })
  expect(takeSnapshot(event).time).toBe(expected)
})

test('ids come from the record header and time stays empty when nothing is known', () => {
  const event = build([{ section: 'eventData', name: 'F', values: ['x'] }])
  Object.assign(event, { writtenLow: 0, writtenHigh: 0, recordIdLow: 0xffff_ffff, recordIdHigh: 1 })
  expect(takeSnapshot(event)).toMatchObject({ time: '', recordId: '8589934591', eventId: '', channel: '' })
})
