import { describe, expect, it } from 'vitest'
import { parseTicks } from '../../src/event/filetime.ts'
import {
  formatTicks,
  isRelative,
  parseTimeRange,
  resolveRange,
  type TimeRange,
} from '../../src/scan/time-range.ts'

const parsed = (from?: string, to?: string): TimeRange => {
  const result = parseTimeRange(from, to)
  if ('error' in result) throw new Error(result.error)
  return result.range
}
const newest = parseTicks('2026-03-10T12:00:00Z')!
const resolved = (from?: string, to?: string, at: bigint | undefined = newest): string[] => {
  const range = resolveRange(parsed(from, to), at)
  return [formatTicks(range.from), formatTicks(range.to)]
}

describe('parseTimeRange', () => {
  it.each([
    ['2026-03-01', undefined, '2026-03-01T00:00:00.0000000Z', ''],
    [undefined, '2026-03-01T10:20:30.1234567+02:00', '', '2026-03-01T08:20:30.1234567Z'],
    ['2026-03-01 10:20', '2026-03-01 10:20', '2026-03-01T10:20:00.0000000Z', '2026-03-01T10:20:00.0000000Z'],
    ['-7d', undefined, '2026-03-03T12:00:00.0000000Z', ''],
    ['-2w', '-12h', '2026-02-24T12:00:00.0000000Z', '2026-03-10T00:00:00.0000000Z'],
    ['-30m', '-0m', '2026-03-10T11:30:00.0000000Z', '2026-03-10T12:00:00.0000000Z'],
    ['2026-03-01', '-1d', '2026-03-01T00:00:00.0000000Z', '2026-03-09T12:00:00.0000000Z'],
    ['-999999w', undefined, '1601-01-01T00:00:00.0000000Z', ''],
    [undefined, undefined, '', ''],
  ] as const)('%s to %s', (from, to, first, last) => {
    expect(resolved(from, to)).toEqual([first, last])
  })

  it.each([
    ['yesterday', undefined, '"yesterday" is no time'],
    ['2026-02-30', undefined, '"2026-02-30" is no time'],
    ['-7', undefined, '"-7" is no time'],
    ['7d', undefined, '"7d" is no time'],
    ['-7M', undefined, '"-7M" is no time'],
    ['-1234567d', undefined, 'is no time'],
    [undefined, '', '"" is no time'],
    ['1600-12-31', undefined, 'is no time'],
    ['2026-03-02', '2026-03-01', 'the range ends before it starts: 2026-03-02 is later than 2026-03-01'],
    ['-1d', '-2d', '-1d is later than -2d'],
    ['-1d', '-1w', '-1d is later than -1w'],
  ] as const)('refuses %s to %s', (from, to, message) => {
    const result = parseTimeRange(from, to)
    expect('error' in result && result.error).toContain(message)
  })

  it('knows which ranges need the newest record', () => {
    expect(isRelative(parsed('-1d'))).toBe(true)
    expect(isRelative(parsed('2026-03-01', '-1d'))).toBe(true)
    expect(isRelative(parsed('2026-03-01', '2026-03-02'))).toBe(false)
    expect(isRelative({})).toBe(false)
  })

  it('leaves relative ends open when no record has a time', () => {
    expect(resolveRange(parsed('-1d', '2026-03-02'), undefined)).toEqual({ to: parseTicks('2026-03-02') })
  })
})
