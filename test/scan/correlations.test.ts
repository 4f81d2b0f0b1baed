/** Correlations over whole scans: files, hosts and threads together, and what becomes of the hits of base rules. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CorrelationHit } from '../../src/engine/correlate/correlation-hit.ts'
import { type PrepareOptions, prepareRules } from '../../src/engine/prepare-rules.ts'
import type { Source } from '../../src/input/walk.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { type FoundHit, type ScanOptions, type ScanResult, scan } from '../../src/scan/scan.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { importBuiltScan } from './built.ts'
import { makeLog, makeSources, manyRecords } from './made-logs.ts'
import { MAPPING } from './scan-rules.ts'

const rule = (name: string, id: number): string =>
  `title: Rule ${name}\nname: ${name}\nlogsource: {product: windows, service: security}\ndetection:\n  s: {EventID: ${id}}\n  condition: s\n`

/** Event ids 1 to 7 come a minute apart, in turn over three hosts. */
const TEXT = [
  rule('one', 1),
  rule('two', 2),
  rule('three', 3),
  'title: Count\nname: count\ncorrelation:\n  type: event_count\n  rules: [one, two]\n  group-by: [Computer]\n  timespan: 9m\n  condition: {gte: 2}\n',
  'title: Order\nname: order\ncorrelation:\n  type: temporal_ordered\n  rules: [two, one]\n  group-by: [Computer]\n  timespan: 12m\n',
  'title: Outer\nname: outer\ncorrelation:\n  type: value_count\n  rules: [count, order]\n  timespan: 5m\n  condition: {gte: 2, field: Computer}\n  generate: true\n',
  'title: Absent\nname: absent\ncorrelation:\n  type: temporal\n  rules: [one, two]\n  group-by: [Computer]\n  timespan: 5m\n  condition: one and not two\n',
].join('---\n')

const prepare = (options: PrepareOptions = {}): Pick<ScanOptions, 'rules' | 'correlations'> => {
  const { runnable, correlations, rejected } = prepareRules(
    parseSigma(TEXT, 'rules.yml').documents,
    createBuiltinMapping(),
    options,
  )
  expect(rejected).toEqual([])
  return { rules: runnable, correlations }
}

const makeInput = (): readonly Source[] =>
  makeSources({
    'a.evtx': makeLog(manyRecords(40)),
    'b.evtx': makeLog(manyRecords(33, 5)),
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`f${n}.evtx`, makeLog(manyRecords(1, 40 * n))]),
    ),
  })

interface Ran {
  readonly result: ScanResult
  readonly hits: readonly FoundHit[]
  readonly correlated: readonly CorrelationHit[]
}

async function run(
  options: Partial<ScanOptions> & { sources: readonly Source[] },
  start = scan,
): Promise<Ran> {
  const hits: FoundHit[] = []
  const correlated: CorrelationHit[] = []
  const result = await start(
    { ...prepare(), mapping: MAPPING, ...options },
    {
      onHits: (some) => void hits.push(...some),
      onCorrelationHits: (some) => void correlated.push(...some),
    },
  )
  return { result, hits, correlated }
}

afterEach(() => vi.unstubAllEnvs())

