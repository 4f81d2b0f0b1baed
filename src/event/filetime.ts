/**
 * FILETIME: 100 ns ticks since 1601-01-01 UTC, as two unsigned 32-bit halves or one bigint. In: halves. Out: ISO 8601
 * text with seven decimals. Invariant: no tick is lost, no value fails; what lies beyond year 9999 is shown as ticks.
 */

const TICKS_PER_SECOND = 10_000_000
/** Seconds from 1601-01-01 to 1970-01-01. */
const EPOCH_SECONDS = 11_644_473_600
/** First half beyond which the year exceeds 9999 (2650467744000000000 ticks). */
const MAX_TICKS = 2_650_467_743_999_999_999n

let lastSecond = Number.NaN
let lastText = ''

/** `2021-03-04T05:06:07.1234567Z`; values past year 9999 as `ticks:N`. */
export function formatFileTime(low: number, high: number): string {
  if (high >>> 0 >= 0x24c85a5e) {
    const ticks = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
    if (ticks > MAX_TICKS) return `ticks:${ticks}`
  }
  // 2^32 = 429 * 1e7 + 4967296, so this stays exact in doubles (evtx-decoder-design §5).
  const rest = (high >>> 0) * 4_967_296 + (low >>> 0)
  const seconds = (high >>> 0) * 429 + Math.floor(rest / TICKS_PER_SECOND)
  const fraction = rest % TICKS_PER_SECOND
  if (seconds !== lastSecond) {
    lastText = new Date((seconds - EPOCH_SECONDS) * 1000).toISOString().slice(0, 19)
    lastSecond = seconds
  }
  return `${lastText}.${String(fraction).padStart(7, '0')}Z`
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/

/**
 * Ticks of an ISO 8601 text (date alone, `T` or blank, up to nine decimals, `Z` or an offset, UTC when absent);
 * undefined when it is no such text, no day of the calendar, or before 1601.
 */
export function parseTicks(text: string): bigint | undefined {
  const match = ISO.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const date = new Date(ms)
  const zoneHours = zone === 'Z' ? 0 : Number(zone.slice(1, 3))
  const zoneMinutes = zone === 'Z' ? 0 : Number(zone.slice(-2))
  const isReal =
    Number(year) >= 1601 &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60
  if (!isReal || zoneHours > 23 || zoneMinutes > 59) return undefined
  const zoneSeconds = (zone.startsWith('-') ? -60 : 60) * (60 * zoneHours + zoneMinutes)
  const seconds = BigInt(Math.floor(ms / 1000) - zoneSeconds + EPOCH_SECONDS)
  const ticks = seconds * BigInt(TICKS_PER_SECOND) + BigInt(fraction.padEnd(7, '0').slice(0, 7))
  return ticks < 0n ? undefined : ticks
}

/** Ticks of two halves. */
export function ticksOf(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}
