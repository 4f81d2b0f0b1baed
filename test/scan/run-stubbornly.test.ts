import { describe, expect, it } from 'vitest'
import { emptyCounts } from '../../src/event/decoder.ts'
import { planTasks } from '../../src/scan/plan.ts'
import type { TaskPool } from '../../src/scan/pool.ts'
import { createStubbornRunner, MAX_FAILURES } from '../../src/scan/run-stubbornly.ts'
import { loadStage } from '../../src/scan/stages.ts'
import { emptyTally, type TaskResult } from '../../src/scan/stats.ts'
import type { Task, Unit } from '../../src/scan/task.ts'

const stamp = { modifiedMs: 0, changedMs: 0, inode: 0 }
const CHUNK = 65_536
const unitOf = (name: string, chunks: number, source = 0): Unit =>
  planTasks([{ name, path: name, sizeBytes: 4096 + chunks * CHUNK, isNamed: false, stamp }], {
    threads: 1,
    hash: 'none',
  }).map(([unit]) => ({ ...unit!, source, chunkCount: chunks, isLast: true }))[0]!

const chunksOf = ({ source, firstChunk, chunkCount }: Unit): string[] =>
  Array.from({ length: chunkCount }, (_, i) => `${source}:${firstChunk + i}`)

/** A pool whose results name the chunks read, in `messages`; `fault` says why a task fails. */
function createFaultyPool(fault: (chunks: readonly string[], attempt: number) => string | undefined) {
  const runs: string[][] = []
  const pool: TaskPool = {
    slots: 1,
    threads: 1,
    close: async () => {},
    async run(task): Promise<TaskResult> {
      const chunks = task.units.flatMap(chunksOf)
      runs.push(chunks)
      const message = fault(chunks, runs.length)
      if (message !== undefined) throw new Error(message)
      const files = task.units.map((u) => ({ source: u.source, counts: emptyCounts(), hits: u.chunkCount }))
      return {
        files,
        tally: emptyTally(),
        diagnostics: { listed: [], unlisted: {} },
        groups: [],
        rest: undefined,
      }
    },
  }
  return { pool, runs }
}

const scanTask = (...units: Unit[]): Task => ({ kind: 'scan', units, range: {} })
const readChunks = (results: readonly TaskResult[]): number =>
  results.flatMap((r) => r.files).reduce((sum, file) => sum + file.hits, 0)
const lost = (results: readonly TaskResult[]): string[] =>
  results.flatMap((r) => r.diagnostics.listed).map((d) => `${d.code} ${d.source} ${d.chunk} ${d.message}`)
const never = (): boolean => false

describe('createStubbornRunner', () => {
  it('does nothing more when the task succeeds', async () => {
    const { pool, runs } = createFaultyPool(() => undefined)
    const results = await createStubbornRunner(pool, never)(scanTask(unitOf('a', 64)))
    expect([runs.length, readChunks(results), lost(results)]).toEqual([1, 64, []])
  })

  it('tries once more: a passing fault costs nothing', async () => {
    const { pool, runs } = createFaultyPool((_, attempt) => (attempt === 1 ? 'once' : undefined))
    const results = await createStubbornRunner(pool, never)(scanTask(unitOf('a', 64)))
    expect([runs.length, readChunks(results), lost(results)]).toEqual([2, 64, []])
  })

  it('gives up one chunk, by name, and reads the rest in order', async () => {
    const { pool, runs } = createFaultyPool((chunks) =>
      chunks.includes('0:37') ? 'out of memory' : undefined,
    )
    const results = await createStubbornRunner(pool, never)(scanTask(unitOf('a.evtx', 64)))
    expect(readChunks(results)).toBe(63)
    expect(lost(results)).toEqual([
      'task-failed a.evtx 37 chunks 37 to 37: their records were not searched (out of memory)',
    ])
    const succeeded = runs.filter((chunks) => !chunks.includes('0:37')).flat()
    expect(succeeded).toEqual(Array.from({ length: 64 }, (_, i) => `0:${i}`).filter((c) => c !== '0:37'))
    expect(runs.length).toBeLessThanOrEqual(15)
  })

  it('gives up one file of a batch, and of it only what must be', async () => {
    const { pool } = createFaultyPool((chunks) => (chunks.includes('3:0') ? 'bad' : undefined))
    const units = Array.from({ length: 9 }, (_, i) => unitOf(`f${i}`, 1, i))
    const results = await createStubbornRunner(pool, never)(scanTask(...units))
    expect(readChunks(results)).toBe(8)
    expect(lost(results)).toEqual([
      'task-failed f3 0 chunks 0 to the last: their records were not searched (bad)',
    ])
  })

  it('gives up two chunks far apart', async () => {
    const { pool } = createFaultyPool((chunks) =>
      chunks.some((c) => c === '0:0' || c === '0:63') ? 'bad' : undefined,
    )
    const results = await createStubbornRunner(pool, never)(scanTask(unitOf('a', 64)))
    expect(readChunks(results)).toBe(62)
    expect(lost(results)).toHaveLength(2)
  })

  it('does not pay for halves without end', async () => {
    const { pool, runs } = createFaultyPool(() => 'always')
    const run = createStubbornRunner(pool, never)
    const results: TaskResult[] = []
    for (let i = 0; i < 40; i++) results.push(...(await run(scanTask(unitOf(`f${i}`, 64, i)))))
    expect(readChunks(results)).toBe(0)
    // Beyond the limit two attempts a task, and one for each half that was waiting then.
    expect(runs.length).toBeLessThan(MAX_FAILURES + 2 * 40 + 7)
    const sources = new Set(results.flatMap((r) => r.diagnostics.listed).map((d) => d.source))
    expect(sources.size).toBe(40)
  })

  it('names the loss of a digest', async () => {
    const { pool, runs } = createFaultyPool(() => 'input/output error')
    const results = await createStubbornRunner(pool, never)({ kind: 'hash', units: [unitOf('a', 64)] })
    expect(runs).toHaveLength(2)
    expect(lost(results)).toEqual(['task-failed a 0 its SHA-256 is not known (input/output error)'])
  })

  it('rejects when the stages cannot be loaded: that is no fault of the task', async () => {
    const pool = {
      ...createFaultyPool(() => undefined).pool,
      run: () =>
        loadStage(async (): Promise<TaskResult> => {
          throw new Error('no such module')
        }),
    }
    await expect(createStubbornRunner(pool, never)(scanTask(unitOf('a', 64)))).rejects.toThrow(
      'no such module',
    )
  })

  it('rejects after the end of the scan, without another attempt', async () => {
    let isEnded = false
    const { pool, runs } = createFaultyPool(() => {
      isEnded = true
      return 'terminated'
    })
    const run = createStubbornRunner(pool, () => isEnded)
    await expect(run(scanTask(unitOf('a', 64)))).rejects.toThrow('terminated')
    await expect(run(scanTask(unitOf('a', 64)))).rejects.toThrow('interrupted')
    expect(runs).toHaveLength(1)
  })
})
