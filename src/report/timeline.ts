/**
 * The course of events for the terminal: each rule on each host once, with its first hit and how many there were; the
 * most severe of these, in time order. In: rows as they come. Out: a bounded list.
 * Invariant: which rows are shown, with which first hit, depends only on the rows and not on their order of arrival:
 * higher level first, then earlier time, then source and position.
 */
import { readKept } from '../event/kept-events.ts'
import type { Level, RuleMeta } from '../sigma/ast.ts'
import { headerOf } from './bytes/known-record.ts'
import { buildCells } from './columns.ts'
import { splitDetails } from './details.ts'
import type { ReportRow } from './sink.ts'

export interface TimelineRow {
  /** Of the first hit, as are detail and place. */
  readonly time: string
  readonly level: Level
  readonly computer: string
  readonly title: string
  /** The most telling field: `CommandLine: …`. */
  readonly detail: string
  readonly place: string
  readonly hits: number
  /** There were more hits, which were not counted. */
  readonly isAtLeast: boolean
}

export interface TimelineRows {
  /** In time order. */
  readonly rows: readonly TimelineRow[]
  /** Pairs of rule and host that were kept. */
  readonly pairs: number
  /** There were more of them. */
  readonly hasMorePairs: boolean
}

export interface Timeline {
  add(row: ReportRow): void
  finish(): TimelineRows
}

const RANK: Readonly<Record<Level, number>> = { informational: 0, low: 1, medium: 2, high: 3, critical: 4 }

/** Pairs of rule and host that are kept: far more than are shown; attackers can make up hosts. */
const MAX_PAIRS = 4096

/** What is kept of a host's name (Windows allows 255 units) and of a field: more than any terminal shows. */
const MAX_HOST_UNITS = 255
const MAX_DETAIL_UNITS = 1024

/** Fields that tell more than what the rule matched, where the event has them. */
const MOST_TELLING: ReadonlySet<string> = new Set(['CommandLine', 'ScriptBlockText'])

/** What decides which pairs are shown. */
type Weight = Pick<TimelineRow, 'time' | 'level' | 'place' | 'title' | 'computer'>

interface Pair extends Weight {
  readonly rule: RuleMeta
  time: string
  place: string
  detail: string
  hits: number
  readonly isAtLeast: boolean
}

/** A timeline that shows at most `capacity` rows (not more than `maxPairs`). */
export function createTimeline(capacity: number, maxPairs: number = MAX_PAIRS): Timeline {
  const byRule = new Map<RuleMeta, Map<string, Pair>>()
  let count = 0
  /** That of the least severe pair that stayed, once some had to go. */
  let floor: Weight | undefined

  const listed = (): Pair[] =>
    [...byRule.values()].flatMap((hosts) => [...hosts.values()]).sort(compareWeight)
  const trim = (): void => {
    const pairs = listed()
    for (const { rule, computer } of pairs.slice(maxPairs)) byRule.get(rule)!.delete(computer)
    count = Math.min(count, maxPairs)
    const { time, level, place, title, computer } = pairs[maxPairs - 1]!
    floor = { time, level, place, title, computer }
  }
  const addPair = (row: ReportRow, hosts: Map<string, Pair>): void => {
    const { rule } = row
    const { time, computer } = timeAndHost(row)
    const level = rule.level ?? 'informational'
    const weight = { time, level, place: placeOf(row), title: rule.title, computer }
    if (floor !== undefined && compareWeight(weight, floor) > 0) return
    const isAtLeast = floor !== undefined
    hosts.set(computer, { ...weight, rule, detail: tellingField(row), hits: 1, isAtLeast })
    if (++count >= 2 * maxPairs) trim()
  }
  return {
    add: (row) => {
      const hosts = byRule.get(row.rule) ?? new Map<string, Pair>()
      byRule.set(row.rule, hosts)
      const { time, computer } = timeAndHost(row)
      const known = hosts.get(computer)
      if (known === undefined) return addPair(row, hosts)
      known.hits++
      if (time > known.time || (time === known.time && placeOf(row) >= known.place)) return
      known.time = time
      known.place = placeOf(row)
      known.detail = tellingField(row)
    },
    finish: () => {
      const rows = listed().slice(0, capacity).sort(compareTime).map(toRow)
      return { rows, pairs: count, hasMorePairs: floor !== undefined }
    },
  }
}

function toRow({ rule: _, ...row }: Pair): TimelineRow {
  return row
}

function compareWeight(a: Weight, b: Weight): number {
  return RANK[b.level] - RANK[a.level] || compareTime(a, b)
}

function compareTime(a: Weight, b: Weight): number {
  return (
    compareText(a.time, b.time) ||
    compareText(a.place, b.place) ||
    compareText(a.title, b.title) ||
    compareText(a.computer, b.computer)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The start of a text, without a hold on the rest of it: a slice alone would keep the whole in memory. */
function copyText(text: string, maxUnits: number): string {
  return Buffer.from(text.slice(0, maxUnits), 'utf16le').toString('utf16le')
}

/** Hits of correlations over several hosts stand together. */
function timeAndHost(row: ReportRow): { readonly time: string; readonly computer: string } {
  if ('hit' in row) {
    const { time, computer } = row.record === undefined ? row.hit.snapshot : headerOf(row.record)
    return {
      time,
      computer: computer.length > MAX_HOST_UNITS ? copyText(computer, MAX_HOST_UNITS) : computer,
    }
  }
  const { lastTime, computer } = row.correlation
  return { time: lastTime, computer: computer === '' ? 'several' : computer }
}

function placeOf(row: ReportRow): string {
  if ('hit' in row) {
    const { offsetBytes } = row.record === undefined ? row.hit.snapshot : readKept(row.record)
    return `${row.evtxFile}#${String(offsetBytes).padStart(12, '0')}`
  }
  const { source, chunk, record } = row.correlation.evidence.at(-1)!
  // Behind the hits of the same time, whatever their offset.
  const group = row.correlation.group.map(([, text]) => text).join(' ')
  return `${row.nameOf(source)}#~${String(chunk).padStart(8, '0')}.${String(record).padStart(6, '0')} ${group}`
}

function tellingField(row: ReportRow): string {
  const details = 'hit' in row ? splitDetails(row.hit).details : buildCells(row).Details
  const first = details.find(([name]) => MOST_TELLING.has(name)) ?? details[0]
  return first === undefined ? '' : copyText(`${first[0]}: ${first[1]}`, MAX_DETAIL_UNITS)
}
