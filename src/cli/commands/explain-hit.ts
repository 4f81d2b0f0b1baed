/**
 * `goshawk explain-hit`: one rule judged on one record, as a tree with every verdict and the values seen.
 * Invariant: the answer is that of a scan with the same rules, filters, placeholders and mapping.
 */
import { existsSync } from 'node:fs'
import type { Diagnostic } from '../../base/diagnostic.ts'
import { escapeTerminal } from '../../base/escape-terminal.ts'
import { judgeRule } from '../../engine/judge-rule.ts'
import type { RunnableRule } from '../../engine/match.ts'
import { takeSnapshot } from '../../engine/take-snapshot.ts'
import { findSources } from '../../input/walk.ts'
import { findRecords, type RecordIds } from '../../scan/find-records.ts'
import { EXIT } from '../exit.ts'
import { type ExplainedRecord, explainText } from '../explain-text.ts'
import { findRule } from '../find-rule.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, say } from '../messages.ts'
import { listFlag, textFlag } from '../options.ts'
import { readScanRules } from '../read-scan-rules.ts'

/** Records with the same id that are shown: an id comes again when a log was cleared. */
const MAX_EXPLAINED = 100

/** Runs the command; returns the exit code. */
export async function runExplainHit(_paths: readonly string[], flags: GivenFlags): Promise<number> {
  const hasColor = flags.color !== false
  const wanted = readFlags(flags)
  if (typeof wanted === 'string') return refuse(`${wanted} (goshawk explain-hit --help lists the flags)`)
  const rules = readScanRules({
    paths: wanted.rulePaths,
    filterPaths: listFlag(flags, 'filters'),
    placeholdersFile: textFlag(flags, 'placeholders'),
    mappingFile: textFlag(flags, 'mapping'),
  })
  if (typeof rules === 'string') return refuse(rules)
  const runnable = findRule(rules, wanted.rule)
  if (typeof runnable === 'string') return refuse(runnable)
  const paint = createPaint(process.stderr, hasColor)
  const report = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity !== 'info') say(formatDiagnostic(diagnostic, paint))
  }
  const found = await explainRecords(wanted, runnable, report)
  if (found.isUnread) return EXIT.usage
  if (found.count === 0) return refuse(describeMissing(wanted, found.ids))
  if (found.count > found.records.length)
    say(
      `goshawk: ${found.count} records have the id ${wanted.recordId}; the first ${found.records.length} are shown`,
    )
  process.stdout.write(
    textFlag(flags, 'format') === 'json'
      ? toJson(runnable, found.records)
      : toText(runnable, found.records, hasColor),
  )
  return EXIT.ok
}

interface Wanted {
  readonly rule: string
  readonly file: string
  readonly recordId: bigint
  readonly rulePaths: readonly string[]
}

/** What was asked for; a text says what is wrong. */
function readFlags(flags: GivenFlags): Wanted | string {
  const rule = textFlag(flags, 'rule')
  const file = textFlag(flags, 'file')
  const record = textFlag(flags, 'record')
  if (rule === undefined || rule === '') return 'no rule given: --rule takes its id, title or file'
  if (file === undefined) return 'no log given: --file takes an event log'
  if (record === undefined) return 'no record given: --record takes its EventRecordID'
  if (!/^\d{1,20}$/.test(record) || BigInt(record) >= 1n << 64n)
    return `--record takes a whole number from 0 to ${(1n << 64n) - 1n}, not "${record}"`
  const given = listFlag(flags, 'rules')
  // A rule named by its file needs no other rules.
  const rulePaths = given.length === 0 && existsSync(rule) ? [rule] : given
  return { rule, file, recordId: BigInt(record), rulePaths }
}

interface Found {
  /** Records with the id. */
  readonly count: number
  readonly records: readonly ExplainedRecord[]
  readonly ids: RecordIds
  /** No log could be read. */
  readonly isUnread: boolean
}

async function explainRecords(
  { file, recordId }: Wanted,
  runnable: RunnableRule,
  report: (diagnostic: Diagnostic) => void,
): Promise<Found> {
  const { createDecoder } = await import('../../evtx/decode.ts')
  const decoder = createDecoder()
  const { sources, diagnostics } = findSources([file])
  for (const diagnostic of diagnostics) report(diagnostic)
  const records: ExplainedRecord[] = []
  const all: RecordIds[] = []
  let count = 0
  for (const source of sources) {
    const ids = findRecords(
      source,
      decoder,
      recordId,
      (event) => {
        if (++count > MAX_EXPLAINED) return
        const verdict = judgeRule(runnable, event)
        records.push({ evtxFile: source.name, snapshot: takeSnapshot(event), verdict })
      },
      report,
    )
    if (ids !== undefined) all.push(ids)
  }
  return { count, records, ids: joinIds(all), isUnread: all.length === 0 }
}

function joinIds(all: readonly RecordIds[]): RecordIds {
  const known = all.filter(({ count }) => count > 0)
  const lowest = known.map((ids) => ids.lowest!).toSorted(compare)[0]
  const highest = known
    .map((ids) => ids.highest!)
    .toSorted(compare)
    .at(-1)
  return { count: known.reduce((sum, ids) => sum + ids.count, 0), lowest, highest }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function describeMissing({ file, recordId }: Wanted, { count, lowest, highest }: RecordIds): string {
  const range =
    count === 0
      ? 'it has none that can be read'
      : `its ${count} records have ids from ${lowest} to ${highest}`
  return `no record ${recordId} in ${file}: ${range}`
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)}`)
  return EXIT.usage
}

function toText({ rule }: RunnableRule, records: readonly ExplainedRecord[], hasColor: boolean): string {
  const paint = createPaint(process.stdout, hasColor)
  return records.map((record) => `${explainText(rule, record, paint).join('\n')}\n`).join('\n')
}

function toJson({ rule }: RunnableRule, records: readonly ExplainedRecord[]): string {
  const { title, id, level, file } = rule
  const explained = records.map(({ evtxFile, snapshot, verdict }) => ({ evtxFile, ...snapshot, verdict }))
  return `${JSON.stringify({ rule: { title, id, level, file }, records: explained }, null, 1)}\n`
}
