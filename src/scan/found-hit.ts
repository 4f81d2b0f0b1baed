import type { Hit } from '../engine/hit.ts'

/** A hit and where it was found. */
export interface FoundHit {
  /** Index in the list of sources. */
  readonly source: number
  readonly hit: Hit
}
