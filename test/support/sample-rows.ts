/** Rows for tests of reports: a plain hit and a hostile one. */
import type { EventSnapshot, Hit } from '../../src/engine/hit.ts'
import type { HitRow } from '../../src/report/sink.ts'
import type { DetectionRule } from '../../src/sigma/ast.ts'

export function sampleRule(over: Partial<DetectionRule> = {}): DetectionRule {
  return {
    kind: 'detection',
    title: 'Log cleared',
    id: '11111111-2222-4333-8444-555555555555',
    name: undefined,
    status: 'test',
    level: 'high',
    description: 'The log was cleared.',
    author: 'someone',
    license: undefined,
    date: '2026-01-02',
    modified: undefined,
    references: ['https://example.org/'],
    tags: [
      'attack.defense-evasion',
      'attack.t1070.001',
      'attack.g0007',
      'cve.2026-1',
      'attack.privilege_escalation',
    ],
    fields: [],
    falsepositives: ['unlikely'],
    related: [],
    taxonomy: 'sigma',
    scope: [],
    custom: {},
    file: 'rules/log_cleared.yml',
    document: 0,
    position: { line: 1, column: 1 },
    logsource: {
      category: undefined,
      product: 'windows',
      service: 'security',
      definition: undefined,
      custom: {},
    },
    detection: { identifiers: [], conditions: [], timeframe: undefined, aggregation: undefined },
    ...over,
  }
}

export function sampleSnapshot(over: Partial<EventSnapshot> = {}): EventSnapshot {
  return {
    time: '2026-03-04T05:06:07.1234567Z',
    recordId: '42',
    eventId: '1102',
    channel: 'Security',
    provider: 'Microsoft-Windows-Eventlog',
    computer: 'ws01.corp.example',
    event: {
      System: { EventID: 1102, Channel: 'Security' },
      UserData: { LogFileCleared: { SubjectUserName: 'alice', SubjectLogonId: '0x3e7' } },
    },
    fields: [
      ['SubjectUserName', 'alice'],
      ['SubjectLogonId', '0x3e7'],
      ['Empty', ''],
    ],
    chunk: 1,
    record: 2,
    offsetBytes: 70000,
    partial: false,
    ...over,
  }
}

export function sampleRow(
  over: { hit?: Partial<Hit>; rule?: Partial<DetectionRule>; snapshot?: Partial<EventSnapshot> } = {},
): HitRow {
  return {
    hit: { rule: 0, snapshot: sampleSnapshot(over.snapshot), matched: [], ...over.hit },
    rule: sampleRule(over.rule),
    evtxFile: 'logs/Security.evtx',
  }
}
