/** Large counts: against V8 on random patterns of counted sets, and at the bounds of counts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRegex } from '../../../src/engine/regex/compile-regex.ts'
import { parseRegex } from '../../../src/engine/regex/parse-regex.ts'
import { buildRegexProgram } from '../../../src/engine/regex/regex-program.ts'
import { createCountingTest } from '../../../src/engine/regex/run-counting.ts'

function createTest(source: string): (text: string) => boolean {
  const parsed = parseRegex(source, '')
  if (parsed.type === 'error') throw new Error(`${source}: ${parsed.error.message}`)
  return createCountingTest(buildRegexProgram(parsed.root, parsed.captures, true))
}

const set = fc.constantFrom('a', 'b', '[ab]', '[^a]', '[ax]', 'x', '\u{1f600}')
const count = fc
  .tuple(fc.nat(6), fc.nat(6))
  .chain(([min, more]) => fc.constantFrom(`{${min}}`, `{${min},}`, `{${min},${min + more}}`, ''))
const counted = fc.tuple(set, count).map((parts) => parts.join(''))
const sequence = fc.array(counted, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
const group = fc
  .tuple(fc.array(sequence, { minLength: 1, maxLength: 3 }), count)
  .map(([branches, times]) => `(?:${branches.join('|')})${times}`)
const pattern = fc
  .tuple(
    fc.constantFrom('', '^', '\\b'),
    fc.array(fc.oneof(sequence, group), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '$(?!\\n)', '\\b'),
  )
  .map((parts) => parts.flat())
const texts = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'a', 'b', 'b', 'x', '\u{1f600}'), maxLength: 40 }),
  { minLength: 4, maxLength: 8 },
)

describe('counted sets', () => {
  it('match where V8 says so', () => {
    fc.assert(
      fc.property(pattern, texts, (parts, list) => {
        const source = parts.join('')
        const judge = new RegExp(source, 'u')
        const test = createTest(source.replace('$(?!\\n)', '\\z'))
        for (const text of list) expect([text, test(text)]).toEqual([text, judge.test(text)])
      }),
      { numRuns: 3000 },
    )
  })

  it.each<[string, string, boolean]>([
    ['.{20,}', 'a'.repeat(20), true],
    ['.{20,}', `${'a'.repeat(19)}\n${'a'.repeat(19)}`, false],
    ['.{20,}', `${'a'.repeat(19)}\n${'a'.repeat(20)}`, true],
    ['.{20}', '\u{1f600}'.repeat(19), false],
    ['.{20}', '\u{1f600}'.repeat(20), true],
    ['^.{20}$', 'a'.repeat(21), false],
    ['^.{0,20}$', '', true],
    ['^a{12,20}b', `${'a'.repeat(20)}b`, true],
    ['^a{12,20}b', `${'a'.repeat(21)}b`, false],
    ['^a{12,20}b', `${'a'.repeat(11)}b`, false],
    ['a{12,20}b', `${'a'.repeat(21)}b`, true],
    ['(?:([ab])){20,30}', `x${'ab'.repeat(10)}`, true],
    ['x[ab]{20,}y', `x${'ab'.repeat(10)}y`, true],
    ['x[ab]{20,}y', `x${'ab'.repeat(9)}y${'ab'.repeat(10)}`, false],
    ['x.{20}y', `xx${'a'.repeat(19)}y`, true],
    ['x.{20}y', `${'x'.repeat(40)}aay`, true],
    ['x.{20}y', `${'x'.repeat(40)}${'a'.repeat(21)}y`, false],
    ['(?:a{20}|b)c', 'bc', true],
    ['(?:a{20})?c', 'c', true],
    ['(?:a{11}b){2}', `${'a'.repeat(11)}b${'a'.repeat(12)}b`, false],
    ['(?:a{11}b){2}', `${'a'.repeat(12)}b${'a'.repeat(11)}b`, true],
    ['a{0}b{11}', 'b'.repeat(11), true],
    ['(?:a*){11}b', 'b', true],
    ['(?:a*){11,}b', 'ab', true],
  ])('%s on %j', (source, text, expected) => {
    expect(createTest(source)(text)).toBe(expected)
    const compiled = compileRegex(source, '')
    expect(compiled.type === 'regex' && compiled.test(text)).toBe(expected)
  })

  it('knows nothing of the text before', () => {
    const test = createTest('x.{20}y')
    expect(test(`x${'a'.repeat(20)}`)).toBe(false)
    expect(test('y')).toBe(false)
    expect(test(`${'a'.repeat(20)}y`)).toBe(false)
    expect(test(`x${'a'.repeat(20)}y`)).toBe(true)
    expect(test(`${'a'.repeat(20)}y`)).toBe(false)
  })
})
