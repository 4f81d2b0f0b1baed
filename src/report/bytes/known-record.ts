/**
 * A record as rows show it, worked out once for all hits and formats, which follow one another. In: a record. Out: its
 * header, and its JSON as bytes where it can be written so.
 */
import { type EventHeader, readHeader } from '../../engine/take-snapshot.ts'
import type { EventView } from '../../event/event.ts'
import { type KeptRecord, readKept } from '../../event/kept-events.ts'
import { createTextMemo } from '../../event/text-memo.ts'
import { planOf, type ShapePlan } from './shape-plan.ts'
import { createWrittenEvent, type WrittenEvent, writeEvent } from './write-event.ts'

export interface KnownRecord {
  readonly event: EventView
  readonly header: EventHeader
  readonly plan: ShapePlan
  readonly written: WrittenEvent
}

const memo = createTextMemo()
const written = createWrittenEvent()
let headerRecord: KeptRecord | undefined
let header: EventHeader | undefined
let lastRecord: KeptRecord | undefined
let last: KnownRecord | undefined

export function headerOf(record: KeptRecord): EventHeader {
  if (headerRecord !== record || header === undefined) {
    const event = readKept(record)
    header = readHeader(event, (index) => memo.read(event, index))
    headerRecord = record
  }
  return header
}

/** Valid until another record is asked for; undefined when only the slow way writes it. */
export function knowRecord(record: KeptRecord): KnownRecord | undefined {
  if (lastRecord !== record) {
    lastRecord = record
    const event = readKept(record)
    const plan = planOf(event.shape)
    const isWritten = plan !== undefined && writeEvent(event, plan, written)
    last = isWritten ? { event, header: headerOf(record), plan, written } : undefined
  } else readKept(record)
  return last
}
