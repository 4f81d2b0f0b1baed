import { describe, expect, it } from 'vitest'
import type { CorrelationRule } from '../../src/sigma/ast.ts'
import { errorPlaces, errorsOf, parseText, warningsOf } from './rule-text.ts'

/** The lines start in line 3, column 3. */
function text(lines: string, before = ''): string {
  return `title: c\n${before}correlation:\n${lines}`
}

function parse(lines: string, before = ''): CorrelationRule['correlation'] {
  const { documents, rejected } = parseText(text(lines, before))
  const [rule] = documents
  if (rule?.kind !== 'correlation') throw new Error(JSON.stringify(rejected))
  return rule.correlation
}

const UUID = '5f0a1b2c-0000-1111-2222-333344445555'
const COUNT = '  type: event_count\n  rules: r\n  timespan: 5m\n'
const TEMPORAL = '  type: temporal\n  timespan: 1h\n'

describe('correlations', () => {
  it('are read with every key', () => {
    const lines = `  type: value_count
  rules:
    - a_rule
    - ${UUID.toUpperCase()}
  group-by:
    - User
    - host
  timespan: 30s
  condition:
    gte: 3
    field: Target
  aliases:
    host:
      a_rule: Computer
      ${UUID.toUpperCase()}: Workstation
  generate: true
`
    expect(parse(lines)).toEqual({
      type: 'value_count',
      rules: ['a_rule', UUID],
      groupBy: ['User', 'host'],
      timespanMs: 30_000,
      condition: {
        type: 'compare',
        tests: [{ operator: 'gte', value: 3 }],
        field: ['Target'],
        percentile: undefined,
      },
      aliases: [
        {
          name: 'host',
          fields: [
            { rule: 'a_rule', field: 'Computer' },
            { rule: UUID, field: 'Workstation' },
          ],
        },
      ],
      generate: true,
    })
  })

  it('take text where one rule or field is meant', () => {
    expect(parse(`${COUNT}  group-by: User\n  condition: {gt: 2}\n`)).toMatchObject({
      rules: ['r'],
      groupBy: ['User'],
    })
    expect(parse(`${COUNT}  condition: {gt: 2}\n`)).toMatchObject({
      groupBy: [],
      aliases: [],
      generate: false,
    })
    const values = '  type: value_count\n  rules: r\n  timespan: 1d\n  condition: {lt: 2, field: [A, B]}\n'
    expect(parse(values).condition).toMatchObject({ field: ['A', 'B'] })
  })

  const comparisons: [string, string, object][] = [
    [
      'event_count',
      '{gt: 1, lte: 3}',
      {
        tests: [
          { operator: 'gt', value: 1 },
          { operator: 'lte', value: 3 },
        ],
      },
    ],
    ['event_count', '{neq: 0}', { tests: [{ operator: 'neq', value: 0 }] }],
    ['event_count', "{eq: '5'}", { tests: [{ operator: 'eq', value: 5 }] }],
    ['value_sum', '{gt: 1.5, field: F}', { tests: [{ operator: 'gt', value: 1.5 }], field: ['F'] }],
    ['value_avg', '{lt: -1, field: F}', { field: ['F'] }],
    ['value_median', '{lt: 1, field: F}', { field: ['F'] }],
    ['value_percentile', '{lte: 1, field: F, percentile: 99}', { percentile: 99 }],
    ['Value_Percentile', '{lte: 1, field: F, percentile: 2.5}', { percentile: 2.5 }],
    ['temporal', '{gte: 2}', { tests: [{ operator: 'gte', value: 2 }] }],
  ]
  it.each(comparisons)('%s %s', (type, condition, expected) => {
    const lines = `  type: ${type}\n  rules: [a, b]\n  timespan: 5m\n  condition: ${condition}\n`
    expect(parse(lines)).toMatchObject({
      type: type.toLowerCase(),
      condition: { type: 'compare', ...expected },
    })
  })

  it('need all rules of a temporal one by default', () => {
    expect(parse(`${TEMPORAL}  rules: [a, b, c]\n`).condition).toMatchObject({
      tests: [{ operator: 'gte', value: 3 }],
    })
    expect(parse(`  type: temporal_ordered\n  timespan: 1h\n  rules: [a, b]\n`)).toMatchObject({
      type: 'temporal_ordered',
      condition: { tests: [{ operator: 'gte', value: 2 }] },
    })
  })

  it('take boolean text, which may stand for the rules', () => {
    const correlation = parse(`${TEMPORAL}  condition: (b or a) and not _c1\n`)
    expect(correlation.rules).toEqual(['b', 'a', '_c1'])
    expect(correlation.condition).toEqual({
      type: 'boolean',
      text: '(b or a) and not _c1',
      condition: {
        type: 'and',
        children: [
          {
            type: 'or',
            children: [
              { type: 'identifier', name: 'b' },
              { type: 'identifier', name: 'a' },
            ],
          },
          { type: 'not', child: { type: 'identifier', name: '_c1' } },
        ],
      },
    })
    expect(parse(`${TEMPORAL}  rules: [a, b]\n  condition: b and a\n`).rules).toEqual(['a', 'b'])
  })

  it('take generate in both places', () => {
    const lines = `${COUNT}  condition: {gt: 2}\n`
    expect(parse(lines, 'generate: true\n').generate).toBe(true)
    expect(parse(`${lines}  generate: false\n`, 'generate: true\n').generate).toBe(false)
    const [rule] = parseText(text(lines, 'generate: true\nfalsepositives: Unknown\nother: 1\n')).documents
    expect(rule).toMatchObject({ kind: 'correlation', falsepositives: ['Unknown'] })
    expect(rule?.custom).toEqual({ other: 1 })
  })
})