describe('correlations of a scan', () => {
  it('give what one thread gives', async () => {
    const built = await importBuiltScan()
    const sources = makeInput()
    const one = await run({ sources })
    expect(one.result.correlations.map(({ points }) => points > 100)).toEqual([true, true, true, true])
    expect(new Set(one.correlated.map(({ plan }) => plan)).size).toBe(4)
    const times = one.correlated.map(({ lastTime }) => lastTime)
    expect(times).toEqual(times.toSorted())
    for (const threads of [1, 2, 4]) {
      const many = await run({ sources, threads, inlineBelowBytes: 0 }, built.scan)
      expect(many.result).toEqual({ ...one.result, threads })
      expect(JSON.stringify([many.hits, many.correlated])).toBe(JSON.stringify([one.hits, one.correlated]))
    }
  })

  it('agree with the slow correlator, engine and decoder', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(4)), 'b.evtx': makeLog(manyRecords(4, 5)) })
    const fast = await run({ sources })
    const slow = await run({ sources, engine: 'reference', decoder: 'slow' })
    expect(slow.correlated).toEqual(fast.correlated)
    expect(slow.result.correlations).toEqual(fast.result.correlations)
    expect(fast.correlated.length).toBeGreaterThan(3)
  })

  it('see files and hosts together, whatever the order of files', async () => {
    const records = manyRecords(4)
    const odd = records.filter((_, n) => n % 2 === 1)
    const even = records.filter((_, n) => n % 2 === 0)
    const whole = await run({ sources: makeSources({ 'a.evtx': makeLog(records) }) })
    const halves = await run({ sources: makeSources({ 'a.evtx': makeLog(odd), 'b.evtx': makeLog(even) }) })
    const swapped = await run({ sources: makeSources({ 'a.evtx': makeLog(even), 'b.evtx': makeLog(odd) }) })
    const show = ({ correlated }: Ran): unknown =>
      correlated.map(({ plan, group, firstTime, lastTime, value, windows, evidenceCount }) => [
        plan,
        group,
        firstTime,
        lastTime,
        value,
        windows,
        evidenceCount,
      ])
    expect(show(halves)).toEqual(show(whole))
    expect(show(swapped)).toEqual(show(whole))
    expect(new Set(halves.correlated.flatMap((hit) => hit.evidence.map(({ source }) => source))).size).toBe(2)
  })

  it('silence the rules that they refer to, unless those are kept', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(4)) })
    const silent = await run({ sources })
    expect(silent.result.hits).toBe(silent.hits.length)
    expect(new Set(silent.hits.map(({ hit }) => hit.rule))).toEqual(new Set([2]))
    expect(silent.result.files[0]!.hits).toBe(silent.hits.length)
    const kept = await run({ sources, ...prepare({ keepBaseHits: true }) })
    expect(new Set(kept.hits.map(({ hit }) => hit.rule))).toEqual(new Set([0, 1, 2]))
    expect(kept.result.correlations.map(({ points }) => points)).toEqual(
      silent.result.correlations.map(({ points }) => points),
    )
    const none = await run({ sources, correlations: { plans: [], uses: [] } })
    expect(none.hits).toEqual(kept.hits)
    expect([none.correlated, none.result.correlations]).toEqual([[], []])
  })

  it('run without details too', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(4)) })
    const { result, hits, correlated } = await run({ sources, details: false })
    expect(hits).toEqual([])
    expect(correlated).toEqual((await run({ sources })).correlated)
    expect(result.hits).toBeGreaterThan(0)
  })

  it('look only at the time range', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(4)) })
    const timeRange = { from: { type: 'relative', ticksBefore: 6_000_000_000n } } as const
    const { correlated, result } = await run({ sources, timeRange })
    expect(result.correlations[0]!.points).toBeLessThan(10)
    for (const { firstTime } of correlated) expect(firstTime >= result.from).toBe(true)
  })

  it('tell what they could not judge', async () => {
    // The last record is of id 1, and five minutes after it are not there.
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(4).slice(0, 57)) })
    const { result } = await run({ sources })
    const gaps = result.diagnostics.listed.filter(({ code }) => code === 'correlation-gaps')
    expect(gaps.map(({ message, severity, source }) => [message, severity, source])).toEqual([
      [
        expect.stringMatching(/^correlation "Absent": \d windows reach beyond the newest record/),
        'info',
        'rules.yml',
      ],
    ])
    expect(result.complete).toBe(true)
  })
})

describe('a scan that cannot finish its correlations', () => {
  it('says so and keeps the hits of records', async () => {
    vi.stubEnv('TMPDIR', join(mkdtempSync(join(tmpdir(), 'goshawk-')), 'nowhere'))
    vi.stubEnv('TEMP', process.env.TMPDIR!)
    const { createCorrelationStage } = await import('../../src/scan/correlate.ts')
    const { correlations } = prepare()
    const stage = createCorrelationStage(correlations!, 'program', { memoryBytes: 64 })
    const { createPointCollector } = await import('../../src/engine/correlate/point/collect-points.ts')
    const { createPlainEventBuilder } = await import('../../src/event/plain-event.ts')
    const collector = createPointCollector(prepare().rules, correlations!.uses)
    const build = createPlainEventBuilder()
    const event = build([{ section: 'system', name: 'Computer', values: ['host'] }])
    for (let i = 0; i < 5; i++) collector.add(0, event, { high: 1, low: i }, 0)
    stage.add(collector.take()!)
    const { isComplete, diagnostics } = await stage.finish({
      newest: 1n,
      onHits: undefined,
      signal: undefined,
    })
    stage.close()
    expect(isComplete).toBe(false)
    expect(diagnostics[0]).toMatchObject({ code: 'correlations-incomplete', severity: 'error' })
    expect(diagnostics[0]!.message).toMatch(
      /^the temporary file .*nowhere.*: .*; the folder for temporary files/,
    )
  })

  it('evaluates what was found before an interrupt, but no absence', async () => {
    const sources = makeInput()
    const abort = new AbortController()
    const correlated: CorrelationHit[] = []
    const result = await scan(
      { ...prepare(), mapping: MAPPING, sources, signal: abort.signal },
      { onHits: () => abort.abort(), onCorrelationHits: (hits) => void correlated.push(...hits) },
    )
    expect(result.complete).toBe(false)
    expect(result.correlations[0]!.points).toBeGreaterThan(0)
    const { plans } = prepare().correlations!
    expect(correlated.filter(({ plan }) => plans[plan]!.rule.title === 'Absent')).toEqual([])
    expect(correlated.length).toBeGreaterThan(0)
  })

  it('hands a bug of the receiver on', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(4)) })
    const onCorrelationHits = async (): Promise<void> => {
      throw new Error('disk full')
    }
    await expect(scan({ ...prepare(), mapping: MAPPING, sources }, { onCorrelationHits })).rejects.toThrow(
      'disk full',
    )
  })
})
