/**
 * The sample of a bucket that has counted enough. In: its counts, and how often values of its fields were known. Out: plain
 * data that outlives the scan.
 */
import type { BucketSample } from '../../bucket-sample.ts'
import type { BucketWatch } from './bucket-watch.ts'
import type { MatchedFields } from './prepare-bucket.ts'

export function takeBucketSample(
  { counts, sampled }: Pick<BucketWatch, 'counts' | 'sampled'>,
  { fields, joint }: MatchedFields,
): BucketSample {
  const freshFields = new Set<number>()
  for (const { field, matcher } of fields)
    if (matcher !== undefined && isMostlyNew(matcher)) freshFields.add(field.id)
  for (const [ids, matcher] of joint)
    if (isMostlyNew(matcher)) for (const id of ids.split(',')) freshFields.add(Number(id))
  return { sampled, counts: new Map(counts), freshFields }
}

function isMostlyNew({ hits, lookups }: { readonly lookups: number; readonly hits: number }): boolean {
  return 2 * hits < lookups
}
