/**
 * Correlations over the points of a whole scan. In: points in any order. Out: hits by time, correlation and group, and
 * what was left out. Points are sorted by correlation, group and time within bounded memory (temporary files take the
 * rest); inner correlations run first, and their windows are points of the outer ones.
 * Invariant: the result depends on the points alone, not on the order in which they came or on the memory there is.
 */
import { setImmediate } from 'node:timers/promises'
import type { Correlator, CorrelatorOptions } from './correlator.ts'
import { createGroupEvaluator, type GroupEvaluator, type GroupOptions } from './evaluate-groups.ts'
import { createHandOn } from './hand-on.ts'
import { createHitStore } from './hit-store.ts'
import type { CorrelationSet } from './plan/correlation-plan.ts'
import { PLAN } from './point/point-record.ts'
import { createPointStore, type PointStore } from './point/point-store.ts'
import { createTemporaryFiles } from './spill/temporary-file.ts'
import { startCounts } from './start-counts.ts'
import { ticksFromBigInt } from './values/ticks.ts'

/** Memory of everything that is sorted, bytes. */
export const MEMORY_BYTES: number = 48 * 1024 * 1024

/** Groups evaluated before others get a turn: an interrupt must arrive. */
const GROUPS_PER_TURN = 1024

export function createSlidingCorrelator(set: CorrelationSet, options: CorrelatorOptions = {}): Correlator {
  const { plans } = set
  const memoryBytes = options.memoryBytes ?? MEMORY_BYTES
  const files = createTemporaryFiles(options.folder)
  const counts = startCounts(plans)
  const points = createPointStore(plans, { memoryBytes: memoryBytes / 2, files })
  const hits = createHitStore(plans, { memoryBytes: memoryBytes / 4, files })
  const handOn = createHandOn(set, points, counts)
  const groupOptions = (plan: number, newest: bigint | undefined): GroupOptions => ({
    memoryBytes: memoryBytes / 8,
    files,
    newest: newest === undefined ? undefined : ticksFromBigInt(newest),
    onWindow: (window, at, texts, from) => handOn(plan, window, at, texts, from),
    onHit(hit, time, groupKey) {
      counts[plan]!.hits++
      hits.add(hit, time, groupKey)
    },
    onUncovered: () => counts[plan]!.uncovered++,
    onOverLimit: () => counts[plan]!.overLimit++,
  })
  return {
    add({ bytes, leftOut }) {
      points.addPacked(bytes)
      for (const { plan, noGroup, noValue, noTime } of leftOut) {
        counts[plan]!.noGroup += noGroup
        counts[plan]!.noValue += noValue
        counts[plan]!.noTime += noTime
      }
    },
    async run({ newest, onHits, signal }) {
      const depth = plans.reduce((most, plan) => Math.max(most, plan.depth), -1)
      for (let level = 0; level <= depth; level++) {
        const isDone = await evaluateLevel(set, points, level, (plan) => groupOptions(plan, newest), signal)
        points.release(level)
        if (!isDone) break
      }
      for (const [plan, count] of points.counts().entries()) counts[plan]!.points = count
      if (onHits !== undefined) await hits.deliver(onHits)
      return signal?.aborted !== true
    },
    counts: () => counts.map((count) => ({ ...count })),
    close() {
      points.close()
      hits.close()
      files.close()
    },
  }
}

/** Evaluates the correlations of one depth; false when it was interrupted. */
async function evaluateLevel(
  { plans }: CorrelationSet,
  points: PointStore,
  depth: number,
  optionsOf: (plan: number) => GroupOptions,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const run = points.sorted(depth)
  const cursor = run.openCursor()
  let open: { readonly plan: number; readonly evaluator: GroupEvaluator } | undefined
  let groups = 0
  try {
    while (!cursor.isAtEnd) {
      const plan = cursor.words[cursor.keyAt + PLAN]!
      if (open?.plan !== plan) {
        open?.evaluator.close()
        open = { plan, evaluator: createGroupEvaluator(plans[plan]!, plan, run, optionsOf(plan)) }
      }
      const evaluation = open.evaluator.evaluate(cursor.position)
      let step = evaluation.next()
      for (; step.done !== true; step = evaluation.next()) {
        await setImmediate()
        if (signal?.aborted === true) return false
      }
      cursor.seek(step.value)
      if (++groups % GROUPS_PER_TURN !== 0) continue
      await setImmediate()
      if (signal?.aborted === true) return false
    }
    return true
  } finally {
    open?.evaluator.close()
  }
}
