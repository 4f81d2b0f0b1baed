/**
 * What each stage of a scan costs (door of this folder). In: sources, rules, a number of threads. Out: times of passes
 * that end after reading, decoding, matching and reporting; the difference of two is the cost of a stage.
 * Invariant: the passes run on the same threads, warmed up by a pass that is not counted, so that they compare.
 */
import { createAccount } from './account.ts'
import { dispatch } from './dispatch.ts'
import type { FoundHit } from './found-hit.ts'
import { planTasks } from './plan.ts'
import type { TaskPool } from './pool.ts'
import { createReceiver } from './receive.ts'
import { createStubbornRunner } from './run-stubbornly.ts'
import { createPool, type ScanOptions } from './scan.ts'
import type { TaskResult } from './stats.ts'
import type { LastStage } from './stop-after.ts'
import { type ScanTask, type Unit, unitBytes } from './task.ts'
import { resolveRange } from './time-range.ts'

export type Stage = LastStage | 'report'

export const STAGES: readonly Stage[] = ['read', 'decode', 'match', 'report']

/** One pass over all sources, up to a stage. */
export interface Pass {
  readonly stage: Stage
  readonly wallMs: number
  /** Of all threads together. */
  readonly cpuMs: number
}

export interface PhaseFigures {
  /** Threads that really worked. */
  readonly threads: number
  /** Starting threads and compiling the rules in each. */
  readonly startMs: number
  /** All passes, `repeat` of each stage. */
  readonly passes: readonly Pass[]
  readonly records: number
  /** Not decoded, because no rule wants them. */
  readonly recordsSkipped: number
  readonly hits: number
}

export interface PhaseOptions
  extends Pick<ScanOptions, 'sources' | 'rules' | 'mapping' | 'engine' | 'decoder'> {
  readonly threads: number
  /** Passes of each stage. */
  readonly repeat: number
  /** Begins a report, with each pass that ends in one; what it returns takes the hits. */
  readonly startReport: () => (hits: readonly FoundHit[]) => void
}

/** Bytes of the pass that warms up: compiled code and tables, not the values of all logs. */
const WARM_UP_BYTES = 32 * 1024 * 1024

export async function measurePhases(options: PhaseOptions): Promise<PhaseFigures> {
  const pool = await createPool({ ...options, details: true, inlineBelowBytes: 0 })
  try {
    const { sources, repeat } = options
    const plan = planTasks(sources, { threads: pool.slots, hash: 'none' })
    const startMs = await start(pool, plan)
    await run(pool, cutPlan(plan), options, undefined)
    const passes: Pass[] = []
    let totals: Totals | undefined
    for (let i = 0; i < repeat; i++) {
      for (const stage of STAGES) {
        const pass = await run(pool, plan, options, stage === 'report' ? undefined : stage)
        passes.push({ stage, wallMs: pass.wallMs, cpuMs: pass.cpuMs })
        if (stage === 'report') totals = pass
      }
    }
    const { records = 0, recordsSkipped = 0, hits = 0 } = totals ?? {}
    return { threads: pool.threads, startMs, passes, records, recordsSkipped, hits }
  } finally {
    await pool.close()
  }
}

/** A task without units for each thread: it has its decoder and engine then. */
async function start(pool: TaskPool, plan: readonly (readonly Unit[])[]): Promise<number> {
  const before = performance.now()
  const nothing: ScanTask = { kind: 'scan', units: [], range: resolveRange({}, undefined) }
  await Promise.all(plan.slice(0, pool.slots).map(() => pool.run(nothing)))
  return performance.now() - before
}

/** The first tasks of a plan, until there are enough bytes. */
function cutPlan(plan: readonly (readonly Unit[])[]): readonly (readonly Unit[])[] {
  let bytes = 0
  const end = plan.findIndex((units) => {
    bytes += units.reduce((sum, unit) => sum + unitBytes(unit), 0)
    return bytes >= WARM_UP_BYTES
  })
  return end < 0 ? plan : plan.slice(0, end + 1)
}

interface Totals {
  readonly wallMs: number
  readonly cpuMs: number
  readonly records: number
  readonly recordsSkipped: number
  readonly hits: number
}

async function run(
  pool: TaskPool,
  plan: readonly (readonly Unit[])[],
  { sources, rules, startReport }: PhaseOptions,
  last: LastStage | undefined,
): Promise<Totals> {
  const range = resolveRange({}, undefined)
  const isEnded = (): boolean => false
  const runTask = createStubbornRunner(pool, isEnded)
  const account = createAccount(sources, rules.length)
  const onHits = last === undefined ? startReport() : undefined
  const receive = createReceiver({ account, run: runTask, isEnded, onPoints: undefined, onHits })
  const cpuBefore = process.cpuUsage()
  const before = performance.now()
  await dispatch<ScanTask, readonly TaskResult[]>({
    tasks: plan.map((units): ScanTask => ({ kind: 'scan', units, range, ...(last && { last }) })),
    extras: [],
    slots: pool.slots,
    flight: 2 * pool.slots,
    signal: undefined,
    run: runTask,
    deliver: receive,
  })
  const wallMs = performance.now() - before
  const { user, system } = process.cpuUsage(cpuBefore)
  const { files, hits } = account.totals()
  const sum = (key: 'recordsRead' | 'recordsSkipped'): number =>
    files.reduce((total, file) => total + file[key], 0)
  return {
    wallMs,
    cpuMs: (user + system) / 1000,
    records: sum('recordsRead') + sum('recordsSkipped'),
    recordsSkipped: sum('recordsSkipped'),
    hits,
  }
}
