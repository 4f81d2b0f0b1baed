/** The passes of a measurement: each does what its stage is for, and the last one what a scan does. */
import { describe, expect, it } from 'vitest'
import { measurePhases, STAGES } from '../../src/scan/phases.ts'
import { createTaskRunner } from '../../src/scan/run-task.ts'
import { type FoundHit, scan } from '../../src/scan/scan.ts'
import { createLocalLoader } from '../../src/scan/stages.ts'
import type { LastStage } from '../../src/scan/stop-after.ts'
import { resolveRange } from '../../src/scan/time-range.ts'
import { makeLog, makeSources, manyRecords } from './made-logs.ts'
import { MAPPING, RULES } from './scan-rules.ts'

const LOGS = { 'a.evtx': makeLog(manyRecords(20)), 'b.evtx': makeLog(manyRecords(3, 1)) }

describe('a task that ends after a stage', () => {
  const run = async (last: LastStage | undefined): Promise<Record<string, unknown>> => {
    const runner = createTaskRunner(
      createLocalLoader(RULES, { decoder: 'own', engine: 'program', details: true }),
    )
    const units = makeSources(LOGS).map(({ name, path, sizeBytes }, source) => {
      const chunks = { firstChunk: 0, chunkCount: 100, isLast: true, isHashed: false }
      return { source, name, path, sizeBytes, ...chunks }
    })
    const range = resolveRange({}, undefined)
    const result = await runner.run({ kind: 'scan', units, range, ...(last && { last }) })
    runner.close()
    const sum = (of: (file: (typeof result.files)[number]) => number): number =>
      result.files.reduce((total, file) => total + of(file), 0)
    return {
      read: sum((file) => file.counts.recordsRead),
      skipped: sum((file) => file.counts.recordsSkipped),
      hits: sum((file) => file.hits),
      groups: Array.isArray(result.groups) ? result.groups.length : 0,
    }
  }
  const records = 15 * 23
  const wanted = [...manyRecords(20), ...manyRecords(3, 1)].filter(({ eventId }) => eventId! <= 4).length

  it('read: looks at no record', async () => {
    expect(await run('read')).toEqual({ read: 0, skipped: 0, hits: 0, groups: 0 })
  })

  it('decode: decodes what rules want and matches nothing', async () => {
    expect(await run('decode')).toEqual({ read: wanted, skipped: records - wanted, hits: 0, groups: 0 })
  })

  it('match: counts hits and keeps none; without an end all are kept', async () => {
    const whole = await run(undefined)
    expect(whole.hits).toBeGreaterThan(0)
    expect(await run('match')).toEqual({ ...whole, groups: 0 })
    expect(whole.groups).toBeGreaterThan(0)
  })
})

describe('a task of another pass', () => {
  it('gets a new engine, one of the same pass does not', async () => {
    const loader = createLocalLoader(RULES, { decoder: 'own', engine: 'program', details: true })
    let engines = 0
    const runner = createTaskRunner({
      ...loader,
      loadEngine: () => {
        engines++
        return loader.loadEngine()
      },
    })
    const task = { kind: 'scan', units: [], range: resolveRange({}, undefined) } as const
    const after: number[] = []
    for (const pass of [undefined, undefined, 0, 0, 1, 0]) {
      await runner.run({ ...task, ...(pass !== undefined && { pass }) })
      after.push(engines)
    }
    expect(after).toEqual([1, 1, 2, 2, 3, 4])
    runner.close()
  })
})

describe('measurePhases', () => {
  it('gives every pass, and the hits of a scan', async () => {
    const base = { sources: makeSources(LOGS), rules: RULES, mapping: MAPPING }
    const found: FoundHit[] = []
    const result = await scan({ ...base }, { onHits: (hits) => void found.push(...hits) })
    const reports: number[] = []
    const figures = await measurePhases({
      ...base,
      threads: 1,
      repeat: 2,
      startReport: () => {
        const report = reports.push(0) - 1
        return (hits) => {
          reports[report]! += hits.length
        }
      },
    })
    expect(figures.passes.map(({ stage }) => stage)).toEqual([...STAGES, ...STAGES])
    expect(figures.passes.every(({ wallMs, cpuMs }) => wallMs > 0 && cpuMs >= 0)).toBe(true)
    expect(figures.threads).toBe(1)
    expect(figures.hits).toBe(result.hits)
    expect(figures.records).toBe(15 * 23)
    // The pass that warms up reports as well.
    expect(reports).toEqual([found.length, found.length, found.length])
  })
})
