import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReorder } from '../../src/base/reorder.ts'

describe('createReorder', () => {
  it('gives items in order whatever order they come in', () => {
    const windowed = fc
      .record({ count: fc.integer({ min: 0, max: 60 }), limit: fc.integer({ min: 1, max: 9 }) })
      .chain(({ count, limit }) =>
        fc.record({
          count: fc.constant(count),
          limit: fc.constant(limit),
          picks: fc.array(fc.nat(), { minLength: count, maxLength: count }),
        }),
      )
    fc.assert(
      fc.property(windowed, ({ count, limit, picks }) => {
        const reorder = createReorder<{ n: number }>(limit)
        const given = new Set<number>()
        const out: number[] = []
        for (const pick of picks) {
          // Any sequence of the open window that has not come yet.
          const open = []
          for (let s = out.length; s < Math.min(count, out.length + limit); s++)
            if (!given.has(s)) open.push(s)
          const sequence = open[pick % open.length]!
          given.add(sequence)
          reorder.put(sequence, { n: sequence })
          for (let item = reorder.take(); item !== undefined; item = reorder.take()) out.push(item.n)
          expect(reorder.held).toBeLessThan(limit)
        }
        expect(out).toEqual(Array.from({ length: count }, (_, n) => n))
      }),
    )
  })

  it('gives what is held across gaps at the end', () => {
    const reorder = createReorder<{ n: number }>(5)
    for (const n of [4, 1, 3]) reorder.put(n, { n })
    expect(reorder.take()).toBeUndefined()
    expect(reorder.takeAll()).toEqual([{ n: 1 }, { n: 3 }, { n: 4 }])
    expect(reorder.held).toBe(0)
    expect(reorder.next).toBe(5)
    expect(reorder.takeAll()).toEqual([])
  })

  it('refuses what would break its bound', () => {
    const reorder = createReorder<object>(2)
    reorder.put(0, {})
    expect(() => reorder.put(0, {})).toThrow('0 came twice')
    expect(() => reorder.put(2, {})).toThrow('2 is too far ahead of 0')
    reorder.take()
    expect(() => reorder.put(0, {})).toThrow('0 came twice')
    expect(() => createReorder(0)).toThrow(RangeError)
  })
})