describe('refused correlations', () => {
  const cases: [string, string[]][] = [
    ['  type: event_counts\n  rules: r\n  timespan: 5m\n  condition: {gt: 2}\n', ['3:9 rule-schema']],
    ['  rules: r\n  timespan: 5m\n  condition: {gt: 2}\n', ['3:3 rule-schema']],
    ['  type: [event_count]\n  rules: r\n  timespan: 5m\n  condition: {gt: 2}\n', ['3:9 rule-schema']],
    ['  type: event_count\n  timespan: 5m\n  condition: {gt: 2}\n', ['3:3 rule-schema']],
    ['  type: event_count\n  rules: []\n  timespan: 5m\n  condition: {gt: 2}\n', ['3:3 rule-schema']],
    ['  type: event_count\n  rules: {a: b}\n  timespan: 5m\n  condition: {gt: 2}\n', ['4:10 rule-schema']],
    ['  type: event_count\n  rules: r\n  condition: {gt: 2}\n', ['3:3 rule-schema']],
    ['  type: event_count\n  rules: r\n  timeframe: 5m\n  condition: {gt: 2}\n', ['3:3 rule-schema']],
    ['  type: event_count\n  rules: r\n  timespan: 5\n  condition: {gt: 2}\n', ['5:13 rule-schema']],
    ['  type: event_count\n  rules: r\n  timespan: 1h30m\n  condition: {gt: 2}\n', ['5:13 rule-schema']],
    [COUNT, ['3:3 rule-schema']],
    [`${COUNT}  condition: {}\n`, ['6:14 rule-schema']],
    [`${COUNT}  condition: {gt: 1, lt: 5, neq: 3}\n`, ['6:14 rule-schema']],
    [`${COUNT}  condition: {gt: x}\n`, ['6:19 rule-schema']],
    [`${COUNT}  condition: {gt: .inf}\n`, ['6:19 rule-schema']],
    [`${COUNT}  condition: {gt: 1, above: 2}\n`, ['6:22 rule-schema']],
    [`${COUNT}  condition: [gt]\n`, ['6:14 rule-schema']],
    [`${COUNT}  condition: 5\n`, ['6:14 rule-schema']],
    [`${COUNT}  condition: a and b\n`, ['6:14 rule-condition']],
    [`${COUNT}  condition: {gt: 2}\n  group-by: {a: b}\n`, ['7:13 rule-schema']],
    [`${COUNT}  condition: {gt: 2}\n  aliases: [a]\n`, ['7:12 rule-schema']],
    [`${COUNT}  condition: {gt: 2}\n  aliases: {a: b}\n`, ['7:16 rule-schema']],
    [`${COUNT}  condition: {gt: 2}\n  aliases: {a: {r: [x]}}\n`, ['7:20 rule-schema']],
    [`${COUNT}  condition: {gt: 2}\n  generate: yes\n`, ['7:13 rule-schema']],
    ['  type: value_count\n  rules: r\n  timespan: 5m\n  condition: {gt: 2}\n', ['6:14 rule-schema']],
    [
      '  type: value_sum\n  rules: r\n  timespan: 5m\n  condition: {gt: 2, field: [a, b]}\n',
      ['6:14 rule-schema'],
    ],
    [
      '  type: value_percentile\n  rules: r\n  timespan: 5m\n  condition: {lte: 1, field: a}\n',
      ['6:14 rule-schema'],
    ],
    [
      '  type: value_percentile\n  rules: r\n  timespan: 5m\n  condition: {lte: 1, field: a, percentile: 101}\n',
      ['6:45 rule-schema'],
    ],
    [`${TEMPORAL}  condition: a and\n`, ['5:19 rule-condition']],
    [`${TEMPORAL}  condition: a and 1 of b*\n`, ['5:25 rule-condition']],
    [`${TEMPORAL}  condition: a and b-c\n`, ['5:20 rule-condition']],
    [`${TEMPORAL}  condition: a and 1b\n`, ['5:20 rule-condition']],
    [`${TEMPORAL}  rules: [a, b]\n  condition: a\n`, ['6:14 rule-condition']],
    [`${TEMPORAL}  rules: [a]\n  condition: a and b\n`, ['6:14 rule-condition']],
    [`${TEMPORAL}`, ['3:3 rule-schema']],
  ]
  it.each(cases)('%j', (lines, places) => {
    expect(errorPlaces(text(lines))).toEqual(places)
  })

  it('that are no map', () => {
    expect(errorPlaces('title: c\ncorrelation: x\n')).toEqual(['2:14 rule-schema'])
    expect(errorPlaces('title: c\ncorrelation:\n')).toEqual(['2:1 rule-schema'])
  })

  it('also for their common fields', () => {
    expect(errorPlaces(text(`${COUNT}  condition: {gt: 2}\n`, 'level: info\n'))).toEqual(['2:8 rule-schema'])
    expect(errorsOf(text('  type: valu_count\n'))[0]?.message).toContain("did you mean 'value_count'?")
  })
})

describe('doubtful correlations', () => {
  it('have keys that mean nothing', () => {
    expect(warningsOf(text(`${COUNT}  condition: {gt: 2}\n  groupby: x\n`))).toMatchObject([
      {
        code: 'rule-doubtful',
        line: 7,
        column: 3,
        message: expect.stringContaining("did you mean 'group-by'?"),
      },
    ])
    expect(warningsOf(text(`${COUNT}  condition: {gt: 2, field: F}\n`))).toMatchObject([
      { line: 6, column: 14 },
    ])
  })
})
