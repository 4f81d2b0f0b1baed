// The union of two sets of atoms: remembered, else asked for.
import { UNION_MEMO, UNION_MEMO_MASK } from '../layout'
import { memoPlace, recall, remember } from './memo'
import { unionOf } from './upcalls'

export function join(a: i32, b: i32): i32 {
  if (a == 0 || a == b) return b
  const low = min(a, b)
  const high = max(a, b)
  const place = memoPlace(UNION_MEMO, UNION_MEMO_MASK, low, high, 1)
  let union = recall(place, low, high, 1)
  if (union == 0) {
    union = unionOf(low, high)
    remember(place, low, high, 1, union)
  }
  return union
}
