import { describe, expect, it } from 'vitest'
import { createPace } from '../../src/scan/create-pace.ts'

/** Steps of a log whose chunks add `added` each. */
function stepsOf(added: number, count: number): number[] {
  const pace = createPace(1000)
  return Array.from({ length: count }, () => {
    const { stepChunks } = pace
    pace.noteStep(stepChunks, added * stepChunks)
    return stepChunks
  })
}

describe('the chunks that a task decodes at once', () => {
  it('are sixteen where little is held', () => {
    expect(stepsOf(0, 3)).toEqual([16, 16, 16])
    expect(stepsOf(31, 3)).toEqual([16, 16, 16])
  })

  it('add half of what may be held where much is', () => {
    expect(stepsOf(100, 3)).toEqual([16, 5, 5])
    expect(stepsOf(250, 3)).toEqual([16, 2, 2])
  })

  it('are one at least', () => {
    expect(stepsOf(1_000_000, 3)).toEqual([16, 1, 1])
  })

  it('double at most where it becomes quiet', () => {
    const pace = createPace(1000)
    pace.noteStep(16, 16_000)
    const steps = Array.from({ length: 6 }, () => {
      const { stepChunks } = pace
      pace.noteStep(stepChunks, 0)
      return stepChunks
    })
    expect(steps).toEqual([1, 2, 4, 8, 16, 16])
  })
})
