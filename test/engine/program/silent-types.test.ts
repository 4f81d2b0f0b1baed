/** Values are skipped by their type only where no atom could hold. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Atom,
  type AtomTest,
  makeAtom,
  type TextValue,
} from '../../../src/engine/program/lower/atom-table.ts'
import { createFieldKeys } from '../../../src/engine/program/lower/field-key.ts'
import { buildFieldMatcher } from '../../../src/engine/program/scan/field-matcher.ts'
import { createProbeTable, describeAtoms } from '../../../src/engine/program/scan/probe-table.ts'
import { isSilent, SILENT_TYPES } from '../../../src/engine/program/scan/silent-types.ts'
import { renderText } from '../../../src/event/render-text.ts'
import { ValueType } from '../../../src/event/value-type.ts'
import type { PatternToken } from '../../../src/sigma/ast.ts'

const any: PatternToken = { wild: 'any' }
const field = createFieldKeys().rawKey('F')

function silence(tests: readonly AtomTest[], type: number): boolean {
  const atoms: Atom[] = tests.map((test, id) => makeAtom(id, field, test))
  const probes = createProbeTable(atoms)
  const ids = Int32Array.from(atoms, ({ id }) => id)
  describeAtoms(probes, ids)
  return isSilent(buildFieldMatcher(1, ids, probes), type, probes)
}

function text(value: TextValue): AtomTest {
  return { kind: 'text', value }
}

function pattern(...tokens: readonly PatternToken[]): AtomTest {
  return text({ op: 'pattern', tokens, cased: false, text: '' })
}

const TYPES = Object.entries(ValueType)
  .filter(([, type]) => type < SILENT_TYPES && type > ValueType.AnsiString)
  .map(([name, type]) => [name, type] as const)

describe('a matcher', () => {
  it.each(TYPES)('of a text that a %s has is not silent', (_name, type) => {
    const width = fc.constantFrom(1, 2, 4, 8, 12, 16, 20)
    const special = fc.constantFrom(
      '000000000000f07f',
      '000000000000f0ff',
      '000000000000f87f',
      '0000807f',
      '00000000',
    )
    const value = fc.oneof(
      {
        weight: 5,
        arbitrary: width.chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
      },
      { weight: 2, arbitrary: special.map((hex) => Buffer.from(hex, 'hex')) },
    )
    fc.assert(
      fc.property(
        value,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (made, from, length, isUpper) => {
          const bytes = Buffer.from(made)
          // Sizes that fit the type come up often enough; the others are shown as hexadecimal.
          if (type === ValueType.Sid && bytes.length === 12) bytes[1] = 1
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          const shown = renderText(type, { bytes, view }, 0, bytes.length)
          const at = from % shown.length
          const piece = shown.slice(at, at + length)
          const written = isUpper ? piece.toUpperCase() : piece.toLowerCase()
          expect(silence([pattern(any, 'mimikatz', any), pattern(any, written, any)], type)).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(TYPES)('of words is silent for a %s', (_name, type) => {
    const words = ['mimikatz', 'Microsoft', '\\cmd.exe', '\u043f\u0440\u0438\u0432\u0435\u0442 g'].map((w) =>
      pattern(any, w),
    )
    expect(silence([...words, { kind: 'present' }, { kind: 'nonEmpty' }], type)).toBe(true)
  })

  it.each<[string, AtomTest]>([
    ['a comparison of numbers', text({ op: 'compare', relation: 'gt', value: 1, text: '1' })],
    ['a network', text({ op: 'cidr', network: [10, 0, 0, 0], prefixBits: 8, text: '' })],
    ['an expression without text', text({ op: 'regex', source: '[0-9]', flags: '', text: '' })],
    ['a wildcard without text', pattern({ wild: 'one' })],
    ['a dash', pattern(any, { wild: 'dash' }, '1')],
  ])('of %s is not silent for numbers', (_name, test) => {
    expect(silence([test], ValueType.Int32)).toBe(false)
  })

  it.each([ValueType.String, ValueType.AnsiString, ValueType.Null, 0x18])(
    'is not silent for type %i',
    (type) => {
      expect(silence([pattern('mimikatz')], type)).toBe(false)
    },
  )
})
