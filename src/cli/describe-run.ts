/**
 * What the manifest says of a run beside its results: when, with how many threads, what took how long.
 * In: a scan that is over and the clocks. Out: plain data; times in milliseconds. Invariant: nothing here decides a result.
 */
import type { Manifest, ManifestTimings } from '../report/manifest.ts'
import type { ScanResult } from '../scan/scan.ts'
import { type StageTimes, splitTimes } from '../scan/timings/stage-times.ts'
import type { PhaseClock } from './phase-clock.ts'

interface TimedScan {
  readonly result: ScanResult
  readonly stages: StageTimes
  readonly rowsMs: number
  readonly clock: PhaseClock
}

interface DoneScan extends TimedScan {
  /** Clock time at the start, since 1970. */
  readonly startedMs: number
  /** From the start until the rules were there. */
  readonly rulesMs: number
  readonly isTimed: boolean
}

/** What differs from run to run. */
export function describeRun(scan: DoneScan): NonNullable<Manifest['run']> {
  const { isTimed, result, rulesMs, startedMs } = scan
  return {
    started: new Date(startedMs).toISOString(),
    threads: result.threads,
    arguments: process.argv.slice(2),
    phasesMs: { rules: rulesMs, scan: Date.now() - startedMs - rulesMs },
    ...(isTimed && { timings: describeTimings(scan) }),
  }
}

export function describeTimings({ clock, result, rowsMs, stages }: TimedScan): ManifestTimings {
  return { phases: [...clock.phases], threads: { count: result.threads, split: splitTimes(stages) }, rowsMs }
}
