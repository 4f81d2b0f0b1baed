/** A quick look says that nothing holds only where nothing holds, and says so for plain texts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPredicate } from '../../../src/engine/predicate/create-predicate.ts'
import { makeAtom, type TextValue } from '../../../src/engine/program/lower/atom-table.ts'
import { createFieldKeys } from '../../../src/engine/program/lower/field-key.ts'
import { buildFieldMatcher } from '../../../src/engine/program/scan/field-matcher.ts'
import { createProbeTable, describeAtoms } from '../../../src/engine/program/scan/probe-table.ts'
import { holdsNothing } from '../../../src/engine/program/scan/quick-scan.ts'
import { buildQuickTable } from '../../../src/engine/program/scan/quick-table.ts'
import type { PatternToken } from '../../../src/sigma/ast.ts'
import { arbitraryText, arbitraryTextValue } from '../../support/arbitrary-rules.ts'

const field = createFieldKeys().rawKey('F')
const any: PatternToken = { wild: 'any' }
const dash: PatternToken = { wild: 'dash' }

interface Look {
  /** True when certainly none but `asked` holds for the text. */
  readonly isQuiet: (text: string) => boolean
  /** Values that have to be asked in any case. */
  readonly asked: readonly number[]
}

function createLook(values: readonly TextValue[]): Look {
  const atoms = values.map((value, id) => makeAtom(id, field, { kind: 'text', value }))
  const probes = createProbeTable(atoms)
  const ids = Int32Array.from(atoms, ({ id }) => id)
  describeAtoms(probes, ids)
  const matcher = buildFieldMatcher(1, ids, probes)
  const table = buildQuickTable(matcher, probes)
  return {
    asked: [...table.asked, ...matcher.always, ...matcher.nonEmpty],
    isQuiet: (text) => {
      // Texts lie at odd and at even offsets, between bytes that are not theirs.
      const answers = ['x', 'xy'].map((before) => {
        const units = Buffer.from(text, 'utf16le')
        const all = Buffer.concat([Buffer.from(before, 'latin1'), units, Buffer.from('cmd.exe', 'utf16le')])
        const copy = Buffer.from(new ArrayBuffer(all.length))
        all.copy(copy)
        return holdsNothing(table, probes, copy, new DataView(copy.buffer), before.length, units.length)
      })
      expect(answers[0]).toBe(answers[1])
      return answers[0]!
    },
  }
}

function pattern(tokens: readonly PatternToken[], cased = false): TextValue {
  return { op: 'pattern', tokens, cased, text: '' }
}

describe('a quick look', () => {
  it('never passes over a value that holds', () => {
    const values = fc.array(arbitraryTextValue, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(values, fc.array(arbitraryText, { minLength: 1, maxLength: 10 }), (list, texts) => {
        const { asked, isQuiet } = createLook(list)
        const tests = list.map((value) => createPredicate(value))
        for (const text of texts) {
          if (!isQuiet(text)) continue
          expect(tests.flatMap((test, i) => (test(text) && !asked.includes(i) ? [i] : []))).toEqual([])
        }
      }),
      { numRuns: 1500 },
    )
  })

  it.each<[string, TextValue, string, boolean]>([
    ['a text without it', pattern([any, 'mimikatz', any]), 'C:\\Windows\\System32\\cmd.exe', true],
    ['a text with it', pattern([any, 'mimikatz', any]), 'C:\\MimiKatz.exe', false],
    ['at the start', pattern(['c:\\temp\\', any]), 'C:\\TEMP\\a', false],
    ['not at the start', pattern(['c:\\temp\\', any]), ' C:\\TEMP\\a', true],
    ['at the end', pattern([any, '.ps1']), 'a.PS1', false],
    ['at the end, before NULs', pattern([any, '.ps1']), 'a.PS1\0\0', false],
    ['not at the end', pattern([any, '.ps1']), 'a.ps1.txt', true],
    ['the only unit', pattern(['a']), 'A', false],
    ['a short whole in a longer text', pattern(['a']), 'ab', true],
    ['three units', pattern([any, 'abc', any]), 'xxABCxx', false],
    ['three other units', pattern([any, 'abc', any]), 'xxabxcxx', true],
    ['a character that differs by 0x20 only', pattern([any, '|', any]), 'a\\b', true],
    ['a dash', pattern([any, dash, 'enc ', any]), 'x /enc y', false],
    ['another character for a dash', pattern([any, dash, 'enc ', any]), 'x +enc y', true],
    ['a text beyond ASCII', pattern([any, 'mimikatz', any]), 'Zoë', false],
    ['a text whose Kelvin sign folds to k', pattern([any, 'mimikatz', any]), 'mimi\u212aatz', false],
    ['an odd number of units', pattern([any, 'wxyz', any]), '1wxyz', false],
    ['an empty text', pattern([any, 'wxyz', any]), '', false],
  ])('%s', (_name, value, text, expected) => {
    expect(createLook([value]).isQuiet(text)).toBe(expected)
  })

  it('asks tests without a long literal', () => {
    const regex = (source: string): TextValue => ({ op: 'regex', source, flags: '', text: source })
    const { asked, isQuiet } = createLook([regex('\\d{3}'), regex('-[a-f]+'), regex('evil\\d+')])
    expect(asked).toEqual([0, 1])
    expect(isQuiet('123 -abc')).toBe(true)
    expect(isQuiet('evil')).toBe(false)
  })
})
