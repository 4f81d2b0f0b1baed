/**
 * What a scan found, for a person: the most severe hits in time order, hits by level, top rules and hosts, then what was
 * not read or not run. In: manifest and timeline. Out: lines. Invariant: everything from evidence or rules is escaped.
 */
import { escapeTerminal } from '../base/escape-terminal.ts'
import type { Manifest, ReasonCount } from '../report/manifest.ts'
import type { TimelineRow } from '../report/timeline.ts'
import type { Color, Paint } from './messages.ts'

/** Rows of each table. */
const TOP_RULES = 10
const TOP_HOSTS = 5
const TOP_REASONS = 8
const LISTED_REJECTIONS = 5
const LISTED_FILTERS = 5

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'] as const

const LEVEL_COLOR: Readonly<Record<string, Color>> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  informational: 'dim',
}

export interface RuleCount {
  readonly title: string
  readonly level: string
  readonly hits: number
}

export interface SummaryInput {
  readonly manifest: Manifest
  /** Hits by rule, most first. */
  readonly topRules: readonly RuleCount[]
  readonly timeline: { readonly rows: readonly TimelineRow[]; readonly seen: number }
  /** No --rules was given: say how few the bundled rules are. */
  readonly isBundled: boolean
  /** Paths of the outputs that are complete; `-` is standard output. */
  readonly written: readonly string[]
  readonly elapsedMs: number
  readonly bytes: number
  readonly columns: number
  readonly paint: Paint
}

/** The summary as lines. */
export function formatSummary(input: SummaryInput): string[] {
  return [...timelineLines(input), ...hitLines(input), ...readLines(input), ...ruleLines(input)]
}

const n = (value: number): string => value.toLocaleString('en')
const plural = (value: number, one: string, many: string = `${one}s`): string =>
  `${n(value)} ${value === 1 ? one : many}`

function timelineLines({ timeline, columns, paint }: SummaryInput): string[] {
  if (timeline.rows.length === 0) return []
  const shown = timeline.rows.length
  const title =
    shown < timeline.seen
      ? `The ${n(shown)} most severe of ${plural(timeline.seen, 'hit')}, by time`
      : 'Hits by time'
  const lines = timeline.rows.map((row) => {
    const head = `${row.time.slice(0, 19).replace('T', ' ')}  ${row.level.slice(0, 8).padEnd(8)}  ${pad(row.computer, 16)}  `
    const text = row.detail === '' ? row.title : `${row.title}  ${row.detail}`
    const left = Math.max(20, columns - head.length)
    const rest = escapeTerminal(text, left)
    return paint(LEVEL_COLOR[row.level]!, head) + rest
  })
  return [paint('bold', title), ...lines, '']
}

function pad(text: string, width: number): string {
  return escapeTerminal(text, width).padEnd(width)
}

function hitLines({ manifest, topRules, paint }: SummaryInput): string[] {
  const lines = [paint('bold', plural(manifest.hits, 'hit'))]
  if (manifest.hits === 0) return [...lines, '']
  const counts = LEVELS.filter((level) => (manifest.hitsByLevel[level] ?? 0) > 0)
  lines[0] += `: ${counts.map((level) => paint(LEVEL_COLOR[level]!, `${n(manifest.hitsByLevel[level]!)} ${level}`)).join(', ')}`
  for (const rule of topRules.slice(0, TOP_RULES)) {
    const level = paint(LEVEL_COLOR[rule.level]!, rule.level.padEnd(13))
    lines.push(`  ${n(rule.hits).padStart(7)}  ${level}  ${escapeTerminal(rule.title, 90)}`)
  }
  if (topRules.length > TOP_RULES)
    lines.push(`           and ${plural(topRules.length - TOP_RULES, 'more rule')}`)
  const hosts = [...manifest.hosts]
    .filter((h) => h.hits > 0)
    .sort((a, b) => b.hits - a.hits || (a.computer < b.computer ? -1 : 1))
  if (hosts.length > 0) {
    const named = hosts
      .slice(0, TOP_HOSTS)
      .map((h) => `${escapeTerminal(h.computer, 40) || '(no name)'} ${n(h.hits)}`)
    const more = hosts.length > TOP_HOSTS ? `, and ${n(hosts.length - TOP_HOSTS)} more` : ''
    lines.push(`Hosts: ${named.join(', ')}${more}`)
  }
  return [...lines, '']
}

