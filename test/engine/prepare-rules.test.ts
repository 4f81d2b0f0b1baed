/** Which rules run, which do not and why; independent of the order in which files are read. */
import { describe, expect, test } from 'vitest'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { Mapping, Target } from '../../src/mapping/mapping.ts'
import type {
  Aggregation,
  CorrelationRule,
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
    ['aggregation', { aggregation: aggregation('count') }, ['rule-not-run-yet']],
    ['near', { aggregation: aggregation('near') }, ['rule-unsupported']],
    ['log source', { service: 'unknown' }, ['rule-logsource']],
    ['regular expression', { value: regex('a(') }, ['rule-regex']],
    ['too large a regular expression', { value: regex('(.{1000}){1000}') }, ['rule-regex']],
    ['several reasons', { service: 'unknown', value: regex('(') }, ['rule-logsource', 'rule-regex']],
  ])('%s', (_, made, expected) => {
    expect(codes(rule(made))).toEqual(expected)
  })

  test('correlations and filters are not run yet', () => {
    const { detection, logsource, kind: _, ...meta } = rule({})
    const correlation: CorrelationRule = {
      ...meta,
      kind: 'correlation',
      correlation: {
        type: 'event_count',
        rules: [],
        groupBy: [],
        timespanMs: 1000,
        condition: undefined,
        aliases: [],
        generate: false,
      },
    }
    const filter: FilterRule = { ...meta, kind: 'filter', rules: 'any', logsource, detection }
    expect(codes(correlation)).toEqual(['rule-not-run-yet'])
    expect(codes(filter)).toEqual(['rule-not-run-yet'])
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

test('other products and low levels are not applicable', () => {
  const documents = [
    rule({ file: '1', service: 'linux', value: regex('(') }),
    rule({ file: '2' }),
    rule({ file: '3', level: 'informational' }),
    rule({ file: '4', level: 'medium' }),
    rule({ file: '5', level: 'high' }),
    rule({ file: '6', level: 'critical' }),
  ]
  const { runnable, notApplicable, rejected } = prepareRules(documents, mapping, 'high')
  expect(rejected).toEqual([])
  expect(runnable.map((r) => r.rule.file)).toEqual(['5', '6'])
  expect(notApplicable.map(({ document, reason }) => [document.file, reason])).toEqual([
    ['1', 'product linux'],
    ['2', 'below --min-level'],
    ['3', 'below --min-level'],
    ['4', 'below --min-level'],
  ])
  expect(prepareRules(documents, mapping).runnable).toHaveLength(5)
  expect(prepareRules(documents, mapping, 'informational').runnable).toHaveLength(5)
})

test('order comes from file and document, and of two equal ids the first runs', () => {
  const documents = [
    rule({ file: 'b.yml', id: 'AAAA' }),
    rule({ file: 'a.yml', document: 10, id: 'cccc' }),
    rule({ file: 'a.yml', document: 9, id: 'aaaa' }),
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
      ['c.yml', 0],
      ['d.yml', 0],
    ])
    expect(rejected.map(({ document, diagnostics }) => [document.file, diagnostics[0]?.code])).toEqual([
      ['A.yml', 'rule-regex'],
      ['b.yml', 'rule-duplicate'],
    ])
  }
})
