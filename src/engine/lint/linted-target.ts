/**
 * What the checks of a rule against its log source share. In: a rule without placeholders. Out: its targets analysed,
 * and a way to report at a place of the rule.
 */
import type { Diagnostic, DiagnosticCode, Severity } from '../../base/diagnostic.ts'
import type { DetectionRule, Position } from '../../sigma/ast.ts'
import type { TargetAnalysis } from '../describe/analyse-target.ts'

export interface LintedTargets {
  readonly rule: DetectionRule
  readonly targets: readonly TargetAnalysis[]
  report(code: DiagnosticCode, severity: Severity, position: Position, message: string): void
}

export function startTargetLint(
  rule: DetectionRule,
  targets: readonly TargetAnalysis[],
  diagnostics: Diagnostic[],
): LintedTargets {
  return {
    rule,
    targets,
    report: (code, severity, { line, column }, message) => {
      diagnostics.push({ code, severity, source: rule.file, message, line, column })
    },
  }
}

/** Where the condition's first identifier stands: the nearest place that the tree has for a whole detection. */
export function detectionPosition({ detection, position }: DetectionRule): Position {
  return detection.identifiers[0]?.position ?? position
}

/** At most this many names of a list in a message. */
const LISTED_NAMES = 5

export function listNames(names: readonly string[]): string {
  const shown = names
    .slice(0, LISTED_NAMES)
    .map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name))
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '')
}
