/**
 * A report in JSON Lines, as `scan -o report.jsonl` writes it, rule by rule. In: its path. Out: where each rule fired,
 * and how many lines are no hits; or why the file cannot be read.
 * Invariant: read line by line; what is kept of a rule is bounded, whatever the file holds.
 */
import { createReadStream } from 'node:fs'
import { ioReason } from '../base/io-reason.ts'
import type { HitRow, RuleHits } from '../convert/page/rule-hits.ts'

/** Hits that a page lists, and computers it counts. */
const MAX_ROWS = 50
const MAX_COMPUTERS = 1000
/** Rules that fired (SigmaHQ has 4,000). */
const MAX_RULES = 100_000
/** Of a line: an event of 64 KiB in every escape, several times over. */
const MAX_LINE_UNITS = 16 * 1024 * 1024
/** Of the details of a hit. */
const MAX_DETAILS = 400

export interface ReadHits {
  /** By id of the rule, and by its title where it has no id. */
  readonly byRule: ReadonlyMap<string, RuleHits>
  /** Lines that are no hits. */
  readonly otherLines: number
}

interface Gathered {
  count: number
  first: string | undefined
  last: string | undefined
  readonly computers: Map<string, number>
  readonly rows: HitRow[]
}

/** A text says why there are none. */
export async function readHits(path: string): Promise<ReadHits | string> {
  const gathered = new Map<string, Gathered>()
  let otherLines = 0
  const take = (line: string): void => {
    if (line.trim() !== '' && !addLine(gathered, line)) otherLines++
  }
  try {
    let rest = ''
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(take)
      if (rest.length > MAX_LINE_UNITS) return `a line has more than ${MAX_LINE_UNITS} characters`
    }
    take(rest)
  } catch (error) {
    return ioReason(error)
  }
  return { byRule: new Map([...gathered].map(([key, one]) => [key, finish(one)])), otherLines }
}

function addLine(gathered: Map<string, Gathered>, line: string): boolean {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch {
    return false
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false
  const cells = row as Readonly<Record<string, unknown>>
  const key = textOf(cells.RuleID) || textOf(cells.RuleTitle)
  if (key === '' || (!gathered.has(key) && gathered.size >= MAX_RULES)) return false
  const one = gathered.get(key) ?? {
    count: 0,
    first: undefined,
    last: undefined,
    computers: new Map(),
    rows: [],
  }
  gathered.set(key, one)
  addHit(one, cells)
  return true
}

function addHit(one: Gathered, cells: Readonly<Record<string, unknown>>): void {
  const timestamp = textOf(cells.Timestamp)
  const computer = textOf(cells.Computer)
  one.count++
  if (timestamp !== '' && (one.first === undefined || timestamp < one.first)) one.first = timestamp
  if (timestamp !== '' && (one.last === undefined || timestamp > one.last)) one.last = timestamp
  if (one.computers.has(computer) || one.computers.size < MAX_COMPUTERS)
    one.computers.set(computer, (one.computers.get(computer) ?? 0) + 1)
  if (one.rows.length >= MAX_ROWS) return
  one.rows.push({
    timestamp,
    computer,
    channel: textOf(cells.Channel),
    eventId: textOf(cells.EventID),
    recordId: textOf(cells.RecordID),
    file: textOf(cells.EvtxFile),
    details: describeDetails(cells.Details),
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function describeDetails(details: unknown): string {
  if (typeof details === 'string') return cut(details)
  if (typeof details !== 'object' || details === null) return ''
  const pairs = Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return cut(pairs.join(' ¦ '))
}

function cut(text: string): string {
  return text.length > MAX_DETAILS ? `${text.slice(0, MAX_DETAILS)}…` : text
}

function finish({ count, first, last, computers, rows }: Gathered): RuleHits {
  const sorted = [...computers].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : a > b ? 1 : 0))
  return { count, first, last, computers: sorted.map(([name, hits]) => [name || 'no name', hits]), rows }
}
