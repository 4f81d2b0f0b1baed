// The usual text of a time, `2021-03-04T05:06:07.1234567Z`, UTF-16 in place, as FILETIME (event/utc-time.ts is the same in
// TypeScript). Whatever is written in another way gives 0.
const SECONDS_UNITS = 19
const MAX_UNITS = 30
const TICK_DECIMALS = 7
const TICKS_PER_SECOND: u64 = 10_000_000
/** Days from 0000-03-01 to 1601-01-01. */
const EPOCH_DAYS = 584_694
const NOT_A_NUMBER = -1_000_000

export function parseTime(offset: usize, length: i32): u64 {
  const units = length >> 1
  if (units <= SECONDS_UNITS || units > MAX_UNITS || (length & 1) != 0 || !isShaped(offset, units)) return 0
  const year = 100 * twoDigits(offset, 0) + twoDigits(offset, 2)
  const days = daysOf(year, twoDigits(offset, 5), twoDigits(offset, 8))
  const hour = twoDigits(offset, 11)
  const minute = twoDigits(offset, 14)
  const second = twoDigits(offset, 17)
  const ticks = readFraction(offset, units)
  if (days < 0 || ticks < 0 || min(hour, min(minute, second)) < 0) return 0
  if (hour > 23 || minute > 59 || second > 59) return 0
  const seconds = (days as u64) * 86_400 + ((hour * 3600 + minute * 60 + second) as u64)
  return seconds * TICKS_PER_SECOND + (ticks as u64)
}

function unitAt(offset: usize, unit: i32): i32 {
  return load<u16>(offset + (unit << 1)) as i32
}

function isShaped(offset: usize, units: i32): bool {
  const separator = unitAt(offset, 10)
  return (
    unitAt(offset, 4) == 0x2d &&
    unitAt(offset, 7) == 0x2d &&
    (separator == 0x54 || separator == 0x20) &&
    unitAt(offset, 13) == 0x3a &&
    unitAt(offset, 16) == 0x3a &&
    unitAt(offset, units - 1) == 0x5a
  )
}

/** Far below zero when they are none. */
function twoDigits(offset: usize, unit: i32): i32 {
  const tens = unitAt(offset, unit) - 0x30
  const ones = unitAt(offset, unit + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : NOT_A_NUMBER
}

/** Ticks of the decimals between the seconds and the `Z`. */
function readFraction(offset: usize, units: i32): i32 {
  const decimals = units - SECONDS_UNITS - 2
  if (decimals < 0) return 0
  if (decimals == 0 || unitAt(offset, SECONDS_UNITS) != 0x2e) return NOT_A_NUMBER
  let ticks = 0
  for (let i = 0; i < decimals || i < TICK_DECIMALS; i++) {
    const digit = i < decimals ? unitAt(offset, SECONDS_UNITS + 1 + i) - 0x30 : 0
    if (digit < 0 || digit > 9) return NOT_A_NUMBER
    if (i < TICK_DECIMALS) ticks = 10 * ticks + digit
  }
  return ticks
}

/** Days from 1601-01-01; below zero for a day that the calendar does not have. */
function daysOf(year: i32, month: i32, day: i32): i32 {
  if (year < 1601 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NOT_A_NUMBER
  // Years that begin in March end with the leap day.
  const y = month > 2 ? year : year - 1
  const m = month > 2 ? month - 3 : month + 9
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - EPOCH_DAYS
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}
