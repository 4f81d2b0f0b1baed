/** What a scan that ran means for the exit code. */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Manifest } from '../report/manifest.ts'
import type { ScanResult } from '../scan/scan.ts'
import type { Level } from '../sigma/ast.ts'
import type { Outcome } from './exit.ts'
import type { ScanFlags } from './scan-options.ts'
import type { ScanRules } from './scan-rules.ts'

const LEVELS: readonly Level[] = ['informational', 'low', 'medium', 'high', 'critical']
/** Findings that mean: a file or a part of it was not searched. */
const UNREAD: readonly string[] = [
  'path-missing',
  'path-unreadable',
  'not-evtx',
  'empty-file',
  'task-failed',
  'correlations-incomplete',
]

export interface ScanEvidence {
  /** What was wrong with the paths of logs. */
  readonly inputs: readonly Diagnostic[]
  readonly rules: ScanRules
  readonly result: ScanResult
  readonly manifest: Manifest
  readonly flags: ScanFlags
}

export function judgeScan(evidence: ScanEvidence): Omit<Outcome, 'isInterrupted' | 'hasFailed'> {
  const { result, manifest, flags } = evidence
  return {
    isUsageWrong: result.complete && result.files.every((file) => file.chunks === 0),
    isIncomplete: isIncomplete(evidence),
    hasFound: hasFound(flags.failOn, manifest),
  }
}

function isIncomplete({ inputs, rules, result, flags }: ScanEvidence): boolean {
  const { listed } = result.diagnostics
  const isUnread = inputs.some((d) => d.severity === 'error') || listed.some((d) => UNREAD.includes(d.code))
  if (isUnread || rules.isIncomplete) return true
  return flags.isStrict && (rules.account.rejected.length > 0 || listed.some((d) => d.severity !== 'info'))
}

function hasFound(failOn: Level | undefined, manifest: Manifest): boolean {
  if (failOn === undefined) return false
  return LEVELS.slice(LEVELS.indexOf(failOn)).some((level) => (manifest.hitsByLevel[level] ?? 0) > 0)
}
