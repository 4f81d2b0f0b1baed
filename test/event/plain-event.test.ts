/** Events from plain values. */
import { describe, expect, test } from 'vitest'
import { MAX_SLOTS } from '../../src/event/event.ts'
import { findLeaves } from '../../src/event/lookup.ts'
import type { PlainField } from '../../src/event/plain-event.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import { eventToPlain } from '../../src/event/to-plain.ts'
import { leafTexts } from '../../src/event/values.ts'

const FIELDS: readonly PlainField[] = [
  { section: 'system', name: 'EventID', values: ['1'] },
  { section: 'system', name: 'Channel', values: ['Security'] },
  { section: 'eventData', name: 'Data', values: ['a', null, ''] },
  { section: 'userData', name: 'Param', values: ['p'], path: ['UserData', 'Wrapper', 'Param'] },
]

describe('createPlainEventBuilder', () => {
  test('values, several of one name, null as present but empty', () => {
    const event = createPlainEventBuilder()(FIELDS)
    expect(event.slotCount).toBe(6)
    expect(event.shape.leaves.map((l) => [l.name, ...leafTexts(event, l)])).toEqual([
      ['EventID', '1'],
      ['Channel', 'Security'],
      ['Data', 'a'],
      ['Data', ''],
      ['Data', ''],
      ['Param', 'p'],
    ])
    expect(leafTexts(event, event.shape.leaves[event.shape.channel]!)).toEqual(['Security'])
    expect(findLeaves(event.shape, 'Data')).toEqual([2, 3, 4])
  })

  test('the same names share a shape, other names, counts or places do not', () => {
    const build = createPlainEventBuilder()
    const { shape } = build(FIELDS)
    const changed = (change: Partial<PlainField>): PlainField[] =>
      FIELDS.map((f) => (f.name === 'Data' ? { ...f, ...change } : f))
    expect(build(changed({ values: ['x', 'y', 'z'] })).shape).toBe(shape)
    for (const change of [
      { name: 'Other' },
      { values: ['x'] },
      { section: 'other' as const },
      { path: ['EventData', 'Binary'] },
      { attribute: 'Name' },
      { ordinals: [0, 7] },
    ])
      expect(build(changed(change)).shape).not.toBe(shape)
  })

  test('nothing of the record before is left', () => {
    const build = createPlainEventBuilder()
    build(FIELDS)
    const event = build([{ section: 'system', name: 'EventID', values: ['2'] }])
    expect(event.slotCount).toBe(1)
    expect(eventToPlain(event)).toEqual({ System: { EventID: '2' } })
  })

  test('ordinals join what stands in one element', () => {
    const at = (name: string, ordinals: number[]): PlainField => ({
      section: 'userData',
      name,
      values: [name],
      path: ['UserData', 'Outer', name],
      ordinals,
    })
    const build = createPlainEventBuilder()
    expect(eventToPlain(build([at('A', [0, 1, 2]), at('B', [0, 1, 3]), at('C', [0, 4, 5])]))).toEqual({
      UserData: { Outer: [{ A: 'A', B: 'B' }, { C: 'C' }] },
    })
  })

  test('no more values than an event can hold', () => {
    const many = (count: number): PlainField[] => [
      { section: 'eventData', name: 'Data', values: Array.from({ length: count }, () => 'x') },
    ]
    const build = createPlainEventBuilder()
    expect(build(many(MAX_SLOTS)).slotCount).toBe(MAX_SLOTS)
    expect(() => build(many(MAX_SLOTS + 1))).toThrow(RangeError)
  })
})
