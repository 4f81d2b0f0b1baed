/**
 * When a record happened: TimeCreated of its System part, the time it was written when that is missing, zero or no time.
 * Kept as two unsigned halves, since a bigint a record would cost more than finding the record.
 */
import type { EventView } from '../event/event.ts'
import { parseTicks } from '../event/filetime.ts'
import { readUtcTime, type TimeHalves } from '../event/utc-time.ts'
import { ValueType } from '../event/value-type.ts'
import { isPresent, leafText } from '../event/values.ts'

export type { TimeHalves } from '../event/utc-time.ts'

/** Writes the time into `into`; false when the record has none. */
export function readRecordTime(event: EventView, into: TimeHalves): boolean {
  if (readTimeCreated(event, into)) return true
  into.low = event.writtenLow >>> 0
  into.high = event.writtenHigh >>> 0
  return into.low !== 0 || into.high !== 0
}

function readTimeCreated(event: EventView, into: TimeHalves): boolean {
  const index = event.shape.timeCreated
  if (index < 0) return false
  const leaf = event.shape.leaves[index]!
  const { slot } = leaf
  const type = slot >= 0 && slot < event.slotCount ? event.types[slot]! : ValueType.Absent
  if (type === ValueType.FileTime) {
    if (event.lengths[slot] !== 8 || !isPresent(event, leaf)) return false
    const offset = event.offsets[slot]!
    into.low = event.view.getUint32(offset, true)
    into.high = event.view.getUint32(offset + 4, true)
    return into.low !== 0 || into.high !== 0
  }
  if (type === ValueType.String && leaf.guards.length === 0) {
    if (readUtcTime(event.bytes, event.offsets[slot]!, event.lengths[slot]!, into))
      return into.low !== 0 || into.high !== 0
  }
  const ticks = parseTicks(leafText(event, leaf) ?? '')
  if (ticks === undefined || ticks <= 0n || ticks >= 1n << 64n) return false
  setHalves(into, ticks)
  return true
}

/** Below zero, zero or above zero as `a` is earlier than, equal to or later than `b`. */
export function compareTimes(a: Readonly<TimeHalves>, b: Readonly<TimeHalves>): number {
  return a.high === b.high ? a.low - b.low : a.high - b.high
}

export function setHalves(into: TimeHalves, ticks: bigint): void {
  into.low = Number(ticks & 0xffff_ffffn)
  into.high = Number(ticks >> 32n)
}
