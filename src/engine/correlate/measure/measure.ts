/**
 * What a correlation measures in its window. Points of one group enter in order at the window's end and leave in the
 * same order at its beginning; numbers (ordinals) count the points of the group from 0.
 * Invariant: the answer depends on the points in the window alone, not on those that came and went before.
 */
import type { RecordCursor } from '../spill/run.ts'
import type { Fraction } from '../values/fraction.ts'

export interface Measure {
  /** Begins a group; its first point is at `position`, `points` has a cursor for whoever must look ahead. */
  start(group: GroupPlace): void
  enter(point: RecordCursor, ordinal: number): void
  leave(point: RecordCursor, ordinal: number): void
  /** Whether the window that begins with the point of this number is what the condition asks for. */
  holds(firstOrdinal: number): boolean
  /** The measured value of the window that `holds` looked at; undefined where nothing is measured. */
  value(): Fraction | undefined
  /** Slots whose points are evidence of the window; undefined: all. */
  evidence(): readonly number[] | undefined
  /** What outer correlations read of the window's evidence: the different lists of texts in it. */
  carried(): readonly CarriedTexts[]
  /** Frees what was held for the last group. */
  close(): void
}

export type CarriedTexts = readonly (string | undefined)[]

export interface GroupPlace {
  readonly position: number
  /** For reading the group once, from its start. */
  readonly cursor: RecordCursor
  /** Whether the cursor is on a point of the group. */
  contains(cursor: RecordCursor): boolean
}

/**
 * What most measures have in common: every point is evidence, outer correlations read nothing of it (one empty list),
 * and nothing is held but numbers.
 */
export const PLAIN_MEASURE = {
  evidence: (): readonly number[] | undefined => undefined,
  carried: (): readonly CarriedTexts[] => [[]],
  close(): void {},
}
