/** A measurement as data and as text. In: what was measured. Out: an object for JSON, lines for people. */
import type { BenchRun } from './figures.ts'
import { STAGE_NAMES } from './figures.ts'
import type { Limit } from './limits.ts'

/** All of a measurement, as `--format json` prints it. */
export interface BenchReport {
  readonly goshawk: string
  readonly node: string
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly memoryBytes: number
    readonly system: string
  }
  readonly input: {
    readonly files: number
    readonly bytes: number
    readonly records: number
    /** Records that some rule wants; the others are not decoded. */
    readonly recordsWanted: number
  }
  readonly rules: { readonly running: number; readonly readMs: number }
  readonly hits: number
  /** JSON Lines, written to nowhere. */
  readonly reportBytes: number
  /** The first reading of the logs, from wherever they were. */
  readonly firstReadMs: number
  /** Passes of each stage; the medians count. */
  readonly repeat: number
  readonly runs: readonly BenchRun[]
  readonly peakMemoryBytes: number
  readonly limits: readonly Limit[]
}

export function formatBench(report: BenchReport): readonly string[] {
  return [...headLines(report), '', ...tableLines(report.runs), '', ...footLines(report)]
}

const n = (value: number): string => Math.round(value).toLocaleString('en')
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

function headLines(report: BenchReport): string[] {
  const { machine, input, rules, hits } = report
  const memory = `${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB`
  return [
    `goshawk ${report.goshawk}, Node ${report.node}, ${machine.system}, ${machine.processor} (${machine.cores} cores), ${memory}`,
    `${n(input.files)} ${input.files === 1 ? 'log' : 'logs'}, ${mb(input.bytes)}, ${n(input.records)} records, ${n(input.recordsWanted)} of them wanted by one of ${n(rules.running)} rules; ${n(hits)} ${hits === 1 ? 'hit' : 'hits'}, ${mb(report.reportBytes)} as JSON Lines`,
    `Rules read in ${seconds(rules.readMs)}; the first reading of the logs took ${seconds(report.firstReadMs)} (${n(input.bytes / 1000 / Math.max(report.firstReadMs, 0.001))} MB/s, from the disk or from memory, wherever they were)`,
  ]
}

function tableLines(runs: readonly BenchRun[]): string[] {
  const columns = ['threads', 'start', ...STAGE_NAMES, 'total', 'MB/s', 'records/s', 'CPU', 'cores used']
  const rows = runs.map((run) => [
    String(run.threads),
    seconds(run.startMs),
    ...STAGE_NAMES.map((name) => seconds(run.stages[name].wallMs)),
    seconds(run.total.wallMs),
    n(run.bytesPerSecond / 1e6),
    n(run.recordsPerSecond),
    seconds(run.total.cpuMs),
    run.coresUsed.toFixed(1),
  ])
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i]!.length)))
  return [columns, ...rows].map((row) => row.map((cell, i) => cell.padStart(widths[i]!)).join('  '))
}

function footLines({ repeat, limits, peakMemoryBytes }: BenchReport): string[] {
  const passes =
    repeat === 1
      ? 'One pass of each stage'
      : `Medians of ${repeat} ${repeat === 2 ? 'passes (their means)' : 'passes'} of each stage`
  return [
    `${passes}, after a warm-up. A stage is what its pass takes longer than the one before; start is not in the total. MB = 10^6 bytes of the files. Peak memory ${mb(peakMemoryBytes)}.`,
    '',
    'What limits it:',
    ...limits.map(({ text }) => `- ${text}`),
  ]
}
