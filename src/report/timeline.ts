/**
 * The most severe hits of a scan in time order, for the terminal. In: rows as they come. Out: a bounded list.
 * Invariant: at most `capacity` rows are kept; which ones depends only on the rows, not on their order of arrival:
 * higher level first, then earlier time, then source and position.
 */
import type { Level } from '../sigma/ast.ts'
import { splitDetails } from './details.ts'
import type { ReportRow } from './sink.ts'

export interface TimelineRow {
  readonly time: string
  readonly level: Level
  readonly computer: string
  readonly title: string
  /** The first telling field: `CommandLine: …`. */
  readonly detail: string
  readonly place: string
}

const RANK: Readonly<Record<Level, number>> = { informational: 0, low: 1, medium: 2, high: 3, critical: 4 }

export interface Timeline {
  add(row: ReportRow): void
  /** Rows kept, in time order, and how many were seen. */
  finish(): { readonly rows: readonly TimelineRow[]; readonly seen: number }
}

/** A timeline of at most `capacity` rows. */
export function createTimeline(capacity: number): Timeline {
  let kept: TimelineRow[] = []
  let seen = 0
  // Rank of the least severe row that stays; -1 while there is room. Rows below it cost a comparison only.
  let floor = -1
  const trim = (): void => {
    kept.sort((a, b) => RANK[b.level] - RANK[a.level] || compareTime(a, b))
    kept = kept.slice(0, capacity)
    if (kept.length === capacity) floor = RANK[kept[capacity - 1]!.level]
  }
  return {
    add: (row) => {
      seen++
      const level = row.rule.level ?? 'informational'
      if (RANK[level] < floor) return
      kept.push(toTimelineRow(row, level))
      if (kept.length >= capacity * 4) trim()
    },
    finish: () => {
      trim()
      return { rows: [...kept].sort(compareTime), seen }
    },
  }
}

function compareTime(a: TimelineRow, b: TimelineRow): number {
  return compareText(a.time, b.time) || compareText(a.place, b.place) || compareText(a.title, b.title)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function toTimelineRow(row: ReportRow, level: Level): TimelineRow {
  const { snapshot } = row.hit
  const first = splitDetails(row.hit).details[0]
  return {
    time: snapshot.time,
    level,
    computer: snapshot.computer,
    title: row.rule.title,
    detail: first === undefined ? '' : `${first[0]}: ${first[1]}`,
    place: `${row.evtxFile}#${String(snapshot.offsetBytes).padStart(12, '0')}`,
  }
}
