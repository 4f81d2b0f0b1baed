/** `event_count`: how many records lie in the window. */
import { wholeFraction } from '../values/fraction.ts'
import { createCountTest, type Test } from '../values/tests.ts'
import { type Measure, PLAIN_MEASURE } from './measure.ts'
import { createRepeatFilter } from './repeat-filter.ts'

export function createRecordCount(tests: readonly Test[]): Measure {
  const test = createCountTest(tests)
  const entering = createRepeatFilter(0)
  const leaving = createRepeatFilter(0)
  let count = 0
  return {
    ...PLAIN_MEASURE,
    start() {
      count = 0
      entering.reset()
      leaving.reset()
    },
    enter(point) {
      if (!entering.isRepeat(point)) count++
    },
    leave(point) {
      if (!leaving.isRepeat(point)) count--
    },
    holds: () => test(count),
    value: () => wholeFraction(count),
  }
}
