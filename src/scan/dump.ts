/**
 * Every record of some logs, one after another, for whoever wants to look into them. In: sources. Out: snapshots in the
 * order of sources, chunks and records. Invariant: the records of a few chunks at most are held, whatever the size.
 */

import type { EventSnapshot } from '../engine/hit.ts'
import { takeSnapshot } from '../engine/take-snapshot.ts'
import type { EventConsumer } from '../event/consumer.ts'
import type { LogDecoder, RangeCounts, ReportDiagnostic } from '../event/decoder.ts'
import { emptyCounts } from '../event/decoder.ts'
import type { Source } from '../input/walk.ts'
import { createTimeTest } from './create-time-test.ts'
import { createNewestConsumer } from './newest-consumer.ts'
import { readSteps } from './read-steps.ts'
import { readRecordTime, type TimeHalves } from './record-time.ts'
import { addCounts } from './stats.ts'
import { isRelative, resolveRange, type TickRange, type TimeRange } from './time-range.ts'

export interface DumpOptions {
  readonly sources: readonly Source[]
  readonly decoder: LogDecoder
  readonly range: TimeRange
  readonly report: ReportDiagnostic
  /** Takes records of one source; false ends the dump. */
  readonly onRecords: (source: Source, records: readonly EventSnapshot[]) => Promise<boolean>
}

/** What became of the records. `isEnded`: the taker wanted no more. */
export interface DumpResult {
  readonly counts: RangeCounts
  readonly unreadable: number
  readonly isEnded: boolean
}

export async function dumpLogs(options: DumpOptions): Promise<DumpResult> {
  const counts = emptyCounts()
  const range = resolveRange(options.range, isRelative(options.range) ? findNewest(options) : undefined)
  let unreadable = 0
  for (const source of options.sources) {
    const isWanted = await dumpSource(source, options, range, counts)
    if (isWanted === undefined) unreadable++
    if (isWanted === false) return { counts, unreadable, isEnded: true }
  }
  return { counts, unreadable, isEnded: false }
}

/** False when the taker wants no more, undefined when the source cannot be read. */
async function dumpSource(
  source: Source,
  options: DumpOptions,
  range: TickRange,
  counts: RangeCounts,
): Promise<boolean | undefined> {
  let records: EventSnapshot[] = []
  const isInside = createTimeTest(range)
  const time: TimeHalves = { low: 0, high: 0 }
  const consumer: EventConsumer = {
    // A record without a time cannot be outside the range.
    accept: (event) => !readRecordTime(event, time) || isInside(time),
    visit: (event) => {
      records.push(takeSnapshot(event))
    },
  }
  const steps = readSteps(source, options.decoder, consumer, options.report)
  for (const step of steps) {
    if (step === undefined) return undefined
    addCounts(counts, step)
    if (records.length > 0 && !(await options.onRecords(source, records))) return false
    records = []
  }
  return true
}

/** The newest time of all sources; what is wrong with them is reported by the pass that follows. */
function findNewest({ sources, decoder }: DumpOptions): bigint | undefined {
  const consumer = createNewestConsumer()
  for (const source of sources) {
    for (const _ of readSteps(source, decoder, consumer, () => {}));
  }
  return consumer.newest()
}
