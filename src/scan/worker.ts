/**
 * The entry of a worker thread: it makes its own stages from plain data and runs the tasks that it is sent.
 * The groups of a result go back as bytes and text, which the other side reads when it wants them.
 */
import { workerData } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { type PackedGroups, packGroups } from './hit-group.ts'
import { createTaskRunner, type TaskRunner } from './run-task.ts'
import { createStageLoader, type StageSpec } from './stages.ts'
import type { TaskResult } from './stats.ts'
import type { Task } from './task.ts'

let runner: TaskRunner | undefined

/** After a failure the next task gets new stages: these may be in any state. */
export async function runTask(task: Task): Promise<TaskResult> {
  runner ??= createTaskRunner(createStageLoader(workerData as StageSpec))
  try {
    const result = await runner.run(task)
    const groups = Array.isArray(result.groups) ? packGroups(result.groups) : undefined
    return groups === undefined ? { ...result, groups } : handOver({ ...result, groups })
  } catch (error) {
    runner.close()
    runner = undefined
    throw error
  }
}

/** The memory of the hits goes over to the other thread; nothing of it is copied. */
function handOver(result: TaskResult & { readonly groups: PackedGroups }): TaskResult {
  const { words, bytes } = result.groups.events
  const handed = { [transferableSymbol]: [words.buffer, bytes.buffer], [valueSymbol]: result }
  // What arrives is the value.
  return move(handed as never) as never
}
