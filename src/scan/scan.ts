/**
 * The scan (door of this folder): sources × rules over threads. In: sources, rules, options. Out: hits in the order of
 * sources, chunks and records at a callback, and an account of everything that was read or not.
 * Invariant: hits and account are the same for any number of threads.
 */
import type { DiagnosticList } from '../base/diagnostic-log.ts'
import type { BucketSamples, LearntSamples } from '../engine/bucket-sample.ts'
import type { CorrelationHit } from '../engine/correlate/correlation-hit.ts'
import type { CorrelationSet } from '../engine/correlate/plan/correlation-plan.ts'
import type { EngineKind, RunnableRule } from '../engine/match.ts'
import type { ProfilePart } from '../engine/profile/rule-profile.ts'
import type { Source } from '../input/walk.ts'
import { type Account, createAccount } from './account.ts'
import type { CorrelationStage } from './correlate.ts'
import { createPool, hasPlans } from './create-pool.ts'
import { dispatch, type ExtraTask } from './dispatch.ts'
import type { FoundHit } from './found-hit.ts'
import { hashOnTheWay, hashTask, planHashes } from './hash-tasks.ts'
import { findNewest } from './newest.ts'
import { planTasks } from './plan.ts'
import type { TaskPool } from './pool.ts'
import { createReceiver } from './receive.ts'
import type { PackedRules } from './rule-cache/packed-rules.ts'
import { createStubbornRunner } from './run-stubbornly.ts'
import type { ScanResult } from './scan-result.ts'
import type { DecoderKind, MappingSpec } from './stages.ts'
import type { TaskResult } from './stats.ts'
import { type ScanTask, type Task, taskBytes } from './task.ts'
import { formatTicks, isRelative, resolveRange, type TimeRange } from './time-range.ts'
import type { StageTimes } from './timings/stage-times.ts'

export type { FoundHit } from './found-hit.ts'
export { makeMapping } from './make-mapping.ts'
export type { PackedRules } from './rule-cache/packed-rules.ts'
export type { ScanResult } from './scan-result.ts'
export type { DecoderKind, MappingSpec } from './stages.ts'

export interface ScanOptions {
  readonly sources: readonly Source[]
  /** As `prepareRules` gives them; a hit names its rule by the index in this list. */
  readonly rules: readonly RunnableRule[]
  /** As `prepareRules` gives them, over the rules above. */
  readonly correlations?: CorrelationSet
  /** The rules as a pack, where there is one: read already, and its bytes in shared memory. */
  readonly packed?: PackedRules
  /** The mapping that the rules were prepared with. */
  readonly mapping: MappingSpec
  readonly engine?: EngineKind
  readonly decoder?: DecoderKind
  /** Worker threads at most; 1 reads everything in this thread. Small inputs get fewer: each must pay for its start. */
  readonly threads?: number
  readonly timeRange?: TimeRange
  /** Hits with snapshot and reason; without, they are only counted and `onHits` is not called. */
  readonly details?: boolean
  /** SHA-256 of every source. */
  readonly hash?: boolean
  /** What the stages take is measured, and given to `onTimes`. */
  readonly isTimed?: boolean
  /** What rules and fields cost is measured, and given to `onProfile`; only with the compiled program. */
  readonly isProfiled?: boolean
  /** Ends the scan: what is found so far is delivered, and the result says that it is incomplete. */
  readonly signal?: AbortSignal
  /** `INLINE_BELOW_BYTES` of create-pool.ts, for tests and benches; each half of it is worth a worker. */
  readonly inlineBelowBytes?: number
  /** What earlier scans with these rules learnt of records: less has to be found out again. */
  readonly known?: BucketSamples
}

export interface ScanProgress {
  /** A relative time range reads everything twice; both passes count. */
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly records: number
  readonly hits: number
}

export interface ScanCallbacks {
  /** Hits in order. The scan waits for the promise, so a slow receiver bounds what is held. */
  readonly onHits?: (hits: readonly FoundHit[]) => void | Promise<void>
  /** Hits of correlations by time, after those of records; also when details are not wanted. */
  readonly onCorrelationHits?: (hits: readonly CorrelationHit[]) => void | Promise<void>
  readonly onProgress?: (progress: ScanProgress) => void
  /** What the stages took for a part of the logs; in any order. */
  readonly onTimes?: (times: StageTimes) => void
  /** What rules and fields cost for a part of the logs; in any order. */
  readonly onProfile?: (profile: ProfilePart) => void
  /** What a part of the logs taught, for later scans with these rules; in any order. */
  readonly onLearnt?: (learnt: LearntSamples) => void
  /** At the end of each phase, in their order. */
  readonly onPhase?: (phase: ScanPhase) => void
}

