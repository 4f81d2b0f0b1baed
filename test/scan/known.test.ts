/** What a scan learns of records serves the next one, in this thread and in others, and changes no hit. */
import { describe, expect, it } from 'vitest'
import type { BucketSample } from '../../src/engine/bucket-sample.ts'
import type { Source } from '../../src/input/walk.ts'
import type { FoundHit, ScanOptions } from '../../src/scan/scan.ts'
import { RULES } from '../kernel/kernel-logs.ts'
import { makeVariedLog } from '../support/varied-log.ts'
import { importBuiltScan } from './built.ts'
import { makeSources } from './made-logs.ts'
import { MAPPING } from './scan-rules.ts'

const { scan } = await importBuiltScan()

/** Each thread has more than the 2,304 records after which a bucket chooses. */
const RECORDS = 4000

async function runScan(
  sources: readonly Source[],
  options: Partial<ScanOptions> = {},
): Promise<{ readonly hits: string; readonly threads: number; readonly learnt: Map<string, BucketSample> }> {
  const found: FoundHit[] = []
  const learnt = new Map<string, BucketSample>()
  const { threads } = await scan(
    { rules: RULES, mapping: MAPPING, sources, inlineBelowBytes: 0, ...options },
    {
      onHits: (hits) => void found.push(...hits),
      onLearnt: (samples) => {
        for (const [name, sample] of samples) if (sample !== undefined) learnt.set(name, sample)
      },
    },
  )
  return { hits: JSON.stringify(found), threads, learnt }
}

describe('what a scan learns', () => {
  it('is told, and need not be learnt again', async () => {
    const sources = makeSources({ 'a.evtx': makeVariedLog(RECORDS), 'b.evtx': makeVariedLog(RECORDS, 1) })
    expect(sources[0]!.sizeBytes).toBeGreaterThan(4 * 1024 * 1024)
    const first = await runScan(sources)
    expect(first.learnt.size).toBe(1)
    expect(JSON.parse(first.hits)).toHaveLength(4)
    for (const threads of [1, 2]) {
      const anew = await runScan(sources, { threads })
      expect(anew).toEqual({ ...first, threads })
      const again = await runScan(sources, { threads, known: first.learnt })
      expect(again).toEqual({ hits: first.hits, threads, learnt: new Map() })
    }
  })

  it('is not used for small logs', async () => {
    const { learnt } = await runScan(makeSources({ 'a.evtx': makeVariedLog(RECORDS) }))
    const small = makeSources(
      Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`${n}.evtx`, makeVariedLog(1000, n)])),
    )
    expect(small[0]!.sizeBytes).toBeLessThan(4 * 1024 * 1024)
    // It is learnt once more, as if nothing were known.
    expect((await runScan(small, { known: learnt })).learnt.size).toBe(1)
  })
})
