/**
 * The windows of a group that begin at a point and hold the span after it, for conditions with `not`: that something is
 * absent is known only when its time is over (sigma-semantics §5.1.6). In: a group, a measure, the rules whose points
 * open a window, and the newest time of the logs. Out: the windows that qualify, by time; those that reach beyond the
 * newest time are only counted.
 */
import type { GroupPlace, Measure } from '../measure/measure.ts'
import { SLOT } from '../point/point-record.ts'
import { addSpan, compareTicks, type Ticks } from '../values/ticks.ts'
import { type Cursors, compareTimeTo, timeOf } from './trailing-windows.ts'
import { PAUSE, PAUSE_POINTS, type Windows } from './window.ts'

export interface LeadingOptions {
  readonly span: Ticks
  /** Slots whose points open a window. */
  readonly openers: readonly number[]
  /** Undefined: no record has a time. */
  readonly newest: Ticks | undefined
  readonly onUncovered: () => void
}

export function* leadingWindows(
  group: GroupPlace,
  measure: Measure,
  { head, tail, peek }: Cursors,
  { span, openers, newest, onUncovered }: LeadingOptions,
): Windows {
  /** The last of the points at the time of the point at `position` that opens a window; -1 without any. */
  const findOpener = (position: number): number => {
    let found = -1
    peek.seek(position)
    const { high, low } = timeOf(peek)
    for (; group.contains(peek) && compareTimeTo(peek, high, low) === 0; peek.next())
      if (openers.includes(peek.words[peek.keyAt + SLOT]!)) found = peek.position
    return found
  }
  measure.start(group)
  head.seek(group.position)
  tail.seek(group.position)
  let headOrdinal = 0
  let tailOrdinal = 0
  let nextPause = PAUSE_POINTS
  while (group.contains(tail)) {
    const start = timeOf(tail)
    const end = addSpan(start.high, start.low, span)
    while (group.contains(head) && compareTimeTo(head, end.high, end.low) <= 0) {
      measure.enter(head, headOrdinal++)
      head.next()
    }
    const atPosition = measure.holds(tailOrdinal) ? findOpener(tail.position) : -1
    if (atPosition >= 0) {
      if (newest !== undefined && compareTicks(end.high, end.low, newest.high, newest.low) <= 0)
        yield {
          start,
          end,
          firstPosition: tail.position,
          endPosition: head.position,
          atPosition,
          value: measure.value(),
          slots: measure.evidence(),
          carried: measure.carried(),
        }
      else onUncovered()
    }
    while (group.contains(tail) && compareTimeTo(tail, start.high, start.low) === 0) {
      measure.leave(tail, tailOrdinal++)
      tail.next()
    }
    if (tailOrdinal >= nextPause) {
      nextPause = tailOrdinal + PAUSE_POINTS
      yield PAUSE
    }
  }
}
