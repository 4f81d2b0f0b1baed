// Memos that forget (layout.ts): one place for each hash of the key, the newest answer wins. Answers are never 0.
import { MEMO_BYTES } from '../layout'

export function memoPlace(memo: usize, mask: i32, a: i32, b: i32, c: i32): usize {
  let hash = (a * 0x9e3779b1) ^ (b * 0x85ebca6b) ^ (c * 0xc2b2ae35)
  hash ^= ((hash as u32) >>> 15) as i32
  return memo + (((hash & mask) * MEMO_BYTES) as usize)
}

/** What is known for the key at its place; 0 when nothing is. */
export function recall(place: usize, a: i32, b: i32, c: i32): i32 {
  const isKnown = load<i32>(place) == a && load<i32>(place, 4) == b && load<i32>(place, 8) == c
  return isKnown ? load<i32>(place, 12) : 0
}

export function remember(place: usize, a: i32, b: i32, c: i32, answer: i32): void {
  store<i32>(place, a)
  store<i32>(place, b, 4)
  store<i32>(place, c, 8)
  store<i32>(place, answer, 12)
}
