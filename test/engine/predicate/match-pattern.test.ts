/** Wildcard patterns (sigma-semantics §2.2): a table, and V8 as the judge of random ones. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPatternTest } from '../../../src/engine/predicate/match-pattern.ts'
import type { PatternToken } from '../../../src/sigma/ast.ts'

const any = { wild: 'any' } as const
const one = { wild: 'one' } as const
const dash = { wild: 'dash' } as const

const cases: readonly (readonly [
  tokens: readonly PatternToken[],
  cased: boolean,
  text: string,
  expected: boolean,
])[] = [
  [[], false, '', true],
  [[], false, 'a', false],
  [[any], false, '', true],
  [[any], false, 'a\nb', true],
  [['abc'], false, 'ABC', true],
  [['abc'], true, 'ABC', false],
  [['abc'], false, 'abcd', false],
  [['abc', any], false, 'ABCd', true],
  [['abc', any], false, 'xabc', false],
  [[any, 'abc'], false, 'xABC', true],
  [[any, 'abc'], false, 'abcx', false],
  [[any, 'abc', any], false, 'xABCx', true],
  [[any, 'abc', any], true, 'xABCx', false],
  [['a', any, 'c'], false, 'xabcx', false],
  [['a', any, 'c'], false, 'a\nb\r\nc', true],
  [['ab', any, 'bc'], false, 'abc', false],
  [['ab', any, 'bc'], false, 'abbc', true],
  [['a', one, 'c'], false, 'ac', false],
  [['a', one, 'c'], false, 'a\nc', true],
  [['a', one, 'c'], false, 'a😀c', true],
  [['a', one, one, 'c'], false, 'a😀c', false],
  [[one, any], false, '', false],
  [[any, one], false, '😀', true],
  [[any, one, one], false, '😀', false],
  [[any, one, 'b'], false, 'xx😀b', true],
  [[dash, 'p'], false, '–P', true],
  [[dash, 'p'], false, '\u2212p', false],
  [[any, ' ', dash, 'a', any, dash, 'b'], false, 'x /a y ―b', true],
  [[any, 'aab'], false, 'aaab', true],
  [[any, 'a', any, 'a', any], false, 'xa', false],
  [[any, any, 'a'], false, 'ba', true],
  [['привет'], false, 'ПРИВЕТ', true],
  [['Straße', any], false, 'STRAßE 1', true],
  [['i'], false, 'İ', false],
  [['𐐀x'], false, '𐐨X', true],
  [[any, 'ß', any], false, 'SS', false],
]

describe('createPatternTest', () => {
  test.each(cases)('%j (cased %s) on %j is %s', (tokens, cased, text, expected) => {
    expect(createPatternTest(tokens, cased)(text)).toBe(expected)
  })
})

const arbitraryTokens: fc.Arbitrary<PatternToken[]> = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', 'A', '-', '\n', '😀', 'É'), minLength: 1, maxLength: 3 }),
    fc.constantFrom(any, any, one, dash),
  ),
  { maxLength: 7 },
)
const arbitraryText = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', '-', '/', '–', '\n', '😀', 'é'),
  maxLength: 10,
})

test('random patterns agree with V8', () => {
  fc.assert(
    fc.property(arbitraryTokens, fc.boolean(), arbitraryText, (tokens, cased, text) => {
      const source = tokens
        .map((token) => {
          if (typeof token === 'string') return token
          return token.wild === 'any' ? '[^]*' : token.wild === 'one' ? '[^]' : '[-/\u2013\u2014\u2015]'
        })
        .join('')
      const judge = new RegExp(`^${source}$`, cased ? 'u' : 'iu')
      expect(createPatternTest(tokens, cased)(text)).toBe(judge.test(text))
    }),
    { numRuns: 20_000 },
  )
})

test('many wildcards on a long text end', () => {
  const tokens: PatternToken[] = []
  for (let i = 0; i < 200; i++) tokens.push(any, 'a', one)
  expect(createPatternTest([...tokens, 'b'], false)('a'.repeat(30_000))).toBe(false)
  expect(createPatternTest([...tokens, any], false)('a'.repeat(30_000))).toBe(true)
})
