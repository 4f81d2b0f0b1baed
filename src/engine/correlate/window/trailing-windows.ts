/**
 * The windows of a group that end at a point and hold the span before it (sigma-semantics §5.1.3). In: a group and a
 * measure. Out: the windows that qualify, by time. One cursor adds points, one takes them off, so the length of a window
 * costs no memory. Points of one time enter together: each of them sees the same window.
 */
import type { GroupPlace, Measure } from '../measure/measure.ts'
import { TIME_HIGH, TIME_LOW } from '../point/point-record.ts'
import type { RecordCursor } from '../spill/run.ts'
import { compareTicks, subtractSpan, type Ticks } from '../values/ticks.ts'
import { PAUSE, PAUSE_POINTS, type Windows } from './window.ts'

export interface Cursors {
  /** Adds points. */
  readonly head: RecordCursor
  /** Takes them off. */
  readonly tail: RecordCursor
  /** Looks at points that both have yet to leave. */
  readonly peek: RecordCursor
}

export function* trailingWindows(
  group: GroupPlace,
  span: Ticks,
  measure: Measure,
  { head, tail }: Cursors,
): Windows {
  measure.start(group)
  head.seek(group.position)
  tail.seek(group.position)
  let headOrdinal = 0
  let tailOrdinal = 0
  let nextPause = PAUSE_POINTS
  while (group.contains(head)) {
    const { high, low } = timeOf(head)
    const start = subtractSpan(high, low, span)
    while (compareTimeTo(tail, start.high, start.low) < 0) {
      measure.leave(tail, tailOrdinal++)
      tail.next()
    }
    let atPosition = head.position
    while (group.contains(head) && compareTimeTo(head, high, low) === 0) {
      measure.enter(head, headOrdinal++)
      atPosition = head.position
      head.next()
    }
    if (measure.holds(tailOrdinal))
      yield {
        start,
        end: { high, low },
        firstPosition: tail.position,
        endPosition: head.position,
        atPosition,
        value: measure.value(),
        slots: measure.evidence(),
        carried: measure.carried(),
      }
    if (headOrdinal >= nextPause) {
      nextPause = headOrdinal + PAUSE_POINTS
      yield PAUSE
    }
  }
}

/** Below zero, zero or above zero as the point is earlier than, at or later than the time. */
export function compareTimeTo({ words, keyAt }: RecordCursor, high: number, low: number): number {
  return compareTicks(words[keyAt + TIME_HIGH]!, words[keyAt + TIME_LOW]!, high, low)
}

export function timeOf({ words, keyAt }: RecordCursor): Ticks {
  return { high: words[keyAt + TIME_HIGH]!, low: words[keyAt + TIME_LOW]! }
}
