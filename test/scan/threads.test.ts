import { describe, expect, it } from 'vitest'
import type { Source } from '../../src/input/walk.ts'
import type { FoundHit, ScanOptions, ScanResult } from '../../src/scan/scan.ts'
import { parseTimeRange } from '../../src/scan/time-range.ts'
import { importBuiltScan } from './built.ts'
import { makeLog, makeSources, manyRecords } from './made-logs.ts'
import { MAPPING, RULES } from './scan-rules.ts'

const { scan } = await importBuiltScan()

const makeInput = (): readonly Source[] => {
  const damaged = Buffer.from(makeLog(manyRecords(40, 5)))
  for (const chunk of [3, 17, 30])
    damaged.fill(0xff, 4096 + chunk * 65_536 + 700, 4096 + chunk * 65_536 + 720)
  return makeSources({
    'a.evtx': makeLog(manyRecords(70)),
    'b.evtx': damaged,
    'c.evtx': 'no log',
    'd.evtx': makeLog(manyRecords(3, 2)).slice(4096),
    'e.evtx': makeLog(manyRecords(33, 3)).slice(0, 1_500_000),
    ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${n}.evtx`, makeLog(manyRecords(1, n))])),
  })
}

async function runScan(options: Partial<ScanOptions> & { sources: readonly Source[] }): Promise<{
  result: Omit<ScanResult, 'threads'>
  threads: number
  hits: string
}> {
  const found: FoundHit[] = []
  const all = { rules: RULES, mapping: MAPPING, inlineBelowBytes: 0, ...options }
  const { threads, ...result } = await scan(all, { onHits: (hits) => void found.push(...hits) })
  return { result, threads, hits: JSON.stringify(found) }
}

describe('a scan over threads', () => {
  it.each([
    ['plain', {}],
    ['with digests', { hash: true }],
    ['with the slow decoder and the reference engine', { decoder: 'slow', engine: 'reference' }],
    ['counting only', { details: false }],
    ['over the last hour', { timeRange: { from: { type: 'relative', ticksBefore: 36_000_000_000n } } }],
  ] as const)('gives what one thread gives: %s', async (_, options) => {
    const sources = makeInput()
    const one = await runScan({ sources, threads: 1, ...options })
    expect(one.threads).toBe(1)
    expect(one.result.complete).toBe(true)
    expect(one.result.hits).toBeGreaterThan(10)
    for (const threads of [2, 3]) {
      const many = await runScan({ sources, threads, ...options })
      expect(many.threads).toBe(threads)
      expect(many.result).toEqual(one.result)
      expect(many.hits === one.hits, 'the hits are equal').toBe(true)
    }
  })

  it('starts no worker for a small input', async () => {
    const sources = makeInput()
    const { threads } = await runScan({ sources, threads: 4, inlineBelowBytes: 1_000_000_000 })
    expect(threads).toBe(1)
  })

  it('starts no more workers than there are tasks', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(1)), 'b.evtx': makeLog(manyRecords(1)) })
    expect((await runScan({ sources, threads: 4 })).threads).toBe(1)
  })

  it('ends after the signal with what was found', async () => {
    const sources = makeInput()
    const controller = new AbortController()
    const found: FoundHit[] = []
    const result = await scan(
      { rules: RULES, mapping: MAPPING, sources, threads: 2, inlineBelowBytes: 0, signal: controller.signal },
      {
        onHits: (hits) => {
          found.push(...hits)
          controller.abort()
        },
      },
    )
    expect(result.complete).toBe(false)
    expect(result.hits).toBe(found.length)
    expect(found.length).toBeGreaterThan(0)
    expect(result.files.at(-1)!.recordsRead).toBe(0)
  })

  it('hands a bug of the receiver on', async () => {
    const onHits = async (): Promise<void> => {
      throw new Error('disk full')
    }
    const options = { rules: RULES, mapping: MAPPING, sources: makeInput(), threads: 2, inlineBelowBytes: 0 }
    await expect(scan(options, { onHits })).rejects.toThrow('disk full')
  })

  it('uses the mapping file in every thread', async () => {
    const sources = makeInput()
    const text =
      'logsources:\n  x:\n    product: windows\n    service: security\n    sources: [WinEventLog:Security]\n'
    const mapping = { type: 'thor', text, file: 'thor.yml' } as const
    const { result } = await runScan({ sources, threads: 2, mapping })
    expect(result.hits).toBe((await runScan({ sources, threads: 1 })).result.hits)
    const wrong = { type: 'thor', text: 'logsources: {}', file: 'thor.yml' } as const
    await expect(runScan({ sources, threads: 2, mapping: wrong })).rejects.toThrow('no usable mapping')
  })

  it('refuses nothing that parseTimeRange gives', async () => {
    const parsed = parseTimeRange('2026-01-01T01:00:00Z', '-30m')
    const timeRange = 'range' in parsed ? parsed.range : {}
    const { result } = await runScan({ sources: makeInput(), threads: 2, timeRange })
    expect(result.from).toBe('2026-01-01T01:00:00.0000000Z')
    expect(result.recordsOutOfRange).toBeGreaterThan(60)
  })
})
