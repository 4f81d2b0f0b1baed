/**
 * `goshawk scan`: rules and logs in, reports and an exit code out. It only connects stages.
 * Invariant: outputs are opened before anything is read; whatever happens to one, the others are finished.
 */
import { setImmediate } from 'node:timers/promises'
import { escapeTerminal } from '../../base/escape-terminal.ts'
import type { CorrelationHit } from '../../engine/correlate/correlation-hit.ts'
import { addProfile, createRuleProfile, type RuleProfile } from '../../engine/profile/rule-profile.ts'
import { type FoundFiles, findSources } from '../../input/walk.ts'
import type { ReasonCount } from '../../report/manifest.ts'
import type { ReportRow } from '../../report/sink.ts'
import { createTimeline, type Timeline } from '../../report/timeline.ts'
import { openSamples } from '../../scan/samples.ts'
import { type FoundHit, type ScanPhase, type ScanResult, scan } from '../../scan/scan.ts'
import { addTimes, emptyTimes, type StageTimes } from '../../scan/timings/stage-times.ts'
import { buildManifest } from '../build-manifest.ts'
import { describeRun, describeTimings } from '../describe-run.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { type Interrupts, listenForInterrupts } from '../interrupts.ts'
import { judgeScan } from '../judge-scan.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, type Paint, say } from '../messages.ts'
import { type Outputs, openOutputs } from '../outputs.ts'
import { createPhaseClock, type PhaseClock } from '../phase-clock.ts'
import { planOutputs, type WantedOutput } from '../plan-outputs.ts'
import { printDiagnostics } from '../print-diagnostics.ts'
import { printSummary } from '../print-summary.ts'
import { buildProfile, type ProfileReport, profileLines } from '../profile-report.ts'
import { createProgress, type Progress } from '../progress.ts'
import { readScanFlags, type ScanFlags } from '../scan-options.ts'
import { loadScanRules, type ScanRules } from '../scan-rules.ts'
import { timingLines } from '../timing-lines.ts'

const PHASE_NAMES: Readonly<Record<ScanPhase, string>> = {
  threads: 'preparing threads',
  scan: 'scan',
  correlations: 'correlations',
}

/** Hits listed on the terminal. */
const TIMELINE_ROWS = 40

/** Runs the command; returns the exit code. */
export async function runScan(paths: readonly string[], given: GivenFlags): Promise<number> {
  const startedMs = Date.now()
  const clock = createPhaseClock()
  clock.end('program')
  const flags = readScanFlags(paths, given)
  if (typeof flags === 'string') return refuse(flags)
  const found = findSources(flags.paths)
  clock.end('finding logs')
  const profile = createRuleProfile()
  const profiled: { report?: ProfileReport } = {}
  const wanted = planOutputs(flags, found.sources, () => `${JSON.stringify(profiled.report, null, 1)}\n`)
  if (typeof wanted === 'string') return refuse(wanted)
  const paint = createPaint(process.stderr, flags.hasColor)
  const progress = createProgress(flags.isQuiet)
  const outputs = openOutputs(wanted, flags.mayOverwrite, (failure) => {
    progress.clear()
    say(formatDiagnostic(failure, paint))
  })
  const abort = new AbortController()
  const interrupts = listenForInterrupts(() => {
    progress.stop()
    say('goshawk: interrupted; writing what was found so far (again to stop at once)')
    abort.abort()
  })
  try {
    return await scanInto({
      flags,
      given,
      found,
      outputs,
      wanted,
      paint,
      progress,
      abort,
      interrupts,
      startedMs,
      clock,
      profile,
      profiled,
    })
  } finally {
    outputs.discard()
    progress.stop()
    interrupts.stop()
  }
}

/** What a run works with. */
interface Run {
  readonly flags: ScanFlags
  readonly given: GivenFlags
  readonly found: FoundFiles
  readonly outputs: Outputs
  readonly wanted: readonly WantedOutput[]
  readonly paint: Paint
  readonly progress: Progress
  readonly abort: AbortController
  readonly interrupts: Interrupts
  readonly startedMs: number
  readonly clock: PhaseClock
  readonly profile: RuleProfile
  /** The profile as it is written, when the scan is over. */
  readonly profiled: { report?: ProfileReport }
}

async function scanInto(run: Run): Promise<number> {
  const { flags, found, outputs, paint } = run
  // What was asked for can be written nowhere: better said now than after the scan.
  if (!outputs.isUseful()) return EXIT.failed
  const { rulePaths, mappingFile, keepBaseHits, hasCache, chosen } = flags
  const rules = await loadScanRules({
    paths: rulePaths,
    mappingFile,
    keepBaseHits,
    isUncached: !hasCache,
    ...chosen,
  })
  if (typeof rules === 'string') return refuse(rules)
  run.clock.end('rules')
  const hasRules = rules.runnable.length > 0
  // Without a rule that runs, the reasons are all there is to say; else the summary tells them.
  printDiagnostics([...found.diagnostics, ...rules.diagnostics], flags, paint, !hasRules)
  if (!hasRules) return refuse(noRuleMessage(rules))
  if (found.sources.length === 0) return refuse('no event log to read')
  // Signals that came while rules were read are heard only now.
  await setImmediate()
  if (run.interrupts.received()) {
    say('goshawk: nothing was read yet, and nothing is written')
    return EXIT.interrupted
  }
  return finishRun(run, rules, await runStages(run, rules))
}

