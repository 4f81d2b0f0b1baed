/**
 * What sampled records of a bucket held: enough to choose how the next ones are looked at, in this scan or a later one.
 * Invariant: plain data that can be sent to another thread; whatever it says, choices made of it are sound.
 */

export interface BucketSample {
  /** Records that were counted, at least 1. */
  readonly sampled: number
  /** How many of them held the atom; those of atoms that none held are missing. */
  readonly counts: ReadonlyMap<number, number>
  /** Ids of the fields most of whose values were new. */
  readonly freshFields: ReadonlySet<number>
}

/** By names of buckets, which depend on the rules only. */
export type BucketSamples = ReadonlyMap<string, BucketSample>

/** The same of what a scan has learnt; undefined: the choice made of an earlier sample did not pay. */
export type LearntSamples = ReadonlyMap<string, BucketSample | undefined>
