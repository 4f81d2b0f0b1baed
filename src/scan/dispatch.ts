/**
 * Tasks over the slots of a pool, results in order. In: tasks in the order in which their results are wanted, and extra
 * tasks without an order. Out: calls of `deliver`, one at a time.
 * Invariant: started and not yet delivered are at most `flight` tasks, so a slow receiver stops the reading and nothing
 * piles up. Tasks start in order: they are of nearly equal size, and any other order would only hold results back.
 */
import { createReorder } from '../base/reorder.ts'

export interface ExtraTask<T> {
  readonly task: T
  /** Started before the ordered task of this number. */
  readonly before: number
}

export interface DispatchOptions<T, R extends object> {
  readonly tasks: readonly T[]
  /** Ascending by `before`. */
  readonly extras: readonly ExtraTask<T>[]
  readonly slots: number
  readonly flight: number
  readonly signal: AbortSignal | undefined
  /** Rejects only for a bug, or after the signal. */
  readonly run: (task: T) => Promise<R>
  readonly deliver: (result: R, task: T) => void | Promise<void>
}

/** Resolves when all is delivered, or after the signal when all that was ready is: false then. */
export async function dispatch<T, R extends object>(options: DispatchOptions<T, R>): Promise<boolean> {
  const { tasks, extras, signal, deliver } = options
  const ready = createReorder<{ result: R; task: T }>(options.flight)
  const readyExtras: { result: R; task: T }[] = []
  const state = { started: 0, extrasStarted: 0, running: 0, delivered: 0 }
  let failure: { readonly error: unknown } | undefined
  let wake = (): void => {}

  const start = (task: T, keep: (result: R) => void): void => {
    state.running++
    options
      .run(task)
      .then(keep)
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        state.running--
        startNext()
        wake()
      })
  }
  const startNext = (): void => {
    while (state.running < options.slots && signal?.aborted !== true && failure === undefined) {
      const extra = extras[state.extrasStarted]
      const sequence = state.started
      if (extra !== undefined && extra.before <= sequence) {
        state.extrasStarted++
        start(extra.task, (result) => readyExtras.push({ result, task: extra.task }))
      } else if (sequence < tasks.length && sequence - state.delivered < options.flight) {
        state.started++
        const task = tasks[sequence]!
        start(task, (result) => ready.put(sequence, { result, task }))
      } else return
    }
  }
  const onAbort = (): void => wake()
  signal?.addEventListener('abort', onAbort)
  try {
    startNext()
    const total = tasks.length + extras.length
    for (let done = 0; done < total; ) {
      const extra = readyExtras.shift()
      const next = extra ?? ready.take()
      if (next !== undefined) {
        await deliver(next.result, next.task)
        done++
        if (extra === undefined) state.delivered++
        startNext()
      } else if (signal?.aborted === true) {
        for (const { result, task } of ready.takeAll()) await deliver(result, task)
        return false
      } else if (failure !== undefined) throw failure.error
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
    return true
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}
