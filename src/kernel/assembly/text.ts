// Texts of UTF-16 in place: how much of them counts, and ASCII letters without their case.

/** Bytes of whole units, without NULs at the end. */
export function textBytes(offset: usize, length: i32): i32 {
  let left = length & ~1
  while (left > 0 && load<u16>(offset + left - 2) == 0) left -= 2
  return left
}

export function lower(unit: u32): u32 {
  return unit - 0x41 < 26 ? unit | 0x20 : unit
}
