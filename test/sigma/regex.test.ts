import { describe, expect, it } from 'vitest'
import { MAX_REGEX_DEPTH, MAX_REGEX_UNITS } from '../../src/sigma/limits.ts'
import { checkRegex } from '../../src/sigma/regex.ts'

describe('checkRegex', () => {
  const flags: [string, string, string][] = [
    ['a', 'a', ''],
    ['(?i)a', 'a', 'i'],
    ['(?si)a', 'a', 'is'],
    ['(?i)(?m)a', 'a', 'im'],
    ['(?ii)a', 'a', 'i'],
    ['(?i)', '', 'i'],
    ['a(?i)b', 'a(?i)b', ''],
    ['(?i:a)b', '(?i:a)b', ''],
    ['(?x)a', '(?x)a', ''],
    ['(?-i)a', '(?-i)a', ''],
  ]
  it.each(flags)('moves the leading flags of %s', (text, source, expected) => {
    expect(checkRegex(text)).toEqual({ source, flags: expected })
  })

  it('does not take an escaped parenthesis for flags', () => {
    expect(checkRegex('\\(?i\\)a')).toEqual({ source: '\\(?i\\)a', flags: '' })
  })

  const accepted = [
    ...[
      '',
      '^*a',
      '$*',
      '\\b+a',
      'a++',
      'a?+',
      'a{2}+',
      'a{2}{3}',
      'a{,3}',
      'x{1000,}',
      '(?>a|b)',
      "(?'n'a)",
    ],
    ...['(?P<n>a)(?P=n)', '(?<n>a)\\k<n>', '(?<=a)*b', '(?<!a)b', '(?=a)+', '[]a]', '[^]a]', '[[:alpha:]]+'],
    ...[
      '\\Qa(b[\\E',
      '(?x)a # (\n',
      '(?#it is [ok)a',
      '\\x{41}',
      '\\p{L}',
      '[\\w-z]',
      '\\.exe$',
      '[ "\']{1}',
    ],
    ...['{', 'a{', 'a}', ']', '\\A\\z', '(a)\\1', '\\s[\'"]?C:\\\\Windows\\\\(?:System32|SysWOW64|WinSxS)'],
  ]
  it.each(accepted)('accepts %j', (text) => {
    expect(checkRegex(text)).toEqual({ source: text, flags: '' })
  })

  const refused: [string, string][] = [
    ['(', 'unterminated group'],
    ['(?:', 'unterminated group'],
    ['a)', "unmatched ')'"],
    ['[a', 'unterminated character class'],
    ['[]', 'unterminated character class'],
    ['(?#a', 'unterminated comment'],
    ['a\\', '\\ at end of pattern'],
    ['[z-a]', 'range out of order'],
    ['a{3,2}', 'numbers out of order'],
    ['*a', 'nothing to repeat'],
    ['a|+', 'nothing to repeat'],
    ['a**', 'nothing to repeat'],
    ['(?z)', 'invalid group'],
    ['(*FAIL)', 'nothing to repeat'],
    ['a'.repeat(MAX_REGEX_UNITS + 1), 'longer than'],
    ['('.repeat(MAX_REGEX_DEPTH + 1) + ')'.repeat(MAX_REGEX_DEPTH + 1), 'nested deeper'],
  ]
  it.each(refused)('refuses %.20s', (text, reason) => {
    expect(checkRegex(text)).toEqual(expect.stringContaining(reason))
  })

  it('takes the deepest and longest that it says', () => {
    expect(checkRegex('('.repeat(MAX_REGEX_DEPTH) + ')'.repeat(MAX_REGEX_DEPTH))).toMatchObject({ flags: '' })
    expect(checkRegex('a'.repeat(MAX_REGEX_UNITS))).toMatchObject({ flags: '' })
    expect(checkRegex(`[${'('.repeat(200)}]`)).toMatchObject({ flags: '' })
  })
})
