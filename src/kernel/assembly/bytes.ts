// Bytes compared and hashed. Bounds are the caller's: nothing outside `length` bytes is read.

/** Eight bytes at a time, the last ones first: paths begin alike. */
export function equalBytes(a: usize, b: usize, length: i32): bool {
  if (length < 8) return equalShort(a, b, length)
  const last = length - 8
  if (load<u64>(a + last) != load<u64>(b + last)) return false
  for (let i = 0; i < last; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false
  return true
}

function equalShort(a: usize, b: usize, length: i32): bool {
  if (length >= 4)
    return load<u32>(a) == load<u32>(b) && load<u32>(a + length - 4) == load<u32>(b + length - 4)
  for (let i = 0; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false
  return true
}

/** As `hashBytes` of engine/program/state/value-cache.ts, whose entries are found by it. */
export function hashBytes(seed: i32, key: i32, offset: usize, length: i32): i32 {
  let a: i32 = seed ^ (key * 0x9e3779b1)
  let b: i32 = ((seed as u32) >>> 7) ^ (length * 0x85ebca6b)
  let at = offset
  const end = offset + length
  for (; at + 8 <= end; at += 8) {
    a = rotl<i32>((a ^ load<i32>(at)) * 0xcc9e2d51, 15)
    b = rotl<i32>((b ^ load<i32>(at + 4)) * 0x1b873593, 13)
  }
  if (at + 4 <= end) {
    a = rotl<i32>((a ^ load<i32>(at)) * 0xcc9e2d51, 15)
    at += 4
  }
  for (; at < end; at++) b = (b ^ (load<u8>(at) as i32)) * 0x1b873593
  let hash = a ^ rotl<i32>(b, 16)
  hash = (hash ^ (((hash as u32) >>> 16) as i32)) * 0x85ebca6b
  hash = (hash ^ (((hash as u32) >>> 13) as i32)) * 0xc2b2ae35
  return hash ^ (((hash as u32) >>> 16) as i32)
}
