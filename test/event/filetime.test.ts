/** FILETIME as text and back, and the ISO 8601 forms that time bounds may have. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFileTime, parseTicks, ticksOf } from '../../src/event/filetime.ts'

const MAX_TICKS = 2_650_467_743_999_999_999n

function format(ticks: bigint): string {
  return formatFileTime(Number(ticks & 0xffffffffn), Number(ticks >> 32n))
}

describe('formatFileTime', () => {
  test.each([
    [0n, '1601-01-01T00:00:00.0000000Z'],
    [1n, '1601-01-01T00:00:00.0000001Z'],
    [116_444_736_000_000_000n, '1970-01-01T00:00:00.0000000Z'],
    [132_593_952_674_567_891n, '2021-03-05T05:21:07.4567891Z'],
    [MAX_TICKS, '9999-12-31T23:59:59.9999999Z'],
    [MAX_TICKS + 1n, 'ticks:2650467744000000000'],
    [2n ** 64n - 1n, 'ticks:18446744073709551615'],
  ])('%d', (ticks, text) => {
    expect(format(ticks)).toBe(text)
  })

  test('halves may be given as signed numbers', () => {
    const low = 0xfffffffe
    expect(formatFileTime(low | 0, 30_000_000)).toBe(formatFileTime(low, 30_000_000))
    expect(ticksOf(-1, -1)).toBe(2n ** 64n - 1n)
  })

  test('no tick is lost', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_TICKS }), (ticks) => {
        expect(parseTicks(format(ticks))).toBe(ticks)
      }),
    )
  })

  test('two times of one second share only the second', () => {
    expect(format(10_000_000n)).toBe('1601-01-01T00:00:01.0000000Z')
    expect(format(19_999_999n)).toBe('1601-01-01T00:00:01.9999999Z')
    expect(format(20_000_000n)).toBe('1601-01-01T00:00:02.0000000Z')
  })
})

describe('parseTicks', () => {
  const day = parseTicks('2024-02-29')!
  const minute = 600_000_000n
  test.each([
    ['2024-02-29', 0n],
    [' 2024-02-29 ', 0n],
    ['2024-02-29T00:00Z', 0n],
    ['2024-02-29T00:01', minute],
    ['2024-02-29 00:01:00', minute],
    ['2024-02-29T00:00:00.5', 5_000_000n],
    ['2024-02-29T00:00:00.1234567Z', 1_234_567n],
    ['2024-02-29T00:00:00.123456789Z', 1_234_567n],
    ['2024-02-29T02:00:00+02:00', 0n],
    ['2024-02-28T22:30:00-0130', 0n],
    ['2024-02-29T23:59:59.9999999Z', 863_999_999_999n],
  ])('%j', (text, offset) => {
    expect(parseTicks(text)! - day).toBe(offset)
  })

  test('the epoch of Unix', () => {
    expect(parseTicks('1970-01-01T00:00:00Z')).toBe(116_444_736_000_000_000n)
    expect(parseTicks('1601-01-01')).toBe(0n)
  })

  test.each([
    '',
    'yesterday',
    '2024',
    '2024-02',
    '2023-02-29',
    '2024-00-15',
    '2024-13-01',
    '2024-01-00',
    '2024-04-31',
    '2024-01-01T24:00',
    '2024-01-01T12:60',
    '2024-01-01T12:00:60',
    '2024-01-01T12',
    '2024-01-01T12:00:00.',
    '2024-01-01T12:00:00.1234567890',
    '2024-01-01T12:00+24:00',
    '2024-01-01T12:00+01:60',
    '2024-01-01T12:00Q',
    '1600-12-31',
    '0050-01-01',
    '1601-01-01T00:00+01:00',
    '24-01-01',
    '2024-1-1',
    '12024-01-01',
  ])('rejects %j', (text) => {
    expect(parseTicks(text)).toBeUndefined()
  })
})
