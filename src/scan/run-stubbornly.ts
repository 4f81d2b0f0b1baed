/**
 * A task that fails costs as little as possible: it is tried once more (a fresh worker may well do it), then in halves,
 * until only the chunk or the file that brings threads down is given up, by name.
 * Invariant: results come in order and together are the whole task; the number of failures that a scan pays for this
 * is bounded.
 */

import type { Diagnostic } from '../base/diagnostic.ts'
import { isUnsoundPack } from '../base/unsound-pack-error.ts'
import { emptyCounts } from '../event/decoder.ts'
import type { TaskPool } from './pool.ts'
import { isLoadFailure } from './stages.ts'
import { emptyTally, type TaskResult } from './stats.ts'
import { halveTask, type Task, type Unit } from './task.ts'

/**
 * Failed attempts of a scan after which tasks are not halved any more: one bad chunk costs about fifteen, and each may
 * cost the start of a worker.
 */
export const MAX_FAILURES = 256

export type RunStubbornly = (task: Task) => Promise<readonly TaskResult[]>

/**
 * The runner of one scan. `isEnded` tells that the scan was interrupted: failures are then no failures. Rejects only in
 * that case, when a thread cannot load its stages, which is a bug and no fault of the task, and for rules that are none.
 */
export function createStubbornRunner(pool: TaskPool, isEnded: () => boolean): RunStubbornly {
  let failures = 0
  const attempt = async (task: Task): Promise<TaskResult | Error> => {
    if (isEnded()) throw new Error('interrupted')
    try {
      return await pool.run(task)
    } catch (error) {
      if (isEnded() || isLoadFailure(error) || isUnsoundPack(error)) throw error
      failures++
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  /** One more attempt, then the halves. */
  const isolate = async (task: Task): Promise<readonly TaskResult[]> => {
    const result = await attempt(task)
    if (!(result instanceof Error)) return [result]
    const halves = failures < MAX_FAILURES ? halveTask(task) : undefined
    if (halves === undefined) return [giveUp(task, result)]
    return [...(await isolate(halves[0])), ...(await isolate(halves[1]))]
  }
  return async (task) => {
    const first = await attempt(task)
    return first instanceof Error ? isolate(task) : [first]
  }
}

/** The result of a task without any: its units are named as lost. */
function giveUp(task: Task, error: Error): TaskResult {
  const listed = task.units.map((unit) => lost(task, unit, error))
  const files = task.units.map(({ source }) => ({ source, counts: emptyCounts(), hits: 0 }))
  return { files, tally: emptyTally(), diagnostics: { listed, unlisted: {} }, groups: [], rest: undefined }
}

function lost(task: Task, unit: Unit, error: Error): Diagnostic {
  const { firstChunk, chunkCount, isLast } = unit
  const end = isLast ? 'the last' : firstChunk + chunkCount - 1
  const loss: Record<Task['kind'], string> = {
    scan: `chunks ${firstChunk} to ${end}: their records were not searched`,
    newest: `chunks ${firstChunk} to ${end}: their times are not known`,
    hash: 'its SHA-256 is not known',
  }
  const message = `${loss[task.kind]} (${error.message})`
  return { code: 'task-failed', severity: 'error', source: unit.name, message, chunk: firstChunk }
}
