/**
 * `goshawk rules check`: rule files in, findings on standard output and an exit code out.
 * Invariant: what could not be read is on standard error and never looks like a clean check.
 */
import { DIAGNOSTICS, type Diagnostic, type DiagnosticCode, type Severity } from '../../../base/diagnostic.ts'
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import { type CheckedRules, checkRules } from '../../../engine/lint/check-rules.ts'
import { loadPlaceholders } from '../../../scan/load-placeholders.ts'
import { readRuleFiles } from '../../../scan/rule-files.ts'
import { EXIT } from '../../exit.ts'
import { loadMapping } from '../../load-mapping.ts'
import type { GivenFlags } from '../../main.ts'
import { createPaint, formatCount, formatDiagnostic, type Paint, plural, say } from '../../messages.ts'
import { listFlag, switchFlag, textFlag } from '../../options.ts'

/** Runs the command; returns the exit code. */
export async function runRulesCheck(paths: readonly string[], flags: GivenFlags): Promise<number> {
  if (paths.length === 0) return refuse('no path given: name rule files or folders')
  const hasColor = flags.color !== false
  const ignored = listFlag(flags, 'ignore')
  const unknown = ignored.find((code) => !Object.hasOwn(DIAGNOSTICS, code))
  if (unknown !== undefined)
    return refuse(`--ignore takes codes such as lint-title, and "${unknown}" is none`)
  const loaded = loadMapping(textFlag(flags, 'mapping'))
  if (typeof loaded === 'string') return refuse(loaded)
  const values = loadPlaceholders(textFlag(flags, 'placeholders'))
  if (values.placeholders === undefined) return refuse(values.errors[0]?.message ?? 'no placeholders')
  const { files, diagnostics } = readRuleFiles(paths)
  const errorPaint = createPaint(process.stderr, hasColor)
  for (const diagnostic of [...loaded.diagnostics, ...values.warnings, ...diagnostics])
    say(formatDiagnostic(diagnostic, errorPaint))
  if (files.length === 0) return refuse('no rule file to check')
  const checked = checkRules(files, loaded.mapping, values.placeholders)
  const kept = checked.diagnostics.filter(({ code }) => !ignored.includes(code))
  const severity = (textFlag(flags, 'severity') as Severity | undefined) ?? 'warning'
  const listed = kept.filter(
    (diagnostic) => SEVERITIES.indexOf(diagnostic.severity) <= SEVERITIES.indexOf(severity),
  )
  if (textFlag(flags, 'format') === 'json') {
    process.stdout.write(toJson(checked, kept, listed))
  } else {
    const paint = createPaint(process.stdout, hasColor)
    process.stdout.write(listed.map((diagnostic) => `${formatFinding(diagnostic, paint)}\n`).join(''))
    for (const line of summarise(checked, kept, files.length, errorPaint)) say(line)
  }
  const isUnread = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  const hasErrors = count(kept, 'error') > 0 || (switchFlag(flags, 'strict') && count(kept, 'warning') > 0)
  return isUnread || hasErrors ? EXIT.incomplete : EXIT.ok
}

/** Worst first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk rules check --help lists the flags)`)
  return EXIT.usage
}

/** `PATH:LINE:COLUMN: severity: message [code]`, as editors and build logs take it. */
function formatFinding({ source, line, column, severity, message, code }: Diagnostic, paint: Paint): string {
  const place = escapeTerminal(`${source}:${line ?? 1}:${column ?? 1}`)
  return `${place}: ${paint(COLOR[severity], severity)}: ${escapeTerminal(message)} ${paint('dim', `[${code}]`)}`
}

function count(diagnostics: readonly Diagnostic[], severity: Severity): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
}

function toJson(checked: CheckedRules, kept: readonly Diagnostic[], listed: readonly Diagnostic[]): string {
  const { rules, rejected, otherProducts } = checked
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, count(kept, severity)]))
  const findings = listed.map(({ source, line, column, severity, code, message }) => ({
    file: source,
    line,
    column,
    severity,
    code,
    message,
  }))
  return `${JSON.stringify({ rules, rejected, otherProducts, counts, findings }, null, 1)}\n`
}

/** Codes named in the summary. */
const LISTED_CODES = 12

function summarise(
  { rules, rejected, otherProducts }: CheckedRules,
  kept: readonly Diagnostic[],
  files: number,
  paint: Paint,
): readonly string[] {
  const counts = SEVERITIES.map((severity) =>
    plural(count(kept, severity), severity, severity === 'info' ? 'infos' : undefined),
  )
  const others =
    otherProducts === 0
      ? ''
      : `; ${formatCount(otherProducts)} are for other products, so their fields were not checked`
  const lines = [
    `${plural(rules, 'rule')} in ${plural(files, 'file')}: ${counts.join(', ')}${rejected === 0 ? '' : `; ${plural(rejected, 'rule')} refused`}${others}`,
  ]
  const byCode = new Map<
    string,
    { readonly severity: Severity; readonly code: DiagnosticCode; count: number }
  >()
  for (const { severity, code } of kept) {
    const key = `${severity} ${code}`
    const entry = byCode.get(key) ?? { severity, code, count: 0 }
    entry.count++
    byCode.set(key, entry)
  }
  const sorted = [...byCode.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.count - a.count ||
      (a.code < b.code ? -1 : 1),
  )
  for (const { severity, code, count: found } of sorted.slice(0, LISTED_CODES))
    lines.push(`  ${formatCount(found).padStart(6)}  ${paint(COLOR[severity], severity.padEnd(7))}  ${code}`)
  if (sorted.length > LISTED_CODES)
    lines.push(`          and ${plural(sorted.length - LISTED_CODES, 'more code')}`)
  return lines
}

const COLOR = { error: 'red', warning: 'yellow', info: 'dim' } as const
