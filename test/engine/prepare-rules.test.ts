/** Which rules run, which do not and why; independent of the order in which files are read. */
import { describe, expect, test } from 'vitest'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { Mapping, Target } from '../../src/mapping/mapping.ts'
import type {
  Aggregation,
  DetectionRule,
  FilterRule,
  Level,
  SigmaDocument,
  Value,
} from '../../src/sigma/ast.ts'
import { RAW_VIEW, ruleOf } from '../support/arbitrary-rules.ts'

const target: Target = { id: 'all', channels: undefined, eventIds: undefined, conditions: [], view: RAW_VIEW }

/** By service: `linux` is another product, `unknown` has no channel. */
const mapping: Mapping = {
  name: 'test',
  resolve: ({ service }) => {
    if (service === 'linux') return { type: 'not-applicable', reason: 'product linux' }
    if (service === 'unknown') return { type: 'unsupported', reason: 'unknown service unknown' }
    return { type: 'targets', targets: [target] }
  },
}

interface Made {
  readonly file?: string
  readonly document?: number
  readonly id?: string
  readonly level?: Level
  readonly service?: string
  readonly value?: Value
  readonly aggregation?: Aggregation
}

const placeholder: Value = {
  op: 'placeholder',
  names: ['x'],
  template: { op: 'pattern', tokens: [{ placeholder: 'x' }], cased: false },
  text: '%x%',
}
const exact: Value = { op: 'pattern', tokens: ['x'], cased: false, text: 'x' }

function rule({
  file = 'r.yml',
  document = 0,
  id,
  level,
  service,
  value = exact,
  aggregation,
}: Made): DetectionRule {
  const made = ruleOf({
    identifiers: [
      {
        name: 's',
        search: {
          type: 'item',
          field: 'F',
          modifiers: ['re'],
          linking: 'or',
          negated: false,
          values: [value],
          position: { line: 7, column: 5 },
        },
        position: { line: 6, column: 3 },
      },
    ],
    conditions: [{ type: 'identifier', name: 's' }],
    timeframe: undefined,
    aggregation,
  })
  return { ...made, file, document, id, level, logsource: { ...made.logsource, service } }
}

const regex = (source: string): Value => ({ op: 'regex', source, flags: '', text: source })
const aggregation = (name: 'count' | 'near'): Aggregation => ({
  function: name,
  field: undefined,
  groupBy: undefined,
  operator: 'gt',
  value: 1,
  text: `${name}() > 1`,
})

function codes(document: SigmaDocument): readonly string[] {
  const { rejected } = prepareRules([document], mapping)
  return rejected.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
}

