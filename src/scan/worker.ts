/**
 * The entry of a worker thread: it makes its own stages from plain data and runs the tasks that it is sent.
 * The groups of a result go back as bytes and text, which the other side reads when it wants them.
 */
import { workerData } from 'node:worker_threads'
import { packGroups } from './hit-group.ts'
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
    return { ...result, groups: Array.isArray(result.groups) ? packGroups(result.groups) : undefined }
  } catch (error) {
    runner.close()
    runner = undefined
    throw error
  }
}
