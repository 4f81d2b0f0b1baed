/**
 * `temporal_ordered`: how many rules of the correlation matched in the window in the order of its list; or, for a term
 * of a boolean condition, whether all that it needs did, and none that it bans at all.
 */
import type { Term } from '../plan/correlation-plan.ts'
import { SLOT } from '../point/point-record.ts'
import { wholeFraction } from '../values/fraction.ts'
import { createCountTest, type Test } from '../values/tests.ts'
import { createPresence } from './count-slots.ts'
import { createLongestChain } from './longest-chain.ts'
import { type Measure, PLAIN_MEASURE } from './measure.ts'

export function createSlotChain(slots: number, tests: readonly Test[]): Measure {
  const test = createCountTest(tests)
  const chain = createLongestChain(slots)
  let length = 0
  return {
    ...PLAIN_MEASURE,
    start: chain.reset,
    enter: (point, ordinal) => chain.add(point, point.words[point.keyAt + SLOT]!, ordinal),
    leave() {},
    holds(firstOrdinal) {
      length = chain.lengthFrom(firstOrdinal)
      return test(length)
    },
    value: () => wholeFraction(length),
  }
}

export function createTermChain(slots: number, term: Term): Measure {
  const chain = createLongestChain(term.needs.length)
  const present = createPresence(slots)
  const steps = new Int32Array(slots).fill(-1)
  for (const [step, slot] of term.needs.entries()) steps[slot] = step
  return {
    ...PLAIN_MEASURE,
    start() {
      chain.reset()
      present.reset()
    },
    enter(point, ordinal) {
      const slot = point.words[point.keyAt + SLOT]!
      present.change(slot, 1)
      if (steps[slot]! >= 0) chain.add(point, steps[slot]!, ordinal)
    },
    leave: (point) => present.change(point.words[point.keyAt + SLOT]!, -1),
    holds: (firstOrdinal) => present.fits(term) && chain.lengthFrom(firstOrdinal) === term.needs.length,
    value: () => undefined,
    evidence: () => term.needs,
  }
}
