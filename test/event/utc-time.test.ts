/** Times as text, read from their bytes: understood exactly as `parseTicks` understands them, or left to it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTicks, ticksOf } from '../../src/event/filetime.ts'
import { readUtcTime } from '../../src/event/utc-time.ts'

/** Not at the start of its bytes, which go on behind it. */
function read(text: string): bigint | undefined {
  const bytes = Buffer.from(`9${text}9`, 'utf16le')
  const into = { low: 1, high: 2 }
  if (readUtcTime(bytes, 2, 2 * text.length, into)) return ticksOf(into.low, into.high)
  expect(into).toEqual({ low: 1, high: 2 })
  return undefined
}

describe('readUtcTime', () => {
  test.each([
    ['1601-01-01T00:00:00Z', 0n],
    ['1601-01-01T00:00:00.0000001Z', 1n],
    ['1970-01-01T00:00:00Z', 116_444_736_000_000_000n],
    ['2021-03-04T05:06:07.1234567Z', 132_593_079_671_234_567n],
    ['2021-03-04 05:06:07.123456789Z', 132_593_079_671_234_567n],
    ['2021-03-04T05:06:07.1Z', 132_593_079_671_000_000n],
    ['2020-02-29T23:59:59Z', 132_274_943_990_000_000n],
    ['9999-12-31T23:59:59.9999999Z', 2_650_467_743_999_999_999n],
  ])('%s', (text, ticks) => {
    expect(parseTicks(text)).toBe(ticks)
    expect(read(text)).toBe(ticks)
  })

  test.each([
    '',
    '2021-03-04',
    '2021-03-04T05:06:07',
    '2021-03-04T05:06:07.Z',
    '2021-03-04T05:06:07+01:00',
    '2021-03-04T05:06:07.1234567890Z',
    '2021-02-29T05:06:07Z',
    '1900-02-29T05:06:07Z',
    '2021-04-31T05:06:07Z',
    '2021-00-04T05:06:07Z',
    '2021-13-04T05:06:07Z',
    '2021-03-00T05:06:07Z',
    '2021-03-04T24:06:07Z',
    '2021-03-04T05:60:07Z',
    '2021-03-04T05:06:60Z',
    '1600-12-31T05:06:07Z',
    '2021-03-04T05:06:07z',
    '20x1-03-04T05:06:07Z',
    '2021-03-04T05:06:07.12 Z',
    '2021-03-04T05:06:07Z\0',
    '\u3230021-03-04T05:06:07Z',
  ])('%j is left to parseTicks', (text) => {
    expect(read(text)).toBeUndefined()
  })

  test('an odd number of bytes', () => {
    const bytes = Buffer.from('2021-03-04T05:06:07.1234567ZZ', 'utf16le')
    expect(readUtcTime(bytes, 0, 57, { low: 0, high: 0 })).toBe(false)
  })

  const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'))
  const year = fc.integer({ min: 1590, max: 9999 }).map(String)
  const decimals = fc.option(
    fc.stringMatching(/^\d{1,10}$/).map((d) => `.${d}`),
    { nil: '' },
  )
  const time = fc
    .tuple(
      year,
      two,
      two,
      fc.constantFrom('T', ' '),
      two,
      two,
      two,
      decimals,
      fc.constantFrom('Z', 'Z', 'Z', ''),
    )
    .map(([y, m, d, t, hh, mm, ss, f, z]) => `${y}-${m}-${d}${t}${hh}:${mm}:${ss}${f}${z}`)
  const valid = fc
    .tuple(
      fc.date({
        min: new Date('1601-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      }),
      decimals,
    )
    .map(([date, f]) => `${date.toISOString().slice(0, 19)}${f}Z`)

  test('what is understood gives the ticks of parseTicks', () => {
    let understood = 0
    const agrees = (text: string): void => {
      const ticks = read(text)
      if (ticks === undefined) return
      understood++
      expect(ticks).toBe(parseTicks(text))
    }
    fc.assert(fc.property(time, agrees), { numRuns: 2000 })
    fc.assert(fc.property(valid, agrees), { numRuns: 1000 })
    expect(understood).toBeGreaterThan(500)
  })
})
