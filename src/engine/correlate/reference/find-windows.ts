/**
 * The windows of one group that fulfil a correlation, each looked at by itself. In: the group's points by time. Out:
 * windows by time. Quadratic: every window is filtered out of all points.
 */
import type { CorrelationPlan, Term } from '../plan/correlation-plan.ts'
import type { Fraction } from '../values/fraction.ts'
import { fulfils, fulfilsTerm, measurePoints } from './measure-points.ts'
import type { PlainPoint } from './plain-point.ts'

export interface PlainWindow {
  readonly start: bigint
  readonly end: bigint
  readonly points: readonly PlainPoint[]
  readonly at: PlainPoint
  readonly value: Fraction | undefined
  /** Slots whose points are evidence. */
  readonly slots: readonly number[]
}

export interface FoundWindows {
  readonly windows: readonly PlainWindow[]
  /** Those that reach beyond the newest time. */
  readonly uncovered: number
}

const LAST_TICK = (1n << 64n) - 1n

export function findWindows(
  plan: CorrelationPlan,
  points: readonly PlainPoint[],
  newest: bigint | undefined,
): FoundWindows {
  const span = (BigInt(plan.span.high) << 32n) | BigInt(plan.span.low)
  const times = [...new Set(points.map(({ ticks }) => ticks))]
  const within = (start: bigint, end: bigint): PlainPoint[] =>
    points.filter(({ ticks }) => ticks >= start && ticks <= end)
  const allSlots = plan.slots.map((_, slot) => slot)
  const trailing = (
    holds: (inside: readonly PlainPoint[]) => Fraction | undefined | false,
    slots = allSlots,
  ): PlainWindow[] =>
    times.flatMap((end) => {
      const start = end < span ? 0n : end - span
      const inside = within(start, end)
      const value = holds(inside)
      return value === false ? [] : [{ start, end, points: inside, at: inside.at(-1)!, value, slots }]
    })
  if (plan.terms === undefined) {
    const windows = trailing((inside) => {
      const value = measurePoints(plan, inside)
      return fulfils(plan, value) && value
    })
    return { windows, uncovered: 0 }
  }
  let uncovered = 0
  const leading = (term: Term): PlainWindow[] =>
    times.flatMap((start) => {
      const at = points.findLast(({ ticks, slot }) => ticks === start && term.needs.includes(slot))
      const end = start + span > LAST_TICK ? LAST_TICK : start + span
      const inside = within(start, end)
      if (at === undefined || !fulfilsTerm(plan, term, inside)) return []
      if (newest !== undefined && end <= newest)
        return [{ start, end, points: inside, at, value: undefined, slots: term.needs }]
      uncovered++
      return []
    })
  const present = plan.terms.filter(({ bans }) => bans.length === 0)
  const windows = [
    ...present.flatMap((term) =>
      trailing((inside) => (fulfilsTerm(plan, term, inside) ? undefined : false), [...term.needs]),
    ),
    ...plan.terms.filter(({ bans }) => bans.length > 0).flatMap(leading),
  ]
  return { windows: sortWindows(windows), uncovered }
}

/** By time; windows over the same time are one with the evidence of all. */
function sortWindows(windows: readonly PlainWindow[]): PlainWindow[] {
  const different = new Map<string, PlainWindow>()
  for (const window of windows) {
    const key = `${window.start} ${window.end}`
    const known = different.get(key)
    const slots = known === undefined ? window.slots : [...known.slots, ...window.slots]
    different.set(key, { ...(known ?? window), slots })
  }
  const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
  return [...different.values()].sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end))
}

/** Neighbours that overlap, together. */
export function joinOverlapping(windows: readonly PlainWindow[]): PlainWindow[][] {
  const joined: PlainWindow[][] = []
  for (const window of windows) {
    const last = joined.at(-1)
    if (last !== undefined && window.start <= last.at(-1)!.end) last.push(window)
    else joined.push([window])
  }
  return joined
}
