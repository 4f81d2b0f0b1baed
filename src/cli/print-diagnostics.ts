/**
 * Findings on standard error, a few of each code; the manifest has them all.
 * Invariant: what hides evidence (errors) is shown even when the user wants quiet.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { argumentName } from '../input/file-name.ts'
import { formatDiagnostic, type Paint, say } from './messages.ts'
import type { ScanFlags } from './scan-options.ts'

/** Findings of one code printed one by one. */
const PRINTED_PER_CODE = 5

/** `showsRules`: also what is wrong with rules found in folders, which the summary tells otherwise. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  flags: ScanFlags,
  paint: Paint,
  showsRules: boolean,
): void {
  const counts = new Map<string, number>()
  for (const diagnostic of diagnostics) {
    const { code, severity } = diagnostic
    if (severity === 'info' || (flags.isQuiet && severity !== 'error')) continue
    if (code.startsWith('rule-') && !showsRules && !isNamed(diagnostic, flags)) continue
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    if (count <= PRINTED_PER_CODE) say(formatDiagnostic(diagnostic, paint))
  }
  const hint = flags.manifestFile === undefined ? '; --manifest FILE has them all' : ''
  for (const [code, count] of counts) {
    const more = count - PRINTED_PER_CODE
    if (more > 0) say(`goshawk: and ${more} more ${paint('dim', `[${code}]`)}${hint}`)
  }
}

/** About a rule file or path that the user named. */
function isNamed({ source, code }: Diagnostic, flags: ScanFlags): boolean {
  return code === 'rule-unreadable' || flags.rulePaths.some((path) => argumentName(path) === source)
}
