/**
 * From documents to the rules that run. In: documents of all files, a mapping and the lowest level wanted. Out: rules
 * with their targets, and every other rule with the reason why it does not run. Invariant: the result does not depend
 * on the order of the documents; no rule is dropped without a word.
 */
import type { Diagnostic, DiagnosticCode } from '../base/diagnostic.ts'
import type { Mapping, Resolution } from '../mapping/mapping.ts'
import type { DetectionRule, Level, Position, SigmaDocument } from '../sigma/ast.ts'
import { inspectDetection } from './inspect-detection.ts'
import type { RunnableRule } from './match.ts'

export interface PreparedRules {
  /** By file path, then by place in the file; the index is the rule's number everywhere. */
  readonly runnable: readonly RunnableRule[]
  readonly rejected: readonly {
    readonly document: SigmaDocument
    readonly diagnostics: readonly Diagnostic[]
  }[]
  readonly notApplicable: readonly { readonly document: SigmaDocument; readonly reason: string }[]
  readonly warnings: readonly Diagnostic[]
}

const LEVELS: readonly Level[] = ['informational', 'low', 'medium', 'high', 'critical']

/** What becomes of one document. */
type Verdict =
  | { readonly type: 'runs'; readonly rule: RunnableRule; readonly warnings: readonly Diagnostic[] }
  | { readonly type: 'rejected'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'not-applicable'; readonly reason: string }

/** Without `minLevel` rules of every level run; a rule without a level counts as informational. */
export function prepareRules(
  documents: readonly SigmaDocument[],
  mapping: Mapping,
  minLevel?: Level,
): PreparedRules {
  const runnable: RunnableRule[] = []
  const rejected: { document: SigmaDocument; diagnostics: readonly Diagnostic[] }[] = []
  const notApplicable: { document: SigmaDocument; reason: string }[] = []
  const warnings: Diagnostic[] = []
  const firstWithId = new Map<string, SigmaDocument>()
  for (const document of [...documents].sort(compareDocuments)) {
    const verdict = judge(document, mapping, minLevel)
    if (verdict.type === 'not-applicable') notApplicable.push({ document, reason: verdict.reason })
    else if (verdict.type === 'rejected') rejected.push({ document, diagnostics: verdict.diagnostics })
    else {
      const first = document.id === undefined ? undefined : firstWithId.get(document.id.toLowerCase())
      if (first !== undefined) {
        rejected.push({ document, diagnostics: [duplicate(document, first)] })
        continue
      }
      if (document.id !== undefined) firstWithId.set(document.id.toLowerCase(), document)
      runnable.push(verdict.rule)
      warnings.push(...verdict.warnings)
    }
  }
  return { runnable, rejected, notApplicable, warnings }
}

/** By UTF-16 units, so that no locale has a say. */
function compareDocuments(a: SigmaDocument, b: SigmaDocument): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.document - b.document
}

function judge(document: SigmaDocument, mapping: Mapping, minLevel: Level | undefined): Verdict {
  if (document.kind !== 'detection') {
    return reject(document, 'rule-not-run-yet', `a ${document.kind} rule is read but not run yet`)
  }
  const resolution = mapping.resolve(document.logsource)
  if (resolution.type === 'not-applicable') return resolution
  if (isBelow(document.level, minLevel)) return { type: 'not-applicable', reason: 'below --min-level' }
  return judgeDetection(document, resolution)
}

function isBelow(level: Level | undefined, minLevel: Level | undefined): boolean {
  return minLevel !== undefined && LEVELS.indexOf(level ?? 'informational') < LEVELS.indexOf(minLevel)
}

function judgeDetection(
  rule: DetectionRule,
  resolution: Exclude<Resolution, { type: 'not-applicable' }>,
): Verdict {
  const errors: Diagnostic[] = []
  const warnings: Diagnostic[] = []
  if (resolution.type === 'unsupported')
    errors.push(diagnose(rule, 'error', 'rule-logsource', resolution.reason))
  const { aggregation } = rule.detection
  if (aggregation?.function === 'near') {
    errors.push(
      diagnose(rule, 'error', 'rule-unsupported', `the aggregation ${aggregation.text}: near is not run`),
    )
  } else if (aggregation !== undefined) {
    errors.push(
      diagnose(
        rule,
        'error',
        'rule-not-run-yet',
        `the aggregation ${aggregation.text} is read but not run yet`,
      ),
    )
  }
  for (const { severity, code, message, position } of inspectDetection(rule.detection)) {
    const diagnostic = diagnose(rule, severity, code, message, position)
    if (severity === 'error') errors.push(diagnostic)
    else warnings.push(diagnostic)
  }
  if (resolution.type === 'unsupported' || errors.length > 0) return { type: 'rejected', diagnostics: errors }
  return { type: 'runs', rule: { rule, targets: resolution.targets }, warnings }
}

function duplicate(document: SigmaDocument, first: SigmaDocument): Diagnostic {
  const message = `the id ${document.id} belongs to "${first.title}" in ${first.file}; this rule is not run`
  return diagnose(document, 'warning', 'rule-duplicate', message)
}

function reject(document: SigmaDocument, code: DiagnosticCode, message: string): Verdict {
  return { type: 'rejected', diagnostics: [diagnose(document, 'error', code, message)] }
}

function diagnose(
  { file, position: start }: SigmaDocument,
  severity: Diagnostic['severity'],
  code: DiagnosticCode,
  message: string,
  { line, column }: Position = start,
): Diagnostic {
  return { code, severity, source: file, message, line, column }
}
