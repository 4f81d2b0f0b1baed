/**
 * `goshawk bench`: how fast the user's own logs and rules are read, decoded, matched and reported here, by number of
 * threads, and what limits it. Logs and rules in, a table or JSON out. Invariant: nothing but the measurement is written.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, devNull, platform, totalmem } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { escapeTerminal } from '../../base/escape-terminal.ts'
import { VERSION } from '../../base/version.ts'
import { openSource } from '../../input/open.ts'
import { findSources, type Source } from '../../input/walk.ts'
import { createByteWriter } from '../../report/bytes/byte-writer.ts'
import { createSink } from '../../report/report.ts'
import { measurePhases, type PhaseFigures } from '../../scan/phases.ts'
import type { FoundHit } from '../../scan/scan.ts'
import { type BenchRun, summarisePasses, threadCounts } from '../bench/figures.ts'
import { findLimits } from '../bench/limits.ts'
import { type BenchReport, formatBench } from '../bench/report.ts'
import { EXIT } from '../exit.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, say } from '../messages.ts'
import { listFlag, numberFlag, switchFlag, textFlag } from '../options.ts'
import { MAX_THREADS } from '../scan-options.ts'
import { loadScanRules, type ScanRules } from '../scan-rules.ts'
import { readSelectionFlags } from '../selection-flags.ts'

/** Below this many bytes three passes of each stage, above one: they take long enough to be steady. */
const REPEAT_BELOW_BYTES = 1_000_000_000
const REPEAT = 3
const MAX_REPEAT = 100
/** Bytes read at a time by the first reading, as the decoder does. */
const READ_BYTES = 1024 * 1024
/** Between two measurements, so that threads of the one before are gone. */
const PAUSE_MS = 100

/** Runs the command; returns the exit code. */
export async function runBench(paths: readonly string[], flags: GivenFlags): Promise<number> {
  if (paths.length === 0) return refuse('no path given: name event logs or folders')
  const threads = numberFlag(flags, 'threads', 1, MAX_THREADS)
  const repeat = numberFlag(flags, 'repeat', 1, MAX_REPEAT)
  const chosen = readSelectionFlags(flags)
  for (const value of [threads, repeat, chosen]) if (typeof value === 'string') return refuse(value)
  const paint = createPaint(process.stderr, flags.color !== false)
  const found = findSources(paths)
  for (const diagnostic of found.diagnostics) say(formatDiagnostic(diagnostic, paint))
  if (found.sources.length === 0) return refuse('no event log to read')
  const startedMs = performance.now()
  const mappingFile = textFlag(flags, 'mapping')
  const rules = await loadScanRules({
    // What reading rules costs is one of the figures.
    isUncached: true,
    paths: listFlag(flags, 'rules'),
    mappingFile,
    ...(typeof chosen === 'object' ? chosen : {}),
  })
  if (typeof rules === 'string') return refuse(rules)
  if (rules.runnable.length === 0) return refuse('no usable rule; give other rules with --rules')
  const report = await measure(rules, found.sources, {
    most: typeof threads === 'number' ? threads : availableParallelism(),
    repeat: typeof repeat === 'number' ? repeat : undefined,
    readMs: performance.now() - startedMs,
    isQuiet: switchFlag(flags, 'quiet'),
  })
  const isJson = textFlag(flags, 'format') === 'json'
  const text = isJson ? JSON.stringify(report, null, 1) : formatBench(report).map(escapeLine).join('\n')
  process.stdout.write(`${text}\n`)
  return found.diagnostics.some(({ severity }) => severity === 'error') ? EXIT.incomplete : EXIT.ok
}

const escapeLine = (line: string): string => escapeTerminal(line)

function refuse(message: string): number {
  say(`goshawk: ${message} (goshawk bench --help lists the flags)`)
  return EXIT.usage
}

interface Wanted {
  readonly most: number
  readonly repeat: number | undefined
  /** Reading and preparing the rules. */
  readonly readMs: number
  readonly isQuiet: boolean
}

async function measure(rules: ScanRules, sources: readonly Source[], wanted: Wanted): Promise<BenchReport> {
  const bytes = sources.reduce((sum, source) => sum + source.sizeBytes, 0)
  const repeat = wanted.repeat ?? (bytes < REPEAT_BELOW_BYTES ? REPEAT : 1)
  const tell = (text: string): void => {
    if (!wanted.isQuiet) say(`goshawk: ${text}`)
  }
  tell(`reading ${(bytes / 1e6).toFixed(1)} MB for the first time`)
  const firstReadMs = readAll(sources)
  const runs: BenchRun[] = []
  let figures: PhaseFigures | undefined
  const nowhere = openNowhere(rules, sources)
  for (const threads of threadCounts(wanted.most)) {
    await setTimeout(PAUSE_MS)
    tell(`measuring with ${threads} ${threads === 1 ? 'thread' : 'threads'}`)
    const { runnable, mapping } = rules
    const { startReport } = nowhere
    figures = await measurePhases({ sources, rules: runnable, mapping, threads, repeat, startReport })
    // Fewer threads than asked for, when the logs are too small to be shared.
    if (runs.some((run) => run.threads === figures!.threads)) break
    runs.push(summarisePasses(figures, bytes))
  }
  nowhere.close()
  const { records, recordsSkipped, hits } = figures!
  const cores = availableParallelism()
  return {
    goshawk: VERSION,
    node: process.version,
    machine: { processor: cpus()[0]?.model.trim() ?? '', cores, memoryBytes: totalmem(), system: platform() },
    input: { files: sources.length, bytes, records, recordsWanted: records - recordsSkipped },
    rules: { running: rules.runnable.length, readMs: wanted.readMs },
    hits,
    reportBytes: nowhere.bytes,
    firstReadMs,
    repeat,
    runs,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    limits: findLimits({ runs, rulesMs: wanted.readMs, firstReadMs, bytes, cores }),
  }
}

/** Reads all logs once and does nothing with them; returns how long it took. What fails is reported by the scan. */
function readAll(sources: readonly Source[]): number {
  const buffer = Buffer.alloc(READ_BYTES)
  const before = performance.now()
  for (const { path, sizeBytes } of sources) {
    try {
      const reader = openSource(path, sizeBytes)
      for (let at = 0; at < sizeBytes; at += READ_BYTES)
        if (reader.readAt(buffer, 0, READ_BYTES, at) === 0) break
      reader.close()
    } catch {
      // The passes count it.
    }
  }
  return performance.now() - before
}

interface Nowhere {
  startReport(): (hits: readonly FoundHit[]) => void
  /** Of the last report. */
  readonly bytes: number
  close(): void
}

/** JSON Lines, made and written as a scan does, to the system's null device. */
function openNowhere({ runnable }: ScanRules, sources: readonly Source[]): Nowhere {
  const file = openSync(devNull, 'w')
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    startReport: () => {
      const sink = createSink('jsonl')
      const rows = createByteWriter()
      bytes = 0
      return (hits) => {
        rows.length = 0
        for (const { source, hit, record } of hits)
          sink.putRow(rows, {
            hit,
            record,
            rule: runnable[hit.rule]!.rule,
            evtxFile: sources[source]!.name,
          })
        bytes += writeSync(file, rows.bytes, 0, rows.length)
      }
    },
    close: () => closeSync(file),
  }
}
