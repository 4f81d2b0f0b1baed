/**
 * The threads of a scan, and what each needs to know. In: what a scan is given. Out: a pool: this thread, or workers where
 * they pay. Invariant: whichever it is, results are the same.
 */
import type { CorrelationSet } from '../engine/correlate/plan/correlation-plan.ts'
import type { RunnableRule } from '../engine/match.ts'
import { planTasks } from './plan.ts'
import { createInlinePool, type TaskPool } from './pool.ts'
import { shareBytes } from './rule-cache/packed-rules.ts'
import { createTaskRunner } from './run-task.ts'
import type { ScanOptions } from './scan.ts'
import { createLocalLoader, type StageSpec } from './stages.ts'

/**
 * Inputs smaller than this are read in this thread. Each worker compiles the same code and learns the same values anew,
 * about a second of processor time. With SigmaHQ's rules on two cores: 1 GB 2.1 s here and 2.7 s with two threads (an
 * earlier version), 3 GB 4.0 and 3.3 s; where compilation has cores of its own, threads pay earlier.
 */
const INLINE_BELOW_BYTES: number = 1024 * 1024 * 1024

/**
 * What a task in this thread may hold: its hits are written next, and what does not live long costs the least to free.
 */
const INLINE_HELD_CHARS = 1024 * 1024

/** A log of at least that size has some thousand records of its kinds. */
const LARGE_BYTES = 4 * 1024 * 1024

export async function createPool(options: ScanOptions): Promise<TaskPool> {
  const { sources, rules, mapping, threads = 1, inlineBelowBytes = INLINE_BELOW_BYTES } = options
  const {
    decoder = 'own',
    engine = 'program',
    details = true,
    correlations,
    isTimed = false,
    isProfiled = false,
  } = options
  const uses = hasPlans(correlations) ? { uses: correlations.uses } : {}
  const given = { decoder, engine, details, isTimed, isProfiled, ...uses, ...knownOf(options) }
  const local = createLocalLoader(rules, given, options.packed?.pack)
  const inline = createInlinePool(() => createTaskRunner(local, INLINE_HELD_CHARS))
  const bytes = sources.reduce((sum, source) => sum + source.sizeBytes, 0)
  if (threads <= 1 || bytes < inlineBelowBytes) return inline
  const tasks = planTasks(sources, { threads, hash: 'none' }).length
  const paying = Math.max(2, Math.floor((2 * bytes) / inlineBelowBytes))
  const pack = options.packed?.bytes ?? (await packRules(rules))
  const spec: StageSpec = { ...given, mapping, pack }
  const { createWorkerPool } = await import('./worker-pool.ts')
  return createWorkerPool({ threads: Math.min(threads, tasks, paying), spec, fallback: inline })
}

/**
 * What is known pays where many records follow: where logs are small, as those of a collection are, each brings kinds of
 * records of its own, and most that is made for them is used once.
 */
function knownOf({ known, sources }: ScanOptions): Pick<ScanOptions, 'known'> {
  if (known === undefined) return {}
  const sizes = sources.map(({ sizeBytes }) => sizeBytes)
  const sumOf = (list: readonly number[]): number => list.reduce((sum, size) => sum + size, 0)
  return 2 * sumOf(sizes.filter((size) => size >= LARGE_BYTES)) >= sumOf(sizes) ? { known } : {}
}

async function packRules(rules: readonly RunnableRule[]): Promise<Uint8Array> {
  const { writePack } = await import('../engine/pack/write-pack.ts')
  return shareBytes(writePack(rules, undefined))
}

export function hasPlans(correlations: CorrelationSet | undefined): correlations is CorrelationSet {
  return correlations !== undefined && correlations.plans.length > 0
}
