// A text of UTF-16 as a byte a unit, at `TEXT` and folded at `FOLDED_TEXT`. Invariant: what is read ends with the value.
import { FOLDED_TEXT, LOOK_FOLD, TEXT } from '../layout'

const BEYOND_ASCII: u16 = 0xff80

/** Units of the text; 0 when it is empty or has others than ASCII. */
export function narrowText(offset: usize, end: usize): usize {
  const fold = i8x16.splat(LOOK_FOLD as i8)
  let seen = i16x8.splat(0)
  let at = offset
  let to: usize = 0
  for (; at + 32 <= end; at += 32, to += 16) {
    const low = v128.load(at)
    const high = v128.load(at, 16)
    seen = v128.or(seen, v128.or(low, high))
    const units = i8x16.narrow_i16x8_u(low, high)
    v128.store((TEXT as usize) + to, units)
    v128.store((FOLDED_TEXT as usize) + to, v128.or(units, fold))
  }
  let rest: u16 = 0
  for (; at < end; at += 2, to++) {
    const unit = load<u16>(at)
    rest |= unit
    store<u8>((TEXT as usize) + to, unit as u8)
    store<u8>((FOLDED_TEXT as usize) + to, (unit | LOOK_FOLD) as u8)
  }
  const isAscii =
    (rest & BEYOND_ASCII) == 0 && !v128.any_true(v128.and(seen, i16x8.splat(BEYOND_ASCII as i16)))
  return isAscii ? to : 0
}
