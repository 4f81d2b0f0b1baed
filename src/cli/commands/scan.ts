/**
 * `goshawk scan`: rules and logs in, reports and an exit code out. It only connects stages.
 * Invariant: outputs are opened before anything is read; whatever happens to one, the others are finished.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import { findSources, type Source } from '../../input/walk.ts'
import type { Manifest } from '../../report/manifest.ts'
import { openOutputFile } from '../../report/output-file.ts'
import type { ReportRow } from '../../report/sink.ts'
import { createTimeline, type Timeline } from '../../report/timeline.ts'
import { type FoundHit, type ScanResult, scan } from '../../scan/scan.ts'
import type { Level } from '../../sigma/ast.ts'
import { buildManifest } from '../build-manifest.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, say } from '../messages.ts'
import { type Outputs, openOutputs } from '../outputs.ts'
import { printDiagnostics } from '../print-diagnostics.ts'
import { createProgress } from '../progress.ts'
import { readScanFlags, type ScanFlags } from '../scan-options.ts'
import { loadScanRules, type ScanRules } from '../scan-rules.ts'
import { formatSummary } from '../summary.ts'

const LEVELS: readonly Level[] = ['informational', 'low', 'medium', 'high', 'critical']
/** Hits listed on the terminal. */
const TIMELINE_ROWS = 40

/** Runs the command; returns the exit code. */
export async function runScan(paths: readonly string[], given: GivenFlags): Promise<number> {
  const startedMs = Date.now()
  const flags = readScanFlags(paths, given)
  if (typeof flags === 'string') return refuse(flags)
  const paint = createPaint(process.stderr, flags.hasColor)
  const opened = openOutputs(flags.outputs, flags.format, flags.mayOverwrite)
  if (typeof opened === 'string') return refuse(opened)
  const { outputs } = opened
  for (const failure of opened.failures) say(formatDiagnostic(failure, paint))
  // What was asked for can be written nowhere: better said now than after the scan.
  if (opened.failures.length > 0 && outputs.count === 0) return EXIT.failed
  const rules = loadScanRules({
    paths: flags.rulePaths,
    mappingFile: flags.mappingFile,
    minLevel: flags.minLevel,
  })
  if (typeof rules === 'string') {
    outputs.discard()
    return refuse(rules)
  }
  const rulesMs = Date.now()
  const found = findSources(flags.paths)
  const hasRules = rules.runnable.length > 0
  // Without a rule that runs, the reasons are all there is to say; else the summary tells them.
  printDiagnostics([...found.diagnostics, ...rules.diagnostics], flags, paint, !hasRules)
  if (!hasRules || found.sources.length === 0) {
    outputs.discard()
    return refuse(hasRules ? 'no event log to read' : noRuleMessage(rules))
  }
  const run = await runStages(flags, rules, found.sources, outputs)
  printDiagnostics(run.result.diagnostics.listed, flags, paint, false)
  const diagnostics = [...found.diagnostics, ...rules.diagnostics, ...run.result.diagnostics.listed]
  const manifest = buildManifest({ paths: flags.paths, flags: given, rules, result: run.result, diagnostics })
  const failures = [...(await outputs.finish(manifest))]
  const phasesMs = { rules: rulesMs - startedMs, scan: Date.now() - rulesMs }
  failures.push(...writeManifest(manifest, flags, run.result.threads, startedMs, phasesMs))
  for (const failure of failures) say(formatDiagnostic(failure, paint))
  failures.push(...opened.failures)
  if (!flags.isQuiet)
    printSummary({ manifest, rules, run, flags, outputs, sources: found.sources, startedMs })
  return exitCodeOf({
    isInterrupted: run.isInterrupted,
    hasFailed: failures.length > 0,
    isUsageWrong: isNothingRead(run.result),
    isIncomplete: isIncomplete(found.diagnostics, rules, run.result, flags),
    hasFound: hasFound(flags.failOn, manifest),
  })
}

function refuse(message: string): number {
  say(`goshawk: ${message} (goshawk scan --help lists the flags)`)
  return EXIT.usage
}

/** Why nothing runs, and what to do. */
function noRuleMessage({ account }: ScanRules): string {
  const { rejected, notApplicable } = account
  const left = notApplicable.map(({ reason, count }) => `${count} ${reason}`).join(', ')
  const counts = `${rejected.length} rejected${left === '' ? '' : `, not applicable: ${left}`}`
  return `no usable rule, nothing was scanned (${counts}); give other rules with --rules`
}

interface Run {
  readonly result: ScanResult
  readonly timeline: Timeline
  readonly isInterrupted: boolean
}

