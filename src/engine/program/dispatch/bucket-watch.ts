/**
 * What a bucket's first records hold, so that atoms can be chosen which tell most of the later ones off. In: the sets of
 * records that were looked at in full. Out: how many of them held each atom. Invariant: what is counted here decides how
 * records are looked at, never what is found in them.
 */

import type { BucketSample } from '../../bucket-sample.ts'
import type { Bucket, BucketRule } from './bucket.ts'

/** How to tell off the records of a bucket: one for which no bound and no evaluated rule holds makes no rule fire. */
export interface KeyChoice {
  /** Atoms that seldom hold, ascending, of which each easy rule needs one: its bound. */
  readonly keys: Int32Array
  /** Rules that are evaluated wherever their bound holds, and the bounds: key atoms, or what asks only fields of few values. */
  readonly bounded: readonly BucketRule[]
  readonly bounds: readonly BucketRule[]
  /** Rules that are always evaluated. */
  readonly evaluated: readonly BucketRule[]
  /** All that is asked first, as one bucket, and that of each bounded rule; made by the first program that needs them. */
  asked: Bucket | undefined
  readonly buckets: Map<number, Bucket>
}

export interface BucketWatch {
  /** Records until atoms are counted; below zero: never again. */
  wait: number
  /** Records still to be counted; 0 = none are. */
  samplesLeft: number
  sampled: number
  /** Values of sampled records that were not in the cache, in the current round. */
  newValues: number
  /** How many of the sampled records held the atom. */
  readonly counts: Map<number, number>
  /** What an earlier scan counted; until the first choice is made of it. */
  known: BucketSample | undefined
  /** Undefined: records are looked at in full. */
  choice: KeyChoice | undefined
  /** Grows with each choice. */
  version: number
}

export interface WatchLimits {
  /** Records of a bucket before any are counted. */
  readonly watchAfterRecords: number
  /** Records to be counted before a choice. */
  readonly sampledRecords: number
}

/** Choices a bucket may make: records that change again and again are looked at in full. */
const MAX_CHOICES = 6
/** Each time that counting led to nothing, the wait is that many times longer. */
const LONGER = 8

export function createBucketWatch(
  { watchAfterRecords, sampledRecords }: WatchLimits,
  known?: BucketSample,
): BucketWatch {
  return {
    wait: sampledRecords === 0 ? -1 : watchAfterRecords,
    samplesLeft: sampledRecords > 0 && watchAfterRecords === 0 ? sampledRecords : 0,
    sampled: 0,
    newValues: 0,
    counts: new Map(),
    known: sampledRecords === 0 ? undefined : known,
    choice: undefined,
    version: 0,
  }
}

/** To be called for records looked at in full while no atoms are counted. */
export function waitForSampling(watch: BucketWatch, { sampledRecords }: WatchLimits, records: number): void {
  if (watch.wait <= 0) return
  watch.wait = Math.max(0, watch.wait - records)
  if (watch.wait > 0) return
  watch.samplesLeft = sampledRecords
  watch.newValues = 0
}

/** To be told of a choice. */
export function choose(watch: BucketWatch, choice: KeyChoice): void {
  watch.known = undefined
  watch.choice = choice
  watch.version++
}

/** Counts the atoms of one record, `items[start … end - 1]`; true when it was the last to be counted. */
export function sampleAtoms(watch: BucketWatch, items: Int32Array, start: number, end: number): boolean {
  const { counts } = watch
  for (let i = start; i < end; i++) counts.set(items[i]!, (counts.get(items[i]!) ?? 0) + 1)
  watch.sampled++
  watch.samplesLeft--
  return watch.samplesLeft === 0
}

/** Goes on in full, and counts again later, unless the bucket has had its choices. */
export function postpone(watch: BucketWatch, { watchAfterRecords }: WatchLimits): void {
  watch.choice = undefined
  watch.wait = watch.version < MAX_CHOICES ? Math.max(1, watchAfterRecords * LONGER) : -1
}
