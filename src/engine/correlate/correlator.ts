/**
 * The door of correlations: plans in, a correlator out. Two implementations answer alike: the sliding one with bounded
 * memory, and the slow obvious one. Invariant: the result depends on the points alone, not on the order in which they
 * came.
 */
import type { EngineKind } from '../match.ts'
import type { CorrelationHit } from './correlation-hit.ts'
import type { CorrelationSet } from './plan/correlation-plan.ts'
import type { LeftOut, PackedPoints } from './point/collect-points.ts'
import { createReferenceCorrelator } from './reference/reference-correlator.ts'
import { createSlidingCorrelator } from './sliding-correlator.ts'

export { SpillError } from './spill/temporary-file.ts'

/** What became of one correlation. */
export interface CorrelationCounts extends Omit<LeftOut, 'plan'> {
  readonly points: number
  readonly hits: number
  /** Windows of a condition with `not` that reach beyond the newest record: what is absent in them is not known. */
  readonly uncovered: number
  /** Times that an inner correlation had more different texts in a window than outer ones get to see. */
  readonly overLimit: number
}

export interface CorrelationRun {
  /** The newest time of the logs, ticks; undefined when no record has one. */
  readonly newest: bigint | undefined
  readonly onHits: ((hits: readonly CorrelationHit[]) => void | Promise<void>) | undefined
  readonly signal: AbortSignal | undefined
}

/** Throws `SpillError` when temporary files fail; nothing else. */
export interface Correlator {
  add(points: PackedPoints): void
  /** Evaluates all points; false when it was interrupted. Hits found until then are delivered. */
  run(options: CorrelationRun): Promise<boolean>
  /** By index of the plan. */
  counts(): readonly CorrelationCounts[]
  /** Frees memory and temporary files. */
  close(): void
}

export interface CorrelatorOptions {
  readonly memoryBytes?: number
  /** Folder of temporary files; the system's when absent. */
  readonly folder?: string
}

export function createCorrelator(
  set: CorrelationSet,
  kind: EngineKind,
  options: CorrelatorOptions = {},
): Correlator {
  return kind === 'reference' ? createReferenceCorrelator(set) : createSlidingCorrelator(set, options)
}
