/**
 * What a run did, beside its hits: the account that makes "no hit" trustworthy (design §7).
 * Invariant: everything outside `run` is the same for the same input, rules and options, whatever the threads.
 */
import type { Diagnostic } from '../base/diagnostic.ts'

export interface ManifestFile {
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly chunks: number
  readonly recordsRead: number
  /** Records that could not be decoded. */
  readonly recordsFailed: number
  /** Half-written records, decoded as far as they go. */
  readonly recordsPartial: number
  /** Records that the header does not admit. */
  readonly recordsHidden: number
  /** Old records left in unused space: seen, counted, not matched. */
  readonly recordsInSlack: number
  /** Passed over because no rule wants their channel and id, or because of --from/--to. */
  readonly recordsSkipped: number
  readonly hits: number
}

/** A rule or filter; what it lacks is ''. */
export interface ManifestRule {
  readonly file: string
  readonly title: string
  readonly id: string
}

export interface ReasonCount {
  readonly reason: string
  readonly count: number
}

export interface ManifestRules {
  /** SHA-256 over the content of the files of rules, filters and placeholders, the mapping and the version. */
  readonly hash: string
  readonly files: number
  /** Rules and filters that were read; those that could not be read are among the rejected. */
  readonly loaded: number
  readonly running: number
  readonly rejected: readonly (ManifestRule & { readonly code: string; readonly reason: string })[]
  /** Count by reason of rules that never apply: other products, sources that no .evtx has. */
  readonly notApplicable: readonly ReasonCount[]
  /** Count by reason of rules and filters that were not asked for. */
  readonly leftOut: readonly ReasonCount[]
  /** Each filter that runs, with the rules that it changed. */
  readonly filters: readonly (ManifestRule & { readonly changed: readonly ManifestRule[] })[]
}

/** A correlation that ran. */
export interface ManifestCorrelation extends ManifestRule {
  /** False: only other correlations are built on it, or it was not asked for. */
  readonly reported: boolean
  readonly hits: number
  /** Matches of its rules that took part. */
  readonly matches: number
  /** Matches that lack a field of `group-by`, the value that is measured, or a time, and took no part. */
  readonly matchesWithoutGroup: number
  readonly matchesWithoutValue: number
  readonly matchesWithoutTime: number
  /** Windows of a condition with `not` that reach beyond the newest record and could not be judged. */
  readonly windowsNotCovered: number
}

/** What a scan took; times in milliseconds. */
export interface ManifestTimings {
  /** One after the other, from the start of the program; processor time of all threads. */
  readonly phases: readonly { readonly phase: string; readonly wallMs: number; readonly cpuMs: number }[]
  readonly threads: {
    readonly count: number
    /** Sums over the threads. */
    readonly split: {
      readonly loadMs: number
      readonly readMs: number
      readonly decodeMs: number
      readonly matchMs: number
      readonly hitMs: number
      readonly otherMs: number
      readonly sumMs: number
      /** Below 1, decodeMs, matchMs and hitMs are estimated from this share of the logs. */
      readonly sampledShare: number
    }
  }
  /** Making and writing the rows of reports, in the first thread, while others read. */
  readonly rowsMs: number
}

export interface Manifest {
  readonly tool: 'goshawk'
  readonly version: string
  /** Options that decide the result, by name, as given. */
  readonly options: Readonly<Record<string, unknown>>
  readonly mapping: string
  readonly rules: ManifestRules
  readonly files: readonly ManifestFile[]
  readonly correlations: readonly ManifestCorrelation[]
  /** Of records and of correlations. */
  readonly hits: number
  readonly hitsByLevel: Readonly<Record<string, number>>
  readonly records: number
  /** Oldest and newest TimeCreated read, '' when none. */
  readonly oldest: string
  readonly newest: string
  readonly hosts: readonly { readonly computer: string; readonly records: number; readonly hits: number }[]
  /** (channel, event id) pairs seen that no rule looks at. */
  readonly unwatched: readonly {
    readonly channel: string
    readonly eventId: string
    readonly records: number
  }[]
  readonly diagnostics: readonly Diagnostic[]
  /** Diagnostics beyond the listed ones, by code. */
  readonly diagnosticCounts: Readonly<Record<string, number>>
  readonly complete: boolean
  /** What differs from run to run; only in the file of --manifest. */
  readonly run?: {
    readonly started: string
    readonly threads: number
    readonly arguments: readonly string[]
    readonly phasesMs: Readonly<Record<string, number>>
    /** With --timings: up to the end of the reports. */
    readonly timings?: ManifestTimings
  }
}
