/** Exact numbers, times and the sets that windows are measured with. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRankSet } from '../../../src/engine/correlate/measure/rank-set.ts'
import { cutText, MAX_TEXT_UNITS } from '../../../src/engine/correlate/point/cut-text.ts'
import { createGroupHasher } from '../../../src/engine/correlate/point/group-key.ts'
import {
  DECIMAL_WORDS,
  parseDecimal,
  readDecimal,
  SCALE,
  scaleNumber,
  writeDecimal,
} from '../../../src/engine/correlate/values/decimal.ts'
import { compareFractions, formatFraction } from '../../../src/engine/correlate/values/fraction.ts'
import { createFractionTest, OPERATORS } from '../../../src/engine/correlate/values/tests.ts'
import {
  addSpan,
  compareTicks,
  subtractSpan,
  ticksFromBigInt,
  ticksFromMs,
} from '../../../src/engine/correlate/values/ticks.ts'

describe('decimals', () => {
  it.each<[string, bigint | undefined]>([
    ['0', 0n],
    ['12', 12n * SCALE],
    ['+12', 12n * SCALE],
    ['-0.5', -SCALE / 2n],
    ['007', 7n * SCALE],
    ['1.000000000000000000000000999', SCALE],
    ['1'.repeat(30), BigInt('1'.repeat(30)) * SCALE],
    ['1'.repeat(31), undefined],
    ['', undefined],
    ['.5', undefined],
    ['5.', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    [' 1', undefined],
    ['1,000', undefined],
    ['Infinity', undefined],
  ])('%j', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected)
  })

  it.each<[number, bigint]>([
    [0.1, SCALE / 10n],
    [-2.5, (-5n * SCALE) / 2n],
    [1e21, 10n ** 21n * SCALE],
    [1.5e22, 15n * 10n ** 21n * SCALE],
    [1e-7, SCALE / 10n ** 7n],
    [-2.5e-8, (-25n * SCALE) / 10n ** 9n],
    [1e-30, 0n],
  ])('a threshold of %d', (value, expected) => {
    expect(scaleNumber(value)).toBe(expected)
  })

  it('sort as words', () => {
    const limit = 10n ** 54n
    const number = fc.oneof(fc.bigInt({ min: -limit, max: limit }), fc.bigInt({ min: -3n, max: 3n }))
    const words = (value: bigint): number[] => {
      const into = new Uint32Array(DECIMAL_WORDS)
      writeDecimal(value, into, 0)
      expect(readDecimal(into, 0)).toBe(value)
      return [...into]
    }
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [left, right] = [words(a), words(b)]
        const at = left.findIndex((one, i) => one !== right[i])
        const order = at === -1 ? 0 : left[at]! - right[at]!
        expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })
})

describe('fractions', () => {
  it.each<[bigint, bigint, string]>([
    [10n, 4n, '2.5'],
    [10n, 3n, '3.333333'],
    [-2n, 3n, '-0.666667'],
    [7n, 1n, '7'],
    [-1n, 10_000_000n, '0'],
    [999_999_999n, 1_000_000_000n, '1'],
  ])('%s / %s = %s', (numerator, denominator, text) => {
    expect(formatFraction({ numerator, denominator })).toBe(text)
  })

  it('compare with thresholds as written', () => {
    const third = { numerator: 1n, denominator: 3n }
    expect(compareFractions(third, { numerator: 333_333n, denominator: 1_000_000n })).toBe(1)
    const holds = OPERATORS.map((operator) => createFractionTest([{ operator, value: 0.1 }])(1n, 10n))
    expect(holds).toEqual([false, true, false, true, true, false])
  })
})

describe('ticks', () => {
  it('add and subtract exactly within 64 bits', () => {
    const most = (1n << 64n) - 1n
    const tick = fc.oneof(
      fc.bigInt({ min: 0n, max: most }),
      fc.constantFrom(0n, 1n, (1n << 32n) - 1n, 1n << 32n, most),
    )
    fc.assert(
      fc.property(tick, tick, (time, span) => {
        const { high, low } = ticksFromBigInt(time)
        const toBig = ({ high: h, low: l }: { high: number; low: number }): bigint =>
          (BigInt(h) << 32n) | BigInt(l)
        const sum = time + span
        expect(toBig(addSpan(high, low, ticksFromBigInt(span)))).toBe(sum > most ? most : sum)
        expect(toBig(subtractSpan(high, low, ticksFromBigInt(span)))).toBe(time < span ? 0n : time - span)
        const other = ticksFromBigInt(span)
        expect(Math.sign(compareTicks(high, low, other.high, other.low))).toBe(
          time < span ? -1 : time > span ? 1 : 0,
        )
      }),
    )
  })

  it('of spans that rules write', () => {
    expect(ticksFromMs(1000)).toEqual({ high: 0, low: 10_000_000 })
    expect(ticksFromMs(31_556_952_000)).toEqual(ticksFromBigInt(315_569_520_000_000n))
  })
})

describe('rank sets', () => {
  it('find the k-th smallest as a sorted list does', () => {
    const size = fc.integer({ min: 1, max: 5000 })
    fc.assert(
      fc.property(size, fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 300 }), (limit, steps) => {
        const set = createRankSet()
        set.reset(limit)
        const model = new Set<number>()
        for (const [number, isAdded] of steps) {
          const rank = number % limit
          if (isAdded === model.has(rank)) continue
          if (isAdded) set.add(rank)
          else set.remove(rank)
          if (isAdded) model.add(rank)
          else model.delete(rank)
        }
        const list = [...model].sort((a, b) => a - b)
        expect(set.count).toBe(list.length)
        expect(list.map((_, index) => set.select(index))).toEqual(list)
        expect(() => set.select(list.length)).toThrow(RangeError)
      }),
    )
  })

  it('forget everything at a reset', () => {
    const set = createRankSet()
    set.reset(4000)
    for (let rank = 0; rank < 4000; rank++) set.add(rank)
    set.reset(2000)
    set.add(1500)
    expect([set.count, set.select(0)]).toEqual([1, 1500])
  })
})

describe('group keys', () => {
  it('are equal when the folded lists of texts are', () => {
    const hash = createGroupHasher()
    const equal = (a: readonly string[], b: readonly string[]): boolean => hash(a).join() === hash(b).join()
    expect(equal(['Admin', 'HOST'], ['ADMIN', 'host'])).toBe(true)
    expect(equal(['a', 'b'], ['ab'])).toBe(false)
    expect(equal(['a', ''], ['', 'a'])).toBe(false)
    expect(equal(['1:a'], ['a'])).toBe(false)
    expect(equal(['\ud800'], ['\udfff'])).toBe(false)
    for (let i = 0; i < 5000; i++) hash([String(i)])
    expect(equal(['17'], ['17'])).toBe(true)
  })

  it('long texts are cut and still differ by their ends', () => {
    const long = (end: string): string => `${'x'.repeat(5000)}${end}`
    expect(cutText(long('a'))).toHaveLength(MAX_TEXT_UNITS)
    expect(cutText(long('a'))).not.toBe(cutText(long('b')))
    expect(cutText(long('É')).toLowerCase()).toBe(cutText(long('é')).toLowerCase())
    expect(cutText('x'.repeat(MAX_TEXT_UNITS))).toBe('x'.repeat(MAX_TEXT_UNITS))
  })
})
