/**
 * Whether an event is one of a target's. In: target and event. Out: yes or no, for the part that System decides and for
 * the whole. Invariant: whoever fits the whole fits the System part.
 */
import { foldText } from '../base/fold.ts'
import type { EventView } from '../event/event.ts'
import type { Target } from '../mapping/mapping.ts'
import { canonicalChannel } from '../mapping/mapping.ts'
import { readChannel, readEventId } from './event-key.ts'
import { readRaw } from './field-reader.ts'

/** What the System part says: the canonical key of the channel (undefined = none) and the event id (-1 = none). */
export interface EventKey {
  readonly channel: string | undefined
  readonly eventId: number
}

export function readEventKey(event: EventView): EventKey {
  const channel = readChannel(event)
  return {
    channel: channel === undefined ? undefined : canonicalChannel(channel),
    eventId: readEventId(event),
  }
}

/** Channel and event id fit. */
export function fitsKey(target: Target, key: EventKey): boolean {
  return fitsEventId(target, key) && fitsChannel(target, key)
}

export function fitsChannel({ channels }: Target, { channel }: EventKey): boolean {
  if (channels === undefined) return true
  if (channel === undefined) return false
  return channels.some(({ key, isPrefix }) => (isPrefix ? channel.startsWith(key) : channel === key))
}

export function fitsEventId({ eventIds }: Target, { eventId }: EventKey): boolean {
  return eventIds === undefined || eventIds.includes(eventId)
}

/** Channel, event id and all further equalities fit. */
export function fitsTarget(target: Target, event: EventView, key: EventKey): boolean {
  return fitsKey(target, key) && target.conditions.every((condition) => fitsCondition(condition, event))
}

/** One of the further equalities fits. */
export function fitsCondition({ field, values }: Target['conditions'][number], event: EventView): boolean {
  const wanted = values.map(foldText)
  return readRaw(event, field).some((text) => wanted.includes(foldText(text)))
}
