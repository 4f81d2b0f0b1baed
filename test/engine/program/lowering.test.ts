/** Fields, atoms and rules as the program sees them. */
import { describe, expect, it } from 'vitest'
import { createAtomTable, type TextValue } from '../../../src/engine/program/lower/atom-table.ts'
import { createFieldKeys } from '../../../src/engine/program/lower/field-key.ts'
import { lowerRule } from '../../../src/engine/program/lower/lower-rule.ts'
import type { FieldSource, FieldView } from '../../../src/mapping/mapping.ts'
import type { Item, PatternToken, Value } from '../../../src/sigma/ast.ts'
import { RAW_VIEW, RENAMING_VIEW, ruleOf } from '../../support/arbitrary-rules.ts'

const any: PatternToken = { wild: 'any' }

function pattern(tokens: readonly PatternToken[], cased = false): TextValue {
  return { op: 'pattern', tokens, cased, text: '' }
}

describe('field keys', () => {
  it('are shared by all ways to the same sources', () => {
    const keys = createFieldKeys()
    expect(keys.keyOf(RENAMING_VIEW, 'Image')).toBe(keys.keyOf(RAW_VIEW, 'NewProcessName'))
    expect(keys.keyOf(RENAMING_VIEW, 'CommandLine')).toBe(keys.rawKey('CommandLine'))
    expect(keys.keyOf(RENAMING_VIEW, 'User')).toBe(keys.keyOf(RENAMING_VIEW, 'User'))
  })

  it('differ where the sources do', () => {
    const keys = createFieldKeys()
    const all = ['Image', 'User', 'All', 'ThreatName', 'Data'].map((name) => keys.keyOf(RENAMING_VIEW, name))
    expect(new Set([...all, keys.keywordKey()]).size).toBe(6)
    expect(keys.keys.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('tell derived sources by their function and their names', () => {
    const derive = (): readonly string[] => []
    const view = (source: FieldSource): FieldView => ({ id: 'v', sourcesOf: () => [source] })
    const keys = createFieldKeys()
    const one = keys.keyOf(view({ kind: 'derived', from: ['a', 'b'], derive }), 'x')
    expect(keys.keyOf(view({ kind: 'derived', from: ['a', 'b'], derive }), 'x')).toBe(one)
    expect(keys.keyOf(view({ kind: 'derived', from: ['a,b'], derive }), 'x')).not.toBe(one)
    expect(keys.keyOf(view({ kind: 'derived', from: ['a', 'b'], derive: () => [] }), 'x')).not.toBe(one)
  })

  it('do not exist where the view says so', () => {
    expect(createFieldKeys().keyOf(RENAMING_VIEW, 'Gone')).toBeUndefined()
  })
})

describe('atoms', () => {
  const keys = createFieldKeys()
  const image = keys.rawKey('Image')

  function isSame(left: TextValue, right: TextValue): boolean {
    const atoms = createAtomTable()
    return (
      atoms.leafOf(image, { kind: 'text', value: left }) ===
      atoms.leafOf(image, { kind: 'text', value: right })
    )
  }

  it.each<[string, TextValue, TextValue, boolean]>([
    ['letters of another case', pattern(['CMD.exe', any]), pattern(['cmd.EXE', any]), true],
    ['letters of another case, cased', pattern(['A'], true), pattern(['a'], true), false],
    ['cased and not', pattern(['a'], true), pattern(['a']), false],
    ['open and anchored', pattern(['a', any]), pattern(['a']), false],
    ['a wildcard and its character', pattern(['a', any, 'b']), pattern(['a*b']), false],
    ['one literal and what looks like two', pattern(['a', any, '1:b']), pattern(['a*1:b']), false],
    ['flags in another order', regex('a', 'im'), regex('a', 'mi'), true],
    ['other flags', regex('a', 'i'), regex('a', ''), false],
    ['another prefix', cidr(8), cidr(9), false],
    ['another relation', compare('gt'), compare('gte'), false],
  ])('%s', (_name, left, right, expected) => {
    expect(isSame(left, right)).toBe(expected)
  })

  it('of two fields are two', () => {
    const atoms = createAtomTable()
    const value = pattern(['a'])
    atoms.leafOf(image, { kind: 'text', value })
    atoms.leafOf(keys.rawKey('Data'), { kind: 'text', value })
    expect(atoms.atoms.map(({ id }) => id)).toEqual([0, 1])
  })
})

function regex(source: string, flags: string): TextValue {
  return { op: 'regex', source, flags, text: '' }
}

function cidr(prefixBits: number): TextValue {
  return { op: 'cidr', network: [10, 0, 0, 0], prefixBits, text: '' }
}

function compare(relation: 'gt' | 'gte'): TextValue {
  return { op: 'compare', relation, value: 1, text: '' }
}

describe('rules', () => {
  const position = { line: 1, column: 1 }

  function lower(item: Partial<Item>, view = RAW_VIEW) {
    const tables = { fields: createFieldKeys(), atoms: createAtomTable() }
    const search = {
      type: 'item',
      field: 'F',
      modifiers: [],
      linking: 'or',
      negated: false,
      values: [],
      position,
      ...item,
    } as const
    const rule = ruleOf({
      identifiers: [{ name: 's', search, position }],
      conditions: [{ type: 'identifier', name: 's' }],
      timeframe: undefined,
      aggregation: undefined,
    })
    return { expression: lowerRule(rule, view, tables), atoms: tables.atoms.atoms }
  }

  const text = (value: string): Value => ({ op: 'pattern', tokens: [value], cased: false, text: value })

  it('of a null ask for a text that is not empty', () => {
    const { expression, atoms } = lower({ values: [{ op: 'null', text: 'null' }] })
    expect(expression).toEqual({ op: 'not', child: { op: 'atom', atom: 0 } })
    expect(atoms[0]!.test).toEqual({ kind: 'nonEmpty' })
  })

  it('of existence and of a lone star ask for any value', () => {
    const star = { op: 'pattern', tokens: [any, any], cased: false, text: '**' } as const
    const { expression, atoms } = lower({ values: [{ op: 'exists', expected: true, text: 'true' }, star] })
    expect(expression).toEqual({ op: 'atom', atom: 0 })
    expect(atoms[0]!.test).toEqual({ kind: 'present' })
  })

  it.each<[string, Partial<Item>, boolean]>([
    ['a text', { values: [text('a')] }, false],
    ['a text, negated', { values: [text('a')], negated: true }, true],
    ['null', { values: [{ op: 'null', text: 'null' }] }, true],
    ['absence', { values: [{ op: 'exists', expected: false, text: 'false' }] }, true],
    ['presence', { values: [{ op: 'exists', expected: true, text: 'true' }] }, false],
  ])('on a field that cannot exist are decided: %s', (_name, item, value) => {
    expect(lower({ ...item, field: 'Gone' }, RENAMING_VIEW).expression).toEqual({ op: 'constant', value })
  })

  it('link values as the item says', () => {
    const values = [text('a'), text('b')]
    expect(lower({ values, linking: 'and' }).expression.op).toBe('and')
    expect(lower({ values, linking: 'and', negated: true }).expression.op).toBe('not')
    const oneOf = { op: 'oneOf', values, text: '' } as const
    expect(lower({ values: [oneOf, text('c')], linking: 'and' }).expression).toMatchObject({
      op: 'and',
      children: [{ op: 'atom', atom: 2 }, { op: 'or' }],
    })
  })

  it('that name what is missing are a bug of the caller', () => {
    const rule = ruleOf({
      identifiers: [],
      conditions: [{ type: 'identifier', name: 'gone' }],
      timeframe: undefined,
      aggregation: undefined,
    })
    expect(() => lowerRule(rule, RAW_VIEW, { fields: createFieldKeys(), atoms: createAtomTable() })).toThrow(
      'gone',
    )
  })
})
