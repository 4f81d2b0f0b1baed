/**
 * The newest time of records, from their System parts alone. In: records of a decoder. Out: the newest time.
 * Half-written records, and those whose time lies well after the moment they were written, do not count: one damaged
 * time in the year 9000 must not make "the last seven days" empty.
 */
import type { EventConsumer } from '../event/consumer.ts'
import { ticksOf } from '../event/filetime.ts'
import { compareTimes, readRecordTime, type TimeHalves } from './record-time.ts'

/** A day in units of 2^32 ticks (429.5 s): a clock that is set back between event and writing moves by less. */
const MAX_AHEAD_HIGH = 201

export interface NewestConsumer extends EventConsumer {
  newest(): bigint | undefined
}

export function createNewestConsumer(): NewestConsumer {
  const time: TimeHalves = { low: 0, high: 0 }
  const newest: TimeHalves = { low: 0, high: 0 }
  return {
    accept(event) {
      if (event.partial || !readRecordTime(event, time)) return false
      const written = event.writtenHigh >>> 0
      const isDoubtful = written !== 0 && time.high > written + MAX_AHEAD_HIGH
      if (isDoubtful || compareTimes(time, newest) <= 0) return false
      newest.low = time.low
      newest.high = time.high
      return false
    },
    visit() {},
    newest: () => (newest.low === 0 && newest.high === 0 ? undefined : ticksOf(newest.low, newest.high)),
  }
}
