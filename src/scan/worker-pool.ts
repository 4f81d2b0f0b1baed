/**
 * A pool of worker threads. A worker that dies (out of memory too) or does not answer in time costs only the task that it
 * had; another takes its place. Workers that cannot even start make the pool give way to this thread.
 * Invariant: at most one task a worker, so that one death is one task.
 */
import { Piscina } from 'piscina'
import type { TaskPool } from './pool.ts'
import type { StageSpec } from './stages.ts'
import type { TaskResult } from './stats.ts'
import { type Task, taskBytes } from './task.ts'

/** Heap of a worker; an engine with 3,000 rules takes under 200 MB. */
const MAX_HEAP_MB = 1024
/** Of short-lived objects; V8's own default of 48 takes 30 to 40 MB more a worker and is no faster. */
const MAX_YOUNG_MB = 12
/** Time that any task may take: starting a worker, compiling the rules, a slow share. */
const BASE_DEADLINE_MS = 60_000
/** The slowest reading and decoding that is still work: the slow decoder does ten times as much. */
const MIN_BYTES_PER_MS = 250

/** How long a task may take before its worker counts as hung. */
export function deadlineMs(task: Task): number {
  return BASE_DEADLINE_MS + Math.ceil(taskBytes(task.units) / MIN_BYTES_PER_MS)
}

export interface WorkerPoolOptions {
  readonly threads: number
  readonly spec: StageSpec
  /** Runs the tasks when no worker can be started. */
  readonly fallback: TaskPool
  /** For tests: another program for the workers, less heap, other deadlines. */
  readonly workerUrl?: URL
  readonly heapMb?: number
  readonly deadlineMs?: (task: Task) => number
}

/** Why a run was ended from outside. */
type Ending = 'deadline' | 'broken'

export function createWorkerPool(options: WorkerPoolOptions): TaskPool {
  const { threads, spec, fallback } = options
  const limitMs = options.deadlineMs ?? deadlineMs
  const running = new Set<(ending: Ending) => void>()
  let isBroken = false
  const pool = new Piscina<Task, TaskResult>({
    filename: (options.workerUrl ?? new URL('./worker.js', import.meta.url)).href,
    name: 'runTask',
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    recordTiming: false,
    resourceLimits: {
      maxOldGenerationSizeMb: options.heapMb ?? MAX_HEAP_MB,
      maxYoungGenerationSizeMb: MAX_YOUNG_MB,
    },
    workerData: spec,
  })
  // Emitted when a worker dies without a task, that is while it starts; tasks may then wait for a worker in vain.
  pool.on('error', () => {
    if (pool.threads.length > 0) return
    isBroken = true
    for (const end of running) end('broken')
  })

  const runInWorker = async (task: Task): Promise<TaskResult | 'broken'> => {
    const controller = new AbortController()
    let ending: Ending | undefined
    const end = (why: Ending): void => {
      ending ??= why
      controller.abort()
    }
    const ms = limitMs(task)
    const timer = setTimeout(end, ms, 'deadline')
    running.add(end)
    try {
      return await pool.run(task, { signal: controller.signal })
    } catch (error) {
      if (ending === 'broken') return 'broken'
      if (ending === 'deadline') throw new Error(`no answer within ${Math.ceil(ms / 1000)} s`)
      throw error
    } finally {
      clearTimeout(timer)
      running.delete(end)
    }
  }
  return {
    slots: threads,
    get threads() {
      return isBroken ? fallback.threads : threads
    },
    async run(task) {
      const result = isBroken ? 'broken' : await runInWorker(task)
      return result === 'broken' ? fallback.run(task) : result
    },
    async close() {
      await pool.destroy()
      await fallback.close()
    },
  }
}