function refuse(message: string): number {
  say(`goshawk: ${message} (goshawk scan --help lists the flags)`)
  return EXIT.usage
}

/** Why nothing runs, and what to do. */
function noRuleMessage({ account }: ScanRules): string {
  const { rejected, notApplicable, leftOut } = account
  const list = (title: string, reasons: readonly ReasonCount[]): string =>
    reasons.length === 0
      ? ''
      : `, ${title}: ${reasons.map(({ reason, count }) => `${count} ${reason}`).join(', ')}`
  const counts = `${rejected.length} rejected${list('not applicable', notApplicable)}${list('left out', leftOut)}`
  return `no usable rule, nothing was scanned (${counts}); give other rules with --rules, or select others`
}

interface Scanned {
  readonly result: ScanResult
  readonly timeline: Timeline
  /** Read so far; with a relative time range everything counts twice. */
  readonly bytes: number
  readonly rulesMs: number
  readonly stages: StageTimes
  readonly rowsMs: number
}

/** The scan itself, with progress. */
async function runStages(run: Run, rules: ScanRules): Promise<Scanned> {
  const { flags, outputs, progress, wanted, abort } = run
  const { sources } = run.found
  const rulesMs = Date.now() - run.startedMs
  const timeline = createTimeline(TIMELINE_ROWS)
  const toRow = ({ source, hit, record }: FoundHit): ReportRow => ({
    hit,
    record,
    rule: rules.runnable[hit.rule]!.rule,
    evtxFile: sources[source]!.name,
  })
  const toCorrelationRow = (hit: CorrelationHit): ReportRow => {
    const plan = rules.correlations.plans[hit.plan]!
    return { correlation: hit, plan, rule: plan.rule, nameOf: (source) => sources[source]!.name }
  }
  const stages = emptyTimes()
  let rowsMs = 0
  const showRows = async (rows: readonly ReportRow[]): Promise<void> => {
    const before = performance.now()
    if (!flags.isQuiet) for (const row of rows) timeline.add(row)
    if (outputs.takesHits) await outputs.writeRows(rows)
    rowsMs += performance.now() - before
    if (!outputs.isUseful()) abort.abort()
  }
  const { engine, decoder, threads, timeRange } = flags
  const samples = openSamples(rules.samplesFile)
  const options = {
    sources,
    rules: rules.runnable,
    correlations: rules.correlations,
    ...(rules.packed && { packed: rules.packed }),
    mapping: rules.mapping,
    engine,
    decoder,
    threads,
    timeRange,
    // With nobody to show hits to, they are only counted.
    details: outputs.takesHits || !flags.isQuiet,
    hash: wanted.some(({ hasManifest }) => hasManifest),
    signal: abort.signal,
    isTimed: flags.isTimed,
    isProfiled: flags.profileFile !== undefined,
    known: samples.known,
  }
  let bytes = 0
  const result = await scan(options, {
    onProgress: (state) => {
      bytes = state.bytesDone
      progress.update(state)
    },
    onHits: (hits) => showRows(hits.map(toRow)),
    onTimes: (times) => addTimes(stages, times),
    onLearnt: samples.note,
    onProfile: (part) => addProfile(run.profile, part),
    onPhase: (phase) => run.clock.end(PHASE_NAMES[phase]),
    onCorrelationHits: (hits) => showRows(hits.map(toCorrelationRow)),
  })
  progress.stop()
  samples.save()
  return { result, timeline, bytes, rulesMs, stages, rowsMs }
}

/** Reports, summary, exit code. */
async function finishRun(run: Run, rules: ScanRules, scanned: Scanned): Promise<number> {
  const { flags, given, found, outputs, paint, startedMs } = run
  const { result } = scanned
  printDiagnostics(result.diagnostics.listed, flags, paint, false)
  const diagnostics = [...found.diagnostics, ...rules.diagnostics, ...result.diagnostics.listed]
  const manifest = buildManifest({ paths: flags.paths, flags: given, rules, result, diagnostics })
  const isUseful = outputs.isUseful()
  if (flags.profileFile !== undefined) run.profiled.report = buildProfile(run.profile, rules)
  run.clock.end('account')
  const written = await outputs.finish({
    ...manifest,
    run: describeRun({ ...scanned, startedMs, clock: run.clock, isTimed: flags.isTimed }),
  })
  run.clock.end('finishing reports')
  if (!isUseful) {
    // The reader of the only output has gone: the end, as quiet as anywhere. Else the reason has been told.
    return outputs.hasFailed() ? EXIT.failed : EXIT.ok
  }
  const elapsedMs = Date.now() - startedMs
  const { timeline, bytes } = scanned
  if (!flags.isQuiet)
    await printSummary(outputs, { flags, rules, result, timeline, manifest, written, bytes, elapsedMs })
  const { report } = run.profiled
  if (report !== undefined) for (const line of profileLines(report)) say(`goshawk: ${escapeTerminal(line)}`)
  if (flags.isTimed)
    for (const line of timingLines(describeTimings({ ...scanned, clock: run.clock }))) say(`goshawk: ${line}`)
  return exitCodeOf({
    isInterrupted: run.interrupts.received() && !result.complete,
    hasFailed: outputs.hasFailed(),
    ...judgeScan({ inputs: found.diagnostics, rules, result, manifest, flags }),
  })
}
