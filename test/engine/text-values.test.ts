/** Wildcards, windash and base64offset against their definitions, from the rule's text through both engines. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from '../../src/base/fold.ts'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Target } from '../../src/mapping/mapping.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { RAW_VIEW } from '../support/arbitrary-rules.ts'
import { shortReport } from '../support/short-report.ts'

const everyRecord: Target = {
  id: 'all',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: RAW_VIEW,
}
const build = createPlainEventBuilder()

/** Whether the rule `key: value` matches each of the texts; the engines must agree. */
function match(key: string, value: string, texts: readonly string[]): boolean[] {
  const text = `title: t\nlogsource: {product: windows}\ndetection:\n  s:\n    ${key}: ${JSON.stringify(value)}\n  condition: s\n`
  const { documents, rejected } = parseSigma(text, 'rule.yml')
  const [rule] = documents
  if (rule?.kind !== 'detection') throw new Error(JSON.stringify([value, rejected]))
  const answers = (['reference', 'program'] as const).map((kind) => {
    const matcher = createMatcher([{ rule, targets: [everyRecord] }], kind)
    return texts.map(
      (one) => matcher.matchEvent(build([{ section: 'eventData', name: 'F', values: [one] }])).length === 1,
    )
  })
  expect(answers[1]).toEqual(answers[0])
  return answers[0]!
}

/** Wildcards by their definition (sigma-semantics §2.2), letter by letter. */
function matchesWildcards(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0
  if (first === '*')
    return Array.from({ length: text.length + 1 }, (_, i) => i).some((i) =>
      matchesWildcards(rest, text.slice(i)),
    )
  return (
    text.length > 0 &&
    (first === '?' || foldText(first) === foldText(text[0]!)) &&
    matchesWildcards(rest, text.slice(1))
  )
}

/** Five dashes in the place of each `-` or `/` before which no word letter stands and behind which one does. */
function expandDashes(text: string): string[] {
  const letters = [...text]
  const isWord = (letter: string | undefined): boolean =>
    letter !== undefined && /[\p{L}\p{N}_]/u.test(letter)
  let list = ['']
  for (const [i, letter] of letters.entries()) {
    const varies = (letter === '-' || letter === '/') && !isWord(letters[i - 1]) && isWord(letters[i + 1])
    list = list.flatMap((start) =>
      (varies ? [...'-/\u2013\u2014\u2015'] : [letter]).map((choice) => start + choice),
    )
  }
  return list
}

const options = { numRuns: 150, reporter: shortReport }

describe('text values through both engines', () => {
  it('match wildcards as defined', () => {
    const pattern = fc.array(fc.constantFrom('*', '?', 'a', 'B', '\u00e9', '.', '\n', '\u{1f600}'), {
      maxLength: 6,
    })
    const text = fc.string({
      unit: fc.constantFrom('a', 'A', 'b', '\u00c9', '.', 'x', '\n', '\u{1f600}'),
      maxLength: 7,
    })
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 12 }), (letters, texts) => {
        const expected = texts.map((one) => matchesWildcards(letters, [...one]))
        expect(match('F', letters.join(''), texts)).toEqual(expected)
      }),
      options,
    )
  })

  it('vary dashes as defined', () => {
    const unit = fc.constantFrom('-', '/', ' ', 'a', 'B', '\u2013', '\u2015', '"')
    const value = fc.string({ unit, minLength: 1, maxLength: 6 })
    const near = fc.array(unit, { maxLength: 4 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(
        value,
        fc.array(fc.tuple(near, near, fc.nat(4)), { minLength: 1, maxLength: 8 }),
        (written, around) => {
          const readings = expandDashes(written)
          const texts = around.flatMap(([before, behind, choice]) => [
            before + readings[choice % readings.length]! + behind,
            before + written.replaceAll(/[-/]/g, '\u2014') + behind,
            before + behind,
          ])
          const folded = readings.map(foldText)
          const expected = texts.map((text) => folded.some((reading) => foldText(text).includes(reading)))
          expect(match('F|contains|windash', written, texts)).toEqual(expected)
        },
      ),
      options,
    )
  })

  it('find text in the Base64 of any longer text, and nothing where none of the three forms stands', () => {
    const payload = fc.string({
      unit: fc.constantFrom('c', 'M', 'd', ' ', '/', '\u00e9', '\u4e2d'),
      minLength: 3,
      maxLength: 9,
    })
    const bytes = fc.uint8Array({ maxLength: 7 })
    fc.assert(
      fc.property(
        payload,
        fc.array(fc.tuple(bytes, bytes), { minLength: 1, maxLength: 6 }),
        (written, around) => {
          const inner = Buffer.from(written)
          const texts = around.flatMap(([before, behind]) => [
            Buffer.concat([before, inner, behind]).toString('base64'),
            Buffer.concat([before, behind]).toString('base64'),
          ])
          // The letters of Base64 whose six bits lie in the text alone, for each offset.
          const forms = [0, 1, 2].map((offset) => {
            const encoded = Buffer.concat([Buffer.alloc(offset), inner]).toString('base64')
            return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + inner.length) * 8) / 6))
          })
          const expected = texts.map((text) => forms.some((form) => foldText(text).includes(foldText(form))))
          expect(expected.filter((_, i) => i % 2 === 0)).not.toContain(false)
          expect(match('F|base64offset|contains', written, texts)).toEqual(expected)
        },
      ),
      options,
    )
  })
})
