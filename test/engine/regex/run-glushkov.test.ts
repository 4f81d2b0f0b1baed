/** Automata of places: against another matcher on random patterns, and at the bounds of words, of texts and of what they take. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildGlushkov, isGlushkov } from '../../../src/engine/regex/glushkov.ts'
import { parseRegex } from '../../../src/engine/regex/parse-regex.ts'
import type { RegexNode } from '../../../src/engine/regex/regex-node.ts'
import { buildRegexProgram } from '../../../src/engine/regex/regex-program.ts'
import { createCountingTest } from '../../../src/engine/regex/run-counting.ts'
import { createGlushkovTest } from '../../../src/engine/regex/run-glushkov.ts'

function parse(source: string): { readonly root: RegexNode; readonly captures: number } {
  const parsed = parseRegex(source, '')
  if (parsed.type === 'error') throw new Error(`${source}: ${parsed.error.message}`)
  return parsed
}

/** With many states remembered, with few, so that they are forgotten again and again, and with none. */
const STATES = [256, 4, 0] as const

function createTests(source: string): ((text: string) => boolean)[] {
  const { root } = parse(source)
  expect([source, isGlushkov(root)]).toEqual([source, true])
  return STATES.map((most) => createGlushkovTest(buildGlushkov(root), most))
}

/** All of them, which must agree. */
function createTest(source: string): (text: string) => boolean {
  const tests = createTests(source)
  return (text) => {
    const [answer, ...others] = tests.map((test) => test(text))
    for (const other of others) expect(other).toBe(answer)
    return answer!
  }
}

const set = fc.constantFrom('a', 'b', '[ab]', '[^a]', '[^\\n]', 'x', '\u{1f600}', '[\u{1f600}é]', 'é')
const quantifier = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('?', '*', '+', '{0}', '*?') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(20), fc.nat(20))
      .chain(([min, more]) => fc.constantFrom(`{${min}}`, `{${min},}`, `{${min},${min + more}}`)),
  },
)
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(set, quantifier).map((parts) => parts.join('')),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc
      .tuple(
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '?', '*', '{2}', '{1,3}'),
      )
      .map(([branches, times]) => `(?:${branches.join('|')})${times}`),
  ),
}))
const branch = fc
  .tuple(fc.constantFrom('', '', '^'), tree, fc.constantFrom('', '', '$', '\\z'))
  .map((parts) => parts.join(''))
const pattern = fc.array(branch, { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|'))
const text = fc.string({
  unit: fc.constantFrom('a', 'a', 'b', 'b', 'x', '\n', 'é', '\u{1f600}', '\ud83d', '\u2028'),
  maxLength: 50,
})

describe('automata of places', () => {
  // V8, which judges all of them in regex-property.test.ts, needs too long for patterns and texts of this size.
  it('match where the matcher says so that goes all ways', () => {
    let large = 0
    const compare = (source: string, texts: readonly string[]): void => {
      const { root, captures } = parse(source)
      fc.pre(isGlushkov(root))
      if (buildGlushkov(root).sets.length > 32) large++
      const test = createTest(source)
      const judge = createCountingTest(buildRegexProgram(root, captures, true))
      for (const value of texts) expect([value, test(value)]).toEqual([value, judge(value)])
    }
    fc.assert(fc.property(pattern, fc.array(text, { minLength: 3, maxLength: 6 }), compare), {
      numRuns: 3000,
    })
    expect(large).toBeGreaterThan(100)
  })

  it.each([1, 31, 32, 33, 63, 64, 65, 95, 96, 97, 200])('count to %i', (count) => {
    const exactly = createTest(`^[ab]{${count}}\\z`)
    const within = createTest(`x[^\\n]{0,${count}}y`)
    const atLeast = createTest(`[ab]{${count},}`)
    for (const length of [count - 1, count, count + 1]) {
      const run = 'ab'.repeat(length).slice(0, length)
      expect([length, exactly(run)]).toEqual([length, length === count])
      expect([length, within(`xx${run}y`)]).toEqual([length, length <= count])
      expect([length, atLeast(`-${run}-`)]).toEqual([length, length >= count])
    }
  })

  it.each<[string, string, boolean]>([
    ['', '', true],
    ['a*', 'b', true],
    ['^a*$', 'b', false],
    ['^$', '', true],
    ['^$', '\n', true],
    ['^$', '\n\n', false],
    ['^$', 'a', false],
    ['^\\z', '\n', false],
    ['^a?\\z|b', 'xb', true],
    ['a$', 'a\n', true],
    ['a$', 'a\na', true],
    ['a$', 'a\nb', false],
    ['a\\z', 'a\n', false],
    ['\\n$', '\n', true],
    ['^^a', 'a', true],
    ['^a|b', 'ca', false],
    ['^a|b', 'cb', true],
    ['(?:(a)|(b))+c', 'xabac', true],
    ['[^\\x00-\\x{10ffff}]', 'a', false],
    ['(?:a?){3}b', 'b', true],
    ['\u{1f600}$', '\u{1f600}', true],
    ['^.$', '\u{1f600}', true],
    ['^.$', '\ud83d', true],
  ])('%j on %j', (source, value, expected) => {
    expect(createTest(source)(value)).toBe(expected)
  })

  it('know nothing of the text before', () => {
    for (const source of ['x[^\\n]{20}y', 'x[^\\n]{40}y']) {
      const test = createTest(source)
      expect(test(`x${'a'.repeat(30)}`)).toBe(false)
      expect(test(`${'a'.repeat(40)}y`)).toBe(false)
    }
  })

  it.each([
    'a\\b',
    '(?m:^)a',
    'a(?:^b|c)',
    '(?:a$)*b',
    '(?=a)',
    '(a)\\1',
    '(?>a)',
    '[ab]{513}',
    '(?:a?){600}',
    '(?:(?:(?:a{9}){9}){9}){9}',
  ])('are not made of %s', (source) => {
    expect(isGlushkov(parse(source).root)).toBe(false)
  })

  it('forget states that are too many, and do without when that goes on', () => {
    // A state for each set of places among the last fifteen where an `a` stood.
    const { root } = parse('a[ab]{15}c')
    const [some, none] = [createGlushkovTest(buildGlushkov(root)), createGlushkovTest(buildGlushkov(root), 0)]
    const texts = fc.array(fc.constantFrom('a', 'b', 'b', 'c'), { minLength: 200, maxLength: 600 })
    fc.assert(
      fc.property(texts, (units) => {
        expect(some(units.join(''))).toBe(none(units.join('')))
      }),
      { numRuns: 200 },
    )
  })

  it('take time in proportion to the text on patterns that backtrack', () => {
    const value = 'a'.repeat(60_000)
    for (const source of ['(?:a+)+b', '(?:a|a)*b', '(?:a*)*b', 'a*a*a*a*b', '(?:[ab]{1,20}){1,5}c'])
      expect(createTest(source)(value)).toBe(false)
  })
})
