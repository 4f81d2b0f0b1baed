/**
 * The part of a group's points that fulfils a correlation: closed at both ends, exactly one timespan long (shorter only
 * where time begins or ends). Invariant: valid until the next one is asked for.
 */
import type { CarriedTexts } from '../measure/measure.ts'
import type { Fraction } from '../values/fraction.ts'
import type { Ticks } from '../values/ticks.ts'

export interface Window {
  readonly start: Ticks
  readonly end: Ticks
  /** Where the first point in it begins in the run, and where the points after it begin. */
  readonly firstPosition: number
  readonly endPosition: number
  /** The point that made it: the last one, or for an absence the one after which something is absent. */
  readonly atPosition: number
  readonly value: Fraction | undefined
  /** Slots whose points are evidence; undefined: all. */
  readonly slots: readonly number[] | undefined
  readonly carried: readonly CarriedTexts[]
}

/** Given between windows now and then, so that long groups can be interrupted. */
export const PAUSE = undefined

/** Points between two pauses. */
export const PAUSE_POINTS = 65_536

export type Windows = Generator<Window | typeof PAUSE, void, void>