describe('refused', () => {
  test.each<[string, Made, readonly string[]]>([
    ['placeholder', { value: placeholder }, ['rule-placeholder']],
    [
      'placeholder in a list',
      { value: { op: 'oneOf', values: [placeholder], text: '' } },
      ['rule-placeholder'],
    ],
    ['near', { aggregation: aggregation('near') }, ['rule-unsupported']],
    ['log source', { service: 'unknown' }, ['rule-logsource']],
    ['regular expression', { value: regex('a(') }, ['rule-regex']],
    ['too large a regular expression', { value: regex('(.{1000}){1000}') }, ['rule-regex']],
    ['several reasons', { service: 'unknown', value: regex('(') }, ['rule-logsource', 'rule-regex']],
  ])('%s', (_, made, expected) => {
    expect(codes(rule(made))).toEqual(expected)
  })

  test('a finding names file, place and reason', () => {
    const { rejected } = prepareRules([rule({ file: 'a/b.yml', value: regex('a(') })], mapping)
    expect(rejected[0]?.diagnostics).toEqual([
      {
        code: 'rule-regex',
        severity: 'error',
        source: 'a/b.yml',
        message: expect.stringMatching(/F\|re: .*a\(.*parenthesis.*character 2/),
        line: 7,
        column: 5,
      },
    ])
  })
})

test('a regular expression that needs backtracking runs with a warning', () => {
  const { runnable, warnings } = prepareRules([rule({ value: regex('a(?!b)') })], mapping)
  expect(runnable).toHaveLength(1)
  expect(warnings.map(({ code, severity }) => [code, severity])).toEqual([['rule-doubtful', 'warning']])
})

test('other products are not applicable, rules that were not asked for are left out before', () => {
  const documents = [
    rule({ file: '1', service: 'linux', value: regex('(') }),
    rule({ file: '2' }),
    rule({ file: '3', level: 'informational' }),
    rule({ file: '4', level: 'medium' }),
    rule({ file: '5', level: 'high' }),
    rule({ file: '6', level: 'critical' }),
  ]
  const prepared = prepareRules(documents, mapping, { selection: { minLevel: 'medium' } })
  expect(prepared.rejected).toEqual([])
  expect(prepared.notApplicable).toEqual([])
  expect(prepared.runnable.map((r) => r.rule.file)).toEqual(['4', '5', '6'])
  const below = 'level below --min-level'
  expect(prepared.leftOut.map(({ document, reason }) => [document.file, reason])).toEqual([
    ['1', below],
    ['2', below],
    ['3', below],
  ])
  const all = prepareRules(documents, mapping)
  expect(all.runnable).toHaveLength(5)
  expect(all.notApplicable.map(({ document, reason }) => [document.file, reason])).toEqual([
    ['1', 'product linux'],
  ])
  expect(all.leftOut).toEqual([])
})

describe('placeholders', () => {
  const values = new Map([['x', [{ text: 'a*', tokens: ['a', { wild: 'any' } as const] }]]])

  test('are filled before a rule is inspected', () => {
    const { runnable, rejected } = prepareRules([rule({ value: placeholder })], mapping, {
      placeholders: values,
    })
    expect(rejected).toEqual([])
    expect(runnable[0]?.rule.detection.identifiers[0]?.search).toMatchObject({
      values: [{ op: 'pattern', tokens: ['a', { wild: 'any' }], text: 'a*' }],
    })
  })

  test('without values reject the rule, naming the placeholder and the flag', () => {
    const { rejected } = prepareRules([rule({ value: placeholder })], mapping)
    expect(rejected[0]?.diagnostics).toEqual([
      {
        code: 'rule-placeholder',
        severity: 'error',
        source: 'r.yml',
        message: expect.stringMatching(
          /^F\|re: '%x%' needs values for %x%; give them with --placeholders FILE/,
        ),
        line: 7,
        column: 5,
      },
    ])
  })
})

describe('filters', () => {
  const filter = (made: Made, rules: FilterRule['rules']): FilterRule => {
    const { kind: _kind, ...rest } = rule({ file: 'f.yml', ...made })
    return { ...rest, kind: 'filter', title: 'allowed', rules }
  }

  test('change the rules that they are for, and are no rules', () => {
    const id = '5f0a1b2c-0000-1111-2222-333344445555'
    const documents = [rule({ file: 'a.yml', id }), rule({ file: 'b.yml' }), filter({}, [id])]
    const { runnable, filters, rejected, warnings } = prepareRules(documents, mapping)
    expect([rejected, warnings]).toEqual([[], []])
    expect(runnable.map((r) => r.rule.detection.identifiers.map(({ name }) => name))).toEqual([
      ['s', 'filter allowed/s'],
      ['s'],
    ])
    expect(filters.map((applied) => applied.rules.map(({ file }) => file))).toEqual([['a.yml']])
  })

  test.each<[string, Made, string]>([
    ['a rule of another product', { service: 'linux' }, 'which does not run: product linux'],
    ['a rejected rule', { value: regex('(') }, 'which does not run: it was rejected (rule-regex)'],
    ['a rule that was left out', { level: 'low' }, 'which does not run: level below --min-level'],
  ])('name in vain %s', (_, made, expected) => {
    const id = '5f0a1b2c-0000-1111-2222-333344445555'
    const documents = [
      rule({ file: 'a.yml', level: 'high', id, ...made }),
      filter({ service: made.service ?? 's' }, [id]),
    ]
    const { warnings, filters } = prepareRules(documents, mapping, { selection: { minLevel: 'high' } })
    expect(filters.map((applied) => applied.rules)).toEqual([[]])
    expect(warnings.map(({ severity, code, message }) => `${severity} ${code} ${message}`)).toEqual([
      expect.stringContaining(expected),
    ])
    expect(warnings[0]).toMatchObject({ severity: 'info', code: 'filter-target', source: 'f.yml' })
  })

  test('that cannot run are rejected, and the rules run without them', () => {
    const documents = [
      rule({ file: 'a.yml' }),
      filter({ value: regex('(') }, 'any'),
      filter({ value: placeholder }, 'any'),
    ]
    const { runnable, rejected, filters } = prepareRules(documents, mapping)
    expect(rejected.map(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual([
      ['rule-regex'],
      ['rule-placeholder'],
    ])
    expect(runnable.map((r) => r.rule)).toEqual([documents[0]])
    expect(filters).toEqual([])
  })

  test('with the id of another filter are refused, with the id of a rule they are not', () => {
    const id = '5f0a1b2c-0000-1111-2222-333344445555'
    const documents = [
      rule({ file: 'z.yml', id }),
      filter({ id }, 'any'),
      filter({ id, file: 'g.yml' }, 'any'),
    ]
    const { runnable, rejected, filters } = prepareRules(documents, mapping)
    expect(runnable).toHaveLength(1)
    expect(filters).toHaveLength(1)
    expect(rejected.map(({ document, diagnostics }) => [document.file, diagnostics[0]?.code])).toEqual([
      ['g.yml', 'rule-duplicate'],
    ])
  })
})

test('order comes from file and document, and of two equal ids the first runs', () => {
  const documents = [
    rule({ file: 'b.yml', id: 'AAAA' }),
    rule({ file: 'a.yml', document: 10, id: 'cccc' }),
    rule({ file: 'a.yml', document: 9, id: 'aaaa' }),
    // Rules of one file may share an id.
    rule({ file: 'a.yml', document: 11, id: 'aaaa' }),
    rule({ file: 'B.yml', id: 'bbbb' }),
    // Refused for itself, so it takes no id away from another.
    rule({ file: 'A.yml', id: 'bbbb', value: regex('(') }),
    rule({ file: 'c.yml' }),
    rule({ file: 'd.yml' }),
  ]
  const orders = [documents, documents.toReversed(), [...documents.slice(3), ...documents.slice(0, 3)]]
  for (const order of orders) {
    const { runnable, rejected } = prepareRules(order, mapping)
    expect(runnable.map((r) => [r.rule.file, r.rule.document])).toEqual([
      ['B.yml', 0],
      ['a.yml', 9],
      ['a.yml', 10],
      ['a.yml', 11],
      ['c.yml', 0],
      ['d.yml', 0],
    ])
    expect(rejected.map(({ document, diagnostics }) => [document.file, diagnostics[0]?.code])).toEqual([
      ['A.yml', 'rule-regex'],
      ['b.yml', 'rule-duplicate'],
    ])
  }
})
