/**
 * SHA-256 of the sources. One thread takes it while it reads (every file passes through it in order). With several,
 * files that are one task are still hashed on the way; those that are split get a task of their own, started with their
 * first range, so that the disk is read once and the ranges find the file in the system's cache.
 */
import type { Source } from '../input/walk.ts'
import type { ExtraTask } from './dispatch.ts'
import type { PlanOptions } from './plan.ts'
import type { HashTask, Unit } from './task.ts'

/** How `planTasks` is to have digests taken on the way. */
export function hashOnTheWay(isWanted: boolean, slots: number): PlanOptions['hash'] {
  if (!isWanted) return 'none'
  return slots === 1 ? 'all' : 'whole-files'
}

/** The tasks for what is not hashed on the way; `plan` has the units of each scan task. */
export function planHashes(
  sources: readonly Source[],
  plan: readonly (readonly Unit[])[],
): readonly ExtraTask<HashTask>[] {
  return plan.flatMap((units, before) => {
    const { firstChunk, isLast, isHashed, source } = units[0]!
    const isStartOfSplit = firstChunk === 0 && !isLast && !isHashed
    return isStartOfSplit ? [{ before, task: hashTask(sources, source) }] : []
  })
}

export function hashTask(sources: readonly Source[], index: number): HashTask {
  const { name, path, sizeBytes } = sources[index]!
  const range = { firstChunk: 0, chunkCount: 1, isLast: true, isHashed: true }
  return { kind: 'hash', units: [{ source: index, name, path, sizeBytes, ...range }] }
}
