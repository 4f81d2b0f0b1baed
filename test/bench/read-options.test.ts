/** What people type for the generator. */
import { describe, expect, it } from 'vitest'
import { readMix, readNumber, readSize } from '../../bench/generate/read-options.mjs'

describe('sizes', () => {
  it.each([
    ['5000', 5000],
    ['10kB', 10_000],
    ['100MB', 100_000_000],
    ['1.5 GB', 1_500_000_000],
    ['64MiB', 67_108_864],
  ])('%s', (text, expected) => expect(readSize(text)).toBe(expected))

  it.each(['', 'MB', '1TB', '-5MB', '1e9', '10 MBs'])('refuses "%s"', (text) => {
    expect(() => readSize(text)).toThrow(`not "${text}"`)
  })
})

describe('mixes', () => {
  it('are shares by log', () =>
    expect(readMix('security=3,forwarded=0.5')).toEqual({ security: 3, forwarded: 0.5 }))

  it.each(['', 'security', 'security=0', 'security=x', 'application=1', '__proto__=1'])(
    'refuses "%s"',
    (text) => {
      expect(() => readMix(text)).toThrow('a mix is NAME=SHARE')
    },
  )
})

describe('numbers', () => {
  it('have bounds', () => {
    expect(readNumber('hits', '0.5', 0, 1)).toBe(0.5)
    for (const text of ['2', '-1', 'x', ''])
      expect(() => readNumber('hits', text, 0, 1)).toThrow('--hits takes')
  })
})
