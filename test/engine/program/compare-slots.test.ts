/** Comparing bytes gives the answer that comparing texts gives, or none. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareTexts } from '../../../src/engine/predicate/compare-texts.ts'
import { slotsAreEqual } from '../../../src/engine/program/run/compare-slots.ts'
import { ValueType } from '../../../src/event/value-type.ts'
import { slotTexts } from '../../../src/event/values.ts'
import { arbitraryText } from '../../support/arbitrary-rules.ts'
import { composed, type MadeValue, makeEvent, stringValue, value } from '../../support/made-event.ts'

it('agrees with the comparison of texts', () => {
  const made = fc.oneof(
    { weight: 8, arbitrary: arbitraryText.map(stringValue) },
    { weight: 2, arbitrary: arbitraryText.map((text) => stringValue(`${text}\0`)) },
    { weight: 1, arbitrary: fc.constantFrom<MadeValue>(composed('a'), value(ValueType.UInt16, '6100')) },
  )
  let told = 0
  fc.assert(
    fc.property(made, made, fc.boolean(), (left, right, isSame) => {
      const other = isSame
        ? { ...left, bytes: Buffer.from(left.bytes.toString('utf16le').toUpperCase(), 'utf16le') }
        : right
      const event = makeEvent([], [left, other])
      const isEqual = slotsAreEqual(event, 0, 1)
      if (isEqual === undefined) return
      told++
      const [[a], [b]] = [slotTexts(event, 0), slotTexts(event, 1)]
      expect(isEqual).toBe(compareTexts('equals', a!, b!))
    }),
    { numRuns: 2000 },
  )
  expect(told).toBeGreaterThan(1000)
})

it('does not tell for what is not there', () => {
  const event = makeEvent([], [stringValue('a')])
  expect(slotsAreEqual(event, 0, 1)).toBeUndefined()
})
