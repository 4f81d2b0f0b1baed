/**
 * What targets look at: the channel and the event id of a record. In: an event, also one of which only the System part
 * is located. Out: the channel's text and the event id as a number. Invariant: both engines use these two functions,
 * or answer exactly like them.
 */
import type { EventView } from '../event/event.ts'
import { leafText } from '../event/values.ts'

const CANONICAL_DECIMAL = /^(?:0|[1-9]\d{0,9})$/

/** Number of the header's (first) EventID; -1 when it is missing or no plain decimal, which no target wants. */
export function readEventId(event: EventView): number {
  const { shape } = event
  const text = leafText(event, shape.leaves[shape.eventId])
  return text !== undefined && CANONICAL_DECIMAL.test(text) ? Number(text) : -1
}

/** Text of the header's (first) Channel; undefined when the record has none. */
export function readChannel(event: EventView): string | undefined {
  const { shape } = event
  return leafText(event, shape.leaves[shape.channel])
}
