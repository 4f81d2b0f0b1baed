/** Event ids from the value table: the same number that `event-key.ts` reads from their text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEventId } from '../../../src/engine/event-key.ts'
import { lowerRules } from '../../../src/engine/program/dispatch/lowered-target.ts'
import { limitsOf } from '../../../src/engine/program/options.ts'
import { locateEventId } from '../../../src/engine/program/run/locate.ts'
import { createRuntime } from '../../../src/engine/program/run/runtime.ts'
import { memoOf } from '../../../src/engine/program/run/shape-memo.ts'
import { ValueType } from '../../../src/event/value-type.ts'
import type { MadeValue } from '../../support/made-event.ts'
import { composed, makeEvent, stringValue, value } from '../../support/made-event.ts'

const runtime = createRuntime(lowerRules([]), 0, limitsOf({ seed: 1 }))

function locate(made: MadeValue): number {
  const event = makeEvent([{ section: 'system', name: 'EventID', slot: 0 }], [made])
  const found = locateEventId(memoOf(runtime, event.shape), event)
  expect(found).toBe(readEventId(event))
  return found
}

describe('locateEventId', () => {
  test.each<[string, MadeValue, number]>([
    ['16 bits', value(ValueType.UInt16, '50 12'), 4688],
    ['32 bits', value(ValueType.UInt32, '50 12 00 80'), 0x80001250],
    ['text', stringValue('4688'), 4688],
    ['zero', stringValue('0'), 0],
    ['ten digits', stringValue('9999999999'), 9_999_999_999],
    ['eleven digits', stringValue('10000000000'), -1],
    ['leading zeros', stringValue('04688'), -1],
    ['two zeros', stringValue('00'), -1],
    ['nothing', stringValue(''), -1],
    ['a blank', stringValue('4688 '), -1],
    ['a NUL behind', stringValue('4688\0'), 4688],
    ['a NUL between', stringValue('46\x0088'), -1],
    ['a unit whose low byte is a digit', stringValue('4\u0136'), -1],
    ['an odd byte', value(ValueType.String, '34 00 36 00 38'), 46],
    ['composed text', composed('4688'), 4688],
    ['Null', value(ValueType.Null, ''), -1],
  ])('%s', (_, made, expected) => {
    expect(locate(made)).toBe(expected)
  })

  test('any text gives what its text gives', () => {
    const text = fc.oneof(fc.stringMatching(/^\d{0,12}$/), fc.string({ unit: fc.constantFrom(...'01 9x\0') }))
    fc.assert(fc.property(text, (t) => void locate(stringValue(t))))
  })
})
