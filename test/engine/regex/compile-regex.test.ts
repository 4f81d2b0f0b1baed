/** What a regular expression of a rule means: PCRE's syntax, search semantics, ASCII classes (sigma-semantics §3). */
import { describe, expect, test } from 'vitest'
import { compileRegex } from '../../../src/engine/regex/compile-regex.ts'

function matches(source: string, flags: string, text: string): boolean {
  const compiled = compileRegex(source, flags)
  if (compiled.type === 'error') throw new Error(`${compiled.error.message} at ${compiled.error.offset}`)
  return compiled.test(text)
}

const cases: readonly (readonly [source: string, flags: string, text: string, expected: boolean])[] = [
  // search, case
  ['b', '', 'abc', true],
  ['abc', '', 'ABC', false],
  ['abc', 'i', 'ABC', true],
  ['(?i)abc', '', 'xABCx', true],
  ['a(?i)b(?-i)c', '', 'aBc', true],
  ['a(?i)b(?-i)c', '', 'aBC', false],
  ['a(?i:b)c', '', 'aBC', false],
  ['(?:a(?i)b)c', '', 'aBC', false],
  ['привет', 'i', 'ПРИВЕТ', true],
  ['É', 'i', 'é', true],
  ['k', 'i', '\u212a', true],
  ['k', '', '\u212a', false],
  ['[a-k]', 'i', 'K', true],
  ['[^a]', 'i', 'A', false],
  ['\\w', 'i', '\u212a', false],
  ['[[:upper:]]', 'i', 'a', true],
  ['\\p{Lu}', 'i', 'a', true],
  ['𐐀', 'i', '𐐨', true],
  ['İ', 'i', 'i', false],
  // dot and lines
  ['a.b', '', 'a\nb', false],
  ['a.b', '', 'a\rb', true],
  ['a.b', '', 'a\u2028b', true],
  ['a.b', 's', 'a\nb', true],
  ['^a.b$', '', 'a😀b', true],
  ['^b', '', 'a\nb', false],
  ['^b', 'm', 'a\nb', true],
  ['^b', 'm', 'a\rb', false],
  ['a$', '', 'a\n', true],
  ['a$', '', 'a\r\n', false],
  ['a$', '', 'a\n\n', false],
  ['a$', '', 'a\nb', false],
  ['a$', 'm', 'a\nb', true],
  ['a$', 'm', 'a\rb', false],
  ['a$\\n', '', 'xa\n', true],
  ['a$\\n', '', 'xa\nb', false],
  ['(a$|b)c?', '', 'a\n', true],
  ['(?:a$)*b', '', 'b', true],
  ['^$', '', '', true],
  ['^$', '', '\n', true],
  ['a\\z', '', 'a\n', false],
  ['a\\Z', '', 'a\n', true],
  ['\\Aa', 'm', 'b\na', false],
  // classes
  ['\\d', '', '\u0661', false],
  ['\\w', '', 'é', false],
  ['\\s', '', '\u00a0', false],
  ['\\s', '', '\v', true],
  ['\\S', '', '\u00a0', true],
  ['\\bfoo\\b', '', 'éfooé', true],
  ['\\bfoo\\b', '', 'xfoo', false],
  ['a\\Bb', '', 'ab', true],
  ['[[:alpha:]_]+9', '', 'ab_9', true],
  ['[[:^digit:]]', '', '12', false],
  ['[]a]b', '', ']b', true],
  ['[^]a]b', '', ']b', false],
  ['[a-]', '', '-', true],
  ['[a\\-z]', '', 'b', false],
  ['[\\w-z]', '', '-', true],
  ['[a-\\d]', '', '-', true],
  ['[\\w+|\\s]', '', '|', true],
  ['[+--]', '', ',', true],
  ['[\\]]', '', ']', true],
  ['[😀-😂]', '', '😁', true],
  ['^[^a]$', '', '😀', true],
  ['\\h', '', '\u3000', true],
  ['a\\Rb', '', 'a\r\nb', true],
  ['\\p{Cyrillic}', '', 'ж', true],
  ['\\pL', '', '1', false],
  ['\\P{L}', '', '1', true],
  ['\\p{^L}', '', '1', true],
  // escapes and leniencies
  ['\\/', '', '/', true],
  ['\\"\\\'\\ \\_', '', '"\' _', true],
  ['a{', '', 'a{', true],
  ['a{x}', '', 'a{x}', true],
  ['a{,3}', '', 'a{,3}', true],
  ['a}]', '', 'a}]', true],
  ['\\x41\\x{42}\\u0043\\103', '', 'ABCC', true],
  ['\\cJ', '', '\n', true],
  ['\\t\\e\\a', '', '\t\u001b\u0007', true],
  ['\\Qa.b*\\E.', '', 'a.b*c', true],
  ['\\Qa.b', '', 'axb', false],
  ['[\\Q^]\\E]', '', ']', true],
  ['a(?#comment)b', '', 'ab', true],
  ['(?x) a b # comment', '', 'ab', true],
  ['(?x) a \\  b', '', 'a b', true],
  ['C:\\\\Temp\\\\\\*', '', 'C:\\Temp\\*', true],
  // counts
  ['^a{2,3}$', '', 'aaaa', false],
  ['^a{2}{2}$', '', 'aaaa', true],
  ['^(?:a|b){0}c', '', 'c', true],
  ['^.{1500,1600}$', '', 'x'.repeat(1550), true],
  ['^.{1500,1600}$', '', 'x'.repeat(1601), false],
  ['^.{1500,1600}$', '', 'x'.repeat(1499), false],
  ['^(?:a{40}){40}$', '', 'a'.repeat(1600), true],
  ['^(?:a{40}){40}$', '', 'a'.repeat(1601), false],
  ['^(?:a{30}b?){40,}$', '', 'a'.repeat(1230), true],
  // what only the backtracking matcher does
  ['a(?=b)', '', 'ab', true],
  ['a(?!b)', '', 'ab', false],
  ['(?<=a)b', '', 'ab', true],
  ['(?<!a)b', '', 'ab', false],
  ['(?<=a+)b', '', 'aab', true],
  ['^(?!.*foo).*bar', '', 'a bar', true],
  ['^(?!.*foo).*bar', '', 'a foo bar', false],
  ['(a|b)\\1', '', 'ab', false],
  ['(a|b)\\1', '', 'bb', true],
  ['(?i)(a)\\1', '', 'aA', true],
  ['(?<x>ab)\\k<x>', '', 'abab', true],
  ['(?P<x>ab)(?P=x)', '', 'abab', true],
  ['(a)(b)\\g{-1}', '', 'abb', true],
  ['(?:(a)|b)*\\1', '', 'b', false],
  ['(?>a+)ab', '', 'aaab', false],
  ['a++b', '', 'aab', true],
  ['(?>a|ab)c', '', 'abc', false],
  ['(?=(a+))\\1b', '', 'aab', true],
  ['(?<=(b)a)\\1', '', 'bab', true],
  ['(?<=a.c)d', '', 'abcd', true],
  ['(?:a?)*+b', '', 'b', true],
]

