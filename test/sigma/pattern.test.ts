import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PatternToken } from '../../src/sigma/ast.ts'
import { surround, tokenisePattern } from '../../src/sigma/pattern.ts'
import { parseValues, showTokens } from './rule-text.ts'

describe('wildcards and escapes (sigma-semantics §2.2)', () => {
  const cases: [string, string][] = [
    [String.raw`a\b`, String.raw`"a\b"`],
    [String.raw`a\\b`, String.raw`"a\b"`],
    [String.raw`a\\\b`, String.raw`"a\\b"`],
    [String.raw`a\\\\b`, String.raw`"a\\b"`],
    ['a*', '"a"{*}'],
    [String.raw`a\*`, '"a*"'],
    [String.raw`a\\*`, String.raw`"a\"{*}`],
    [String.raw`a\\\*`, String.raw`"a\*"`],
    [String.raw`a\\\\*`, String.raw`"a\\"{*}`],
    [String.raw`\\srv\c$`, String.raw`"\srv\c$"`],
    [String.raw`\\\\srv`, String.raw`"\\srv"`],
    [String.raw`\\\srv`, String.raw`"\\srv"`],
    [String.raw`\\?\GLOBALROOT`, String.raw`"\"{?}"\GLOBALROOT"`],
    [String.raw`\\\\\?\GLOBALROOT`, String.raw`"\\?\GLOBALROOT"`],
    ['a?c', '"a"{?}"c"'],
    [String.raw`a\?c`, '"a?c"'],
    ['\\', '"\\"'],
    ['*', '{*}'],
    ['', ''],
    ['a**b', '"a"{*}"b"'],
    ['*?*', '{*}{?}{*}'],
    ['100%', '"100%"'],
    ['%x%', '"%x%"'],
    ['a.b[c](d)', '"a.b[c](d)"'],
    ['\u{1f600}*', '"\u{1f600}"{*}'],
  ]
  it.each(cases)('%s', (text, tokens) => {
    expect(showTokens(parseValues('F', `'${text}'`)[0])).toBe(tokens)
  })

  it('adds wildcards to tokens, never to letters', () => {
    expect(showTokens(parseValues('F|endswith', "'\\'")[0])).toBe('{*}"\\"')
    expect(showTokens(parseValues('F|startswith', "'C:\\x\\'")[0])).toBe('"C:\\x\\"{*}')
    expect(showTokens(parseValues('F|contains', "'\\*'")[0])).toBe('{*}"*"{*}')
    expect(showTokens(parseValues('F|endswith', "'\\\\Modules\\\\*\\.ps'")[0])).toBe(
      '{*}"\\Modules\\"{*}"\\.ps"',
    )
    expect(showTokens(parseValues('F|contains', "'ipconfig*|*find'")[0])).toBe(
      '{*}"ipconfig"{*}"|"{*}"find"{*}',
    )
  })
})

/** The specification's words, one match at a time. */
function tokeniseNaively(text: string): PatternToken[] {
  const tokens: PatternToken[] = []
  const literal = (letter: string) => {
    const last = tokens.at(-1)
    if (typeof last === 'string') tokens[tokens.length - 1] = last + letter
    else tokens.push(letter)
  }
  for (const [part] of text.matchAll(/\\[\\*?]|[\s\S]/g)) {
    if (part.length === 2) literal(part[1]!)
    else if (part === '?') tokens.push({ wild: 'one' })
    else if (part !== '*') literal(part)
    else if (JSON.stringify(tokens.at(-1)) !== '{"wild":"any"}') tokens.push({ wild: 'any' })
  }
  return tokens
}

/** Text in which every token of `tokens` is written unmistakably. */
function writeTokens(tokens: readonly PatternToken[]): string {
  return tokens
    .map((token) =>
      typeof token === 'string' ? token.replace(/[\\*?]/g, '\\$&') : token.wild === 'any' ? '*' : '?',
    )
    .join('')
}

describe('tokenisePattern', () => {
  const text = fc.string({ unit: fc.constantFrom('\\', '*', '?', 'a', '%', '\n', '\u00e9', '\ud800') })

  it('equals the naive reading', () => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(tokenisePattern(raw)).toEqual(tokeniseNaively(raw))
      }),
    )
  })

  it('reads back what was written from tokens', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const tokens = tokenisePattern(raw)
        expect(tokenisePattern(writeTokens(tokens))).toEqual(tokens)
      }),
    )
  })

  it('keeps its invariant, also when surrounded', () => {
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (raw, before, behind) => {
        const tokens = surround(tokenisePattern(raw), before, behind)
        for (const [i, token] of tokens.entries()) {
          const next = tokens[i + 1]
          expect(token).not.toBe('')
          expect(typeof token === 'string' && typeof next === 'string').toBe(false)
          expect(
            JSON.stringify(token) === '{"wild":"any"}' && JSON.stringify(next) === '{"wild":"any"}',
          ).toBe(false)
        }
        if (before) expect(tokens[0]).toEqual({ wild: 'any' })
        if (behind) expect(tokens.at(-1)).toEqual({ wild: 'any' })
      }),
    )
  })
})
