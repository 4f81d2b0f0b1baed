/** Keys of derived fields: equal only for equal values, whatever bytes the values hold. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyBytes, writeDerivedKey } from '../../../src/engine/program/run/derived-key.ts'
import type { EventView } from '../../../src/event/event.ts'
import { ValueType } from '../../../src/event/value-type.ts'
import { composed, type MadeValue, makeEvent, stringValue, value } from '../../support/made-event.ts'

/** The key of `split` values for the first name and the rest for the second. */
function keyOf(values: readonly MadeValue[], split: number, deriveId = 0): string | undefined {
  const event: EventView = makeEvent(
    values.map((_value, slot) => ({ section: 'eventData', name: 'F', slot, nullIsAbsent: slot === 0 })),
    values,
  )
  const { leaves } = event.shape
  const from = [leaves.slice(0, split), leaves.slice(split)]
  const length = writeDerivedKey({ source: { from, derive: () => [] }, deriveId }, event)
  return length < 0 ? undefined : keyBytes.toString('hex', 0, length)
}

const bytes = (hex: string): MadeValue => value(ValueType.String, hex)

it('a value that holds what stands before the next one', () => {
  const head = '01000000 01000000 00000000'
  expect(keyOf([bytes(head), bytes('')], 1)).not.toBe(keyOf([bytes(''), bytes(head)], 1))
})

it('values too long for a key have none', () => {
  expect(keyOf([stringValue('x'.repeat(3000))], 1)).toBeUndefined()
  expect(keyOf([composed('x'.repeat(3000))], 1)).toBeUndefined()
  expect(keyOf(Array(600).fill(bytes('')), 1)).toBeUndefined()
})

it('keys are equal only for equal values', () => {
  const made = fc.constantFrom(
    bytes(''),
    bytes('0100'),
    bytes('01000000'),
    bytes('0100000001000000'),
    value(ValueType.UInt16, '0100'),
    value(ValueType.Null, ''),
    value(ValueType.Absent, ''),
    value(0x81, '0100'),
    composed(''),
    composed('\u0001'),
  )
  const list = fc.tuple(
    fc.array(made, { maxLength: 3 }),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 1 }),
  )
  /** What the derived function may depend on. A leaf that Null removes is absent. */
  const meaning = ([values, split, id]: [MadeValue[], number, number]): string =>
    JSON.stringify([
      id,
      Math.min(split, values.length),
      values.map(({ type, bytes: b, text }, i) => [
        i === 0 && type === ValueType.Null ? ValueType.Absent : type,
        b.toString('hex'),
        text ?? '',
      ]),
    ])
  fc.assert(
    fc.property(list, list, (left, right) => {
      const isEqual = keyOf(left[0], left[1], left[2]) === keyOf(right[0], right[1], right[2])
      expect(isEqual).toBe(meaning(left) === meaning(right))
    }),
    { numRuns: 3000 },
  )
})
