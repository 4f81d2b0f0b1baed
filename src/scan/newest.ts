/**
 * The pass before a scan with a relative time range: the newest time of all sources, from the System parts alone.
 * In: sources. Out: FILETIME ticks, undefined when no record has a time.
 */
import type { DiagnosticList } from '../base/diagnostic-log.ts'
import type { Source } from '../input/walk.ts'
import { dispatch } from './dispatch.ts'
import { planTasks } from './plan.ts'
import type { RunStubbornly } from './run-stubbornly.ts'
import { type NewestTask, taskBytes } from './task.ts'

export interface NewestOptions {
  readonly slots: number
  readonly run: RunStubbornly
  readonly signal: AbortSignal | undefined
  /** Told how many more bytes are read. */
  readonly progress: (bytes: number) => void
  /** Told what had to be given up; findings about the logs come from the scan that follows. */
  readonly report: (lost: DiagnosticList) => void
}

export async function findNewest(
  sources: readonly Source[],
  { slots, run, signal, progress, report }: NewestOptions,
): Promise<bigint | undefined> {
  const plan = planTasks(sources, { threads: slots, hash: 'none' })
  let newest: bigint | undefined
  await dispatch({
    tasks: plan.map((units): NewestTask => ({ kind: 'newest', units })),
    extras: [],
    slots,
    flight: 2 * slots,
    signal,
    run,
    deliver: (results, task) => {
      for (const { tally, diagnostics } of results) {
        report(diagnostics)
        if (tally.newest !== undefined && (newest === undefined || tally.newest > newest))
          newest = tally.newest
      }
      progress(taskBytes(task.units))
    },
  })
  return newest
}
