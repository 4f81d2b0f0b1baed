/**
 * Spans of time as Sigma writes them: a whole number and one unit (sigma-semantics §5).
 */
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  // The mean month and year of the Gregorian calendar.
  M: 2_629_746,
  y: 31_556_952,
}

const TIMESPAN = /^([0-9]{1,12})([smhdwMy])$/

/** Milliseconds, or undefined when the text is no span above zero that a number holds exactly. */
export function parseTimespan(text: string): number | undefined {
  const [, count, unit] = TIMESPAN.exec(text) ?? []
  if (count === undefined || unit === undefined) return undefined
  const milliseconds = Number(count) * UNIT_SECONDS[unit]! * 1000
  return milliseconds > 0 && Number.isSafeInteger(milliseconds) ? milliseconds : undefined
}
