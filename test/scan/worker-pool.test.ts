import { afterEach, describe, expect, it } from 'vitest'
import type { TaskPool } from '../../src/scan/pool.ts'
import { createStubbornRunner } from '../../src/scan/run-stubbornly.ts'
import type { StageSpec } from '../../src/scan/stages.ts'
import { emptyTally, type TaskResult } from '../../src/scan/stats.ts'
import type { Task, Unit } from '../../src/scan/task.ts'
import { createWorkerPool, deadlineMs } from '../../src/scan/worker-pool.ts'

const workerUrl = new URL('./workers/faulty.mjs', import.meta.url)
const MAX_TASKS = 64

const unit = (name: string, source: number): Unit => ({
  source,
  name,
  path: name,
  sizeBytes: 69_632,
  firstChunk: 0,
  chunkCount: 1,
  isLast: true,
  isHashed: false,
})
const task = (name: string, source = 0): Task => ({ kind: 'scan', range: {}, units: [unit(name, source)] })

/** Stands for this thread. */
function createFallback() {
  const runs: Task[] = []
  const result: TaskResult = {
    files: [],
    tally: emptyTally(),
    diagnostics: { listed: [], unlisted: {} },
    groups: [],
    rest: undefined,
  }
  const pool: TaskPool = {
    slots: 1,
    threads: 1,
    close: async () => {},
    run: async (given) => {
      runs.push(given)
      return result
    },
  }
  return { pool, runs }
}

const open: TaskPool[] = []
afterEach(async () => {
  for (const pool of open.splice(0)) await pool.close()
})

const MINUTE_MS = 60_000
const noLimit = (): number => MINUTE_MS

function createPool({ threads = 2, startFails = false, limitMs = noLimit as (given: Task) => number } = {}) {
  const seen = new SharedArrayBuffer(4 * MAX_TASKS)
  const fallback = createFallback()
  // The worker of the tests has a specification of its own.
  const spec = { seen, startFails } as unknown as StageSpec
  const tests = { workerUrl, heapMb: 32, deadlineMs: limitMs }
  const pool = createWorkerPool({ threads, spec, fallback: fallback.pool, ...tests })
  open.push(pool)
  return { pool, fallback, attempts: (source: number) => Atomics.load(new Int32Array(seen), source) }
}

describe('createWorkerPool', () => {
  it('runs tasks in other threads', async () => {
    const { pool } = createPool()
    const results = await Promise.all([0, 1, 2, 3].map((n) => pool.run(task('ok', n))))
    expect(results.map((r) => r.files[0]!.source)).toEqual([0, 1, 2, 3])
    expect(results.every((r) => r.files[0]!.hits > 0)).toBe(true)
  })

  it.each([
    ['throw', 'a bug'],
    ['exit', 'worker exited with code: 3'],
    ['memory', 'memory'],
  ])('rejects a task that ends in %s, and goes on', async (deed, message) => {
    const { pool } = createPool()
    const others = [1, 2, 3, 4].map((n) => pool.run(task('ok', n)))
    await expect(pool.run(task(deed))).rejects.toThrow(message)
    expect((await Promise.all(others)).map((r) => r.files[0]!.source)).toEqual([1, 2, 3, 4])
    expect((await pool.run(task('ok', 5))).files[0]!.source).toBe(5)
  })

  it('kills a worker that does not answer in time, and goes on', async () => {
    const limitMs = ({ units }: Task): number => (units[0]!.name === 'hang' ? 300 : MINUTE_MS)
    const { pool } = createPool({ threads: 1, limitMs })
    await pool.run(task('ok', 1))
    await expect(pool.run(task('hang'))).rejects.toThrow('no answer within 1 s')
    expect((await pool.run(task('ok', 2))).files[0]!.source).toBe(2)
  })

  it.each(['throw', 'exit', 'hang'])('loses nothing to a %s that happens once', async (deed) => {
    let hung = 0
    const limitMs = ({ units }: Task): number =>
      units[0]!.name === 'once-hang' && hung++ === 0 ? 2000 : MINUTE_MS
    const { pool, attempts } = createPool({ limitMs })
    const run = createStubbornRunner(pool, () => false)
    const names = ['ok', 'ok', `once-${deed}`, 'ok', 'ok', 'ok']
    const results = await Promise.all(names.map((name, n) => run(task(name, n))))
    expect(results.flat().map((r) => r.files[0]!.source)).toEqual([0, 1, 2, 3, 4, 5])
    expect(results.flat().flatMap((r) => r.diagnostics.listed)).toEqual([])
    expect(attempts(2)).toBe(2)
  })

  it('loses one unit of a batch to a worker that always dies', async () => {
    const { pool } = createPool()
    const run = createStubbornRunner(pool, () => false)
    // A task's fate is that of its first unit here, so the bad one is lost when it comes first.
    const batch: Task = { ...task('exit'), units: [unit('exit', 0), unit('ok', 1), unit('ok', 2)] }
    const results = await run(batch)
    const lost = results.flatMap((r) => r.diagnostics.listed)
    expect(lost.map((d) => `${d.code} ${d.source}`)).toEqual(['task-failed exit'])
    expect(lost[0]!.message).toContain('worker exited with code: 3')
    expect(results.map((r) => r.files[0]!.source)).toEqual([0, 1])
  })

  it('gives way to this thread when no worker can start', async () => {
    const { pool, fallback } = createPool({ startFails: true })
    const run = createStubbornRunner(pool, () => false)
    const results = await Promise.all(Array.from({ length: 12 }, (_, n) => run(task('ok', n))))
    expect(results.flat().flatMap((r) => r.diagnostics.listed)).toEqual([])
    expect(fallback.runs).toHaveLength(12)
    expect(pool.threads).toBe(1)
  })

  it('ends running tasks when it is closed', async () => {
    const { pool } = createPool()
    const running = [pool.run(task('hang', 0)), pool.run(task('hang', 1)), pool.run(task('ok', 2))]
    const outcomes = Promise.allSettled(running)
    await pool.close()
    expect((await outcomes).map((o) => o.status)).toEqual(['rejected', 'rejected', 'rejected'])
    await pool.close()
  })
})

describe('deadlineMs', () => {
  it('grows with the bytes of a task', () => {
    expect(deadlineMs(task('x'))).toBe(60_279)
    const big = { ...unit('x', 0), sizeBytes: 3_000_000_000 }
    expect(deadlineMs({ kind: 'hash', units: [big] })).toBe(12_060_000)
  })
})