describe('compileRegex', () => {
  test.each(cases)('%j %j on %j is %s', (source, flags, text, expected) => {
    expect(matches(source, flags, text)).toBe(expected)
  })
})

test.each(['?', '+', '*', '{0,1}', '{1}', '+?'])(
  'groups of %s run as deep as they may be nested',
  (quantifier) => {
    const depth = 249
    expect(matches(`${'(?:a|'.repeat(depth)}q${`)${quantifier}`.repeat(depth)}$`, '', 'xaaq')).toBe(true)
  },
)

describe('how patterns run', () => {
  test.each([
    ['a.*b', 'glushkov'],
    ['a$', 'glushkov'],
    ['(a$|b$)', 'glushkov'],
    ['(^a|b\\z)', 'glushkov'],
    ['[0-9a-f]{10}', 'glushkov'],
    ['(?:ab?){2,10}', 'glushkov'],
    ['.{200,}', 'glushkov'],
    ['a\\b', 're2js'],
    ['(?m:^)a$', 're2js'],
    ['a(?:^b|c)', 're2js'],
    [
      '(?:abcdefghi?){10}(?:jklmnopqr?){10}(?:abcdefghi?){10}(?:jklmnopqr?){10}(?:abcdefghi?){10}(?:jklmnopqr?){10}',
      're2js',
    ],
    ['\\b[0-9a-f]{11}', 'counting'],
    ['a.{0,600}b', 'counting'],
    ['.{513,}', 'counting'],
    ['(?:(?:ab){260})?', 'counting'],
    ['(?:\\w{64}){100}', 'counting'],
    ['.{65535,}', 'counting'],
    ['a{11}$\\n', 'backtracking'],
    ['a$\\n', 'backtracking'],
    ['(?=a)', 'backtracking'],
    ['(?<!a)b', 'backtracking'],
    ['(a)\\1', 'backtracking'],
    ['(?>a)', 'backtracking'],
    ['a*+', 'backtracking'],
  ])('%s runs on %s', (source, engine) => {
    expect(compileRegex(source, '')).toMatchObject({ type: 'regex', engine })
  })
})

