import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitText, padText, textColumns, wrapText } from '../../src/cli/fit-text.ts'

describe('columns of a text', () => {
  it.each([
    ['abc', 3],
    ['日本語', 6],
    ['한국', 4],
    ['ｗｓ０１', 8],
    ['é', 1],
    ['e\u0301', 1],
    ['a\u200db', 2],
    ['😀', 2],
    ['—…×', 3],
    ['', 0],
  ])('%j takes %i', (text, columns) => {
    expect(textColumns(text)).toBe(columns)
  })
})

describe('fitted text', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly te', 10, 'exactly te'],
    ['longer than ten', 10, 'longer th…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['a\r\n\t b', 10, 'a b'],
    ['a\x1b[31mb', 20, 'a\\u001b[31mb'],
    ['\u202egnp.exe', 20, '\\u202egnp.exe'],
    [`${'x'.repeat(9)}\x1b`, 10, 'xxxxxxxxx…'],
    ['', 5, ''],
  ])('%j in %i columns', (text, columns, expected) => {
    expect(fitText(text, columns)).toBe(expected)
  })

  it('is never wider than asked for, never longer than sane, and has no control characters', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('日', '\u0301', '\x1b', '\n', 'a'),
      ),
      maxLength: 60,
    })
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 50 }), (given, columns) => {
        const fits = fitText(given, columns)
        expect(textColumns(fits)).toBeLessThanOrEqual(columns)
        expect(textColumns(padText(given, columns))).toBe(columns)
        expect(fits).not.toMatch(/[\0-\x1f\x7f-\x9f]/)
      }),
    )
    expect(fitText(`a${'\u0301'.repeat(1e6)}`, 10).length).toBeLessThan(100)
  })
})

describe('wrapped text', () => {
  it.each([
    ['one line', 20, ['one line']],
    ['two lines of words', 10, ['two lines', '  of words']],
    ['averylongword x', 5, ['averylongword', '  x']],
  ])('%j in %i columns', (text, columns, lines) => {
    expect(wrapText(text, columns)).toEqual(lines)
  })
})
