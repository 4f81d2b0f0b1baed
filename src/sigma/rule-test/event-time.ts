/**
 * Times of events in tests: `90s` after a fixed start, or an ISO 8601 time. Out: ISO 8601, UTC; undefined when it is none.
 */
import { formatFileTime, parseTicks } from '../../event/filetime.ts'

/** When tests begin: any day will do that has no change of clocks near it. */
const START_MS = Date.UTC(2026, 0, 15, 8)
const MAX_SPAN_MS = 366 * 86_400_000

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const SPAN = /^([0-9]{1,9}(?:\.[0-9]{1,3})?)(ms|s|m|h|d)$/

export function readEventTime(text: string): string | undefined {
  const [, count, unit] = SPAN.exec(text) ?? []
  if (count !== undefined && unit !== undefined) {
    const ms = Math.round(Number(count) * UNIT_MS[unit]!)
    return ms > MAX_SPAN_MS ? undefined : new Date(START_MS + ms).toISOString()
  }
  const ticks = /^\d{4}-\d\d-\d\d./.test(text) ? parseTicks(text) : undefined
  return ticks === undefined ? undefined : formatFileTime(Number(ticks & 0xffff_ffffn), Number(ticks >> 32n))
}
