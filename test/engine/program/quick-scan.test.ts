/** A quick look finds what holds, or says that it does not know; for plain texts it knows. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPredicate } from '../../../src/engine/predicate/create-predicate.ts'
import { makeAtom, type TextValue } from '../../../src/engine/program/lower/atom-table.ts'
import { createFieldKeys } from '../../../src/engine/program/lower/field-key.ts'
import { buildFieldMatcher } from '../../../src/engine/program/scan/field-matcher.ts'
import { createProbeTable, describeAtoms } from '../../../src/engine/program/scan/probe-table.ts'
import { scanQuickly } from '../../../src/engine/program/scan/quick-scan.ts'
import { buildQuickTable } from '../../../src/engine/program/scan/quick-table.ts'
import { createValueScanner } from '../../../src/engine/program/scan/scan-value.ts'
import {
  buildStrideTable,
  passesStride,
  type StrideTable,
} from '../../../src/engine/program/scan/stride-table.ts'
import type { PatternToken } from '../../../src/sigma/ast.ts'
import { arbitraryText, arbitraryTextValue } from '../../support/arbitrary-rules.ts'

const field = createFieldKeys().rawKey('F')
const any: PatternToken = { wild: 'any' }
const dash: PatternToken = { wild: 'dash' }

/** What a quick look at a text tells; `undefined`: nothing. */
type Look = (
  text: string,
) => { readonly found: readonly number[]; readonly asked: readonly number[] } | undefined

function createLook(values: readonly TextValue[]): Look {
  const atoms = values.map((value, id) => makeAtom(id, field, { kind: 'text', value }))
  const probes = createProbeTable(atoms)
  const ids = Int32Array.from(atoms, ({ id }) => id)
  describeAtoms(probes, ids)
  const matcher = buildFieldMatcher(1, ids, probes)
  const table = buildQuickTable(matcher, probes)
  const scanner = createValueScanner(atoms, probes)
  return (text) => {
    // Texts lie at odd and at even offsets, between bytes that are not theirs.
    const answers = ['x', 'xy'].map((before) => {
      const units = Buffer.from(text, 'utf16le')
      const all = Buffer.concat([Buffer.from(before, 'latin1'), units, Buffer.from('cmd.exe', 'utf16le')])
      const copy = Buffer.from(new ArrayBuffer(all.length))
      all.copy(copy)
      const view = new DataView(copy.buffer)
      if (!scanQuickly(table, scanner, copy, view, before.length, units.length)) return undefined
      const found = [...scanner.found.subarray(0, scanner.foundCount), ...matcher.always, ...matcher.nonEmpty]
      const nominated = scanner.nominated.subarray(0, scanner.nominatedCount)
      return {
        found: found.sort((a, b) => a - b),
        asked: [...table.asked, ...nominated].sort((a, b) => a - b),
      }
    })
    expect(answers[0]).toEqual(answers[1])
    return answers[0]
  }
}

function pattern(tokens: readonly PatternToken[], cased = false): TextValue {
  return { op: 'pattern', tokens, cased, text: '' }
}

describe('a quick look', () => {
  it('finds exactly what holds, with what it leaves to be asked', () => {
    const values = fc.array(arbitraryTextValue, { minLength: 1, maxLength: 30 })
    let told = 0
    fc.assert(
      fc.property(values, fc.array(arbitraryText, { minLength: 1, maxLength: 10 }), (list, texts) => {
        const look = createLook(list)
        const tests = list.map((value) => createPredicate(value))
        for (const text of texts) {
          const answer = look(text)
          if (answer === undefined) continue
          told++
          expect(new Set(answer.found).size).toBe(answer.found.length)
          const asked = answer.asked.filter((i) => tests[i]!(text))
          expect([...answer.found, ...asked].sort((a, b) => a - b)).toEqual(
            tests.flatMap((test, i) => (test(text) ? [i] : [])),
          )
        }
      }),
      { numRuns: 1500 },
    )
    expect(told).toBeGreaterThan(500)
  })

  it.each<[string, TextValue, string, boolean | undefined]>([
    ['a text without it', pattern([any, 'mimikatz', any]), 'C:\\Windows\\System32\\cmd.exe', false],
    ['a text with it', pattern([any, 'mimikatz', any]), 'C:\\MimiKatz.exe', true],
    ['at the start', pattern(['c:\\temp\\', any]), 'C:\\TEMP\\a', true],
    ['not at the start', pattern(['c:\\temp\\', any]), ' C:\\TEMP\\a', false],
    ['at the end', pattern([any, '.ps1']), 'a.PS1', true],
    ['at the end, before NULs', pattern([any, '.ps1']), 'a.PS1\0\0', true],
    ['not at the end', pattern([any, '.ps1']), 'a.ps1.txt', false],
    ['the only unit', pattern(['a']), 'A', undefined],
    ['a short whole in a longer text', pattern(['a']), 'ab', false],
    ['three units', pattern([any, 'abc', any]), 'xxABCxx', true],
    ['three units at the odd end', pattern([any, 'abc']), 'xxABC', true],
    ['two units at the start', pattern(['ab', any]), 'ABxx', true],
    ['one unit, the last of an odd number', pattern([any, '|', any]), 'ab|', true],
    ['three other units', pattern([any, 'abc', any]), 'xxabxcxx', false],
    ['a character that differs by 0x20 only', pattern([any, '|', any]), 'a\\b', false],
    ['a dash', pattern([any, dash, 'enc ', any]), 'x /enc y', true],
    ['another character for a dash', pattern([any, dash, 'enc ', any]), 'x +enc y', false],
    ['a text beyond ASCII', pattern([any, 'mimikatz', any]), 'Zoë', undefined],
    ['a text whose Kelvin sign folds to k', pattern([any, 'mimikatz', any]), 'mimi\u212aatz', undefined],
    ['an odd number of units', pattern([any, 'wxyz', any]), '1wxyz', true],
    ['twice', pattern([any, 'wxyz', any]), '1wxyzwxyz', true],
    ['an empty text', pattern([any, 'wxyz', any]), '', undefined],
  ])('%s', (_name, value, text, expected) => {
    const answer = createLook([value])(text)
    expect(answer?.found).toEqual(expected === undefined ? undefined : expected ? [0] : [])
  })

  it('nominates tests whose literal is there, and asks those without one', () => {
    const regex = (source: string): TextValue => ({ op: 'regex', source, flags: '', text: source })
    const look = createLook([regex('\\d{3}'), regex('-[a-f]+'), regex('evil\\d+')])
    expect(look('123')).toEqual({ found: [], asked: [0] })
    expect(look('-abc evil- Evil-')).toEqual({ found: [], asked: [0, 1, 2] })
  })
})

