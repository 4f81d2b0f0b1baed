/**
 * `goshawk rules list`: rules as a table, as counts or as JSON.
 */
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import { EXIT } from '../../exit.ts'
import { fitText } from '../../fit-text.ts'
import type { GivenFlags } from '../../main.ts'
import { createPaint, formatCount, formatDiagnostic, plural, say } from '../../messages.ts'
import { readSelectionFlags } from '../../selection-flags.ts'
import { type CountKey, compareTexts, countKeys, readListFlags } from './list-flags.ts'
import { loadRules } from './load-rules.ts'
import { listRows, type RuleRow } from './rule-row.ts'
import { tableLines } from './table-lines.ts'

/** Columns of a table that goes to a file or a pipe. */
const WIDE_COLUMNS = 160

/** Runs the command; returns the exit code. */
export async function runRulesList(paths: readonly string[], flags: GivenFlags): Promise<number> {
  const chosen = readSelectionFlags(flags)
  if (typeof chosen === 'string') return refuse(chosen)
  const wanted = readListFlags(flags)
  if (typeof wanted === 'string') return refuse(wanted)
  const loaded = loadRules(paths, flags, chosen.selection)
  if (typeof loaded === 'string') return refuse(loaded)
  const hasColor = flags.color !== false
  const errorPaint = createPaint(process.stderr, hasColor)
  for (const diagnostic of loaded.diagnostics) say(formatDiagnostic(diagnostic, errorPaint))
  const all = listRows(loaded)
  if (all.length === 0 && loaded.set.documents.length === 0) return refuse('no rule to list')
  const rows = all.filter(wanted.isWanted).sort(wanted.compare)
  const paint = createPaint(process.stdout, hasColor)
  const columns = process.stdout.columns ?? WIDE_COLUMNS
  if (wanted.count !== undefined) {
    const counts = countRows(rows, wanted.count)
    process.stdout.write(wanted.isJson ? toJson(counts) : countLines(counts, columns).join(''))
  } else process.stdout.write(wanted.isJson ? toJson(rows) : tableLines(rows, columns, paint).join(''))
  if (!wanted.isJson)
    say(
      `${plural(rows.length, 'rule')} of ${formatCount(loaded.set.documents.length + loaded.set.rejected.length)}`,
    )
  return loaded.diagnostics.some(({ severity }) => severity === 'error') ? EXIT.incomplete : EXIT.ok
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk rules list --help lists the flags)`)
  return EXIT.usage
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}

interface Counted {
  readonly value: string
  readonly rules: number
}

/** Most frequent first. */
function countRows(rows: readonly RuleRow[], key: CountKey): readonly Counted[] {
  const counts = new Map<string, number>()
  for (const value of rows.flatMap((row) => countKeys(row, key)))
    counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, rules]) => ({ value, rules }))
    .sort((a, b) => b.rules - a.rules || compareTexts(a.value, b.value))
}

function countLines(counts: readonly Counted[], columns: number): readonly string[] {
  const width = Math.max(6, ...counts.map(({ rules }) => formatCount(rules).length))
  return counts.map(
    ({ value, rules }) =>
      `${formatCount(rules).padStart(width)}  ${fitText(value, Math.max(20, columns - width - 2))}\n`,
  )
}
