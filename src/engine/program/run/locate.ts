/**
 * Channel class and event id of a record, from the value table. In: an event and its shape's memo. Out: what
 * `event-key.ts` says, without making texts. Invariant: may be asked with only the System part located.
 */
import type { EventView } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'
import { readChannel, readEventId } from '../../event-key.ts'
import { type ChannelClass, classOfChannel } from '../dispatch/dispatch.ts'
import { equalBytes, findValue, keepValue } from '../state/value-cache.ts'
import type { Runtime } from './runtime.ts'
import { MAX_CHANNEL_BYTES, type ShapeMemo } from './shape-memo.ts'

/** Cache key of channel names; matchers have ids from 1 and their keys are larger. */
const CHANNEL_KEY = ValueType.String

export function locateChannel(runtime: Runtime, memo: ShapeMemo, event: EventView): ChannelClass {
  if (memo.constantClass !== undefined) return memo.constantClass
  const { dispatch, values } = runtime
  const slot = memo.channelSlot
  const isBytes = slot >= 0 && slot < event.slotCount && event.types[slot] === ValueType.String
  if (!isBytes) return classOfChannel(dispatch, readChannel(event))
  const offset = event.offsets[slot]!
  const length = event.lengths[slot]!
  if (length === memo.channelLength && equalBytes(memo.channelView, 0, event.view, offset, length))
    return memo.channelClass!
  const known = findValue(values.cache, CHANNEL_KEY, event.view, offset, length)
  let found = dispatch.classes[known]
  if (found === undefined) {
    found = classOfChannel(dispatch, readChannel(event))
    keepValue(values.cache, CHANNEL_KEY, event.bytes, offset, length, found.id)
  }
  if (length <= MAX_CHANNEL_BYTES) {
    for (let i = 0; i < length; i++) memo.channelBytes[i] = event.bytes[offset + i]!
    memo.channelLength = length
    memo.channelClass = found
  }
  return found
}

export function locateEventId(memo: ShapeMemo, event: EventView): number {
  const slot = memo.eventIdSlot
  if (slot >= 0 && slot < event.slotCount) {
    const type = event.types[slot]
    const length = event.lengths[slot]
    if (type === ValueType.UInt16 && length === 2) return event.view.getUint16(event.offsets[slot]!, true)
    if (type === ValueType.UInt32 && length === 4) return event.view.getUint32(event.offsets[slot]!, true)
    if (type === ValueType.String) {
      const number = readDigits(event.bytes, event.offsets[slot]!, length!)
      if (number >= 0) return number
    }
  }
  return readEventId(event)
}

/** More could exceed what a double counts; `event-key.ts` takes ten. */
const MAX_DIGITS = 10

/** The number that UTF-16LE digits without a leading zero make; -1 for everything else. */
function readDigits(bytes: Buffer, offset: number, length: number): number {
  if (length === 0 || length > 2 * MAX_DIGITS || (length & 1) !== 0) return -1
  let number = 0
  for (let at = offset; at < offset + length; at += 2) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9 || bytes[at + 1] !== 0) return -1
    if (digit === 0 && number === 0 && length > 2) return -1
    number = 10 * number + digit
  }
  return number
}

/** False when channel or event id is a list, which the tests of rules see in full. */
export function areScalars(memo: ShapeMemo, event: EventView): boolean {
  return isScalar(event, memo.channelPlace) && isScalar(event, memo.eventIdPlace)
}

function isScalar(event: EventView, slot: number): boolean {
  return slot < 0 || slot >= event.slotCount || (event.types[slot]! & ValueType.ArrayFlag) === 0
}
