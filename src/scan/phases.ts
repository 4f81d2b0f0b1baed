/**
 * What each stage of a scan costs (door of this folder). In: sources, rules, a number of threads. Out: times of passes
 * that end after reading, decoding, matching and reporting; the difference of two is the cost of a stage.
 * Invariant: the passes run on the same threads, warmed up by a pass that is not counted, so that they compare; each has
 * new engines, since an engine remembers the values that it has seen, and a scan sees them for the first time.
 */
import { createAccount } from './account.ts'
import { createPool } from './create-pool.ts'
import { dispatch } from './dispatch.ts'
import type { FoundHit } from './found-hit.ts'
import { planTasks } from './plan.ts'
import type { TaskPool } from './pool.ts'
import { createReceiver } from './receive.ts'
import { createStubbornRunner } from './run-stubbornly.ts'
import type { ScanOptions } from './scan.ts'
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

type Plan = readonly (readonly Unit[])[]

/** Bytes of the pass that warms up: compiled code and tables, not the values of all logs. */
const WARM_UP_BYTES = 32 * 1024 * 1024

export async function measurePhases(options: PhaseOptions): Promise<PhaseFigures> {
  const pool = await createPool({ ...options, details: true, inlineBelowBytes: 0 })
  try {
    const { sources, repeat } = options
    const plan = planTasks(sources, { threads: pool.slots, hash: 'none' })
    const startMs = await start(pool, plan, 0)
    await run(pool, { plan: cutPlan(plan), last: undefined, pass: 0 }, options)
    const passes: Pass[] = []
    let totals: Counts = { records: 0, recordsSkipped: 0, hits: 0 }
    for (let i = 0; i < repeat; i++) {
      for (const stage of STAGES) {
        const number = passes.length + 1
        await start(pool, plan, number)
        const last = stage === 'report' ? undefined : stage
        const { wallMs, cpuMs, ...counts } = await run(pool, { plan, last, pass: number }, options)
        passes.push({ stage, wallMs, cpuMs })
        totals = counts
      }
    }
    return { threads: pool.threads, startMs, passes, ...totals }
  } finally {
    await pool.close()
  }
}

/** A task without units for each thread: it has its decoder, and a new engine, then. */
async function start(pool: TaskPool, plan: Plan, pass: number): Promise<number> {
  const before = performance.now()
  const nothing: ScanTask = { kind: 'scan', units: [], range: resolveRange({}, undefined), pass }
  await Promise.all(plan.slice(0, pool.slots).map(() => pool.run(nothing)))
  return performance.now() - before
}

/** The first tasks of a plan, until there are enough bytes. */
function cutPlan(plan: Plan): Plan {
  let bytes = 0
  const end = plan.findIndex((units) => {
    bytes += units.reduce((sum, unit) => sum + unitBytes(unit), 0)
    return bytes >= WARM_UP_BYTES
  })
  return end < 0 ? plan : plan.slice(0, end + 1)
}

type Counts = Pick<PhaseFigures, 'records' | 'recordsSkipped' | 'hits'>

interface PassPlan {
  readonly plan: Plan
  /** Undefined: to the end. */
  readonly last: LastStage | undefined
  readonly pass: number
}

async function run(
  pool: TaskPool,
  { plan, last, pass }: PassPlan,
  { sources, rules, startReport }: PhaseOptions,
): Promise<Counts & Omit<Pass, 'stage'>> {
  const range = resolveRange({}, undefined)
  const isEnded = (): boolean => false
  const runTask = createStubbornRunner(pool, isEnded)
  const account = createAccount(sources, rules.length)
  const onHits = last === undefined ? startReport() : undefined
  const receive = createReceiver({ account, run: runTask, isEnded, onPoints: undefined, onHits })
  const cpuBefore = process.cpuUsage()
  const before = performance.now()
  await dispatch<ScanTask, readonly TaskResult[]>({
    tasks: plan.map((units): ScanTask => ({ kind: 'scan', units, range, pass, ...(last && { last }) })),
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
