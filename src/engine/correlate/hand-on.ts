/**
 * The windows of an inner correlation become points of the outer ones, at the end of the window. In: a window and the
 * point that made it. Out: points, one for each different list of texts that outer ones read of its evidence.
 */
import type { CorrelationSet } from './plan/correlation-plan.ts'
import { CHUNK, ID_HIGH, ID_LOW, RECORD, SOURCE } from './point/point-record.ts'
import type { PointStore } from './point/point-store.ts'
import type { PointTexts } from './point/read-point.ts'
import { createPointWriter, type PointOrigin } from './point/write-point.ts'
import { createByteSink } from './spill/byte-sink.ts'
import type { RecordCursor } from './spill/run.ts'
import { formatFraction } from './values/fraction.ts'
import type { Ticks } from './values/ticks.ts'
import type { Window } from './window/window.ts'

export type HandOn = (plan: number, window: Window, at: RecordCursor, texts: PointTexts, from: Ticks) => void

/** `leftOut` counts by plan what could be no point. */
export function createHandOn(
  { plans }: CorrelationSet,
  points: PointStore,
  leftOut: readonly { noGroup: number; noValue: number }[],
): HandOn {
  const write = createPointWriter()
  const record = createByteSink()
  let number = 0
  return (plan, window, at, texts, from) => {
    const measured = window.value === undefined ? '' : formatFraction(window.value)
    const origin = toOrigin(window, at, texts, { number: ++number, from, measured })
    for (const carried of window.carried) {
      const all = [...texts.group, ...carried]
      for (const route of plans[plan]!.routes) {
        record.length = 0
        const fate = write(route, origin, all, record)
        if (fate === 'kept') points.addPacked(record.bytes.subarray(0, record.length))
        else if (fate === 'no-group') leftOut[route.plan]!.noGroup++
        else leftOut[route.plan]!.noValue++
      }
    }
  }
}

function toOrigin(
  { end }: Window,
  { words, keyAt }: RecordCursor,
  texts: PointTexts,
  hit: NonNullable<PointOrigin['hit']>,
): PointOrigin {
  const word = (index: number): number => words[keyAt + index]!
  const { computer, channel, provider, eventId } = texts
  return {
    timeHigh: end.high,
    timeLow: end.low,
    source: word(SOURCE),
    idHigh: word(ID_HIGH),
    idLow: word(ID_LOW),
    chunk: word(CHUNK),
    record: word(RECORD),
    computer,
    channel,
    provider,
    eventId,
    hit,
  }
}
