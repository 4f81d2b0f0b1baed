/**
 * What scans learn of records, from one to the next. In: the file that it is kept in, if anywhere. Out: what is known,
 * and a way to add to it. Invariant: written only when something was learnt.
 */
import type { BucketSample, BucketSamples, LearntSamples } from '../engine/bucket-sample.ts'
import { loadSamples, saveSamples } from './rule-cache/sample-files.ts'

export interface Samples {
  readonly known: BucketSamples
  note(learnt: LearntSamples): void
  save(): void
}

export function openSamples(path: string | undefined): Samples {
  const known: BucketSamples = path === undefined ? new Map() : loadSamples(path)
  const learnt = new Map<string, BucketSample | undefined>()
  return {
    known,
    note(more) {
      for (const [bucket, sample] of more) learnt.set(bucket, sample)
    },
    save() {
      if (path !== undefined && learnt.size > 0) saveSamples(path, known, learnt)
    },
  }
}
