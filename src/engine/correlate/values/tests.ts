/**
 * The comparisons of a condition (`gte: 5`; two of them are a range, both must hold). In: tests of a plan. Out: one
 * function. Invariant: what is compared is exact, also against thresholds with a fraction.
 */
import { SCALE, scaleNumber } from './decimal.ts'

export type Operator = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq'

export interface Test {
  readonly operator: Operator
  readonly value: number
}

export const OPERATORS: readonly Operator[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq']

function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 'eq':
      return order === 0
    case 'neq':
      return order !== 0
  }
}

/** Tests a whole number. */
export function createCountTest(tests: readonly Test[]): (count: number) => boolean {
  return (count) => tests.every(({ operator, value }) => holds(operator, count - value))
}

/** Tests a quotient; `denominator` is above zero. */
export function createFractionTest(
  tests: readonly Test[],
): (numerator: bigint, denominator: bigint) => boolean {
  const scaled = tests.map(({ operator, value }) => ({ operator, value: scaleNumber(value) }))
  return (numerator, denominator) =>
    scaled.every(({ operator, value }) => {
      const difference = numerator * SCALE - value * denominator
      return holds(operator, difference < 0n ? -1 : difference > 0n ? 1 : 0)
    })
}

/** The tests bound the value from above only, so that a smaller one says more than a greater one. */
export function areUpperBounds(tests: readonly Test[]): boolean {
  return tests.every(({ operator }) => operator === 'lt' || operator === 'lte')
}