describe('a look at every fourth unit', () => {
  const literal = fc.string({
    minLength: 5,
    maxLength: 14,
    unit: fc.constantFrom('a', 'B', 'k', '\\', '|', ' ', '1', 'é', '\u212a'),
  })
  const shapes = fc.constantFrom<(text: string) => readonly PatternToken[]>(
    (text) => [any, text, any],
    (text) => [text, any],
    (text) => [any, text],
    (text) => [text],
    (text) => [any, text, { wild: 'one' }, 'abcdefgh', any],
  )
  const values = fc.array(
    fc.tuple(literal, shapes).map(([text, shape]) => pattern(shape(text))),
    { minLength: 1, maxLength: 6 },
  )

  it('never passes over a value that holds', () => {
    let looks = 0
    fc.assert(
      fc.property(values, fc.array(fc.tuple(literal, literal, fc.nat(5))), (list, texts) => {
        const table = strideTableOf(list)
        if (table === undefined) return
        const tests = list.map((value) => createPredicate(value))
        const own = list.map((value) =>
          value.op === 'pattern' ? value.tokens.filter(isLiteral).join('x') : '',
        )
        for (const text of [...own, ...texts.flatMap(([a, b, i]) => [a + b, a + (own[i] ?? '') + b])]) {
          const isPassed = text.length < table.minUnits || passes(table, text)
          if (isPassed) expect(tests.some((test) => test(text))).toBe(false)
          looks++
        }
      }),
      { numRuns: 3000 },
    )
    expect(looks).toBeGreaterThan(1000)
  })

  it.each<[string, string, boolean]>([
    ['a text without it', 'C:\\Windows\\System32\\svchost.exe -k netsvcs', true],
    ['a text that begins with it', 'Sekurlsa::x', false],
    ['a text with it, one unit in', 'xSEKURLSA::', false],
    ['a text with it, two units in', 'xxsekurlsa::', false],
    ['a text with it, three units in', 'xxxsekurlsa::y', false],
    ['a text beyond ASCII', 'Zoë Zoë Zoë', false],
  ])('%s', (_name, text, expected) => {
    expect(passes(strideTableOf([pattern([any, 'sekurlsa::', any])])!, text)).toBe(expected)
  })

  it('is not for short literals, tests without one, and dashes at the start', () => {
    expect(strideTableOf([pattern([any, '1234567', any]), pattern([any, '123456', any])])).toBeUndefined()
    expect(strideTableOf([{ op: 'regex', source: '\\d+', flags: '', text: '' }])).toBeUndefined()
    expect(strideTableOf([pattern([any, 'abc', dash, 'defghi', any])])).toBeUndefined()
    expect(strideTableOf([pattern([any, '1234567', any])])?.minUnits).toBe(7)
  })
})

function isLiteral(token: PatternToken): token is string {
  return typeof token === 'string'
}

function strideTableOf(values: readonly TextValue[]): StrideTable | undefined {
  const atoms = values.map((value, id) => makeAtom(id, field, { kind: 'text', value }))
  const probes = createProbeTable(atoms)
  const ids = Int32Array.from(atoms, ({ id }) => id)
  describeAtoms(probes, ids)
  return buildStrideTable(buildFieldMatcher(1, ids, probes), probes)
}

/** Behind the text lies what must not be looked at. */
function passes(table: StrideTable, text: string): boolean {
  const units = Buffer.from(`${text}sekurlsa::`, 'utf16le')
  const answers = [0, 1].map((offset) => {
    const bytes = new Uint8Array(offset + units.length)
    bytes.set(units, offset)
    return passesStride(table, new DataView(bytes.buffer), offset, 2 * text.length)
  })
  expect(answers[0]).toBe(answers[1])
  return answers[0]!
}
