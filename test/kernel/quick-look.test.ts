/**
 * What the kernel finds by a quick look at texts, with grams, bodies and windows of its own, leads to the hits that the
 * program without it gives, and to those of the reference interpreter. Gates are chosen after two records, so that
 * tables for quick looks are in force for nearly all.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../src/engine/interpret.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import { TABLES } from '../../src/kernel/layout.ts'
import type { PatternToken, Value } from '../../src/sigma/ast.ts'
import { arbitraryText, arbitraryTextValue, RAW_VIEW, ruleOf } from '../support/arbitrary-rules.ts'
import { string } from '../support/decode-streams.ts'
import { logOfStreams } from '../support/log-bytes.ts'
import { shortReport } from '../support/short-report.ts'
import { createTemplate } from './kernel-logs.ts'
import { cleanKernel, compareSides, createSide } from './twin-scans.ts'

const OPTIONS: ProgramOptions = {
  watchAfterRecords: 0,
  sampledRecords: 2,
  gateAboveNew: Number.POSITIVE_INFINITY,
  cacheEntries: 500,
  cacheBytes: 1 << 16,
}

const position = { line: 1, column: 1 }
const any: PatternToken = { wild: 'any' }

/** Holds when one of the values does; `field` A has one text in the records, F another, which varies more. */
function ruleOfValues(field: string, values: readonly Value[], isAll: boolean): RunnableRule {
  const linking = isAll ? 'and' : 'or'
  const item = { type: 'item', field, modifiers: [], linking, negated: false, values, position } as const
  const rule = ruleOf({
    identifiers: [{ name: 's', search: item, position }],
    conditions: [{ type: 'identifier', name: 's' }],
    timeframe: undefined,
    aggregation: undefined,
  })
  const target = { id: 't', channels: undefined, eventIds: undefined, conditions: [], view: RAW_VIEW }
  return { rule, targets: [target] }
}

const LITERALS = ['a', '|', '-', 'ab', ' k', '\\x', 'abc', '.ps', '-en', 'cmd', 'exec', 'abcdefgh', 'k-a/b']
const literal = fc.oneof(
  fc.constantFrom(...LITERALS),
  fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'aAbBkK |\\-/.0\u00e9\u212a') }),
)

const pattern: fc.Arbitrary<Value> = fc
  .record({
    text: literal,
    form: fc.constantFrom('exact', 'startswith', 'endswith', 'contains', 'contains', 'windash'),
    cased: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  })
  .map(({ text, form, cased }) => {
    const tokens: PatternToken[] = form === 'windash' ? [{ wild: 'dash' }, text] : [text]
    if (form !== 'exact' && form !== 'startswith') tokens.unshift(any)
    if (form !== 'exact' && form !== 'endswith') tokens.push(any)
    return { op: 'pattern', tokens, cased, text }
  })

const regex: fc.Arbitrary<Value> = fc
  .constantFrom(
    ['[0-9]{4}', ''],
    ['[a-f]{2}[0-9]\\W', 'i'],
    ['\\d\\s[A-Z]', ''],
    ['cmd[0-9]+', 'i'],
    ['(?:ab|ba|-k){2}', ''],
    ['[\\\\/][a-z]{3}\\.', 'i'],
    ['^[^a]*$', ''],
    ['x?$', ''],
    ['k[ -]?a', 'i'],
  )
  .map(([source = '', flags = '']) => ({ op: 'regex', source, flags, text: source }))

const value = fc.oneof(
  { weight: 4, arbitrary: pattern },
  { weight: 1, arbitrary: regex },
  { weight: 1, arbitrary: arbitraryTextValue },
)

