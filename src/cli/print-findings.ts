/** Findings on standard error, a few of each code. In: findings. Invariant: what is worth knowing only is not printed. */
import type { Diagnostic } from '../base/diagnostic.ts'
import { createPaint, formatDiagnostic, say } from './messages.ts'

/** Findings of one code printed one by one. */
const PRINTED_PER_CODE = 50

export function printFindings(diagnostics: readonly Diagnostic[], hasColor = true): void {
  const paint = createPaint(process.stderr, hasColor)
  const counts = new Map<string, number>()
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'info') continue
    const count = (counts.get(diagnostic.code) ?? 0) + 1
    counts.set(diagnostic.code, count)
    if (count <= PRINTED_PER_CODE) say(formatDiagnostic(diagnostic, paint))
  }
  for (const [code, count] of counts)
    if (count > PRINTED_PER_CODE) say(`goshawk: and ${count - PRINTED_PER_CODE} more [${code}]`)
}
