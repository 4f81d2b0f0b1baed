/**
 * Are two texts of a record equal, decided on their bytes. In: two slots. Out: yes, no, or "cannot tell here".
 * Invariant: agrees with `compareTexts('equals', …)` of the two texts whenever it tells.
 */
import { FOLD_UNIT } from '../../../base/fold.ts'
import type { EventView } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'

/** Undefined for anything but two plain strings, and where surrogate pairs would have to be folded. */
export function slotsAreEqual(event: EventView, slot: number, other: number): boolean | undefined {
  const { types, slotCount, bytes, offsets } = event
  if (slot >= slotCount || other >= slotCount) return undefined
  if (types[slot] !== ValueType.String || types[other] !== ValueType.String) return undefined
  const length = textLength(event, slot)
  // Folding keeps the length.
  if (length !== textLength(event, other)) return false
  let a = offsets[slot]!
  let b = offsets[other]!
  for (const end = a + length; a < end; a += 2, b += 2) {
    const left = bytes[a]! | (bytes[a + 1]! << 8)
    const right = bytes[b]! | (bytes[b + 1]! << 8)
    if (left === right) continue
    if (left >= 0xd800 && right >= 0xd800) return undefined
    if (FOLD_UNIT[left] !== FOLD_UNIT[right]) return false
  }
  return true
}

/** Bytes of the text: whole units, without trailing NULs. */
function textLength({ bytes, offsets, lengths }: EventView, slot: number): number {
  const start = offsets[slot]!
  let end = start + (lengths[slot]! & ~1)
  while (end > start && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2
  return end - start
}
