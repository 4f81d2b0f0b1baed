/** Hits of correlations in each format. */
import { describe, expect, it } from 'vitest'
import { formatCondition, formatTimespan } from '../../src/report/correlation-cells.ts'
import { createSink } from '../../src/report/report.ts'
import { createTimeline } from '../../src/report/timeline.ts'
import { type CorrelationOver, sampleCorrelation, sampleEvidence } from '../support/sample-correlations.ts'
import { sampleRow } from '../support/sample-rows.ts'

const json = (over: CorrelationOver = {}) => JSON.parse(createSink('jsonl').row(sampleCorrelation(over)))

describe('csv', () => {
  it('has the columns of all hits', () => {
    expect(createSink('csv').row(sampleCorrelation())).toBe(
      '2026-03-04T05:06:07.1234567Z,Many failed logons,high,ws01.corp.example,Security,Microsoft-Windows-Security-Auditing,4625,17,' +
        'TargetUserName: alice ¦ event_count: 2 ¦ Evidence: 2 ¦ FirstTime: 2026-03-04T05:06:00.0000000Z,' +
        'Timespan: 5m ¦ Condition: >= 2 ¦ Windows: 1,Defense Evasion ¦ Privilege Escalation,T1070.001 ¦ G0007,cve.2026-1,' +
        '11111111-2222-4333-8444-555555555555,rules/many.yml,logs/b.evtx\n',
    )
  })

  it('leaves empty what the evidence does not agree on, and cannot be broken by it', () => {
    const hit = {
      computer: '',
      eventId: '',
      group: [['Us:er\n', '=cmd ¦ "x",y']] as const,
      values: ['a', 'b'],
      rules: [
        { title: 'One', id: undefined, count: 1 },
        { title: 'Two', id: undefined, count: 1 },
      ],
    }
    const plan = { type: 'value_count', valueFields: ['A', 'B'] } as const
    const line = createSink('csv').row(sampleCorrelation({ hit, plan }))
    expect(line).toContain('high,,Security,Microsoft-Windows-Security-Auditing,,17,')
    expect(line).toContain(
      '"Us¦:er¦n: =cmd ¦¦ ""x"",y ¦ value_count(A, B): 2 ¦ Values: a, b ¦ Rules: One (1), Two (1) ¦ Evidence: 2 ¦ ',
    )
    expect(line.indexOf('\n')).toBe(line.length - 1)
  })
})

describe('json', () => {
  it('lists the evidence and how it was measured', () => {
    expect(json()).toMatchObject({
      Timestamp: '2026-03-04T05:06:07.1234567Z',
      EventID: 4625,
      RecordID: 17,
      Details: { TargetUserName: 'alice', event_count: 2, Evidence: 2 },
      EvtxFile: 'logs/b.evtx',
      Correlation: {
        Type: 'event_count',
        Timespan: '5m',
        Condition: '>= 2',
        Group: { TargetUserName: 'alice' },
        Fields: [],
        Value: 2,
        Values: [],
        FirstTime: '2026-03-04T05:06:00.0000000Z',
        LastTime: '2026-03-04T05:06:07.1234567Z',
        Windows: 1,
        Rules: [{ Title: 'Failed logon', ID: null, Evidence: 2 }],
        EvidenceCount: 2,
      },
      Evidence: [
        { EvtxFile: 'logs/a.evtx', RecordID: 9, RuleTitle: 'Failed logon' },
        {
          Timestamp: '2026-03-04T05:06:07.1234567Z',
          RuleTitle: 'Failed logon',
          RuleID: null,
          EvtxFile: 'logs/b.evtx',
          RecordID: 17,
          Computer: 'ws01.corp.example',
          Channel: 'Security',
          Provider: 'Microsoft-Windows-Security-Auditing',
          EventID: 4625,
          Position: { Chunk: 3, Record: 4 },
        },
      ],
      Rule: { Title: 'Many failed logons', Status: 'test' },
    })
    expect(json()).not.toHaveProperty('Event')
  })

  it('has what inner hits and values were', () => {
    const evidence = [
      sampleEvidence({ values: ['x', 'y'] }),
      sampleEvidence({ correlation: { from: '2026-03-04T05:00:00.0000000Z', measured: '7.5' } }),
      sampleEvidence({ correlation: { from: '2026-03-04T05:00:00.0000000Z', measured: '' } }),
    ]
    const row = json({ hit: { evidence, value: '3.333333', computer: '', eventId: '' } })
    expect(row.Evidence.map((piece: object) => ({ ...piece, Position: 0 }))).toMatchObject([
      { Values: ['x', 'y'] },
      { FirstTime: '2026-03-04T05:00:00.0000000Z', Value: 7.5 },
      { Value: null },
    ])
    expect([row.Correlation.Value, row.EventID, row.Computer]).toEqual([3.333333, null, ''])
    expect(json({ hit: { value: '' } }).Correlation.Value).toBeNull()
    expect(json({ hit: { value: '36893488147419103230' } }).Correlation.Value).toBe('36893488147419103230')
  })

  it('keeps hostile names', () => {
    const line = createSink('jsonl').row(sampleCorrelation({ hit: { group: [['__proto__', 'x']] } }))
    expect(line).toContain('"Details":{"__proto__":"x",')
    expect(line).toContain('"Group":{"__proto__":"x"}')
  })
})

describe('conditions and spans as text', () => {
  it.each([
    [300_000, '5m'],
    [1000, '1s'],
    [90_000, '90s'],
    [86_400_000, '1d'],
    [7 * 86_400_000, '1w'],
    [2_629_746_000, '1M'],
    [2 * 31_556_952_000, '2y'],
    [undefined, 'the whole scan'],
  ])('%s', (ms, text) => {
    expect(formatTimespan(ms)).toBe(text)
  })

  it('ranges and alternatives', () => {
    const slots = ['A', 'B'].map((title) => ({ title, id: undefined }))
    const { plan } = sampleCorrelation({
      plan: {
        tests: [
          { operator: 'gt', value: 1 },
          { operator: 'neq', value: 3 },
        ],
      },
    })
    expect(formatCondition(plan)).toBe('> 1 and != 3')
    const terms = [
      { needs: [0, 1], bans: [] },
      { needs: [0], bans: [1] },
    ]
    expect(formatCondition({ ...plan, slots, terms })).toBe('"A" and "B" or "A" and not "B"')
  })
})

describe('timeline', () => {
  it('has correlations among the hits of records, hosts together where they are several', () => {
    const timeline = createTimeline(5)
    const first = sampleCorrelation({ hit: { computer: '' } })
    timeline.add(first)
    timeline.add(sampleRow())
    timeline.add({
      ...first,
      correlation: { ...first.correlation, lastTime: '2026-03-04T05:06:08.0000000Z' },
    })
    expect(
      timeline.finish().rows.map(({ title, computer, detail, hits }) => [title, computer, detail, hits]),
    ).toEqual([
      ['Log cleared', 'ws01.corp.example', 'SubjectUserName: alice', 1],
      ['Many failed logons', 'several', 'TargetUserName: alice', 2],
    ])
  })
})