describe('malformed patterns', () => {
  test.each([
    ['(a', 0],
    ['a)', 1],
    ['[a', 0],
    ['a[z-a]', 2],
    ['*a', 0],
    ['a**', 2],
    ['a{3,2}', 1],
    ['a{70000}', 1],
    ['ab\\', 2],
    ['a\\y', 1],
    ['\\1', 1],
    ['(a)\\2', 4],
    ['\\k<x>', 1],
    ['[[:foo:]]', 1],
    ['\\p{Nothing}', 11],
    ['(?R)', 0],
    ['(?(1)a)', 0],
    ['(*FAIL)', 0],
    ['\\x{110000}', 1],
    [`${'('.repeat(300)}a${')'.repeat(300)}`, 250],
    ['(?:ab?){1100}', 0],
    ['(?:a{0,65535}){5}', 0],
    ['(?=a{10001})', 0],
    ['(((?:ab){10}){10}){10}(((?:abcdef){10}){10}){10}', 0],
  ])('%s is refused', (source, offset) => {
    expect(compileRegex(source, '')).toMatchObject({ type: 'error', error: { offset } })
  })
})

describe('required literal', () => {
  test.each([
    ['abc', '', 'abc'],
    ['ABC', '', 'abc'],
    ['ab+c', '', 'ab'],
    ['ab*cd', '', 'cd'],
    ['ab?c', '', 'a'],
    ['ab{3}cd', '', 'abbbcd'],
    ['a(bc)d', '', 'abcd'],
    ['a(?:b|c)d', '', 'a'],
    ['a|b', '', undefined],
    ['x(?:abc)+y', '', 'xabc'],
    ['^net\\s+user$', '', 'user'],
    ['[Rr][Uu]n', '', 'run'],
    ['run', 'i', 'run'],
    ['[ab]c', '', 'c'],
    ['a\\bb', '', 'ab'],
    ['.{1000,}', '', undefined],
    ['a(?!bcd)e', '', 'a'],
    ['(?=abc)', '', undefined],
    ['(abcd)?e', '', 'e'],
    ['\\{\\d\\}\\\\"', '', '}\\"'],
    ['Ж𐐀', 'i', 'ж𐐨'],
  ])('of %s with %j is %s', (source, flags, expected) => {
    const compiled = compileRegex(source, flags)
    expect(compiled.type === 'regex' && compiled.requiredLiteral).toBe(expected)
  })
})

describe('hostile values', () => {
  test.each([
    ['(a+)+b', 'a'],
    ['(a|a)*c', 'a'],
    ['x*y', 'x'],
    ['\\w+\\s*=\\s*y', 'a'],
    ['(?=(?:a+)+b)c', 'a'],
    ['(?:(?=.*x)a)*y', 'a'],
    ['(a*)*\\1b', 'a'],
    ['(?<!(?:a|aa)+)b', 'a'],
    ['.{9000,}$', 'a'],
    ['a.{9000}[xyz]', 'a'],
    ['(?:a.{0,100}a){40}[xz]', 'a'],
    ['(?:.a?){200,}[xz]', 'a'],
  ])('%s ends on many %s', (source, unit) => {
    for (const tail of ['', 'b', 'y', '!'])
      expect(typeof matches(source, '', unit.repeat(20_000) + tail)).toBe('boolean')
  })
})
