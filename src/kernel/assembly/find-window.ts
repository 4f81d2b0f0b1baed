// Looks for a window of sets in the text at `TEXT`: by a unit that is rare, sixteen at a time, else in leaps
// (engine/regex/find-window.ts says what a window is).
import { TEXT, WINDOW_COLUMNS, WINDOW_LEAPS, WINDOW_LENGTH, WINDOW_RARE, WINDOW_UNITS } from '../layout'

const LANES: usize = 16
const START: usize = TEXT

export function hasWindow(window: usize, units: usize): bool {
  if (load<usize>(window, WINDOW_LENGTH) > units) return false
  return load<i32>(window, WINDOW_RARE) < 0 ? leaps(window, units) : searchRare(window, units)
}

function searchRare(window: usize, units: usize): bool {
  const place = load<usize>(window, WINDOW_RARE)
  const length = load<usize>(window, WINDOW_LENGTH)
  const first = i8x16.splat(load<i8>(window, WINDOW_UNITS))
  const second = i8x16.splat(load<i8>(window, WINDOW_UNITS + 1))
  const third = i8x16.splat(load<i8>(window, WINDOW_UNITS + 2))
  const members = window + WINDOW_LEAPS + 2 * WINDOW_COLUMNS
  // The last place where the rare unit may stand, the rest of the window behind it.
  const last: usize = START + units - length + place
  for (let at: usize = START + place; at <= last; at += LANES) {
    const text = v128.load(at)
    const isRare = v128.or(i8x16.eq(text, first), v128.or(i8x16.eq(text, second), i8x16.eq(text, third)))
    for (let lanes = i8x16.bitmask(isRare); lanes != 0; lanes &= lanes - 1) {
      const found = at + ctz(lanes)
      if (found > last) return false
      if (standsAt(members, length, found - place)) return true
    }
  }
  return false
}

function standsAt(members: usize, length: usize, start: usize): bool {
  let row = members
  for (let i: usize = 0; i < length; i++, row += WINDOW_COLUMNS)
    if (load<u8>(row + load<u8>(start + i)) == 0) return false
  return true
}

function leaps(window: usize, units: usize): bool {
  const length = load<i32>(window, WINDOW_LENGTH)
  const table = window + WINDOW_LEAPS
  const last = table + (length + 1) * WINDOW_COLUMNS
  const end: usize = START + units
  let at: usize = START + length - 1
  while (at < end) {
    const unit = load<u8>(at)
    let leap = load<u8>(table + unit) as i32
    if (load<u8>(last + unit) != 0) {
      const other = leapBefore(table + WINDOW_COLUMNS, last, length, at)
      if (other == 0) return true
      leap = max(leap, other)
    }
    at += leap
  }
  return false
}

/** The window's last unit is at `at`, and fits. 0: so do the others; else how far one that does not moves the window. */
function leapBefore(places: usize, last: usize, length: i32, at: usize): i32 {
  let row = last
  let unitAt = at
  for (let place = length - 1; place > 0; place--) {
    row -= WINDOW_COLUMNS
    unitAt--
    const unit = load<u8>(unitAt)
    if (load<u8>(row + unit) == 0) return max(1, place - (load<u8>(places + unit) as i32))
  }
  return 0
}
