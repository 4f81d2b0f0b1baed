import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeline } from '../../src/report/timeline.ts'
import type { Level } from '../../src/sigma/ast.ts'
import { sampleRow } from '../support/sample-rows.ts'

const row = (level: Level, second: number) =>
  sampleRow({
    rule: { level },
    snapshot: { time: `2026-01-01T00:00:${String(second).padStart(2, '0')}.0000000Z`, offsetBytes: second },
  })

describe('timeline', () => {
  it('keeps the most severe rows, in time order', () => {
    const timeline = createTimeline(2)
    for (const [level, second] of [
      ['low', 1],
      ['critical', 9],
      ['high', 5],
      ['high', 7],
    ] as const)
      timeline.add(row(level, second))
    const { rows, seen } = timeline.finish()
    expect(seen).toBe(4)
    expect(rows.map((r) => r.level)).toEqual(['high', 'critical'])
    expect(rows[0]!.detail).toBe('SubjectUserName: alice')
  })

  it('does not depend on the order of arrival', () => {
    const entry = fc.tuple(fc.constantFrom<Level>('low', 'medium', 'high'), fc.integer({ min: 0, max: 59 }))
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (entries, capacity) => {
        const run = (order: typeof entries) => {
          const timeline = createTimeline(capacity)
          for (const [level, second] of order) timeline.add(row(level, second))
          return timeline.finish().rows
        }
        expect(run([...entries].reverse())).toEqual(run(entries))
      }),
      { numRuns: 50 },
    )
  })
})
