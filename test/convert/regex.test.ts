/** Expressions and patterns rewritten for XML and for Lucene hold for the same values as before. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { XML_SEARCH } from '../../src/convert/backends/xml-search.ts'
import { luceneRegex } from '../../src/convert/lucene-regex.ts'
import { writeTokens } from '../../src/convert/print-test.ts'
import { xmlRegex } from '../../src/convert/xml-regex.ts'

/** A value as XML writes it. */
function written(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
}

function holdsInXml(source: string, flags: string, value: string): boolean | undefined {
  const expression = xmlRegex(source, flags)
  if (typeof expression !== 'string') return undefined
  const plain = expression.replace(/\(\?-?i:/, '(?:')
  return new RegExp(`<D>${plain}</D>`, flags.includes('i') ? 'i' : '').test(`<D>${written(value)}</D>`)
}

function holdsInLucene(source: string, flags: string, value: string): boolean | undefined {
  const expression = luceneRegex(source, flags)
  return typeof expression === 'string' ? new RegExp(`^(?:${expression})$`, 's').test(value) : undefined
}

const PARTS = [
  'a',
  'B',
  '.',
  '.*',
  '[a-c]',
  '[^a]',
  '[+-/]',
  '\\s',
  '\\d+',
  '\\S',
  '\\w',
  '(a|b)',
  '(?:x|&)?',
]
const MORE = ['\\.', '\\\\', '/', '"', "'", '<', '&', '\\x41', 'a{2}', 'b+?', '[<>]', '^', '$', '#', '-']
const sources = fc.array(fc.constantFrom(...PARTS, ...MORE), { minLength: 1, maxLength: 5 })
const values = fc.string({ unit: fc.constantFrom(...'aABbxX7 \t/+,-."\'<>&\\#c'), maxLength: 8 })

function isExpression(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false
  }
}

describe('an expression', () => {
  it('holds for the same values in XML and in Lucene', () => {
    const cases = fc.tuple(
      sources.map((parts) => parts.join('')).filter(isExpression),
      fc.constantFrom('', 'i', 's'),
      fc.array(values, { minLength: 5, maxLength: 20 }),
    )
    fc.assert(
      fc.property(cases, ([source, flags, texts]) => {
        for (const text of texts) {
          const expected = new RegExp(source, flags).test(text)
          const found = [holdsInXml(source, flags, text), holdsInLucene(source, flags, text)]
          for (const one of found) expect([source, text, one ?? expected]).toEqual([source, text, expected])
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['a.b', '', 'a\nb', false],
    ['a.b', 's', 'a\nb', true],
    ['a.b', '', 'a\rb', true],
    ['a.b', '', 'a<b', true],
    ['a[^x]b', '', 'a\nb', true],
    ['a\\sb', '', 'a\nb', true],
  ])('%j with the flags %j over %j in XML: %j', (source, flags, value, expected) => {
    expect(holdsInXml(source, flags, value)).toBe(expected)
  })
})

describe('a pattern', () => {
  it('is never found inside of what XML writes for a character', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'ampltgquos#10;&<>\n x'), maxLength: 5 })
    const signs = fc.constantFrom('any', 'one').map((wild) => ({ wild }) as const)
    const patterns = fc.array(fc.oneof(texts, signs), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 10, maxLength: 30 }), (tokens, values) => {
        const source = writeTokens(XML_SEARCH.wild, tokens) as string
        const quote = (text: string): string => text.replace(/[#;&<>\s]/g, '\\$&')
        const plain = tokens.map((token) =>
          typeof token === 'string' ? quote(token) : token.wild === 'any' ? '[^]*' : '[^]',
        )
        for (const value of [...values, ...tokens.filter((token) => typeof token === 'string')])
          expect([value, new RegExp(`>${source}</`, 'i').test(`>${written(value)}</`)]).toEqual([
            value,
            new RegExp(`^${plain.join('')}$`, 'i').test(value),
          ])
      }),
      { numRuns: 1000 },
    )
  })
})
