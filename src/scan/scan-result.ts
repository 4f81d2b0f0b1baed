/** What a scan gives back beside its hits. Plain data; lists are sorted, so that equal scans give equal results. */
import type { DiagnosticList } from '../base/diagnostic-log.ts'
import type { CorrelationCounts } from '../engine/correlate/correlator.ts'
import type { FileStats } from './stats.ts'

export interface HostStats {
  readonly computer: string
  /** Records seen of it within the time range, those that no rule wants included. */
  readonly records: number
  readonly hits: number
}

export interface PairStats {
  readonly channel: string
  readonly eventId: string
  readonly records: number
}

export interface ScanTotals {
  /** In the order of the sources. */
  readonly files: readonly FileStats[]
  /** Records read (`recordsRead` of all files). */
  readonly records: number
  readonly hits: number
  /** By index of the rule. */
  readonly hitsByRule: readonly number[]
  /** Records passed over because of their time; part of `recordsSkipped`. */
  readonly recordsOutOfRange: number
  /** Oldest and newest time of the records within the range, ISO 8601; '' when none. */
  readonly oldest: string
  readonly newest: string
  /** By name (UTF-16 order). */
  readonly hosts: readonly HostStats[]
  /** Hosts beyond the listed ones, together. */
  readonly otherHosts: Omit<HostStats, 'computer'>
  /** Pairs of channel and event id that no rule looks at, by channel and id (UTF-16 order). */
  readonly unwatched: readonly PairStats[]
  /** Records of pairs beyond the listed ones. */
  readonly otherUnwatched: number
  readonly diagnostics: DiagnosticList
}

export interface ScanResult extends ScanTotals {
  /** The range that applied, relative ends resolved; '' where it was open. */
  readonly from: string
  readonly to: string
  /** False when it was interrupted or a part was given up: see diagnostics of code `task-failed`. */
  readonly complete: boolean
  /** Worker threads used; 1 without workers. */
  readonly threads: number
  /** By index of the correlation; empty without correlations. `hits` counts hits of records alone. */
  readonly correlations: readonly CorrelationCounts[]
}
