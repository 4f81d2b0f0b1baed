/** A correlation's hit for tests of reports. */
import type { CorrelationHit, Evidence } from '../../src/engine/correlate/correlation-hit.ts'
import type { CorrelationPlan } from '../../src/engine/correlate/plan/correlation-plan.ts'
import type { CorrelationRow } from '../../src/report/sink.ts'
import { sampleRule } from './sample-rows.ts'

export function sampleEvidence(over: Partial<Evidence> = {}): Evidence {
  return {
    rule: 0,
    time: '2026-03-04T05:06:07.1234567Z',
    source: 1,
    chunk: 3,
    record: 4,
    recordId: '17',
    computer: 'ws01.corp.example',
    channel: 'Security',
    provider: 'Microsoft-Windows-Security-Auditing',
    eventId: '4625',
    values: [],
    correlation: undefined,
    ...over,
  }
}

export interface CorrelationOver {
  readonly hit?: Partial<CorrelationHit>
  readonly plan?: Partial<CorrelationPlan>
}

export function sampleCorrelation({ hit, plan }: CorrelationOver = {}): CorrelationRow {
  const {
    logsource: _,
    detection: __,
    ...meta
  } = sampleRule({ title: 'Many failed logons', file: 'rules/many.yml' })
  const rule: CorrelationPlan['rule'] = {
    ...meta,
    kind: 'correlation',
    correlation: {
      type: 'event_count',
      rules: ['failed'],
      groupBy: ['TargetUserName'],
      timespanMs: 300_000,
      condition: undefined,
      aliases: [],
      generate: false,
    },
  }
  return {
    correlation: {
      plan: 0,
      group: [['TargetUserName', 'alice']],
      firstTime: '2026-03-04T05:06:00.0000000Z',
      lastTime: '2026-03-04T05:06:07.1234567Z',
      value: '2',
      values: [],
      windows: 1,
      rules: [{ title: 'Failed logon', id: undefined, count: 2 }],
      evidenceCount: 2,
      evidence: [
        sampleEvidence({ time: '2026-03-04T05:06:00.0000000Z', source: 0, recordId: '9' }),
        sampleEvidence(),
      ],
      computer: 'ws01.corp.example',
      channel: 'Security',
      provider: 'Microsoft-Windows-Security-Auditing',
      eventId: '4625',
      ...hit,
    },
    plan: {
      rule,
      order: 0,
      depth: 0,
      type: 'event_count',
      slots: [{ title: 'Failed logon', id: undefined }],
      groupBy: ['TargetUserName'],
      span: { high: 0, low: 3_000_000_000 },
      timespanMs: 300_000,
      tests: [{ operator: 'gte', value: 2 }],
      valueFields: [],
      percentile: 50,
      terms: undefined,
      carriedTexts: 0,
      routes: [],
      isSilent: false,
      ...plan,
    },
    rule,
    nameOf: (source) => `logs/${['a', 'b'][source]}.evtx`,
  }
}
