/**
 * Dates of rules: `YYYY-MM-DD`, or `YYYY/M/D` of older ones (sigma-semantics §1.1), checked against the calendar.
 */
const DASHED = /^([1-3][0-9]{3})-([01][0-9])-([0-3][0-9])$/
const SLASHED = /^([1-3][0-9]{3})\/([01]?[0-9])\/([0-3]?[0-9])$/

/** The date as `YYYY-MM-DD`, or undefined. */
export function parseDate(text: string): string | undefined {
  const [, year, month, day] = DASHED.exec(text) ?? SLASHED.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return isReal ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined
}