/** Threads are made; all is read, and hits are delivered; correlations are judged. */
export type ScanPhase = 'threads' | 'scan' | 'correlations'

/** Rejects only for a bug, or when a callback throws. */
export async function scan(options: ScanOptions, callbacks: ScanCallbacks = {}): Promise<ScanResult> {
  const pool = await createPool(options)
  const correlations = await createCorrelations(options)
  callbacks.onPhase?.('threads')
  const end = (): void => void pool.close()
  options.signal?.addEventListener('abort', end)
  try {
    return await scanWith({ pool, correlations }, options, callbacks)
  } finally {
    options.signal?.removeEventListener('abort', end)
    correlations?.close()
    await pool.close()
  }
}

/** Loaded only when there is a correlation to run. */
async function createCorrelations({
  correlations,
  engine = 'program',
}: ScanOptions): Promise<CorrelationStage | undefined> {
  if (!hasPlans(correlations)) return undefined
  const { createCorrelationStage } = await import('./correlate.ts')
  return createCorrelationStage(correlations, engine)
}

/** What a scan works with. */
interface Stages {
  readonly pool: TaskPool
  readonly correlations: CorrelationStage | undefined
}

async function scanWith(
  { pool, correlations }: Stages,
  options: ScanOptions,
  callbacks: ScanCallbacks,
): Promise<ScanResult> {
  const { sources, rules, signal, timeRange = {}, hash = false } = options
  const isEnded = (): boolean => signal?.aborted === true
  const run = createStubbornRunner(pool, isEnded)
  const account = createAccount(sources, rules.length)
  const progress = createProgress(options, account, callbacks)
  const newest = isRelative(timeRange)
    ? await findNewest(sources, { slots: pool.slots, run, signal, progress, report: account.report })
    : undefined
  const range = resolveRange(timeRange, newest)
  const plan = planTasks(sources, { threads: pool.slots, hash: hashOnTheWay(hash, pool.slots) })
  const onPoints = correlations?.add
  const { onHits, onTimes, onProfile, onLearnt } = callbacks
  const receive = createReceiver({
    account,
    run,
    isEnded,
    onPoints,
    onTimes,
    onProfile,
    onLearnt,
    onHits,
  })
  const runAll = (tasks: readonly Task[], extras: readonly ExtraTask<Task>[]): Promise<boolean> =>
    dispatch<Task, readonly TaskResult[]>({
      tasks,
      extras,
      slots: pool.slots,
      flight: 2 * pool.slots,
      signal,
      run,
      deliver: async (results, task) => {
        await receive(results)
        if (task.kind === 'scan') progress(taskBytes(task.units))
      },
    })
  const tasks = plan.map((units): ScanTask => ({ kind: 'scan', units, range }))
  const isDone = await runAll(tasks, hash ? planHashes(sources, plan) : [])
  // What a failure kept from being hashed on the way.
  if (isDone && hash)
    await runAll(
      account.unhashed().map((index) => hashTask(sources, index)),
      [],
    )
  callbacks.onPhase?.('scan')
  // Nothing is left to read: what the threads hold is room for the correlations.
  if (correlations !== undefined) await pool.close()
  const correlated = await correlations?.finish({
    // After an interrupt nobody knows what the rest would have held.
    newest: isDone && !isEnded() ? account.newest : undefined,
    onHits: callbacks.onCorrelationHits,
    // What was found so far is wanted; a second interrupt ends the program.
    signal: isEnded() ? undefined : signal,
  })
  if (correlations !== undefined) callbacks.onPhase?.('correlations')
  if (correlated !== undefined) account.report({ listed: correlated.diagnostics, unlisted: {} })
  const totals = account.totals()
  const complete = isDone && !isEnded() && !hasLost(totals.diagnostics) && correlated?.isComplete !== false
  const bounds = { from: formatTicks(range.from), to: formatTicks(range.to) }
  return { ...totals, ...bounds, complete, threads: pool.threads, correlations: correlated?.counts ?? [] }
}

function hasLost({ listed, unlisted }: DiagnosticList): boolean {
  return unlisted['task-failed'] !== undefined || listed.some(({ code }) => code === 'task-failed')
}

/** Tells the callback how far the scan is when it is told how many more bytes are read. */
function createProgress(
  { sources, timeRange = {} }: ScanOptions,
  account: Account,
  { onProgress }: ScanCallbacks,
): (bytes: number) => void {
  const passes = isRelative(timeRange) ? 2 : 1
  const bytesTotal = passes * sources.reduce((sum, source) => sum + source.sizeBytes, 0)
  let bytesDone = 0
  return (bytes) => {
    bytesDone += bytes
    onProgress?.({ bytesDone, bytesTotal, records: account.records, hits: account.hits })
  }
}
