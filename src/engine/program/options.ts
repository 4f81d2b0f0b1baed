/**
 * Bounds of the compiled engine. In: what a caller sets (tests do, to force the rare paths). Out: all bounds, defaults
 * filled in. Invariant: whatever they are, answers are the same; they only trade memory for time.
 */
import { randomBytes } from 'node:crypto'

export interface ProgramOptions {
  /** Values kept in the cache; 0 = no cache. */
  readonly cacheEntries?: number
  /** Bytes of those values. */
  readonly cacheBytes?: number
  /** Sets of atoms, and atoms in all sets together (SigmaHQ on dense logs: 4,563 sets, 110,000 atoms). */
  readonly maxSets?: number
  readonly maxSetItems?: number
  /** Memoised unions and states (SigmaHQ on dense logs: 3,463 and 1,093). */
  readonly maxUnions?: number
  readonly maxStates?: number
  /** Programs, one a shape and bucket (SigmaHQ on dense logs: 410). */
  readonly maxPrograms?: number
  /** Buckets and classes of channels (SigmaHQ: about 400 and 60). */
  readonly maxBuckets?: number
  /** Records of a bucket before it thinks about what to look for first, */
  readonly watchAfterRecords?: number
  /** those that it then looks at to choose; 0 = it never does, */
  readonly sampledRecords?: number
  /** and one new value in how many records makes it worth while. */
  readonly gateAboveNew?: number
  /** Makes hashes repeatable. */
  readonly seed?: number
}

export type ProgramLimits = Required<ProgramOptions>

export function limitsOf(options: ProgramOptions): ProgramLimits {
  return {
    cacheEntries: 60_000,
    cacheBytes: 32 * 1024 * 1024,
    maxSets: 65_536,
    maxSetItems: 4_000_000,
    maxUnions: 524_288,
    maxStates: 262_144,
    maxPrograms: 20_000,
    maxBuckets: 16_384,
    watchAfterRecords: 2048,
    sampledRecords: 256,
    gateAboveNew: 4,
    seed: randomBytes(4).readInt32LE(0),
    ...options,
  }
}
