/**
 * The records of a log that have one record id. In: a source, a decoder and the id. Out: each of them, complete, at a
 * callback, and which ids the log has. Record ids start again when a log is cleared or joined, so there may be several.
 * Invariant: other records are only located as far as their header, and none is held.
 */
import type { EventConsumer } from '../event/consumer.ts'
import type { LogDecoder, ReportDiagnostic } from '../event/decoder.ts'
import type { EventView } from '../event/event.ts'
import { ticksOf } from '../event/filetime.ts'
import { leafText } from '../event/values.ts'
import type { Source } from '../input/walk.ts'
import { readSteps } from './read-steps.ts'

/** The ids of a log. */
export interface RecordIds {
  /** Records with an id, counted each time they are there. */
  readonly count: number
  readonly lowest: bigint | undefined
  readonly highest: bigint | undefined
}

/** Calls `visit` for each record with the id; undefined when the log cannot be opened or has no chunk (reported). */
export function findRecords(
  source: Source,
  decoder: LogDecoder,
  recordId: bigint,
  visit: (event: EventView) => void,
  report: ReportDiagnostic,
): RecordIds | undefined {
  const ids = { count: 0, lowest: undefined as bigint | undefined, highest: undefined as bigint | undefined }
  const consumer: EventConsumer = {
    accept(event) {
      const id = readRecordId(event)
      ids.count++
      if (ids.lowest === undefined || id < ids.lowest) ids.lowest = id
      if (ids.highest === undefined || id > ids.highest) ids.highest = id
      return id === recordId
    },
    visit,
  }
  for (const step of readSteps(source, decoder, consumer, report)) if (step === undefined) return undefined
  return ids
}

/** Of the header of the event, else of the record: the same as reports show. */
function readRecordId(event: EventView): bigint {
  const text = leafText(event, event.shape.leaves[event.shape.recordId])
  return text !== undefined && /^\d{1,20}$/.test(text)
    ? BigInt(text)
    : ticksOf(event.recordIdLow, event.recordIdHigh)
}
