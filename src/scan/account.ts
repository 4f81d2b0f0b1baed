/**
 * The account of a scan: results of tasks, in order, added up.
 * Invariant: it does not depend on how the scan was cut into tasks, and its size is bounded by sources, rules and limits.
 */

import { createBoundedTally, type TallyEntries } from '../base/bounded-tally.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { createDiagnosticLog, type DiagnosticList } from '../base/diagnostic-log.ts'
import type { RangeCounts } from '../event/decoder.ts'
import { emptyCounts } from '../event/decoder.ts'
import type { Source } from '../input/walk.ts'
import type { HostStats, PairStats, ScanTotals } from './scan-result.ts'
import { addCounts, type FilePart, MAX_HOSTS, MAX_PAIRS, splitPair, type TaskResult } from './stats.ts'
import { formatTicks } from './time-range.ts'

export interface Account {
  /** Records read so far, and hits. */
  readonly records: number
  readonly hits: number
  /** Newest time so far, FILETIME ticks. */
  readonly newest: bigint | undefined
  add(result: TaskResult): void
  /** Findings that are no part of a scan task's result. */
  report(list: DiagnosticList): void
  /** Sources whose SHA-256 is not known yet. */
  unhashed(): readonly number[]
  totals(): ScanTotals
}

interface FileAccount {
  readonly counts: RangeCounts
  hits: number
  sha256: string
  isUnreadable: boolean
}

export function createAccount(sources: readonly Source[], ruleCount: number): Account {
  const files = sources.map(
    (): FileAccount => ({ counts: emptyCounts(), hits: 0, sha256: '', isUnreadable: false }),
  )
  const log = createDiagnosticLog()
  const hosts = createBoundedTally(MAX_HOSTS)
  const pairs = createBoundedTally(MAX_PAIRS)
  const hitsByRule = new Array<number>(ruleCount).fill(0)
  const sums = { records: 0, hits: 0, outOfRange: 0 }
  let oldest: bigint | undefined
  let newest: bigint | undefined

  const addPart = (part: FilePart): void => {
    const file = files[part.source]!
    addCounts(file.counts, part.counts)
    file.hits += part.hits
    if (part.sha256 !== undefined) file.sha256 = part.sha256
    // Every range of a big file meets the same error: it is one finding.
    if (part.openError !== undefined && !file.isUnreadable) {
      file.isUnreadable = true
      log.add(unreadable(sources[part.source]!.name, part.openError))
    }
    sums.records += part.counts.recordsRead
    sums.hits += part.hits
  }
  return {
    get records() {
      return sums.records
    },
    get hits() {
      return sums.hits
    },
    get newest() {
      return newest
    },
    add({ files: parts, tally, diagnostics }) {
      for (const part of parts) addPart(part)
      log.merge(diagnostics)
      hosts.merge(tally.hosts)
      pairs.merge(tally.unwatched)
      sums.outOfRange += tally.outOfRange
      for (const [rule, hits] of tally.hitsByRule) hitsByRule[rule]! += hits
      oldest = earlier(oldest, tally.oldest)
      newest = later(newest, tally.newest)
    },
    report: log.merge,
    unhashed: () => files.flatMap((file, index) => (file.sha256 === '' && !file.isUnreadable ? [index] : [])),
    totals: () => ({
      files: files.map(({ counts, hits, sha256 }, index) => {
        const { name, sizeBytes } = sources[index]!
        return { path: name, sizeBytes, sha256, ...counts, hits }
      }),
      records: sums.records,
      hits: sums.hits,
      hitsByRule: [...hitsByRule],
      recordsOutOfRange: sums.outOfRange,
      oldest: formatTicks(oldest),
      newest: formatTicks(newest),
      ...listHosts(hosts.entries()),
      ...listPairs(pairs.entries()),
      diagnostics: log.list(),
    }),
  }
}

function unreadable(source: string, message: string): Diagnostic {
  return { code: 'path-unreadable', severity: 'error', source, message }
}

function earlier(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a
}

function later(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a
}

function listHosts({ entries, others }: TallyEntries): {
  hosts: HostStats[]
  otherHosts: Omit<HostStats, 'computer'>
} {
  return {
    hosts: entries.map(([computer, records, hits]) => ({ computer, records, hits })),
    otherHosts: others,
  }
}

function listPairs({ entries, others }: TallyEntries): { unwatched: PairStats[]; otherUnwatched: number } {
  const unwatched = entries.map(([key, records]) => {
    const [channel, eventId] = splitPair(key)
    return { channel, eventId, records }
  })
  return { unwatched, otherUnwatched: others.records }
}
