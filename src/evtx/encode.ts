/**
 * The decoder's inverse: plain events become the bytes of an .evtx file, for fixtures, tests and benches.
 * In: events of our own (`LogEvent`), options. Out: a whole file at once, or chunk by chunk (`createLogWriter`).
 * Invariant: the same input gives the same bytes; what cannot be stored exactly throws with the record's id.
 */
import type { LogEvent } from './encoding/log-event.ts'
import type { LogOptions } from './encoding/log-options.ts'
import { createLogWriter } from './encoding/log-writer.ts'

export type { LogEvent, PlainElement, SystemPart } from './encoding/log-event.ts'
export type { LogOptions } from './encoding/log-options.ts'
export { createLogWriter } from './encoding/log-writer.ts'
export type { PlainValue } from './encoding/plain-value.ts'

/** The bytes of a log with these events, in this order. A log without events has one chunk without records. */
export function encodeLog(events: Iterable<LogEvent>, options: LogOptions = {}): Uint8Array {
  const writer = createLogWriter(options)
  const chunks: Uint8Array[] = []
  for (const event of events) {
    const closed = writer.add(event)
    if (closed !== undefined) chunks.push(closed)
  }
  const { lastChunk, fileHeader } = writer.finish()
  return Buffer.concat([fileHeader, ...chunks, lastChunk])
}
