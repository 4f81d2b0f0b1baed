import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DispatchOptions, dispatch } from '../../src/scan/dispatch.ts'

interface Result {
  readonly task: number
}

/** Runs tasks that end in the order of `picks`: the next to end is any of those running. */
function createRunning(picks: readonly number[]) {
  const running: { task: number; end: () => void; fail: (error: Error) => void }[] = []
  const seen = { mostRunning: 0, started: [] as number[] }
  let next = 0
  const run = (task: number): Promise<Result> =>
    new Promise((resolve, reject) => {
      seen.started.push(task)
      running.push({ task, end: () => resolve({ task }), fail: reject })
      seen.mostRunning = Math.max(seen.mostRunning, running.length)
    })
  const endOne = (): boolean => {
    const [ended] = running.splice((picks[next++ % picks.length] ?? 0) % Math.max(1, running.length), 1)
    ended?.end()
    return ended !== undefined
  }
  return { run, endOne, running, seen }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

const base = (options: Partial<DispatchOptions<number, Result>>): DispatchOptions<number, Result> => ({
  tasks: [],
  extras: [],
  slots: 2,
  flight: 4,
  signal: undefined,
  run: async (task) => ({ task }),
  deliver: () => {},
  ...options,
})

describe('dispatch', () => {
  it('delivers in order, within its bounds, whatever the order in which tasks end', async () => {
    const cases = fc.record({
      count: fc.nat(40),
      slots: fc.integer({ min: 1, max: 6 }),
      extra: fc.integer({ min: 0, max: 6 }),
      picks: fc.array(fc.nat(10), { minLength: 1, maxLength: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ count, slots, extra, picks }) => {
        const { run, endOne, seen } = createRunning(picks)
        const flight = slots + extra
        const delivered: number[] = []
        let mostAhead = 0
        const done = dispatch(
          base({
            tasks: upTo(count),
            slots,
            flight,
            run,
            deliver: ({ task }) => {
              mostAhead = Math.max(mostAhead, seen.started.length - delivered.length)
              delivered.push(task)
            },
          }),
        )
        for (let i = 0; i <= count; i++) {
          await turn()
          endOne()
        }
        expect(await done).toBe(true)
        expect(delivered).toEqual(upTo(count))
        expect(seen.started).toEqual(upTo(count))
        expect(seen.mostRunning).toBeLessThanOrEqual(slots)
        expect(mostAhead).toBeLessThanOrEqual(flight)
      }),
      { numRuns: 60 },
    )
  })

  it('reads no further while the receiver is busy', async () => {
    const started: number[] = []
    let release = (): void => {}
    const done = dispatch(
      base({
        tasks: upTo(50),
        slots: 2,
        flight: 4,
        run: async (task) => {
          started.push(task)
          return { task }
        },
        deliver: ({ task }) => (task === 0 ? new Promise<void>((resolve) => (release = resolve)) : undefined),
      }),
    )
    for (let i = 0; i < 20; i++) await turn()
    expect(started).toEqual([0, 1, 2, 3])
    release()
    expect(await done).toBe(true)
    expect(started).toHaveLength(50)
  })

  it('never calls the receiver twice at a time', async () => {
    let inside = 0
    const deliver = async (): Promise<void> => {
      expect(++inside).toBe(1)
      await turn()
      inside--
    }
    const extras = [0, 1, 5].map((before) => ({ task: 100 + before, before }))
    expect(await dispatch(base({ tasks: upTo(9), extras, deliver }))).toBe(true)
  })

  it('starts extra tasks before the task that they belong to, and delivers them as they end', async () => {
    const { run, endOne, seen } = createRunning([0])
    const delivered: number[] = []
    const done = dispatch(
      base({
        tasks: upTo(4),
        extras: [
          { task: 100, before: 1 },
          { task: 101, before: 4 },
        ],
        slots: 1,
        flight: 2,
        run,
        deliver: ({ task }) => void delivered.push(task),
      }),
    )
    for (let i = 0; i < 8; i++) {
      await turn()
      endOne()
    }
    expect(await done).toBe(true)
    expect(seen.started).toEqual([0, 100, 1, 2, 3, 101])
    expect(delivered).toEqual([0, 100, 1, 2, 3, 101])
  })

  it('ends after the signal with what was ready, in order', async () => {
    const controller = new AbortController()
    const { run, running, seen } = createRunning([0])
    const delivered: number[] = []
    const done = dispatch(
      base({
        tasks: upTo(9),
        slots: 4,
        flight: 4,
        signal: controller.signal,
        run,
        deliver: ({ task }) => void delivered.push(task),
      }),
    )
    await turn()
    for (const task of [3, 1]) running.find((r) => r.task === task)!.end()
    await turn()
    expect(delivered).toEqual([])
    controller.abort()
    expect(await done).toBe(false)
    expect(delivered).toEqual([1, 3])
    // A worker that is killed makes its task fail: nobody waits for it any more.
    for (const { fail } of running) fail(new Error('terminated'))
    await turn()
    expect(seen.started).toEqual([0, 1, 2, 3])
  })

  it('starts nothing when the signal came before', async () => {
    const signal = AbortSignal.abort()
    const run = async (): Promise<Result> => {
      throw new Error('started')
    }
    expect(await dispatch(base({ tasks: upTo(3), signal, run }))).toBe(false)
    expect(await dispatch(base({ tasks: [], signal, run }))).toBe(true)
  })

  it('rejects when a task or the receiver does, and starts nothing more', async () => {
    const started: number[] = []
    const run = async (task: number): Promise<Result> => {
      started.push(task)
      if (task === 2) throw new Error('bug')
      return { task }
    }
    await expect(dispatch(base({ tasks: upTo(50), run }))).rejects.toThrow('bug')
    await turn()
    expect(started.length).toBeLessThan(10)
    const deliver = (): never => {
      throw new Error('sink')
    }
    await expect(dispatch(base({ tasks: upTo(5), deliver }))).rejects.toThrow('sink')
  })
})
