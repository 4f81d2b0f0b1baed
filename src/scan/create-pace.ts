/**
 * How many chunks a task decodes before it looks at what it holds. In: what the last step added. Out: so many that the
 * next one, if it is like the last, adds half of what may be held. Where every record has many hits, sixteen chunks
 * would be many times that.
 * Invariant: at least one chunk; results do not depend on it.
 */

/** Chunks at most: they are read at once. */
const MAX_STEP_CHUNKS = 16
/** Of what may be held: the share that a step may add. */
const STEP_SHARE = 0.5

export interface Pace {
  /** Chunks of the next step. */
  readonly stepChunks: number
  /** The last step decoded so many chunks and added so much to what is held (at most `maxHeld`, if all goes well). */
  noteStep(chunks: number, added: number): void
}

/** `maxHeld` and what is added are in the same unit. */
export function createPace(maxHeld: number): Pace {
  let stepChunks = MAX_STEP_CHUNKS
  return {
    get stepChunks() {
      return stepChunks
    },
    noteStep(chunks, added) {
      const fitting = Math.floor((STEP_SHARE * maxHeld * chunks) / Math.max(1, added))
      // A quiet chunk says little of the next one.
      stepChunks = Math.max(1, Math.min(fitting, 2 * stepChunks, MAX_STEP_CHUNKS))
    },
  }
}
