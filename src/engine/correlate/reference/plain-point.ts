/** A point as an object with plain texts, for the reference. In: packed points. Out: points. */
import { foldText } from '../../../base/fold.ts'
import { ticksOf } from '../../../event/filetime.ts'
import type { CorrelationPlan } from '../plan/correlation-plan.ts'
import {
  CHUNK,
  HIT,
  ID_HIGH,
  ID_LOW,
  KEY_WORDS,
  PLAN,
  RECORD,
  SLOT,
  SOURCE,
  TIME_HIGH,
  TIME_LOW,
} from '../point/point-record.ts'
import { createPointReader, type PointTexts } from '../point/read-point.ts'
import type { PointOrigin } from '../point/write-point.ts'
import { createMemoryRun } from '../spill/run.ts'
import { ticksFromBigInt } from '../values/ticks.ts'

export interface PlainPoint {
  readonly plan: number
  readonly slot: number
  readonly ticks: bigint
  readonly source: number
  readonly id: bigint
  readonly chunk: number
  readonly record: number
  readonly hit: number
  readonly texts: PointTexts
  /** What groups by folded texts. */
  readonly groupKey: string
  /** Folded. */
  readonly valueKey: string
}

export function readPlainPoints(bytes: Uint8Array, plans: readonly CorrelationPlan[]): PlainPoint[] {
  const points: PlainPoint[] = []
  const memory = new Uint8Array(bytes).buffer
  const readers = plans.map(createPointReader)
  const cursor = createMemoryRun(memory, bytes.length, 0, KEY_WORDS).openCursor()
  for (; !cursor.isAtEnd; cursor.next()) {
    const word = (index: number): number => cursor.words[cursor.keyAt + index]!
    const plan = word(PLAN)
    const texts = readers[plan]!(cursor)
    points.push({
      plan,
      slot: word(SLOT),
      ticks: ticksOf(word(TIME_LOW), word(TIME_HIGH)),
      source: word(SOURCE),
      id: ticksOf(word(ID_LOW), word(ID_HIGH)),
      chunk: word(CHUNK),
      record: word(RECORD),
      hit: word(HIT),
      texts,
      groupKey: foldAll(texts.group),
      valueKey: foldAll(texts.values),
    })
  }
  return points
}

export function foldAll(texts: readonly (string | undefined)[]): string {
  return JSON.stringify(texts.map((text) => (text === undefined ? null : foldText(text))))
}

/** Which record, or inner hit, a point is. */
export function identityOf({ ticks, source, id, chunk, record, hit }: PlainPoint): string {
  return [ticks, source, id, chunk, record, hit].join(' ')
}

/** By time, then as equal times of one log are ordered, then by slot. */
export function comparePoints(a: PlainPoint, b: PlainPoint): number {
  if (a.ticks !== b.ticks) return a.ticks < b.ticks ? -1 : 1
  return comparePlaces(a, b) || a.hit - b.hit || a.slot - b.slot
}

export function comparePlaces(a: PlainPoint, b: PlainPoint): number {
  if (a.source !== b.source) return a.source - b.source
  if (a.id !== b.id) return a.id < b.id ? -1 : 1
  return a.chunk - b.chunk || a.record - b.record
}

/** The origin of a point at `ticks` that stands at the record of another. */
export function originAt(point: PlainPoint, ticks: bigint, hit: PointOrigin['hit']): PointOrigin {
  const time = ticksFromBigInt(ticks)
  const id = ticksFromBigInt(point.id)
  const { computer, channel, provider, eventId } = point.texts
  return {
    timeHigh: time.high,
    timeLow: time.low,
    source: point.source,
    idHigh: id.high,
    idLow: id.low,
    chunk: point.chunk,
    record: point.record,
    computer,
    channel,
    provider,
    eventId,
    hit,
  }
}
