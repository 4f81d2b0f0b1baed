/**
 * `--from` and `--to`. In: texts, an ISO 8601 time or a span before the newest record (`-7d`, `-12h`, `-30m`, `-2w`).
 * Out: bounds, or what is wrong with them. Both ends belong to the range. Ticks are FILETIME, 100 ns since 1601.
 */
import { formatFileTime, parseTicks } from '../event/filetime.ts'

/** An end of a range: a time, or ticks before the newest record of the input. */
export type TimeBound =
  | { readonly type: 'absolute'; readonly ticks: bigint }
  | { readonly type: 'relative'; readonly ticksBefore: bigint }

export interface TimeRange {
  readonly from?: TimeBound
  readonly to?: TimeBound
}

/** A range whose ends are known. */
export interface TickRange {
  readonly from?: bigint
  readonly to?: bigint
}

export type ParsedTimeRange = { readonly range: TimeRange } | { readonly error: string }

const SPAN = /^-(\d{1,6})([wdhm])$/
const TICKS_PER_MINUTE = 600_000_000n
const UNIT_MINUTES: Readonly<Record<string, bigint>> = { w: 10_080n, d: 1440n, h: 60n, m: 1n }

/** Reads both ends; either may be missing. */
export function parseTimeRange(from: string | undefined, to: string | undefined): ParsedTimeRange {
  const start = from === undefined ? undefined : parseTimeBound(from)
  const end = to === undefined ? undefined : parseTimeBound(to)
  if (typeof start === 'string') return { error: start }
  if (typeof end === 'string') return { error: end }
  if (start !== undefined && end !== undefined && isAfter(start, end))
    return { error: `the range ends before it starts: ${from} is later than ${to}` }
  return { range: { ...(start && { from: start }), ...(end && { to: end }) } }
}

/** A bound, or as text what is wrong. */
function parseTimeBound(text: string): TimeBound | string {
  const span = SPAN.exec(text.trim())
  if (span !== null)
    return { type: 'relative', ticksBefore: BigInt(span[1]!) * UNIT_MINUTES[span[2]!]! * TICKS_PER_MINUTE }
  const ticks = parseTicks(text)
  if (ticks === undefined || ticks < 0n)
    return `"${text}" is no time: give 2021-03-04, 2021-03-04T05:06:07Z, or a span before the newest record such as -7d, -12h, -30m, -2w`
  return { type: 'absolute', ticks }
}

/** Only bounds of the same kind can be compared before the newest record is known. */
function isAfter(a: TimeBound, b: TimeBound): boolean {
  if (a.type === 'absolute') return b.type === 'absolute' && a.ticks > b.ticks
  return b.type === 'relative' && a.ticksBefore < b.ticksBefore
}

export function isRelative(range: TimeRange): boolean {
  return range.from?.type === 'relative' || range.to?.type === 'relative'
}

/** The ends as ticks. Without a newest record nothing has a time, and relative ends bound nothing. */
export function resolveRange(range: TimeRange, newest: bigint | undefined): TickRange {
  const from = resolveBound(range.from, newest)
  const to = resolveBound(range.to, newest)
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

function resolveBound(bound: TimeBound | undefined, newest: bigint | undefined): bigint | undefined {
  if (bound?.type !== 'relative') return bound?.ticks
  if (newest === undefined) return undefined
  return newest > bound.ticksBefore ? newest - bound.ticksBefore : 0n
}

/** ISO 8601 of ticks; '' of none. */
export function formatTicks(ticks: bigint | undefined): string {
  if (ticks === undefined) return ''
  return formatFileTime(Number(ticks & 0xffff_ffffn), Number(ticks >> 32n))
}
