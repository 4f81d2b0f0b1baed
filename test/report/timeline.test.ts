import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeline } from '../../src/report/timeline.ts'
import type { Level } from '../../src/sigma/ast.ts'
import { sampleRow, sampleRule } from '../support/sample-rows.ts'

const LEVELS = ['low', 'medium', 'high', 'critical'] as const
/** Rules are told apart by identity, as in a scan. */
const RULES = Object.fromEntries(
  LEVELS.map((level) => [level, sampleRule({ level, title: `${level} rule` })]),
)

function row(level: Level, second: number, computer = 'ws01') {
  const time = `2026-01-01T00:00:${String(second).padStart(2, '0')}.0000000Z`
  const snapshot = { time, computer, offsetBytes: second }
  return { ...sampleRow({ snapshot }), rule: RULES[level]! }
}

type Entry = readonly [level: Level, second: number, computer: string]

function run(entries: readonly Entry[], capacity: number, maxPairs?: number) {
  const timeline = createTimeline(capacity, maxPairs)
  for (const entry of entries) timeline.add(row(...entry))
  return timeline.finish()
}

const entries = fc.array(
  fc.tuple(
    fc.constantFrom<Level>(...LEVELS),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom('a', 'b', 'c', 'd'),
  ),
  { maxLength: 80 },
)

describe('timeline', () => {
  it('keeps the most severe rows, in time order', () => {
    const { rows, pairs } = run(
      [
        ['low', 1, 'a'],
        ['critical', 9, 'a'],
        ['high', 7, 'a'],
        ['high', 5, 'b'],
      ],
      2,
    )
    expect(pairs).toBe(4)
    expect(rows.map((r) => [r.level, r.computer])).toEqual([
      ['high', 'b'],
      ['critical', 'a'],
    ])
    expect(rows[0]!.detail).toBe('SubjectUserName: alice')
  })

  it('has a rule on a host once, with its first hit and how many there were', () => {
    const { rows } = run(
      [
        ['high', 9, 'a'],
        ['high', 3, 'a'],
        ['high', 5, 'a'],
        ['high', 4, 'b'],
      ],
      9,
    )
    expect(rows.map((r) => [r.time.slice(17, 19), r.computer, r.hits, r.isAtLeast])).toEqual([
      ['03', 'a', 3, false],
      ['04', 'b', 1, false],
    ])
  })

  it('prefers the command line to what the rule matched', () => {
    const timeline = createTimeline(1)
    const fields = [
      ['Image', 'C:\\x.exe'],
      ['CommandLine', 'x.exe /c'],
    ] as const
    const matched = [{ identifier: 's', field: 'Image', value: 'C:\\x.exe', pattern: '*' }]
    timeline.add(sampleRow({ hit: { matched }, snapshot: { fields, eventId: '1' } }))
    expect(timeline.finish().rows[0]!.detail).toBe('CommandLine: x.exe /c')
  })

  it('keeps the start of texts without end', () => {
    const timeline = createTimeline(1)
    const fields = [['CommandLine', 'x'.repeat(100_000)]] as const
    timeline.add(sampleRow({ snapshot: { fields, eventId: '1', computer: 'h'.repeat(30_000) } }))
    const { detail, computer } = timeline.finish().rows[0]!
    expect([detail.length, computer.length]).toEqual([1024, 255])
  })

  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 5 }), (list, capacity) => {
        expect(run([...list].reverse(), capacity)).toEqual(run(list, capacity))
      }),
      { numRuns: 50 },
    )
  })

  it('shows the same rows when pairs had to go, and says that their counts may be short', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 2, max: 4 }), (list, maxPairs) => {
        const all = run(list, 2)
        const few = run(list, 2, maxPairs)
        const shown = (rows: typeof all.rows) => rows.map((r) => [r.time, r.computer, r.title])
        expect(shown(few.rows)).toEqual(shown(all.rows))
        for (const [index, { hits, isAtLeast }] of few.rows.entries()) {
          if (isAtLeast) expect(hits).toBeLessThanOrEqual(all.rows[index]!.hits)
          else expect(hits).toBe(all.rows[index]!.hits)
        }
        if (!few.hasMorePairs) expect(few.pairs).toBe(all.pairs)
      }),
      { numRuns: 100 },
    )
  })
})
