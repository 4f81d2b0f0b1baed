/**
 * Collects what is wrong or doubtful in one document. In: offsets and texts. Out: diagnostics in the order found.
 * Invariant: a document is refused exactly when `errors` is above 0.
 */
import type { Diagnostic, DiagnosticCode } from '../base/diagnostic.ts'
import { MAX_DIAGNOSTICS } from './limits.ts'
import { type Places, positionAt } from './place.ts'

export interface Findings {
  readonly file: string
  /** The whole text of the file, to find places inside of scalars. */
  readonly text: string
  readonly places: Places
  readonly diagnostics: Diagnostic[]
  errors: number
  dropped: number
}

export function startFindings(file: string, text: string, places: Places): Findings {
  return { file, text, places, diagnostics: [], errors: 0, dropped: 0 }
}

/** An error: the document is refused. */
export function refuse(findings: Findings, code: DiagnosticCode, offset: number, message: string): void {
  findings.errors++
  add(findings, { code, severity: 'error', source: findings.file, message }, offset)
}

/** A warning: the document is used, but probably does not do what its author meant. */
export function doubt(
  findings: Findings,
  offset: number,
  message: string,
  code: DiagnosticCode = 'rule-doubtful',
): void {
  add(findings, { code, severity: 'warning', source: findings.file, message }, offset)
}

function add(findings: Findings, diagnostic: Diagnostic, offset: number): void {
  const isFirstError = diagnostic.severity === 'error' && findings.errors === 1
  if (findings.diagnostics.length >= MAX_DIAGNOSTICS && !isFirstError) findings.dropped++
  else findings.diagnostics.push({ ...diagnostic, ...positionAt(findings.places, offset) })
}

/** All diagnostics, with one more at the place of the last that says how many were not kept. */
export function listFindings(findings: Findings): Diagnostic[] {
  const { diagnostics, dropped } = findings
  const last = diagnostics.at(-1)
  if (dropped === 0 || last === undefined) return diagnostics
  return [...diagnostics, { ...last, message: `${dropped} more findings of this rule are not listed` }]
}
