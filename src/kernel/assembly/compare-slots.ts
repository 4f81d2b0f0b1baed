// Are two texts of a record equal, but for case? (engine/program/run/compare-slots.ts is the same in TypeScript.)
import { lengthOf, offsetOf, typeOf } from './locate'
import { lower, textBytes } from './text'

const STRING = 1
const ASCII: u32 = 0x80

/** 1 or 0; below zero for anything but two texts that differ in ASCII letters at most. */
export function compareSlots(slot: i32, other: i32): i32 {
  if (typeOf(slot) != STRING || typeOf(other) != STRING) return -1
  const length = textBytes(offsetOf(slot), lengthOf(slot))
  // Folding keeps the length.
  if (length != textBytes(offsetOf(other), lengthOf(other))) return 0
  const a = offsetOf(slot)
  const b = offsetOf(other)
  for (let i = 0; i < length; i += 2) {
    const left = load<u16>(a + i)
    const right = load<u16>(b + i)
    if (left == right) continue
    if (left >= ASCII || right >= ASCII) return -1
    if (lower(left) != lower(right)) return 0
  }
  return 1
}
