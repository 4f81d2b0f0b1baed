/**
 * A task that fails costs as little as possible: it is tried once more (a fresh worker may well do it), then in halves,
 * until only the chunk or the file that brings threads down is given up, by name.
 * In: task and pool. Out: results in order, together the whole task.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { TaskPool } from './pool.ts'
import { emptyCounts, emptyTally, type TaskResult } from './stats.ts'
import { halveTask, type Task, type Unit } from './task.ts'

/** `isEnded` tells that the scan was interrupted: failures are then no failures. Rejects only in that case. */
export async function runStubbornly(
  task: Task,
  pool: TaskPool,
  isEnded: () => boolean,
): Promise<readonly TaskResult[]> {
  const first = await attempt(task, pool, isEnded)
  if (!(first instanceof Error)) return [first]
  return isolate(task, pool, isEnded)
}

/** One more attempt, then the halves. */
async function isolate(task: Task, pool: TaskPool, isEnded: () => boolean): Promise<readonly TaskResult[]> {
  const result = await attempt(task, pool, isEnded)
  if (!(result instanceof Error)) return [result]
  const halves = halveTask(task)
  if (halves === undefined) return [giveUp(task, result)]
  const [first, second] = halves
  return [...(await isolate(first, pool, isEnded)), ...(await isolate(second, pool, isEnded))]
}

async function attempt(task: Task, pool: TaskPool, isEnded: () => boolean): Promise<TaskResult | Error> {
  if (isEnded()) throw new Error('interrupted')
  try {
    return await pool.run(task)
  } catch (error) {
    if (isEnded()) throw error
    return error instanceof Error ? error : new Error(String(error))
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
  const range = isLast
    ? `chunks ${firstChunk} to the last`
    : `chunks ${firstChunk} to ${firstChunk + chunkCount - 1}`
  const loss: Record<Task['kind'], string> = {
    scan: `${range}: no record of them was searched`,
    newest: `${range}: their times are not known`,
    hash: 'its SHA-256 is not known',
  }
  const message = `${loss[task.kind]} (${error.message})`
  return { code: 'task-failed', severity: 'error', source: unit.name, message, chunk: firstChunk }
}
