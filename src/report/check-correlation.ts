/**
 * A correlation's hit beside those of `check-row`: with the same first keys, at the record that completed it, and what
 * it is made of. In: a row. Out: one line of JSON without its end.
 */
import { describeCorrelation, listEvidence } from './correlation-json.ts'
import { toNumber } from './json-number.ts'
import type { CorrelationRow } from './sink.ts'

export function stringifyCheckCorrelation(row: CorrelationRow): string {
  const { rule, correlation, nameOf } = row
  const last = correlation.evidence.at(-1)!
  return JSON.stringify({
    RuleId: rule.id ?? '',
    RuleTitle: rule.title,
    RuleLevel: rule.level ?? 'informational',
    RuleFile: rule.file,
    File: nameOf(last.source),
    EventRecordID: toNumber(last.recordId),
    Event: correlation.group.map(([name, text]) => `${name}: ${text}`).join('  '),
    Correlation: describeCorrelation(row),
    Evidence: listEvidence(row),
  })
}
