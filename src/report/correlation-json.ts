/**
 * What only JSON shows of a correlation's hit: how it was measured, and every listed piece of evidence.
 * In: a row. Out: plain objects.
 */
import type { Evidence } from '../engine/correlate/correlation-hit.ts'
import { formatCondition, formatTimespan, measureName } from './correlation-cells.ts'
import { toNumber } from './json-number.ts'
import type { CorrelationRow } from './sink.ts'

export function describeCorrelation({ correlation, plan }: CorrelationRow): object {
  const { group, value, firstTime, lastTime, windows, evidenceCount, rules, values } = correlation
  return {
    Type: plan.type,
    Timespan: formatTimespan(plan.timespanMs),
    Condition: formatCondition(plan),
    Group: Object.fromEntries(group),
    Fields: plan.valueFields,
    Value: value === '' ? null : toNumber(value),
    Values: values,
    FirstTime: firstTime,
    LastTime: lastTime,
    Windows: windows,
    Rules: rules.map(({ title, id, count }) => ({ Title: title, ID: id ?? null, Evidence: count })),
    EvidenceCount: evidenceCount,
  }
}

/** Numbers among the cells, by name. */
export function measuredNumbers({ correlation, plan }: CorrelationRow): Readonly<Record<string, number>> {
  const { value, evidenceCount, windows } = correlation
  const measured = toNumber(value)
  return {
    Evidence: evidenceCount,
    Windows: windows,
    ...(typeof measured === 'number' ? { [measureName(plan)]: measured } : {}),
  }
}

/** Listed evidence; `EvidenceCount` tells of how much. */
export function listEvidence({ correlation, nameOf }: CorrelationRow): readonly object[] {
  const { rules, evidence } = correlation
  return evidence.map((piece) => ({
    Timestamp: piece.time,
    RuleTitle: rules[piece.rule]!.title,
    RuleID: rules[piece.rule]!.id ?? null,
    EvtxFile: nameOf(piece.source),
    RecordID: toNumber(piece.recordId),
    Computer: piece.computer,
    Channel: piece.channel,
    Provider: piece.provider,
    EventID: toNumber(piece.eventId),
    ...(piece.values.length > 0 ? { Values: piece.values } : {}),
    ...innerHit(piece),
    Position: { Chunk: piece.chunk, Record: piece.record },
  }))
}

/** Of a hit of another correlation: since when, and what it measured. */
function innerHit({ correlation }: Evidence): object {
  if (correlation === undefined) return {}
  const { from, measured } = correlation
  return { FirstTime: from, Value: measured === '' ? null : toNumber(measured) }
}
