/** `goshawk bench`: what it makes of figures, what limits it names, and a run on a small log. */
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BenchRun } from '../../src/cli/bench/figures.ts'
import { median, summarisePasses, threadCounts } from '../../src/cli/bench/figures.ts'
import { findLimits } from '../../src/cli/bench/limits.ts'
import { type BenchReport, formatBench } from '../../src/cli/bench/report.ts'
import { runBench } from '../../src/cli/commands/bench.ts'
import type { Pass, Stage } from '../../src/scan/phases.ts'

const pass = (stage: Stage, wallMs: number, cpuMs: number): Pass => ({ stage, wallMs, cpuMs })
const FIGURES = { threads: 1, startMs: 200, records: 1000, recordsSkipped: 100, hits: 5 }

describe('figures', () => {
  it('takes medians, and differences between stages', () => {
    const passes = [
      ...[pass('read', 10, 9), pass('decode', 50, 48), pass('match', 90, 88), pass('report', 100, 95)],
      ...[pass('read', 12, 9), pass('decode', 60, 50), pass('match', 95, 90), pass('report', 110, 99)],
      ...[pass('read', 50, 9), pass('decode', 40, 40), pass('match', 99, 91), pass('report', 400, 99)],
    ]
    const run = summarisePasses({ ...FIGURES, passes }, 2_000_000)
    expect(run.stages).toEqual({
      reading: { wallMs: 12, cpuMs: 9 },
      decoding: { wallMs: 38, cpuMs: 39 },
      matching: { wallMs: 45, cpuMs: 42 },
      reporting: { wallMs: 15, cpuMs: 9 },
    })
    expect(run.total).toEqual({ wallMs: 110, cpuMs: 99 })
    expect(run.bytesPerSecond).toBeCloseTo(2_000_000 / 0.11)
    expect(run.recordsPerSecond).toBeCloseTo(1000 / 0.11)
    expect(run.coresUsed).toBeCloseTo(0.9)
  })

  it('lets no stage cost less than nothing', () => {
    const passes = [pass('read', 30, 9), pass('decode', 20, 8), pass('match', 40, 30), pass('report', 40, 29)]
    const { stages } = summarisePasses({ ...FIGURES, passes }, 1000)
    expect([stages.decoding, stages.reporting]).toEqual([
      { wallMs: 0, cpuMs: 0 },
      { wallMs: 0, cpuMs: 0 },
    ])
  })

  it.each([
    [[], 0],
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 3], 2.5],
  ])('median of %j', (values, expected) => expect(median(values)).toBe(expected))

  it.each([
    [1, [1]],
    [2, [1, 2]],
    [4, [1, 2, 4]],
    [6, [1, 2, 4, 6]],
    [8, [1, 2, 4, 8]],
  ])('up to %d threads', (most, expected) => expect(threadCounts(most)).toEqual(expected))
})

/** A run of so many threads, with stages in ms and the processor time. */
function runOf(threads: number, stages: readonly number[], cpuMs: number, startMs = 10): BenchRun {
  const [reading, decoding, matching, reporting] = stages.map((wallMs) => ({ wallMs, cpuMs: wallMs }))
  const wallMs = stages.reduce((sum, ms) => sum + ms, 0)
  return {
    threads,
    startMs,
    stages: { reading: reading!, decoding: decoding!, matching: matching!, reporting: reporting! },
    total: { wallMs, cpuMs },
    bytesPerSecond: 0,
    recordsPerSecond: 0,
    coresUsed: cpuMs / wallMs,
    passes: [],
  }
}

describe('limits', () => {
  const base = { rulesMs: 100, firstReadMs: 50, bytes: 100_000_000, cores: 2 }
  const slow = runOf(1, [100, 500, 1200, 200], 2000)
  const codes = (input: Parameters<typeof findLimits>[0]): string[] =>
    findLimits(input).map(({ code }) => code)

  it.each<[string, Partial<typeof base>, BenchRun[], string[]]>([
    ['only the greatest stage', {}, [slow, runOf(2, [60, 260, 620, 110], 2050)], ['stage']],
    ['a slow disk', { firstReadMs: 3000 }, [slow], ['disk', 'stage', 'more-threads']],
    ['small logs', { rulesMs: 2500, cores: 1 }, [slow], ['start-up', 'stage']],
    ['threads that wait', {}, [slow, runOf(2, [90, 450, 1100, 190], 1900)], ['stage', 'threads-wait']],
    [
      'threads that slow each other',
      {},
      [slow, runOf(2, [90, 450, 1100, 190], 3600)],
      ['stage', 'threads-slow'],
    ],
    [
      'cores that were not used',
      { cores: 8 },
      [slow, runOf(2, [50, 250, 600, 100], 2000)],
      ['stage', 'more-threads'],
    ],
  ])('%s', (_, change, runs, expected) => {
    expect(codes({ ...base, ...change, runs })).toEqual(expected)
  })

  it('names the stage with its share', () => {
    expect(findLimits({ ...base, runs: [slow] })[0]!.text).toMatch(/^Matching takes most of the time: 60 %/)
  })
})

describe('the command', () => {
  const log = fileURLToPath(new URL('../../fixtures/WS07', import.meta.url))
  let printed = ''
  afterEach(() => vi.restoreAllMocks())
  const run = async (
    paths: readonly string[],
    flags: Record<string, string | boolean | string[]>,
  ): Promise<number> => {
    printed = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text)
      return true
    })
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    return runBench(paths, flags)
  }

  it('prints figures of every stage as JSON', async () => {
    expect(await run([log], { threads: '1', repeat: '2', format: 'json', quiet: true })).toBe(0)
    const report = JSON.parse(printed) as BenchReport
    expect(report.input.files).toBe(8)
    expect(report.input.records).toBeGreaterThan(300)
    expect(report.hits).toBeGreaterThan(20)
    expect(report.reportBytes).toBeGreaterThan(1000)
    expect(report.runs.map(({ threads, passes }) => [threads, passes.length])).toEqual([[1, 8]])
    expect(report.limits.length).toBeGreaterThan(0)
    const lines = formatBench(report)
    expect(lines.find((line) => line.includes('cores used'))).toMatch(
      /threads +start +reading +decoding +matching +reporting +total/,
    )
  })

  it.each([
    [[], {}],
    [['no-such-folder'], {}],
    [[log], { threads: '0' }],
    [[log], { repeat: 'x' }],
    [[log], { rules: ['no-such-rules'] }],
  ])('refuses %j with %j', async (paths, flags) => {
    expect(await run(paths, { ...flags, quiet: true })).toBe(2)
    expect(printed).toBe('')
  })
})
