/** `value_sum` and `value_avg`, exact: what left the window leaves no rounding behind. */
import { VALUE_WORDS } from '../point/point-record.ts'
import { readDecimal, SCALE } from '../values/decimal.ts'
import { createFractionTest, type Test } from '../values/tests.ts'
import { type Measure, PLAIN_MEASURE } from './measure.ts'
import { createRepeatFilter } from './repeat-filter.ts'

export function createValueSum(tests: readonly Test[], isAverage: boolean): Measure {
  const test = createFractionTest(tests)
  const entering = createRepeatFilter(VALUE_WORDS.decimal)
  const leaving = createRepeatFilter(VALUE_WORDS.decimal)
  let sum = 0n
  let count = 0
  const denominator = (): bigint => (isAverage ? SCALE * BigInt(count) : SCALE)
  return {
    ...PLAIN_MEASURE,
    start() {
      sum = 0n
      count = 0
      entering.reset()
      leaving.reset()
    },
    enter(point) {
      if (entering.isRepeat(point)) return
      sum += readDecimal(point.words, point.payloadAt >> 2)
      count++
    },
    leave(point) {
      if (leaving.isRepeat(point)) return
      sum -= readDecimal(point.words, point.payloadAt >> 2)
      count--
    },
    holds: () => count > 0 && test(sum, denominator()),
    value: () => ({ numerator: sum, denominator: denominator() }),
  }
}
