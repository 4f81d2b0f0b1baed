/**
 * The timeline of the summary. In: its rows, the terminal's width. Out: aligned lines: time, level, host, number of
 * hits, rule, and of the first hit the most telling field where there is room.
 * Invariant: no line is wider than the terminal, unless that has no room for the time and the host.
 */
import type { TimelineRow, TimelineRows } from '../report/timeline.ts'
import { fitText, padText, textColumns } from './fit-text.ts'
import { formatCount, LEVEL_COLOR, type Paint } from './messages.ts'

/** `2026-03-10 08:42:31`, and `2026-` of it, which is left out where room is short. */
const TIME_UNITS = 19
const YEAR_UNITS = 5
const NARROW_COLUMNS = 100
/** Host names: Windows' own are up to 15 characters. */
const MAX_HOST_COLUMNS = 20
/** Least room for a rule's title. */
const MIN_TITLE_COLUMNS = 24
/** Least room for a field; with less it is left out. */
const MIN_DETAIL_COLUMNS = 20
const GAP = '  '

export function timelineLines(timeline: TimelineRows, columns: number, paint: Paint): string[] {
  const { rows } = timeline
  if (rows.length === 0) return []
  const yearUnits = columns < NARROW_COLUMNS && isOneYear(rows) ? YEAR_UNITS : 0
  const cells = [
    rows.map(({ time }) =>
      time
        .slice(yearUnits, TIME_UNITS)
        .replace('T', ' ')
        .padEnd(TIME_UNITS - yearUnits),
    ),
    alignLeft(rows.map(({ level }) => (level === 'informational' ? 'info' : level))),
    alignLeft(shortHosts(rows.map(({ computer }) => computer))),
    alignRight(rows.map(formatHits)),
  ].filter(([first]) => first !== '')
  const left = columns - cells.reduce((sum, [first]) => sum + textColumns(first!) + GAP.length, 0)
  const room = divide(rows, Math.max(MIN_TITLE_COLUMNS, left))
  const lines = rows.map((row, index) => {
    const [time, level, ...others] = cells.map((column) => column[index]!)
    const head = [paint('dim', time!), paint(LEVEL_COLOR[row.level], level!), ...others]
    if (room.detailColumns === 0 || row.detail === '')
      return [...head, fitText(row.title, room.titleColumns)].join(GAP)
    const detail = paint('dim', fitText(row.detail, room.detailColumns))
    return [...head, padText(row.title, room.titleColumns), detail].join(GAP)
  })
  return [paint('bold', headingOf(timeline, yearUnits > 0)), ...lines, '']
}

function headingOf({ rows, pairs, hasMorePairs }: TimelineRows, namesYear: boolean): string {
  const all = `${hasMorePairs ? 'more than ' : ''}${formatCount(pairs)}`
  return [
    'First hits by rule and host, UTC',
    ...(namesYear ? [`year ${rows[0]!.time.slice(0, YEAR_UNITS - 1)}`] : []),
    ...(rows.length < pairs ? [`the ${formatCount(rows.length)} most severe of ${all}`] : []),
  ].join(', ')
}

function isOneYear(rows: readonly TimelineRow[]): boolean {
  return new Set(rows.map(({ time }) => time.slice(0, YEAR_UNITS))).size === 1 && rows[0]!.time !== ''
}

function formatHits({ hits, isAtLeast }: TimelineRow): string {
  return hits > 1 || isAtLeast ? `${formatCount(hits)}${isAtLeast ? '+' : ''}×` : ''
}

function alignLeft(texts: readonly string[]): string[] {
  const columns = Math.max(...texts.map(textColumns))
  return texts.map((text) => padText(text, columns))
}

function alignRight(texts: readonly string[]): string[] {
  const columns = Math.max(...texts.map(textColumns))
  return texts.map((text) => text.padStart(columns))
}

/** Titles come first; fields get what is left, if that is enough to be read. */
function divide(
  rows: readonly TimelineRow[],
  columns: number,
): { readonly titleColumns: number; readonly detailColumns: number } {
  const longest = Math.max(...rows.map((row) => textColumns(fitText(row.title, columns))))
  const share = Math.max(MIN_TITLE_COLUMNS, Math.floor(columns * 0.6))
  const titleColumns = Math.min(longest, share)
  const detailColumns = columns - titleColumns - GAP.length
  return detailColumns < MIN_DETAIL_COLUMNS
    ? { titleColumns: columns, detailColumns: 0 }
    : { titleColumns, detailColumns }
}

/** Host names without their domain where that leaves them apart. */
function shortHosts(hosts: readonly string[]): string[] {
  const fullNames = new Map<string, Set<string>>()
  for (const host of hosts) {
    const known = fullNames.get(firstLabel(host)) ?? new Set()
    fullNames.set(firstLabel(host), known.add(host))
  }
  return hosts.map((host) => {
    const isApart = fullNames.get(firstLabel(host))!.size === 1
    const name = isApart ? firstLabel(host) : host
    return fitText(name === '' ? '-' : name, MAX_HOST_COLUMNS)
  })
}

/** Addresses have no domain. */
function firstLabel(host: string): string {
  return /^\d+\./.test(host) ? host : host.slice(0, host.includes('.') ? host.indexOf('.') : host.length)
}
