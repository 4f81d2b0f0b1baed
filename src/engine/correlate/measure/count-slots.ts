/**
 * `temporal`: how many rules of the correlation matched in the window, in any order; or which, for a boolean condition.
 */
import type { Term } from '../plan/correlation-plan.ts'
import { SLOT } from '../point/point-record.ts'
import { wholeFraction } from '../values/fraction.ts'
import { createCountTest, type Test } from '../values/tests.ts'
import { type Measure, PLAIN_MEASURE } from './measure.ts'

export function createSlotCount(slots: number, tests: readonly Test[]): Measure {
  const test = createCountTest(tests)
  const present = createPresence(slots)
  return {
    ...PLAIN_MEASURE,
    start: present.reset,
    enter: (point) => present.change(point.words[point.keyAt + SLOT]!, 1),
    leave: (point) => present.change(point.words[point.keyAt + SLOT]!, -1),
    holds: () => test(present.count()),
    value: () => wholeFraction(present.count()),
  }
}

/** Holds when one of the terms does. */
export function createSlotTerms(slots: number, terms: readonly Term[]): Measure {
  const present = createPresence(slots)
  return {
    ...PLAIN_MEASURE,
    start: present.reset,
    enter: (point) => present.change(point.words[point.keyAt + SLOT]!, 1),
    leave: (point) => present.change(point.words[point.keyAt + SLOT]!, -1),
    holds: () => terms.some(present.fits),
    value: () => undefined,
    evidence: () => terms.filter(present.fits).flatMap(({ needs }) => needs),
  }
}

/** How many points of each slot lie in the window. */
export interface Presence {
  reset(): void
  change(slot: number, by: number): void
  /** Slots with points. */
  count(): number
  fits(term: Term): boolean
}

export function createPresence(slots: number): Presence {
  const points = new Float64Array(slots)
  let count = 0
  return {
    reset() {
      points.fill(0)
      count = 0
    },
    change(slot, by) {
      const before = points[slot]!
      points[slot] = before + by
      if (before === 0) count++
      else if (before + by === 0) count--
    },
    count: () => count,
    fits: ({ needs, bans }) =>
      needs.every((slot) => points[slot]! > 0) && bans.every((slot) => points[slot] === 0),
  }
}
