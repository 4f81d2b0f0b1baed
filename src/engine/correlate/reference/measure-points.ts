/**
 * What a correlation measures of some points, from nothing but these points. In: plan and points of one group in one
 * window. Out: the measured value and whether the condition holds. The slow obvious reading of sigma-semantics §5.1.
 */
import type { CorrelationPlan, Term } from '../plan/correlation-plan.ts'
import { parseDecimal, SCALE, scaleNumber } from '../values/decimal.ts'
import { compareFractions, type Fraction, wholeFraction } from '../values/fraction.ts'
import { comparePlaces, identityOf, type PlainPoint } from './plain-point.ts'

/** Undefined: nothing to measure, and no condition holds. */
export function measurePoints(plan: CorrelationPlan, points: readonly PlainPoint[]): Fraction | undefined {
  switch (plan.type) {
    case 'event_count':
      return wholeFraction(new Set(points.map(identityOf)).size)
    case 'value_count':
      return wholeFraction(new Set(points.map(({ valueKey }) => valueKey)).size)
    case 'temporal':
      return wholeFraction(new Set(points.map(({ slot }) => slot)).size)
    case 'temporal_ordered':
      return wholeFraction(longestChain(points, ({ slot }) => slot))
    default:
      return measureNumbers(plan, listNumbers(points))
  }
}

export function fulfils(plan: CorrelationPlan, value: Fraction | undefined): boolean {
  if (value === undefined) return false
  return plan.tests.every(({ operator, value: threshold }) => {
    const order = compareFractions(value, { numerator: scaleNumber(threshold), denominator: SCALE })
    const holds = {
      gt: order > 0,
      gte: order >= 0,
      lt: order < 0,
      lte: order <= 0,
      eq: order === 0,
      neq: order !== 0,
    }
    return holds[operator]
  })
}

/** Whether all that a term needs is there, in order where order matters, and nothing that it bans. */
export function fulfilsTerm(plan: CorrelationPlan, term: Term, points: readonly PlainPoint[]): boolean {
  const present = new Set(points.map(({ slot }) => slot))
  if (!term.needs.every((slot) => present.has(slot))) return false
  if (term.bans.some((slot) => present.has(slot))) return false
  if (plan.type !== 'temporal_ordered') return true
  const needed = points.filter(({ slot }) => term.needs.includes(slot))
  return longestChain(needed, ({ slot }) => term.needs.indexOf(slot)) === term.needs.length
}

/** One number for each different value of each record. */
function listNumbers(points: readonly PlainPoint[]): bigint[] {
  const numbers = new Map<string, bigint>()
  for (const point of points) {
    const value = parseDecimal(point.texts.values[0]!)!
    numbers.set(`${identityOf(point)} ${value}`, value)
  }
  return [...numbers.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** `numbers` are sorted and scaled. */
function measureNumbers(plan: CorrelationPlan, numbers: readonly bigint[]): Fraction | undefined {
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((a, b) => a + b)
  if (plan.type === 'value_sum') return { numerator: sum, denominator: SCALE }
  if (plan.type === 'value_avg') return { numerator: sum, denominator: SCALE * BigInt(numbers.length) }
  // The place (n - 1) × p / 100, as hundredths of a scaled number.
  const whole = 100n * SCALE
  const place = BigInt(numbers.length - 1) * scaleNumber(plan.percentile)
  const low = numbers[Number(place / whole)]!
  const high = numbers[Number(place / whole) + 1] ?? low
  return { numerator: low * whole + (high - low) * (place % whole), denominator: whole * SCALE }
}

/** Most points of which each is later than the one before and has a greater step. */
function longestChain(points: readonly PlainPoint[], stepOf: (point: PlainPoint) => number): number {
  const lengths: number[] = []
  for (const [index, point] of points.entries()) {
    let length = 1
    for (let before = 0; before < index; before++) {
      const other = points[before]!
      if (stepOf(other) < stepOf(point) && isLater(point, other))
        length = Math.max(length, lengths[before]! + 1)
    }
    lengths.push(length)
  }
  return Math.max(0, ...lengths)
}

function isLater(point: PlainPoint, than: PlainPoint): boolean {
  if (point.ticks !== than.ticks) return point.ticks > than.ticks
  return point.source === than.source && comparePlaces(point, than) > 0
}