function readLines({ manifest, elapsedMs, bytes, paint }: SummaryInput): string[] {
  const seconds = Math.max(1, elapsedMs) / 1000
  const rate = `${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`
  const lines = [
    `Read ${plural(manifest.records, 'record')} of ${plural(manifest.files.length, 'file')}, ${rate}`,
  ]
  if (manifest.oldest !== '')
    lines.push(`Time range: ${manifest.oldest.slice(0, 19)}Z to ${manifest.newest.slice(0, 19)}Z`)
  const sum = (key: 'recordsFailed' | 'recordsPartial' | 'recordsHidden' | 'recordsInSlack'): number =>
    manifest.files.reduce((total, file) => total + file[key], 0)
  const damage: string[] = []
  if (sum('recordsFailed') > 0) damage.push(`${plural(sum('recordsFailed'), 'record')} could not be decoded`)
  if (sum('recordsPartial') > 0) damage.push(`${plural(sum('recordsPartial'), 'half-written record')}`)
  if (sum('recordsHidden') > 0)
    damage.push(
      paint('red', `${plural(sum('recordsHidden'), 'record')} hidden by a chunk header (read all the same)`),
    )
  if (sum('recordsInSlack') > 0)
    damage.push(`${plural(sum('recordsInSlack'), 'old record')} in unused space (not matched)`)
  if (damage.length > 0) lines.push(`Damage: ${damage.join('; ')}`)
  const troubled = new Set(manifest.diagnostics.filter((d) => d.severity !== 'info').map((d) => d.source))
  const files = manifest.files.filter((f) => troubled.has(f.path))
  if (files.length > 0)
    lines.push(`Files with trouble: ${n(files.length)} (named above; all of it in --manifest FILE)`)
  const unseen = manifest.unwatched.reduce((total, pair) => total + pair.records, 0)
  if (unseen > 0) {
    lines.push(
      `No rule looks at ${plural(unseen, 'record')} (${plural(manifest.unwatched.length, 'kind')} of event): no hit there means nothing`,
    )
  }
  if (!manifest.complete)
    lines.push(paint('red', 'Incomplete: the scan was interrupted or parts of it failed.'))
  return lines
}

/** What the selection left out, by reason. */
function leftOutText(reasons: readonly ReasonCount[]): string {
  if (reasons.length === 0) return ''
  return `; left out: ${reasons.map(({ reason, count }) => `${n(count)} ${reason}`).join(', ')}`
}

function ruleLines({ manifest, isBundled, paint }: SummaryInput): string[] {
  const { running, loaded, rejected, notApplicable, leftOut, filters } = manifest.rules
  const total = (reasons: readonly ReasonCount[]): number =>
    reasons.reduce((sum, { count }) => sum + count, 0)
  const given = running + rejected.length + total(notApplicable) + total(leftOut)
  const lines = [
    `Rules: ${n(running)} of ${n(given)} ran, ${n(total(notApplicable))} do not apply, ${n(rejected.length)} were rejected${leftOutText(leftOut)}`,
  ]
  for (const { title, changed } of filters.slice(0, LISTED_FILTERS))
    lines.push(`  Filter ${escapeTerminal(title, 80)}: changed ${plural(changed.length, 'rule')}`)
  if (filters.length > LISTED_FILTERS)
    lines.push(`  and ${plural(filters.length - LISTED_FILTERS, 'more filter')}`)
  const reasons = new Map<string, number>()
  for (const { code } of rejected) reasons.set(code, (reasons.get(code) ?? 0) + 1)
  const sorted = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP_REASONS)
  for (const [code, count] of sorted) {
    lines.push(`  ${n(count).padStart(5)}  ${paint('yellow', code)}`)
    for (const rule of rejected.filter((r) => r.code === code).slice(0, LISTED_REJECTIONS)) {
      lines.push(`         ${escapeTerminal(`${rule.file}: ${rule.reason}`, 160)}`)
    }
    if (count > LISTED_REJECTIONS) lines.push(`         and ${n(count - LISTED_REJECTIONS)} more`)
  }
  if (isBundled) {
    lines.push(
      `These are the ${n(loaded)} rules that come with goshawk. SigmaHQ has some 3,000 for Windows: give their folder with --rules PATH.`,
    )
  }
  return lines
}
