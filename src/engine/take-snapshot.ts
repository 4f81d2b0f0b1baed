/**
 * What a hit keeps of its record. In: the event. Out: plain data that outlives it. Invariant: nothing in it refers to
 * the decoder's memory, and its size is bounded as event/to-plain bounds it.
 */
import type { EventView } from '../event/event.ts'
import { formatFileTime, parseTicks, ticksOf } from '../event/filetime.ts'
import { eventToPlain, fieldsOf } from '../event/to-plain.ts'
import { ValueType } from '../event/value-type.ts'
import { createLeafReader } from '../event/values.ts'
import type { EventSnapshot } from './hit.ts'

/** What tells where and when a record was written. */
export type EventHeader = Pick<
  EventSnapshot,
  'time' | 'recordId' | 'eventId' | 'channel' | 'provider' | 'computer'
>

export function takeSnapshot(event: EventView): EventSnapshot {
  const { leaves } = event.shape
  const read = createLeafReader(event)
  return {
    ...readHeader(event, (index) => {
      const leaf = leaves[index]
      return leaf && read(leaf)[0]
    }),
    event: eventToPlain(event, read),
    fields: fieldsOf(event, read),
    chunk: event.chunk,
    record: event.record,
    offsetBytes: event.offsetBytes,
    partial: event.partial,
  }
}

/** `read` gives the first text of a leaf by its index, undefined when the record or the shape (-1) lacks it. */
export function readHeader(event: EventView, read: (leafIndex: number) => string | undefined): EventHeader {
  const { shape } = event
  return {
    time: timeOf(event, read(shape.timeCreated) ?? ''),
    recordId: read(shape.recordId) || ticksOf(event.recordIdLow, event.recordIdHigh).toString(),
    eventId: read(shape.eventId) ?? '',
    channel: read(shape.channel) ?? '',
    provider: read(shape.provider) ?? '',
    computer: read(shape.computer) ?? '',
  }
}

/** TimeCreated with seven decimals; the time written when it is missing or no time; '' when that is zero. */
function timeOf(event: EventView, created: string): string {
  if (isFormatted(event, created)) return created
  const ticks = parseTicks(created)
  if (ticks !== undefined && ticks >= 0n) return formatTicks(ticks)
  if (event.writtenLow === 0 && event.writtenHigh === 0) return ''
  return formatFileTime(event.writtenLow, event.writtenHigh)
}

/** The value is a FILETIME within the calendar: its text cannot become another one. */
function isFormatted({ shape, types, slotCount }: EventView, created: string): boolean {
  const slot = shape.leaves[shape.timeCreated]?.slot ?? -1
  return slot >= 0 && slot < slotCount && types[slot] === ValueType.FileTime && created.endsWith('Z')
}

function formatTicks(ticks: bigint): string {
  return formatFileTime(Number(ticks & 0xffff_ffffn), Number(ticks >> 32n))
}
