/** Tables behind the program: pairs, sets, the value cache. Each is compared with the obvious map. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addPair,
  clearPairs,
  createPairTable,
  getPair,
} from '../../../src/engine/program/state/pair-table.ts'
import {
  clearSets,
  countItems,
  createSetTable,
  internSet,
  unionOf,
} from '../../../src/engine/program/state/set-table.ts'
import {
  clearCache,
  createValueCache,
  findValue,
  isEntryOf,
  keepValue,
  Used,
  type ValueCache,
  valueAt,
} from '../../../src/engine/program/state/value-cache.ts'
import { MAX_CACHED_BYTES } from '../../../src/kernel/layout.ts'

describe('pair table', () => {
  it('answers like a map, also when it has grown and was emptied', () => {
    const table = createPairTable()
    const fill = (): void => {
      for (let a = 1; a <= 120; a++)
        for (let b = 0; b < 120; b += 1 + (a % 3)) addPair(table, a, b, a * 1000 + b)
      for (let a = 1; a <= 120; a++) {
        for (let b = 0; b < 121; b++) {
          const isIn = b < 120 && b % (1 + (a % 3)) === 0
          if (getPair(table, a, b) !== (isIn ? a * 1000 + b : -1)) throw new Error(`${a}, ${b}`)
        }
      }
    }
    fill()
    expect(table.count).toBeGreaterThan(4096)
    clearPairs(table)
    expect(getPair(table, 1, 0)).toBe(-1)
    fill()
  })

  it('keeps a value of 0 and the order of a pair', () => {
    const table = createPairTable()
    addPair(table, 5, 0, 0)
    expect([getPair(table, 5, 0), getPair(table, 5, 5)]).toEqual([0, -1])
    addPair(table, 7, 5, 1)
    expect(getPair(table, 5, 7)).toBe(-1)
  })
})

describe('set table', () => {
  const lists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }), {
    maxLength: 60,
  })
  const sorted = (list: readonly number[]): Int32Array => Int32Array.from(list).sort()

  it('gives equal sets equal ids and unions their content', () => {
    fc.assert(
      fc.property(lists, fc.integer(), (all, seed) => {
        const table = createSetTable(seed)
        const ids = new Map<string, number>()
        const itemsOf = (set: number): number[] => [
          ...table.items.subarray(table.starts[set], table.starts[set + 1]),
        ]
        const check = (list: Int32Array, set: number): void => {
          expect(itemsOf(set)).toEqual([...list])
          expect(ids.get(list.join()) ?? set).toBe(set)
          ids.set(list.join(), set)
          expect(set === 0).toBe(list.length === 0)
        }
        const sets = all.map((list) => internSet(table, sorted(list), list.length))
        for (const [i, set] of sets.entries()) check(sorted(all[i]!), set)
        for (let round = 0; round < 2; round++) {
          sets.forEach((set, i) => {
            const other = (i * 7 + 3) % sets.length
            const union = sorted([...new Set([...all[i]!, ...all[other]!])])
            check(union, unionOf(table, set, sets[other]!))
          })
        }
        expect(new Set(ids.values()).size).toBe(ids.size)
      }),
    )
  })

  it('grows, and starts anew', () => {
    const table = createSetTable(3)
    const list = Int32Array.from({ length: 40 }, (_, i) => i)
    const add = (): void => {
      for (let i = 0; i < 9000; i++) {
        list[39] = 1000 + i
        expect(internSet(table, list, 40)).toBe(i + 1)
      }
    }
    add()
    expect(countItems(table)).toBe(9000 * 40)
    clearSets(table)
    expect([table.count, countItems(table)]).toEqual([1, 0])
    add()
  })
})

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

describe('value cache', () => {
  function find(cache: ValueCache, key: number, bytes: Buffer): number {
    return findValue(cache, key, viewOf(bytes), 0, bytes.length)
  }

  /** As its user does: look, and keep what was not there. */
  function use(cache: ValueCache, key: number, bytes: Buffer, value: number): number {
    const found = find(cache, key, bytes)
    if (found < 0) keepValue(cache, key, bytes, 0, bytes.length, value)
    return found
  }

  const shortBytes = fc.uint8Array({ maxLength: 12 }).map((b) => Buffer.from(b.map((byte) => byte & 1)))

  it.each([
    ['roomy', 100, 10_000],
    ['of three entries', 3, 10_000],
    ['of few bytes', 100, 16],
    ['off', 0, 0],
  ])('%s never gives a wrong answer', (_name, entries, bytes) => {
    const uses = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), shortBytes), { maxLength: 200 })
    fc.assert(
      fc.property(uses, fc.integer(), (all, seed) => {
        const cache = createValueCache(entries, bytes, seed)
        const values = new Map<string, number>()
        // Entries met before, also such that were dropped since.
        const met = [0]
        for (const [key, value] of all) {
          const name = `${key} ${value.toString('hex')}`
          const expected = values.get(name) ?? values.size
          values.set(name, expected)
          for (const entry of met) {
            if (isEntryOf(cache, entry, key, viewOf(value), 0, value.length))
              expect(valueAt(cache, entry)).toBe(expected)
          }
          expect([-1, expected]).toContain(use(cache, key, value, expected))
          const isKept = isEntryOf(cache, cache.lastEntry, key, viewOf(value), 0, value.length)
          expect(isKept).toBe(cache.lastEntry !== 0)
          met.push(cache.lastEntry)
          expect(cache.used[Used.Count]).toBeLessThanOrEqual(entries)
          expect(cache.arena.length).toBeLessThanOrEqual(bytes)
        }
      }),
    )
  })

  it('finds what it kept', () => {
    const cache = createValueCache(1000, 1_000_000, 5)
    const values = Array.from({ length: 1000 }, (_, i) => Buffer.from(`value ${i * 7919}`, 'utf16le'))
    for (const [i, bytes] of values.entries()) use(cache, 1, bytes, i)
    const found = values.filter((bytes, i) => find(cache, 1, bytes) === i)
    // Some are overwritten when eight places in a row are taken.
    expect(found.length).toBeGreaterThan(950)
  })

  it('tells keys apart whose bytes are equal', () => {
    const cache = createValueCache(10, 1000, 5)
    const bytes = Buffer.from('abc')
    use(cache, 0x101, bytes, 1)
    use(cache, 0x181, bytes, 2)
    expect([find(cache, 0x101, bytes), find(cache, 0x181, bytes), find(cache, 1, bytes)]).toEqual([1, 2, -1])
  })

  it('compares the bytes of values with one hash', () => {
    const cache = createValueCache(100, 10_000, 5)
    const byHash = new Map<number, Buffer>()
    let pair: [Buffer, Buffer] | undefined
    // Two of that many values have one hash of 32 bits all but surely (about 45 pairs are expected).
    for (let i = 0; i < 600_000 && pair === undefined; i++) {
      const bytes = Buffer.from(`value ${i}`, 'utf16le')
      find(cache, 1, bytes)
      const other = byHash.get(cache.lastHash)
      if (other !== undefined) pair = [other, bytes]
      byHash.set(cache.lastHash, bytes)
    }
    expect(pair).toBeDefined()
    const [left, right] = pair!
    expect([use(cache, 1, left, 1), use(cache, 1, right, 2)]).toEqual([-1, -1])
    expect([find(cache, 1, left), find(cache, 1, right)]).toEqual([1, 2])
  })

  it('overwrites the oldest of eight when hashes collide', () => {
    const cache = createValueCache(100, 10_000, 5)
    const values = Array.from({ length: 30 }, (_, i) => Buffer.of(i))
    // As if all had one hash: the bytes decide, at most eight of them stay.
    values.forEach((bytes, i) => {
      find(cache, 1, bytes)
      cache.lastHash = 77
      keepValue(cache, 1, bytes, 0, 1, i)
    })
    const kept = [...cache.index].filter((entry) => entry !== 0).map((entry) => valueAt(cache, entry))
    expect(kept.sort((a, b) => a - b)).toEqual([22, 23, 24, 25, 26, 27, 28, 29])
  })

  it('keeps long values up to half of its bytes, and none beyond the longest', () => {
    const cache = createValueCache(100, 100_000, 5)
    const long = (fill: number): Buffer => Buffer.alloc(20_000, fill)
    for (let i = 1; i <= 4; i++) use(cache, 1, long(i), i)
    expect([1, 2, 3, 4].map((i) => find(cache, 1, long(i)))).toEqual([1, 2, -1, -1])
    const roomy = createValueCache(100, 1_000_000, 5)
    use(roomy, 1, Buffer.alloc(MAX_CACHED_BYTES, 1), 1)
    use(roomy, 1, Buffer.alloc(MAX_CACHED_BYTES + 1, 1), 2)
    expect(roomy.used[Used.Count]).toBe(1)
    clearCache(cache)
    expect(find(cache, 1, long(1))).toBe(-1)
  })
})