/** The scan itself, with progress and interruption. */
async function runStages(
  flags: ScanFlags,
  rules: ScanRules,
  sources: readonly Source[],
  outputs: Outputs,
): Promise<Run> {
  const abort = new AbortController()
  const onInterrupt = (): void => {
    // A second Ctrl-C does not wait for anything.
    if (abort.signal.aborted) process.exit(EXIT.interrupted)
    say('goshawk: interrupted; writing what was found so far (again to stop at once)')
    abort.abort()
  }
  process.on('SIGINT', onInterrupt)
  const progress = createProgress(flags.isQuiet)
  const timeline = createTimeline(TIMELINE_ROWS)
  // With nobody to show hits to, they are only counted.
  const details = outputs.count > 0 || !flags.isQuiet
  const toRow = ({ source, hit }: FoundHit): ReportRow => ({
    hit,
    rule: rules.runnable[hit.rule]!.rule,
    evtxFile: sources[source]!.name,
  })
  try {
    const { engine, decoder, threads, timeRange } = flags
    const { runnable, mapping } = rules
    const hash =
      flags.manifestFile !== undefined ||
      flags.outputs.some((path) => /\.json$/i.test(path)) ||
      flags.format === 'json'
    const result = await scan(
      {
        sources,
        rules: runnable,
        mapping,
        engine,
        decoder,
        threads,
        timeRange,
        details,
        hash,
        signal: abort.signal,
      },
      {
        onProgress: progress.update,
        onHits: async (hits) => {
          const rows = hits.map(toRow)
          if (!flags.isQuiet) for (const row of rows) timeline.add(row)
          if (outputs.count > 0) await outputs.writeRows(rows)
        },
      },
    )
    return { result, timeline, isInterrupted: abort.signal.aborted }
  } finally {
    progress.stop()
    process.off('SIGINT', onInterrupt)
  }
}

function writeManifest(
  manifest: Manifest,
  flags: ScanFlags,
  threads: number,
  startedMs: number,
  phasesMs: Readonly<Record<string, number>>,
): readonly Diagnostic[] {
  if (flags.manifestFile === undefined) return []
  const file = openOutputFile(flags.manifestFile, flags.mayOverwrite)
  if ('code' in file) return [file]
  const run = {
    started: new Date(startedMs).toISOString(),
    threads,
    arguments: process.argv.slice(2),
    phasesMs,
  }
  file.write(`${JSON.stringify({ ...manifest, run }, null, 1)}\n`)
  return file.finish() ? [] : [file.failure()!]
}

function isNothingRead(result: ScanResult): boolean {
  return result.complete && result.files.every((file) => file.chunks === 0)
}

function isIncomplete(
  inputs: readonly Diagnostic[],
  rules: ScanRules,
  result: ScanResult,
  flags: ScanFlags,
): boolean {
  const isUnread = ({ code }: Diagnostic): boolean =>
    ['path-missing', 'path-unreadable', 'not-evtx', 'empty-file', 'task-failed'].includes(code)
  if (
    inputs.some((d) => d.severity === 'error') ||
    rules.isIncomplete ||
    result.diagnostics.listed.some(isUnread)
  )
    return true
  if (!flags.isStrict) return false
  return rules.account.rejected.length > 0 || result.diagnostics.listed.some((d) => d.severity !== 'info')
}

function hasFound(failOn: Level | undefined, manifest: Manifest): boolean {
  if (failOn === undefined) return false
  return LEVELS.slice(LEVELS.indexOf(failOn)).some((level) => (manifest.hitsByLevel[level] ?? 0) > 0)
}

interface SummaryParts {
  readonly manifest: Manifest
  readonly rules: ScanRules
  readonly run: Run
  readonly flags: ScanFlags
  readonly outputs: Outputs
  readonly sources: readonly Source[]
  readonly startedMs: number
}

/** On standard output, unless that is taken by a report. */
function printSummary({ manifest, rules, run, flags, outputs, sources, startedMs }: SummaryParts): void {
  const stream = outputs.usesStdout ? process.stderr : process.stdout
  const topRules = run.result.hitsByRule
    .map((hits, index) => ({
      hits,
      title: rules.runnable[index]!.rule.title,
      level: rules.runnable[index]!.rule.level ?? 'informational',
    }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits || (a.title < b.title ? -1 : 1))
  const lines = formatSummary({
    manifest,
    topRules,
    timeline: run.timeline.finish(),
    isBundled: flags.rulePaths.length === 0,
    elapsedMs: Date.now() - startedMs,
    bytes: sources.reduce((sum, source) => sum + source.sizeBytes, 0),
    columns: stream.columns ?? 160,
    paint: createPaint(stream, flags.hasColor),
  })
  stream.write(`${lines.join('\n')}\n`)
}
