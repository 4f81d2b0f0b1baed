/**
 * What a scan does with a record: its time, its host, whether any rule wants it, and what matches.
 * In: records of a decoder. Out: counts, hits and points of correlations, as plain data that outlives the record.
 * Invariant: a record refused because of its time or because no rule wants it is counted as such.
 */
import type { PackedPoints } from '../engine/correlate/point/collect-points.ts'
import type { EventConsumer } from '../event/consumer.ts'
import { createKeptEvents, keepEvent, keptBytes } from '../event/kept-events.ts'
import { createTimeTest } from './create-time-test.ts'
import { type HitGroup, sizeOfReasons } from './hit-group.ts'
import { createRecordTally } from './record-tally.ts'
import { readRecordTime, type TimeHalves } from './record-time.ts'
import type { ScanScreen } from './scan-screen.ts'
import type { Engine } from './stages.ts'
import type { PartTally } from './stats.ts'
import type { TickRange } from './time-range.ts'

export interface ScanConsumer extends EventConsumer {
  /** Index of the source whose records come; to be set before each. */
  source: number
  /** Hits since the last call. */
  takeHitCount(): number
  readonly groups: readonly HitGroup[]
  /** About how many characters the groups take as text, with the bytes of their records and those of the points. */
  readonly heldSize: number
  /** Matches that correlations take in, since the last call. */
  takePoints(): PackedPoints | undefined
  /** What was counted, that of the screen included. */
  finishTally(): PartTally
}

export function createScanConsumer(
  engine: Engine,
  range: TickRange,
  details: boolean,
  screen?: ScanScreen,
): ScanConsumer {
  const { matcher, collector } = engine
  const isInside = createTimeTest(range)
  const time: TimeHalves = { low: 0, high: 0 }
  const tally = createRecordTally(engine.ruleCount)
  const groups: HitGroup[] = []
  const kept = createKeptEvents()
  screen?.begin(range, !details && collector === undefined)
  let reasonChars = 0
  let hits = 0
  const consumer = {
    source: 0,
    groups,
    screen,
    takeHitCount() {
      const taken = hits + (screen?.takeHitCount() ?? 0)
      hits = 0
      return taken
    },
    finishTally() {
      screen?.addTo(tally)
      return tally.finish()
    },
    get heldSize() {
      return reasonChars + keptBytes(kept) + (collector?.lengthBytes ?? 0)
    },
    takePoints: () => collector?.take(),
    accept(event) {
      // A record without a time cannot be outside the range.
      if (readRecordTime(event, time)) {
        if (!isInside(time)) {
          tally.countOutOfRange(1)
          return false
        }
        tally.noteTime(time)
      }
      tally.countHost(event)
      if (matcher.wants(event)) return true
      tally.countUnwatched(event)
      return false
    },
    visit(event) {
      const matched = matcher.matchEvent(event)
      if (matched.length === 0) return
      if (collector !== undefined) {
        const hasTime = readRecordTime(event, time)
        for (const rule of matched) collector.add(rule, event, hasTime ? time : undefined, consumer.source)
      }
      const rules = loudOnes(matched, engine)
      if (rules.length === 0) return
      hits += rules.length
      tally.countHits(rules)
      if (!details) return
      const explained = rules.map((rule) => [rule, engine.explain(rule, event)] as const)
      const group = { source: consumer.source, record: keepEvent(kept, event), rules: explained }
      groups.push(group)
      reasonChars += sizeOfReasons(group)
    },
  } satisfies ScanConsumer
  return consumer
}

/** Rules whose matches are hits; a copy, since the list belongs to the matcher. */
function loudOnes(matched: readonly number[], engine: Engine): readonly number[] {
  return matched.filter((rule) => engine.isSilent?.(rule) !== true)
}
