/**
 * The usual text of a time, `2021-03-04T05:06:07.1234567Z`, read from the bytes of a value: records without a template
 * have their times as text, and one a record is read. In: UTF-16LE units in place. Out: FILETIME as two halves.
 * Invariant: what is understood here gives what `parseTicks` gives; everything else is left to it.
 */

/** FILETIME as unsigned halves. */
export interface TimeHalves {
  low: number
  high: number
}

const SECONDS_PER_DAY = 86_400
const TICKS_PER_SECOND = 10_000_000
/** `YYYY-MM-DDThh:mm:ss`, and the same with a point, up to nine decimals and `Z`. */
const SECONDS_UNITS = 19
const MAX_UNITS = SECONDS_UNITS + 1 + 9 + 1
const TICK_DECIMALS = 7
/** Days from 0000-03-01 to 1601-01-01. */
const EPOCH_DAYS = 584_694

const ZERO = 0x30
const DASH = 0x2d
const COLON = 0x3a
const POINT = 0x2e
const T = 0x54
const BLANK = 0x20
const Z = 0x5a

/** False when the text is written in another way, or is no time of the calendar; `into` is then as it was. */
export function readUtcTime(bytes: Uint8Array, offset: number, length: number, into: TimeHalves): boolean {
  const units = length >>> 1
  if (units <= SECONDS_UNITS || units > MAX_UNITS || (length & 1) !== 0) return false
  const separator = unitAt(bytes, offset, 10)
  const isShaped =
    unitAt(bytes, offset, 4) === DASH &&
    unitAt(bytes, offset, 7) === DASH &&
    (separator === T || separator === BLANK) &&
    unitAt(bytes, offset, 13) === COLON &&
    unitAt(bytes, offset, 16) === COLON &&
    unitAt(bytes, offset, units - 1) === Z
  if (!isShaped) return false
  const days = daysOf(
    100 * twoDigits(bytes, offset, 0) + twoDigits(bytes, offset, 2),
    twoDigits(bytes, offset, 5),
    twoDigits(bytes, offset, 8),
  )
  const hour = twoDigits(bytes, offset, 11)
  const minute = twoDigits(bytes, offset, 14)
  const second = twoDigits(bytes, offset, 17)
  const fraction = readFraction(bytes, offset, units)
  // A part that is no number is NaN, and no comparison with it holds.
  if (!(days >= 0 && hour < 24 && minute < 60 && second < 60 && fraction >= 0)) return false
  setTicks(into, days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second, fraction)
  return true
}

function unitAt(bytes: Uint8Array, offset: number, unit: number): number {
  const at = offset + 2 * unit
  return bytes[at]! | (bytes[at + 1]! << 8)
}

/** NaN when they are none. */
function twoDigits(bytes: Uint8Array, offset: number, unit: number): number {
  const tens = unitAt(bytes, offset, unit) - ZERO
  const ones = unitAt(bytes, offset, unit + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN
}

/** Ticks of the decimals between the seconds and the `Z`; NaN when they are none. */
function readFraction(bytes: Uint8Array, offset: number, units: number): number {
  const decimals = units - SECONDS_UNITS - 2
  if (decimals < 0) return 0
  if (decimals === 0 || unitAt(bytes, offset, SECONDS_UNITS) !== POINT) return Number.NaN
  let ticks = 0
  for (let i = 0; i < decimals || i < TICK_DECIMALS; i++) {
    const digit = i < decimals ? unitAt(bytes, offset, SECONDS_UNITS + 1 + i) - ZERO : 0
    if (digit < 0 || digit > 9) return Number.NaN
    if (i < TICK_DECIMALS) ticks = 10 * ticks + digit
  }
  return ticks
}

/** Days from 1601-01-01; NaN for a day that the calendar does not have. */
function daysOf(year: number, month: number, day: number): number {
  if (!(year >= 1601 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)))
    return Number.NaN
  // Years that begin in March end with the leap day.
  const y = month > 2 ? year : year - 1
  const m = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return 365 * y + leapDays + Math.floor((153 * m + 2) / 5) + day - 1 - EPOCH_DAYS
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** `seconds` times 10^7 exceeds 2^53, so it is made of two parts that do not. */
function setTicks(into: TimeHalves, seconds: number, ticks: number): void {
  const lower = (seconds % 65_536) * TICKS_PER_SECOND + ticks
  const upper = Math.floor(seconds / 65_536) * TICKS_PER_SECOND + Math.floor(lower / 65_536)
  into.low = (upper % 65_536) * 65_536 + (lower % 65_536)
  into.high = Math.floor(upper / 65_536)
}