const rules = fc.array(
  fc
    .tuple(fc.constantFrom('F', 'F', 'A'), fc.array(value, { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([field, values, isAll]) => ruleOfValues(field, values, isAll && values.length < 3)),
  { minLength: 1, maxLength: 6 },
)

/** Mostly what no rule looks for. */
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 20, unit: fc.constantFrom(...'mnopqrstMNOP_') }) },
  { weight: 2, arbitrary: fc.array(literal, { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: arbitraryText },
  { weight: 1, arbitrary: literal.map((t) => `${t}\0\0`) },
  { weight: 1, arbitrary: fc.tuple(literal, fc.nat(99_999)).map(([t, n]) => `${t}${n} X`) },
)

/** Bytes of a text, now and then one more: half a unit. */
const bytesOf = fc.tuple(text, fc.integer({ min: 0, max: 9 })).map(([t, n]) => {
  const { type, bytes } = string(t)
  return { type, bytes: n === 0 ? Buffer.concat([bytes as Buffer, Buffer.of(0x61)]) : (bytes as Buffer) }
})

it('quick looks of the kernel lead to the same hits', () => {
  let records = 0
  let saved = 0
  let asked = 0
  let withTable = 0
  fc.assert(
    fc.property(
      rules,
      fc.array(fc.tuple(bytesOf, bytesOf), { minLength: 6, maxLength: 60 }),
      (list, rows) => {
        const template = createTemplate(['A', 'F'])
        const log = logOfStreams(rows.map((row) => template.record({}, row)))
        const kernel = cleanKernel()
        const sides = compareSides(
          createSide(list, createInterpreter(list)),
          createSide(list, createProgram(list, OPTIONS)),
          createSide(list, createProgram(list, OPTIONS, kernel), kernel),
        )
        for (let pass = 0; pass < 2; pass++) {
          const { calls } = sides.scan([log])
          records += rows.length
          saved += rows.length - calls.visited
          asked += calls.sets
        }
        if (kernel.words.subarray(TABLES >> 2, (TABLES >> 2) + 4).some((word) => word !== 0)) withTable++
      },
    ),
    { numRuns: 400, reporter: shortReport },
  )
  expect(withTable).toBeGreaterThan(200)
  expect(saved).toBeGreaterThan(records / 4)
  // Two values a record, most of them new in the first pass: the kernel did not have to ask about all.
  expect(asked).toBeLessThan(records / 2)
})

describe('a literal at every place of a text', () => {
  const forms: Readonly<Record<string, (text: string) => readonly PatternToken[]>> = {
    contains: (t) => [any, t, any],
    startswith: (t) => [t, any],
    endswith: (t) => [any, t],
    exact: (t) => [t],
    'contains, after a dash': (t) => [any, { wild: 'dash' }, t, any],
  }

  it.each(['z', '|', 'Ab', 'z\\', 'aZ0', 'wxyz', '.exe', 'AZ@[`{', 'abcdefghi'])('%j', (literal) => {
    const places = Array.from({ length: 9 }, (_, n) => n)
    for (const [form, tokensOf] of Object.entries(forms)) {
      const tokens = tokensOf(literal)
      const list = [ruleOfValues('F', [{ op: 'pattern', tokens, cased: false, text: literal }], false)]
      const near = form.endsWith('dash') ? ['-', '/', '+'].map((dash) => dash + literal) : [literal]
      const own = near.flatMap((t) => [t, t.toUpperCase(), t.toLowerCase()])
      const texts = places.flatMap((before) =>
        places.map((after, i) => `${'q'.repeat(before)}${own[i % own.length]}${'q'.repeat(after)}`),
      )
      const template = createTemplate(['F'])
      const log = logOfStreams(['q', 'qq', 'qqq', ...texts].map((t) => template.record({}, [string(t)])))
      const kernel = cleanKernel()
      const sides = compareSides(
        createSide(list, createInterpreter(list)),
        createSide(list, createProgram(list, OPTIONS, kernel), kernel),
      )
      const { told, calls } = sides.scan([log])
      expect(told.hits.length).toBeGreaterThan(form === 'exact' ? 0 : 8)
      expect(kernel.words[TABLES >> 2]).not.toBe(0)
      expect(calls.visited).toBeLessThan(3 + texts.length + (form.startsWith('contains') ? 1 : 0))
    }
  })
})

describe('what an expression needs, at every place of a text', () => {
  const cases: readonly (readonly [source: string, hits: readonly string[], near: string])[] = [
    // A rare unit at the first, a middle and the last place of the window.
    ['%[a-z][0-9]', ['%q7', '%a0'], '%%%qq%7'],
    ['[a-f]{2}#[0-9]{2}', ['ab#12', 'ff#00'], '#ab#1#12#'],
    ['[0-9]{3}!', ['123!', '000!'], '!12!!1!23'],
    // Three rare units, and units next to letters in ASCII.
    ['[|~^][a-f]{2}', ['|ab', '~ff', '^cd'], '|~^a|q~b^'],
    ['[@`]{2}[a-z]', ['@`x', '``z'], '@ @` `'],
    // No set is small: leaps.
    ['[a-f0-9]{20}', ['0123456789abcdef0123', 'ffffffffffffffffffff'], 'aaaaaaaaaaaaaaaaaaa.bbbbbbbbbbb'],
    ['\\s[a-f]{6}[^a-f]{4}', [' abcdefxxxx', '\tffffff0123'], ' abcdeeee abcdefxxxa'],
    // Several windows, of which the text may lack one.
    ['#[0-9].*%[0-9]', ['#1%1', '#1 and so on %2'], '#1 and so on %'],
  ]

  it.each(cases)('%s', (source, matching, near) => {
    const list = [ruleOfValues('F', [{ op: 'regex', source, flags: '', text: source }], false)]
    const fillers = [near, 'q'.repeat(40), `${near}${'z '.repeat(12)}`].map((t) => t.replaceAll('\t', ' '))
    const textsOf = (filler: string): string[] =>
      Array.from({ length: 36 }, (_, n) => `${filler.slice(0, n)}${matching[n % matching.length]}`).flatMap(
        (t, n) => [t, `${t}${filler.slice(0, 35 - n)}`, t.slice(0, -1), t.slice(1)],
      )
    const texts = fillers.flatMap(textsOf)
    const logs = fillers.map((filler) => {
      const template = createTemplate(['F'])
      return logOfStreams(['q', 'qq', 'qqq', ...textsOf(filler)].map((t) => template.record({}, [string(t)])))
    })
    const kernel = cleanKernel()
    const sides = compareSides(
      createSide(list, createInterpreter(list)),
      createSide(list, createProgram(list, OPTIONS, kernel), kernel),
    )
    let hits = 0
    let asked = 0
    for (const log of logs) {
      const { told, calls } = sides.scan([log])
      hits += told.hits.length
      asked += calls.sets
    }
    expect(hits).toBe(texts.filter((t) => new RegExp(source).test(t)).length)
    expect(hits).toBeGreaterThan(texts.length / 4)
    expect(kernel.words[TABLES >> 2]).not.toBe(0)
    // Texts that lack a window are not asked about.
    expect(asked).toBeLessThan(texts.length)
  })
})
