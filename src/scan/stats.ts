/**
 * What a scan counts: the parts that threads send back, and the account that they add up to.
 * Invariant: everything is plain data, and the account of a whole does not depend on how it was cut into parts.
 */

import type { TallyEntries } from '../base/bounded-tally.ts'
import type { DiagnosticList } from '../base/diagnostic-log.ts'
import type { LearntSamples } from '../engine/bucket-sample.ts'
import type { PackedPoints } from '../engine/correlate/point/collect-points.ts'
import type { ProfilePart } from '../engine/profile/rule-profile.ts'
import type { RangeCounts } from '../event/decoder.ts'
import type { HitGroup, PackedGroups } from './hit-group.ts'
import type { Task } from './task.ts'
import type { StageTimes } from './timings/stage-times.ts'

/** What became of one source. */
export interface FileStats {
  readonly path: string
  readonly sizeBytes: number
  /** '' when it was not asked for, or the file could not be read to its end. */
  readonly sha256: string
  readonly chunks: number
  readonly recordsRead: number
  readonly recordsFailed: number
  readonly recordsPartial: number
  readonly recordsHidden: number
  readonly recordsInSlack: number
  /** Passed over because no rule wants their channel and id, or because of their time. */
  readonly recordsSkipped: number
  readonly hits: number
}

/** What a task found out about one of its units. */
export interface FilePart {
  readonly source: number
  readonly counts: RangeCounts
  readonly hits: number
  readonly sha256?: string
  /** Why the file could not be opened. */
  readonly openError?: string
}

/** Counts of a part over all its sources. */
export interface PartTally {
  readonly hosts: TallyEntries
  /** By `pairKey`. */
  readonly unwatched: TallyEntries
  readonly outOfRange: number
  /** FILETIME ticks. */
  readonly oldest: bigint | undefined
  readonly newest: bigint | undefined
  readonly hitsByRule: readonly (readonly [rule: number, hits: number])[]
}

export interface TaskResult {
  readonly files: readonly FilePart[]
  readonly tally: PartTally
  readonly diagnostics: DiagnosticList
  /** Packed when they come from another thread; undefined for none then. */
  readonly groups: readonly HitGroup[] | PackedGroups | undefined
  /** Matches that correlations take in. */
  readonly points?: PackedPoints
  /** What the stages took, where that was asked for. */
  readonly times?: StageTimes
  /** What rules and fields cost, where that was asked for. */
  readonly profile?: ProfilePart
  /** What was learnt of the records, if anything was. */
  readonly learnt?: LearntSamples
  /** What is left of the task: it stopped early because it found more than it may hold. */
  readonly rest: Task | undefined
}

/** Hosts listed by name; more are counted together (a large forwarding server has some ten thousand). */
export const MAX_HOSTS = 16_384
/** Pairs of channel and event id listed (observed over 60 million records: 2,072). */
export const MAX_PAIRS = 16_384
/** Units of a computer or channel name that are kept (Windows allows 255). */
export const MAX_NAME_UNITS = 255

/** Key of a channel and event id. */
export function pairKey(channel: string, eventId: string): string {
  return `${channel}\0${eventId}`
}

/** The event id is behind the last NUL: a hostile channel name may hold some. */
export function splitPair(key: string): readonly [channel: string, eventId: string] {
  const at = key.lastIndexOf('\0')
  return [key.slice(0, at), key.slice(at + 1)]
}

export function emptyTally(): PartTally {
  const nothing: TallyEntries = { entries: [], others: { records: 0, hits: 0 } }
  return {
    hosts: nothing,
    unwatched: nothing,
    outOfRange: 0,
    oldest: undefined,
    newest: undefined,
    hitsByRule: [],
  }
}

export function addCounts(into: RangeCounts, from: RangeCounts): void {
  for (const key of Object.keys(into) as (keyof RangeCounts)[]) into[key] += from[key]
}
