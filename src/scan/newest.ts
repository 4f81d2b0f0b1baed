/**
 * The pass before a scan with a relative time range: the newest time of all sources, from the System parts alone.
 * In: sources. Out: FILETIME ticks, undefined when no record has a time.
 */
import type { Source } from '../input/walk.ts'
import { dispatch } from './dispatch.ts'
import { planTasks } from './plan.ts'
import type { RunStubbornly } from './run-stubbornly.ts'
import { type NewestTask, taskBytes } from './task.ts'

/** `onBytes` is told how many more bytes are read. */
export async function findNewest(
  sources: readonly Source[],
  slots: number,
  run: RunStubbornly,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
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
      for (const { tally } of results)
        if (tally.newest !== undefined && (newest === undefined || tally.newest > newest))
          newest = tally.newest
      onBytes(taskBytes(task.units))
    },
  })
  return newest
}
