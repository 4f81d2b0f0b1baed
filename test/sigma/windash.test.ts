import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countDashes, DASHES, expandDashes, varyDashes } from '../../src/sigma/windash.ts'

describe('windash', () => {
  const cases: [string, number][] = [
    [' -p ', 1],
    ['-p', 1],
    ['/p', 1],
    [' --foo', 1],
    ['a-b', 0],
    ['start/b', 0],
    [' -foo-bar', 1],
    [' -a -b', 2],
    [' -a /b', 2],
    [' - a', 0],
    ['-', 0],
    [' -', 0],
    [' \u2013p', 0],
    [' -\u00e9', 1],
    ['\u00e9-a', 0],
    [' -_a', 1],
    ['"-x"', 1],
    [' -\u{1d400}', 1],
    ['\u{1d400}-a', 0],
    ['\u{1f600}-a', 1],
  ]
  it.each(cases)('%j varies %i', (text, count) => {
    expect(countDashes(varyDashes([text]))).toBe(count)
  })

  it('sees each literal part by itself', () => {
    expect(varyDashes(['a', { wild: 'any' }, '-b'])).toEqual(['a', { wild: 'any' }, { wild: 'dash' }, 'b'])
    expect(varyDashes([' -', { wild: 'any' }])).toEqual([' -', { wild: 'any' }])
  })

  /** The 5^k list, position by position, by the rule's words: no word letter before, one behind. */
  function expandNaively(text: string): string[] {
    const letters = [...text]
    const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}_]/u.test(letter)
    let list = ['']
    for (const [i, letter] of letters.entries()) {
      const varies = (letter === '-' || letter === '/') && !isWord(letters[i - 1]) && isWord(letters[i + 1])
      list = list.flatMap((start) => (varies ? [...DASHES] : [letter]).map((choice) => start + choice))
    }
    return list
  }

  it('stands for exactly the 5^k list', () => {
    const unit = fc.constantFrom('-', '/', ' ', 'a', '_', '9', '\u00e9', '\u2013', '\u{1d400}', '"')
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (text) => {
        const tokens = varyDashes([text])
        const k = countDashes(tokens)
        if (k > 4) return
        const expanded = expandDashes(tokens).map((reading) => reading.join(''))
        expect(expanded).toHaveLength(5 ** k)
        expect(new Set(expanded)).toEqual(new Set(expandNaively(text)))
        for (const reading of expandDashes(tokens)) expect(reading).toHaveLength(1)
      }),
    )
  })
})
