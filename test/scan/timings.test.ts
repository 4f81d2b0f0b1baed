/** What stages take: measured sums add up, samples stand for the rest, and the scan is the same. */
import { describe, expect, it } from 'vitest'
import { addTimes, emptyTimes, type StageTimes, splitTimes } from '../../src/scan/timings/stage-times.ts'

function times(parts: Partial<StageTimes>): StageTimes {
  return { ...emptyTimes(), ...parts }
}

const STEP = {
  chunks: 16,
  stepMs: 100,
  readMs: 10,
  consumeMs: 60,
  consumed: 1000,
  matchMs: 40,
  matched: 1000,
  hitMs: 5,
}
const PLAIN = { ...STEP, consumeMs: 0, consumed: 0, matchMs: 0, matched: 0, hitMs: 0 }

describe('splitTimes', () => {
  it('splits what was timed whole', () => {
    const split = splitTimes(times({ loadMs: 7, taskMs: 110, full: STEP }))
    expect(split).toEqual({
      loadMs: 7,
      readMs: 10,
      decodeMs: 30,
      matchMs: 40,
      hitMs: 5,
      otherMs: 25,
      sumMs: 117,
      sampledShare: 1,
    })
  })

  it('takes off what looking at the clock takes', () => {
    const split = splitTimes(times({ taskMs: 100, full: STEP, clockMs: 0.02, clocks: 2 }))
    expect(split.matchMs).toBeCloseTo(40 - 1000 * 0.01)
    expect(split.decodeMs).toBeCloseTo(30 - 1000 * 0.01)
  })

  it('lets samples stand for the steps between them', () => {
    const plain = { ...PLAIN, chunks: 7 * 16, stepMs: 700, readMs: 70 }
    const split = splitTimes(times({ taskMs: 800, sampled: STEP, plain }))
    expect(split).toMatchObject({ readMs: 80, sampledShare: 1 / 8 })
    expect(split.decodeMs).toBeCloseTo(8 * 30)
    expect(split.matchMs).toBeCloseTo(8 * 40)
    expect(split.hitMs).toBeCloseTo(8 * 5)
  })

  it('is nothing without a step', () => {
    expect(splitTimes(emptyTimes())).toMatchObject({ sumMs: 0, decodeMs: 0, sampledShare: 1 })
  })

  it('adds up over threads', () => {
    const sum = emptyTimes()
    for (let i = 0; i < 3; i++)
      addTimes(sum, times({ loadMs: 1, taskMs: 110, full: STEP, clockMs: 0.01, clocks: 1 }))
    expect(splitTimes(sum)).toMatchObject({ loadMs: 3, readMs: 30 })
    expect(sum.full.chunks).toBe(48)
    expect(sum.clockMs / sum.clocks).toBeCloseTo(0.01)
  })
})
