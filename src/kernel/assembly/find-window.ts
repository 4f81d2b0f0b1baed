// Looks for a window of sets in an ASCII text, in leaps (engine/regex/find-window.ts is the same in TypeScript).
import { WINDOW_COLUMNS, WINDOW_LEAPS, WINDOW_LENGTH } from '../layout'

export function hasWindow(window: usize, offset: usize, end: usize): bool {
  const length = load<i32>(window, WINDOW_LENGTH)
  const leaps = window + WINDOW_LEAPS
  const members = leaps + WINDOW_COLUMNS
  const last = members + (length - 1) * WINDOW_COLUMNS
  let at = offset + ((length - 1) << 1)
  while (at < end) {
    const unit = load<u8>(at)
    if (load<u8>(last + unit) != 0 && standsBefore(last, members, at)) return true
    at += (load<u8>(leaps + unit) as usize) << 1
  }
  return false
}

/** The window's last unit is at `at`, and fits; do the others? */
function standsBefore(last: usize, members: usize, at: usize): bool {
  let unit = at - 2
  for (let row = last - WINDOW_COLUMNS; row >= members; row -= WINDOW_COLUMNS, unit -= 2)
    if (load<u8>(row + load<u8>(unit)) == 0) return false
  return true
}
