/**
 * What scans learnt about records, kept beside the pack of their rules. In: samples of buckets. Out: samples, none where
 * there is no sound file. Invariant: whatever the file says decides only how records are looked at (engine/program/
 * dispatch/choose-keys.ts), never what is found; nothing of the evidence is in it but how often rules' tests held.
 */
import { join } from 'node:path'
import type { BucketSample, BucketSamples, LearntSamples } from '../../engine/bucket-sample.ts'
import { readOwnFile, writeOwnFile } from './own-files.ts'

/** SigmaHQ's rules on generated logs: 23 buckets, 855 counts, 12 KB. */
const MAX_FILE_BYTES = 16 * 1024 * 1024
const FORMAT = 1

type PlainSample = readonly [
  bucket: string,
  sampled: number,
  counts: readonly (readonly [atom: number, records: number])[],
  freshFields: readonly number[],
]

export function sampleFile(folder: string, key: string): string {
  return join(folder, `${key}.samples`)
}

export function loadSamples(path: string): BucketSamples {
  try {
    const bytes = readOwnFile(path, MAX_FILE_BYTES)
    const [format, samples] =
      bytes === undefined ? [] : (JSON.parse(Buffer.from(bytes.buffer).toString('utf8')) as unknown[])
    if (format !== FORMAT || !Array.isArray(samples) || !samples.every(isSample)) return new Map()
    return new Map(samples.map(fromPlain))
  } catch {
    return new Map()
  }
}

/** Keeps what was known with what was learnt since; failures are silent: the next scan learns it again. */
export function saveSamples(path: string, known: BucketSamples, learnt: LearntSamples): void {
  const samples = new Map(known)
  for (const [bucket, sample] of learnt)
    if (sample === undefined) samples.delete(bucket)
    else samples.set(bucket, sample)
  const text = JSON.stringify([FORMAT, Array.from(samples, toPlain)])
  if (text.length <= MAX_FILE_BYTES) writeOwnFile(path, Buffer.from(text))
}

function toPlain([bucket, sample]: readonly [string, BucketSample]): PlainSample {
  return [bucket, sample.sampled, [...sample.counts], [...sample.freshFields]]
}

function fromPlain([bucket, sampled, counts, freshFields]: PlainSample): [string, BucketSample] {
  return [bucket, { sampled, counts: new Map(counts), freshFields: new Set(freshFields) }]
}

function isSample(value: unknown): value is PlainSample {
  if (!Array.isArray(value) || value.length !== 4) return false
  const [bucket, sampled, counts, freshFields] = value as readonly unknown[]
  const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2 && pair.every(isCount)
  return (
    typeof bucket === 'string' &&
    isCount(sampled) &&
    sampled > 0 &&
    Array.isArray(counts) &&
    counts.every(isPair) &&
    Array.isArray(freshFields) &&
    freshFields.every(isCount)
  )
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
