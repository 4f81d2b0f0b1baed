import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type FoundHit, type ScanProgress, scan } from '../../src/scan/scan.ts'
import { parseTimeRange, type TimeRange } from '../../src/scan/time-range.ts'
import { makeLog, makeSources, manyRecords } from './made-logs.ts'
import { MAPPING, RULES } from './scan-rules.ts'

const logs = {
  'a.evtx': makeLog(manyRecords(40)),
  'b.evtx': makeLog(manyRecords(2, 1)),
  'c.evtx': 'no log',
  'd.evtx': makeLog(manyRecords(3, 2)),
}
const base = { rules: RULES, mapping: MAPPING }
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const rangeOf = (from: string, to?: string): TimeRange => {
  const parsed = parseTimeRange(from, to)
  if ('error' in parsed) throw new Error(parsed.error)
  return parsed.range
}

describe('scan', () => {
  it('gives hits in the order of sources and records, and the account of all', async () => {
    const sources = makeSources(logs)
    const found: FoundHit[] = []
    const result = await scan({ ...base, sources }, { onHits: (hits) => void found.push(...hits) })
    expect(RULES).toHaveLength(4)
    const places = found.map(({ source, hit }) => [source, hit.snapshot.chunk, hit.snapshot.record, hit.rule])
    const sorted = places.toSorted((x, y) => x.reduce((order, n, i) => order || n! - y[i]!, 0))
    expect(places).toEqual(sorted)
    const wanted = [manyRecords(40), manyRecords(2, 1), [], manyRecords(3, 2)].map((records) =>
      records.reduce((sum, { eventId }) => sum + [0, 1, 2, 1][eventId!]! || sum, 0),
    )
    expect(result.files.map((f) => f.hits)).toEqual(wanted)
    expect(result.hits).toBe(found.length)
    expect(result.hitsByRule.reduce((a, b) => a + b)).toBe(found.length)
    expect(result.hitsByRule[3]).toBe(0)
    expect(result.hosts.map((h) => h.computer)).toEqual(['host0', 'host1', 'host2'])
    expect(result.hosts.reduce((sum, h) => sum + h.hits, 0)).toBe(found.length)
    expect(result.unwatched.map((p) => p.eventId)).toEqual(['5', '6', '7'])
    expect(result.complete).toBe(true)
    expect(result.diagnostics.listed.map((d) => d.code)).toEqual(['not-evtx'])
    expect([result.from, result.to, result.threads]).toEqual(['', '', 1])
    for (const { hit } of found) expect(hit.matched.length).toBeGreaterThan(0)
  })

  it('answers alike with every decoder and engine', async () => {
    const sources = makeSources({ 'a.evtx': logs['a.evtx'], 'd.evtx': logs['d.evtx'] })
    const run = async (kinds: object): Promise<unknown> => {
      const found: FoundHit[] = []
      const result = await scan(
        { ...base, sources, ...kinds },
        { onHits: (hits) => void found.push(...hits) },
      )
      return [result.hitsByRule, found.map(({ source, hit }) => [source, hit.rule, hit.snapshot.recordId])]
    }
    const own = await run({})
    expect(await run({ decoder: 'slow' })).toEqual(own)
    expect(await run({ decoder: 'reference', engine: 'reference' })).toEqual(own)
  })

  it('counts only when details are not wanted', async () => {
    const sources = makeSources(logs)
    const onHits = (): never => {
      throw new Error('called')
    }
    const counted = await scan({ ...base, sources, details: false }, { onHits })
    expect(counted).toEqual(await scan({ ...base, sources }))
  })

  it('takes digests', async () => {
    const sources = makeSources(logs)
    const result = await scan({ ...base, sources, hash: true })
    const digests = sources.map((s) =>
      createHash('sha256')
        .update(readFileSync(String(s.path)))
        .digest('hex'),
    )
    expect(result.files.map((f) => f.sha256)).toEqual(digests)
  })

  it('reads relative ranges from the newest record of all sources', async () => {
    const sources = makeSources(logs)
    const progress: ScanProgress[] = []
    const callbacks = { onProgress: (p: ScanProgress) => void progress.push(p) }
    const result = await scan({ ...base, sources, timeRange: rangeOf('-60m', '-10m') }, callbacks)
    // The last of 600 records, a minute apart, is at 09:59.
    expect([result.from, result.to]).toEqual(['2026-01-01T08:59:00.0000000Z', '2026-01-01T09:49:00.0000000Z'])
    expect([result.oldest, result.newest]).toEqual([result.from, result.to])
    expect(result.hosts.reduce((sum, h) => sum + h.records, 0)).toBe(51)
    const bytes = sources.reduce((sum, s) => sum + s.sizeBytes, 0)
    expect(progress.at(-1)).toMatchObject({ bytesDone: 2 * bytes, bytesTotal: 2 * bytes })
  })

  it('tells how far it is', async () => {
    const sources = makeSources(logs)
    const progress: ScanProgress[] = []
    const result = await scan({ ...base, sources }, { onProgress: (p) => void progress.push(p) })
    const bytesTotal = sources.reduce((sum, s) => sum + s.sizeBytes, 0)
    expect(progress.length).toBeGreaterThan(3)
    expect(progress.at(-1)).toEqual({
      bytesDone: bytesTotal,
      bytesTotal,
      records: result.records,
      hits: result.hits,
    })
    const done = progress.map((p) => p.bytesDone)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
  })

  it('lets the event loop run between tasks, and ends after the signal with what was found', async () => {
    const sources = makeSources(logs)
    const controller = new AbortController()
    const found: FoundHit[] = []
    const timer = setImmediate(function again(): void {
      if (found.length > 0) controller.abort()
      else setImmediate(again)
    })
    const result = await scan(
      { ...base, sources, signal: controller.signal },
      { onHits: (hits) => void found.push(...hits) },
    )
    clearImmediate(timer)
    expect(result.complete).toBe(false)
    expect(result.hits).toBe(found.length)
    expect(found.length).toBeGreaterThan(0)
    expect(result.files[3]!.recordsRead).toBe(0)
    expect(result.files).toHaveLength(4)
  })

  it('starts nothing when the signal came before', async () => {
    const result = await scan({
      ...base,
      sources: makeSources(logs),
      signal: AbortSignal.abort(),
      hash: true,
    })
    expect([result.complete, result.records, result.hits]).toEqual([false, 0, 0])
  })

  it('waits for a slow receiver', async () => {
    const sources = makeSources(logs)
    let inside = 0
    let calls = 0
    const onHits = async (): Promise<void> => {
      expect(++inside).toBe(1)
      calls++
      await turn()
      await turn()
      inside--
    }
    await scan({ ...base, sources }, { onHits })
    expect(calls).toBeGreaterThan(3)
  })

  it('rejects with what a callback throws', async () => {
    const onHits = (): never => {
      throw new Error('disk full')
    }
    await expect(scan({ ...base, sources: makeSources(logs) }, { onHits })).rejects.toThrow('disk full')
  })

  it('reads nothing from no sources', async () => {
    const result = await scan({ ...base, sources: [], hash: true, timeRange: rangeOf('-1d') })
    expect(result).toMatchObject({ complete: true, files: [], records: 0, oldest: '', newest: '', from: '' })
  })
})
