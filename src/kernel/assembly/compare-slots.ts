// Are two texts of a record equal, but for case? (engine/program/run/compare-slots.ts is the same in TypeScript.)
import { lengthOf, offsetOf, typeOf } from './locate'

const STRING = 1
const ASCII: u32 = 0x80

/** 1 or 0; below zero for anything but two texts that differ in ASCII letters at most. */
export function compareSlots(slot: i32, other: i32): i32 {
  if (typeOf(slot) != STRING || typeOf(other) != STRING) return -1
  const length = textBytes(slot)
  // Folding keeps the length.
  if (length != textBytes(other)) return 0
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

/** Whole units, without trailing NULs. */
function textBytes(slot: i32): i32 {
  const start = offsetOf(slot)
  let length = lengthOf(slot) & ~1
  while (length > 0 && load<u16>(start + length - 2) == 0) length -= 2
  return length
}

function lower(unit: u32): u32 {
  return unit - 0x41 < 26 ? unit | 0x20 : unit
}
