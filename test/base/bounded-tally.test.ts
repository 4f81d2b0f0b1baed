import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoundedTally, createBoundedTally } from '../../src/base/bounded-tally.ts'

const fill = (limit: number, keys: readonly string[]): BoundedTally => {
  const tally = createBoundedTally(limit)
  for (const key of keys) tally.counter(key).records++
  return tally
}

describe('createBoundedTally', () => {
  it('keeps the smallest keys with exact counts, the rest as one', () => {
    const keys = ['d', 'a', 'e', 'a', 'b', 'c', 'd', 'a']
    expect(fill(2, keys).entries()).toEqual({
      entries: [
        ['a', 3, 0],
        ['b', 1, 0],
      ],
      others: { records: 4, hits: 0 },
    })
  })

  it('equals a count without limit, cut to the smallest keys', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 })), fc.integer({ min: 1, max: 6 }), (keys, limit) => {
        const counts = new Map<string, number>()
        for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
        const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
        const { entries, others } = fill(limit, keys).entries()
        expect(entries).toEqual(sorted.slice(0, limit).map(([key, n]) => [key, n, 0]))
        expect(others.records).toBe(sorted.slice(limit).reduce((sum, [, n]) => sum + n, 0))
      }),
    )
  })

  it('is the same for the whole and for its parts merged in any order', () => {
    const parts = fc.array(fc.array(fc.constantFrom(...'abcdefghij'), { maxLength: 30 }), { maxLength: 6 })
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 5 }), fc.boolean(), (lists, limit, isReversed) => {
        const merged = createBoundedTally(limit)
        for (const list of isReversed ? lists.toReversed() : lists) merged.merge(fill(limit, list).entries())
        expect(merged.entries()).toEqual(fill(limit, lists.flat()).entries())
      }),
    )
  })

  it('never holds more than twice its limit', () => {
    const tally = createBoundedTally(3)
    const counters = new Set<object>()
    for (let n = 999; n >= 100; n--) counters.add(tally.counter(String(n)))
    expect(tally.generation).toBeGreaterThan(200)
    for (let n = 100; n < 1000; n++) tally.counter(String(n)).records++
    expect(tally.entries().others.records).toBe(897)
  })
})
