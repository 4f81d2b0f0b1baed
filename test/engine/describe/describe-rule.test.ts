/** What is said of a rule is what the engine does with it. */
import { describe, expect, it } from 'vitest'
import { describeRule } from '../../../src/engine/describe/describe-rule.ts'
import { prepareRules } from '../../../src/engine/prepare-rules.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'

function describeText(text: string, index = 0) {
  const { documents, rejected } = parseSigma(text, 'rule.yml')
  expect(rejected).toEqual([])
  const prepared = prepareRules(documents, createBuiltinMapping())
  const document = documents[index]!
  const runs =
    prepared.runnable.find(({ rule }) => rule.document === document.document) ??
    prepared.notApplicable[0]?.reason ??
    prepared.rejected[0]?.diagnostics[0]?.message
  return describeRule(document, runs, documents)
}

const rule = (logsource: string, detection: string): string =>
  `title: T\nlogsource:\n  product: windows\n  ${logsource}\ndetection:\n${detection}\n`

describe('targets', () => {
  it('have channels by name, events, and what they lack', () => {
    const text = rule(
      'category: process_creation',
      '  s:\n    Image: a\n    OriginalFileName: b\n  condition: s',
    )
    expect(describeText(text).targets).toMatchObject([
      {
        id: 'sysmon:1',
        channels: ['Microsoft-Windows-Sysmon/Operational'],
        eventIds: [1],
        matchableEventIds: [1],
        missingFields: [],
      },
      {
        id: 'security:4688',
        channels: ['Security'],
        eventIds: [4688],
        matchableEventIds: [],
        missingFields: ['OriginalFileName'],
      },
    ])
  })

  it.each([
    ['the ids that it names', '  s:\n    EventID: [4624, 4625]\n  condition: s', [4624, 4625]],
    ['all but what it excludes', '  s:\n    EventID: 4624\n  condition: not s', null],
    [
      'those of an alternative',
      '  a:\n    EventID: 1\n  b:\n    TargetUserName: x\n  condition: a or b',
      null,
    ],
  ])('can match on %s', (_, detection, expected) => {
    expect(describeText(rule('service: security', detection)).targets).toMatchObject([
      { eventIds: null, matchableEventIds: expected },
    ])
  })

  it('have further conditions', () => {
    const [target] = describeText(
      rule('category: registry_add', '  s:\n    TargetObject: x\n  condition: s'),
    ).targets
    expect(target!.conditions).toEqual([{ field: 'EventType', values: ['CreateKey'] }])
  })
})

describe('necessary tests', () => {
  it.each([
    [
      'the longest text of a pattern',
      "  s:\n    QueryName: 'ab*longer*x'\n  condition: s",
      [{ fields: ['QueryName'], test: 'is ab*longer*x', literal: 'longer' }],
    ],
    [
      'the rarest of several',
      '  s:\n    QueryName|contains: somewhere.example\n    Image: a\n  condition: s',
      [{ fields: ['QueryName'], test: 'is *somewhere.example*', literal: 'somewhere.example' }],
    ],
    [
      'all of an alternative',
      '  s:\n    QueryName: [a, b]\n  condition: s',
      [{ literal: 'a' }, { literal: 'b' }],
    ],
    [
      'a literal of an expression',
      "  s:\n    QueryName|re: 'x+needle[0-9]'\n  condition: s",
      [{ test: 'matches /x+needle[0-9]/', literal: expect.stringContaining('needle') }],
    ],
    ['presence', '  s:\n    QueryName|exists: true\n  condition: s', [{ test: 'is there', literal: null }]],
    [
      'an address',
      '  s:\n    QueryName|cidr: 10.0.0.0/8\n  condition: s',
      [{ test: 'is an address in 10.0.0.0/8' }],
    ],
    ['none of a negation', '  s:\n    QueryName: a\n  condition: not s', null],
    ['none where every event matches', '  s:\n    EventID: 22\n  condition: s', []],
  ])('%s', (_, detection, expected) => {
    const [target] = describeText(rule('category: dns_query', detection)).targets
    if (expected === null || expected.length === 0) expect(target!.necessary).toEqual(expected)
    else expect(target!.necessary).toMatchObject(expected)
  })

  it('name the fields that the event has', () => {
    const [, audit] = describeText(
      rule('category: process_creation', '  s:\n    ParentProcessId: 4\n  condition: s'),
    ).targets
    expect(audit!.necessary).toMatchObject([{ fields: ['ProcessId'] }])
  })
})

it('says how each regular expression runs', () => {
  const text = rule(
    'category: dns_query',
    "  s:\n    QueryName|re: ['ab+c', 'x{1000,}', '(?=a)b', 'ab+c']\n    Image|re: 'ab+c'\n  condition: s",
  )
  const { patterns } = describeText(text)
  expect(patterns.map(({ field, source, isLinear, literal }) => [field, source, isLinear, literal])).toEqual([
    ['QueryName', 'ab+c', true, 'ab'],
    ['QueryName', 'x{1000,}', true, expect.stringMatching(/^x+$/)],
    ['QueryName', '(?=a)b', false, 'b'],
    ['Image', 'ab+c', true, 'ab'],
  ])
})

it('says why a rule does not run', () => {
  expect(describeText(rule('service: nowhere', '  s:\n    A: 1\n  condition: s'))).toMatchObject({
    notRun: expect.stringContaining('service nowhere'),
    targets: [],
  })
})

it('describes correlations by the rules they name', () => {
  const base = rule('service: security', '  s:\n    EventID: 4625\n  condition: s').replace(
    'title: T',
    'title: Base\nname: base',
  )
  const text = `${base}---\ntitle: Many\ncorrelation:\n  type: event_count\n  rules: [base, other]\n  group-by: [User]\n  timespan: 5m\n  condition: { gte: 5 }\n`
  expect(describeText(text, 1)).toMatchObject({
    kind: 'correlation',
    logsource: null,
    detection: null,
    correlation: {
      type: 'event_count',
      groupBy: ['User'],
      timespanMs: 300_000,
      rules: [
        { reference: 'base', title: 'Base' },
        { reference: 'other', title: null },
      ],
    },
  })
})

it('is JSON', () => {
  const text = rule(
    'category: process_creation',
    '  s:\n    - Image|endswith: a\n      User: null\n    - keyword\n  condition: s',
  )
  const description = describeText(text)
  expect(JSON.parse(JSON.stringify(description))).toMatchObject({
    detection: {
      identifiers: [
        {
          name: 's',
          search: {
            type: 'or',
            children: [
              {
                type: 'and',
                children: [
                  { field: 'Image', modifiers: ['endswith'], values: ['a'] },
                  { field: 'User', values: ['null'] },
                ],
              },
              { field: null, values: ['keyword'] },
            ],
          },
        },
      ],
    },
  })
})
