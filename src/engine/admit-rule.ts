/**
 * Whether one rule or filter can run. In: the document, the mapping, values of placeholders. Out: the document without
 * placeholders and, for rules, where it may fire; or why it does not run. Invariant: what is admitted runs in both
 * engines.
 */
import type { Diagnostic, DiagnosticCode } from '../base/diagnostic.ts'
import type { Mapping, Resolution } from '../mapping/mapping.ts'
import type { CorrelationRule, DetectionRule, FilterRule, Position, SigmaDocument } from '../sigma/ast.ts'
import type { ResolveRule } from '../sigma/resolve-placeholders.ts'
import { whyNoAggregation } from './correlate/plan/read-aggregation.ts'
import { inspectDetection } from './inspect-detection.ts'
import type { RunnableRule } from './match.ts'

/** What the rules of a run share. */
export interface Admission {
  readonly mapping: Mapping
  readonly resolvePlaceholders: ResolveRule
}

export type Verdict =
  | { readonly type: 'runs'; readonly rule: RunnableRule; readonly warnings: readonly Diagnostic[] }
  | {
      /** Whether it runs depends on the rules that it refers to. */
      readonly type: 'correlates'
      readonly correlation: CorrelationRule
      readonly warnings: readonly Diagnostic[]
    }
  | { readonly type: 'filters'; readonly filter: FilterRule; readonly warnings: readonly Diagnostic[] }
  | { readonly type: 'not-applicable'; readonly reason: string }
  | { readonly type: 'rejected'; readonly diagnostics: readonly Diagnostic[] }

export function admitRule(document: SigmaDocument, admission: Admission): Verdict {
  switch (document.kind) {
    case 'correlation':
      return { type: 'correlates', correlation: document, warnings: [] }
    case 'filter': {
      const { whole, errors, warnings } = complete(document, admission)
      return errors.length > 0
        ? { type: 'rejected', diagnostics: errors }
        : { type: 'filters', filter: whole, warnings }
    }
    case 'detection': {
      const resolution = admission.mapping.resolve(document.logsource)
      if (resolution.type === 'not-applicable') return resolution
      return admitDetection(document, resolution, admission)
    }
  }
}

function admitDetection(
  rule: DetectionRule,
  resolution: Exclude<Resolution, { type: 'not-applicable' }>,
  admission: Admission,
): Verdict {
  const { whole, errors: found, warnings } = complete(rule, admission)
  const refusal = refuseAggregation(rule)
  const errors = refusal === undefined ? found : [refusal, ...found]
  if (resolution.type === 'unsupported') {
    const diagnostics = [diagnose(rule, 'error', 'rule-logsource', resolution.reason), ...errors]
    return { type: 'rejected', diagnostics }
  }
  if (errors.length > 0) return { type: 'rejected', diagnostics: errors }
  return { type: 'runs', rule: { rule: whole, targets: resolution.targets }, warnings }
}

function refuseAggregation(rule: DetectionRule): Diagnostic | undefined {
  const { aggregation } = rule.detection
  const reason = aggregation === undefined ? undefined : whyNoAggregation(aggregation)
  return reason === undefined ? undefined : diagnose(rule, 'error', 'rule-unsupported', reason)
}

interface Completed<Rule> {
  readonly whole: Rule
  readonly errors: readonly Diagnostic[]
  readonly warnings: readonly Diagnostic[]
}

/** The document with its placeholders filled in, and what is wrong with its detection. */
function complete<Rule extends DetectionRule | FilterRule>(
  document: Rule,
  { resolvePlaceholders }: Admission,
): Completed<Rule> {
  const resolved = resolvePlaceholders(document)
  const whole = 'kind' in resolved ? resolved : document
  const unresolved = 'kind' in resolved ? [] : resolved
  const findings = inspectDetection(whole.detection)
    // Placeholders that were left have been named, with more to say.
    .filter(({ code }) => code !== 'rule-placeholder')
    .map(({ severity, code, message, position }) => diagnose(document, severity, code, message, position))
  return {
    whole,
    errors: [...unresolved, ...findings.filter(({ severity }) => severity === 'error')],
    warnings: findings.filter(({ severity }) => severity !== 'error'),
  }
}

export function diagnose(
  { file, position: start }: SigmaDocument,
  severity: Diagnostic['severity'],
  code: DiagnosticCode,
  message: string,
  { line, column }: Position = start,
): Diagnostic {
  return { code, severity, source: file, message, line, column }
}
