/**
 * `minute hour day week month year` of a field that holds a time. In: a text and the part. Out: the part in UTC,
 * undefined when the text is no time (ISO 8601, or Sysmon's `YYYY-MM-DD hh:mm:ss.fff`). The week is that of ISO 8601.
 */
import { parseTicks } from '../../event/filetime.ts'
import type { TimePart } from '../../sigma/ast.ts'

const TICKS_PER_MS = 10_000n
/** From 1601-01-01 to 1970-01-01, ms. */
const EPOCH_MS = 11_644_473_600_000n
const DAY_MS = 86_400_000

export function timePartOf(text: string, part: TimePart): number | undefined {
  const ticks = parseTicks(text)
  if (ticks === undefined) return undefined
  // Rounded down, before 1601 too.
  const ms = (ticks - (((ticks % TICKS_PER_MS) + TICKS_PER_MS) % TICKS_PER_MS)) / TICKS_PER_MS
  const date = new Date(Number(ms - EPOCH_MS))
  switch (part) {
    case 'minute':
      return date.getUTCMinutes()
    case 'hour':
      return date.getUTCHours()
    case 'day':
      return date.getUTCDate()
    case 'week':
      return isoWeek(date)
    case 'month':
      return date.getUTCMonth() + 1
    case 'year':
      return date.getUTCFullYear()
  }
}

/** Number of the week whose Thursday lies in the year. */
function isoWeek(date: Date): number {
  const midnight = Math.floor(date.getTime() / DAY_MS) * DAY_MS
  const daysFromMonday = (date.getUTCDay() + 6) % 7
  const thursday = new Date(midnight + (3 - daysFromMonday) * DAY_MS)
  const newYear = new Date(0)
  newYear.setUTCFullYear(thursday.getUTCFullYear(), 0, 1)
  return Math.floor((thursday.getTime() - newYear.getTime()) / DAY_MS / 7) + 1
}
