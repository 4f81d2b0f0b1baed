import { describe, expect, it } from 'vitest'
import { parseDate } from '../../src/sigma/dates.ts'
import { parseTimespan } from '../../src/sigma/timespan.ts'
import { parseUuid } from '../../src/sigma/uuid.ts'
import { errorPlaces, errorsOf, parseRule, parseText, ruleText, warningsOf } from './rule-text.ts'

/** A rule with further lines in front; they start in line 1. */
function withLines(lines: string): string {
  return lines + ruleText('  s: x\n  condition: s\n')
}

describe('common fields', () => {
  it('are all read', () => {
    const rule = parseRule(`# comment
title: A title
id: 5F0A1B2C-0000-1111-2222-333344445555
name: a_name
related:
  - id: 11111111-2222-3333-4444-555555555555
    type: Derived
  - id: 22222222-2222-3333-4444-555555555555
    type: obsoletes
status: Test
level: HIGH
description: |
  Two
  lines
author: A, B
license: MIT
date: 2024-02-29
modified: 2024/3/1
references:
  - https://example.org
tags:
  - attack.t1059.001
  - cve.2024-1
fields:
  - Image
falsepositives:
  - None
scope:
  - server
logsource:
  Product: no
  product: Windows
  category: Process_Creation
  definition: Some prose
  tool: [x, 1]
detection:
  s:
    F: x
  condition: s
regression_tests_path: a/b
details: {x: 1, y: [true, null]}
`)
    expect(rule).toEqual({
      kind: 'detection',
      title: 'A title',
      id: '5f0a1b2c-0000-1111-2222-333344445555',
      name: 'a_name',
      status: 'test',
      level: 'high',
      description: 'Two\nlines\n',
      author: 'A, B',
      license: 'MIT',
      date: '2024-02-29',
      modified: '2024-03-01',
      references: ['https://example.org'],
      tags: ['attack.t1059.001', 'cve.2024-1'],
      fields: ['Image'],
      falsepositives: ['None'],
      related: [
        { id: '11111111-2222-3333-4444-555555555555', type: 'derived' },
        { id: '22222222-2222-3333-4444-555555555555', type: 'obsolete' },
      ],
      taxonomy: 'sigma',
      scope: ['server'],
      custom: { regression_tests_path: 'a/b', details: { x: 1, y: [true, null] } },
      file: 'rule.yml',
      document: 0,
      position: { line: 2, column: 1 },
      logsource: {
        category: 'process_creation',
        product: 'windows',
        service: undefined,
        definition: 'Some prose',
        custom: { Product: 'no', tool: ['x', 1] },
      },
      detection: {
        identifiers: [
          {
            name: 's',
            position: { line: 37, column: 3 },
            search: {
              type: 'item',
              field: 'F',
              modifiers: [],
              linking: 'or',
              negated: false,
              values: [{ op: 'pattern', tokens: ['x'], cased: false, text: 'x' }],
              position: { line: 38, column: 5 },
            },
          },
        ],
        conditions: [{ type: 'identifier', name: 's' }],
        timeframe: undefined,
        aggregation: undefined,
      },
    })
  })

  it('may be absent or null, all but the title', () => {
    const rule = parseRule(
      withLines('id: null\nstatus:\ntags: ~\nreferences:\ndate:\ntaxonomy: null\nrelated:\n'),
    )
    expect(rule).toMatchObject({
      id: undefined,
      status: undefined,
      tags: [],
      date: undefined,
      taxonomy: 'sigma',
    })
    expect(errorPlaces(withLines('').replace('title: t', 'title:'))).toEqual(['1:1 rule-schema'])
    expect(errorPlaces(withLines('').replace('title: t\n', ''))).toEqual(['1:1 rule-schema'])
    expect(parseRule(withLines('').replace('title: t', "title: ''")).title).toBe('')
  })

  const refused: [string, string][] = [
    ['id: 12', '1:5 rule-schema'],
    ['id: abc', '1:5 rule-schema'],
    ['id: 5f0a1b2c-0000-1111-2222-33334444555', '1:5 rule-schema'],
    ["name: ''", '1:7 rule-schema'],
    ['name: 5', '1:7 rule-schema'],
    ['name: [a]', '1:7 rule-schema'],
    ["taxonomy: ''", '1:11 rule-schema'],
    ['status: tested', '1:9 rule-schema'],
    ['status: [test]', '1:9 rule-schema'],
    ['level: info', '1:8 rule-schema'],
    ['level: 3', '1:8 rule-schema'],
    ['description: [a]', '1:14 rule-schema'],
    ['author: [a, b]', '1:9 rule-schema'],
    ['license: 1', '1:10 rule-schema'],
    ['references: https://example.org', '1:13 rule-schema'],
    ['fields: a', '1:9 rule-schema'],
    ['falsepositives: Unknown', '1:17 rule-schema'],
    ['scope: a', '1:8 rule-schema'],
    ['tags: attack.t1', '1:7 rule-schema'],
    ['tags: [attack]', '1:8 rule-schema'],
    ['tags: [a.b, {c: d}]', '1:13 rule-schema'],
    ['date: 2024-02-30', '1:7 rule-schema'],
    ['date: 20240229', '1:7 rule-schema'],
    ['date: [2024-02-29]', '1:7 rule-schema'],
    ['modified: yesterday', '1:11 rule-schema'],
    ['related: x', '1:10 rule-schema'],
    ['related: [x]', '1:11 rule-schema'],
    ['related: [{id: x, type: derived}]', '1:16 rule-schema'],
    ['related: [{id: 5, type: derived}]', '1:16 rule-schema'],
    ['related: [{type: derived}]', '1:11 rule-schema'],
    ['related: [{id: 5f0a1b2c-0000-1111-2222-333344445555}]', '1:11 rule-schema'],
    ['related: [{id: 5f0a1b2c-0000-1111-2222-333344445555, type: parent}]', '1:60 rule-schema'],
  ]
  it.each(refused)('refuses %s', (line, place) => {
    expect(errorPlaces(withLines(`${line}\n`))).toEqual([place])
  })

  it('refuses a title of more than 256 letters', () => {
    const title = (letters: string) => withLines('').replace('title: t', `title: ${letters}`)
    expect(parseRule(title('\u{1f600}'.repeat(256))).title).toHaveLength(512)
    expect(errorPlaces(title('x'.repeat(257)))).toEqual(['1:8 rule-schema'])
    expect(errorPlaces(title('5'))).toEqual(['1:8 rule-schema'])
  })

  it('reports everything that is wrong, and still names the rule', () => {
    const text = withLines('id: abc\nlevel: info\ndate: x\n')
    expect(errorPlaces(text)).toEqual(['1:5 rule-schema', '2:8 rule-schema', '3:7 rule-schema'])
    expect(parseText(text).rejected).toMatchObject([{ title: 't', id: 'abc', document: 0 }])
    expect(errorsOf(text)[1]?.message).toContain('informational, low, medium, high, critical')
  })

  it('passes over list entries of another kind', () => {
    const text = withLines('falsepositives: [a, {b: c}, 5, null]\n')
    expect(parseRule(text).falsepositives).toEqual(['a', '5'])
    expect(warningsOf(text).map(({ line, column }) => `${line}:${column}`)).toEqual(['1:21', '1:32'])
  })

  it('warns about another taxonomy', () => {
    expect(warningsOf(withLines('taxonomy: ecs\n'))).toMatchObject([
      { code: 'rule-doubtful', line: 1, column: 11 },
    ])
    expect(parseRule(withLines('taxonomy: ecs\n')).taxonomy).toBe('ecs')
  })

  it('keeps keys that mean something to JavaScript as data', () => {
    const { custom } = parseRule(withLines('__proto__: {polluted: 1}\nconstructor: x\ntoString: y\n'))
    expect(Object.keys(custom)).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.getPrototypeOf(custom)).toBeNull()
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('logsource', () => {
  const text = (lines: string) => `title: t\n${lines}detection:\n  s: x\n  condition: s\n`
  const refused: [string, string][] = [
    ['', '1:1 rule-schema'],
    ['logsource:\n', '1:1 rule-schema'],
    ['logsource: windows\n', '2:12 rule-schema'],
    ['logsource: [windows]\n', '2:12 rule-schema'],
    ['logsource:\n  definition: x\n', '3:3 rule-schema'],
    ["logsource:\n  product: ''\n", '3:3 rule-schema'],
    ['logsource:\n  product: 5\n', '3:12 rule-schema'],
    ['logsource:\n  product: windows\n  service: [a]\n', '4:12 rule-schema'],
    ['logsource:\n  product: windows\n  definition: [a]\n', '4:15 rule-schema'],
  ]
  it.each(refused)('is refused as %j', (lines, place) => {
    expect(errorPlaces(text(lines))).toEqual([place])
  })

  it.each(['category', 'product', 'service'])('needs no more than a %s', (name) => {
    expect(parseRule(text(`logsource:\n  ${name}: A-b\n`)).logsource).toMatchObject({ [name]: 'a-b' })
  })
})

describe('dates', () => {
  const cases: [string, string | undefined][] = [
    ['2024-02-29', '2024-02-29'],
    ['2024/02/29', '2024-02-29'],
    ['2024/2/9', '2024-02-09'],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['2024-00-01', undefined],
    ['2024-04-31', undefined],
    ['2024-04-00', undefined],
    ['2024-4-1', undefined],
    ['20240401', undefined],
    ['0999-01-01', undefined],
    ['4000-01-01', undefined],
    ['2024-01/01', undefined],
    ['2024-01-01T00:00:00', undefined],
    [' 2024-01-01', undefined],
  ]
  it.each(cases)('%s is %s', (text, date) => expect(parseDate(text)).toBe(date))
})

describe('timespans', () => {
  const cases: [string, number | undefined][] = [
    ['1s', 1_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1w', 604_800_000],
    ['1M', 2_629_746_000],
    ['1y', 31_556_952_000],
    ['0s', undefined],
    ['-1s', undefined],
    ['1.5h', undefined],
    ['5', undefined],
    ['m', undefined],
    ['5min', undefined],
    ['1h30m', undefined],
    ['5 m', undefined],
    ['999999999999y', undefined],
  ]
  it.each(cases)('%s is %s ms', (text, milliseconds) => expect(parseTimespan(text)).toBe(milliseconds))
})

describe('UUIDs', () => {
  const uuid = '5f0a1b2c-0000-1111-2222-333344445555'
  it.each([uuid, uuid.toUpperCase(), `{${uuid}}`, `urn:uuid:${uuid}`, uuid.replaceAll('-', '')])(
    '%s',
    (text) => {
      expect(parseUuid(text)).toBe(uuid)
    },
  )
  it.each(['', 'x', `${uuid}0`, uuid.slice(1), uuid.replace('5', 'g'), ` ${uuid}`])('not %j', (text) => {
    expect(parseUuid(text)).toBeUndefined()
  })
})
