/**
 * Who runs tasks: this thread, or a pool of workers behind the same interface.
 * Invariant: `run` settles for every task, whatever becomes of the thread that it was given to.
 */
import { setImmediate } from 'node:timers/promises'
import type { TaskRunner } from './run-task.ts'
import type { TaskResult } from './stats.ts'
import type { Task } from './task.ts'

export interface TaskPool {
  /** How many tasks it works on at a time. */
  readonly slots: number
  /** Threads that do the work: one when workers could not be started. */
  readonly threads: number
  /** Rejects when the task failed: a bug threw, its worker died, or it did not answer in time. */
  run(task: Task): Promise<TaskResult>
  /** Ends running tasks, which reject, as do those that come later. */
  close(): Promise<void>
}

/**
 * Runs tasks in this thread. Before each task the event loop gets a turn, so that an interrupt arrives. After a failure
 * the next task gets a new runner: the old one's decoder or engine may be in any state.
 */
export function createInlinePool(createRunner: () => TaskRunner): TaskPool {
  let runner: TaskRunner | undefined
  let isClosed = false
  const drop = (): void => {
    runner?.close()
    runner = undefined
  }
  return {
    slots: 1,
    threads: 1,
    async run(task) {
      await setImmediate()
      if (isClosed) throw new Error('the pool is closed')
      runner ??= createRunner()
      try {
        return await runner.run(task)
      } catch (error) {
        drop()
        throw error
      }
    },
    async close() {
      isClosed = true
      drop()
    },
  }
}
