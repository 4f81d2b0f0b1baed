/**
 * What a scan found, for a person: the course of events, hits by level, top rules and hosts, then what was not read or
 * not run. In: manifest and timeline. Out: lines. Invariant: everything from evidence or rules is escaped, and lines are
 * no wider than the terminal.
 */
import type { Manifest, ManifestRules, ReasonCount } from '../report/manifest.ts'
import type { TimelineRows } from '../report/timeline.ts'
import type { Level } from '../sigma/ast.ts'
import { fitText, wrapText } from './fit-text.ts'
import { formatCount, LEVEL_COLOR, type Paint, plural } from './messages.ts'
import { timelineLines } from './summary-timeline.ts'

/** Rows of each table. */
const TOP_RULES = 10
const TOP_HOSTS = 5
const TOP_REASONS = 8
const LISTED_REJECTIONS = 5
const LISTED_FILTERS = 5
const LISTED_FILES = 3
/** The longest level. */
const LEVEL_COLUMNS = 13

const LEVELS: readonly Level[] = ['critical', 'high', 'medium', 'low', 'informational']

export interface RuleCount {
  readonly title: string
  readonly level: Level
  readonly hits: number
}

export interface SummaryInput {
  readonly manifest: Manifest
  /** Hits by rule, most first. */
  readonly topRules: readonly RuleCount[]
  readonly timeline: TimelineRows
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
  const { timeline, columns, paint, manifest } = input
  return [
    ...timelineLines(timeline, columns, paint),
    ...hitLines(input),
    ...(manifest.hits === 0 ? [] : [...topRuleLines(input), ...hostLines(input)]),
    ...readLines(input),
    ...correlationLines(input),
    ...ruleLines(input),
    ...endLines(input),
  ]
}

function hitLines({ manifest, paint }: SummaryInput): string[] {
  if (manifest.hits === 0) return [paint('bold', manifest.complete ? 'No hits' : 'No hits so far'), '']
  const counts = LEVELS.filter((level) => (manifest.hitsByLevel[level] ?? 0) > 0).map((level) =>
    paint(LEVEL_COLOR[level], `${formatCount(manifest.hitsByLevel[level]!)} ${level}`),
  )
  return [`${paint('bold', plural(manifest.hits, 'hit'))}: ${counts.join(', ')}`, '']
}

function topRuleLines({ topRules, columns, paint }: SummaryInput): string[] {
  const lines = topRules.slice(0, TOP_RULES).map(({ hits, level, title }) => {
    const head = `${formatCount(hits).padStart(9)}  `
    const name = fitText(title, Math.max(20, columns - head.length - LEVEL_COLUMNS - 2))
    return `${head}${paint(LEVEL_COLOR[level], level.padEnd(LEVEL_COLUMNS))}  ${name}`
  })
  const more = topRules.length - TOP_RULES
  return [
    paint('bold', 'Rules with the most hits'),
    ...lines,
    ...(more > 0 ? [`           and ${plural(more, 'more rule')}`] : []),
    '',
  ]
}

function hostLines({ manifest, columns, paint }: SummaryInput): string[] {
  const hosts = manifest.hosts
    .filter((host) => host.hits > 0)
    .sort((a, b) => b.hits - a.hits || (a.computer < b.computer ? -1 : 1))
  if (hosts.length === 0) return []
  const lines = hosts.slice(0, TOP_HOSTS).map(({ computer, hits }) => {
    const head = `${formatCount(hits).padStart(9)}  `
    return head + (fitText(computer, Math.max(20, columns - head.length)) || '(no name)')
  })
  const more = hosts.length - TOP_HOSTS
  return [
    paint('bold', 'Hosts with the most hits'),
    ...lines,
    ...(more > 0 ? [`           and ${plural(more, 'more host')}`] : []),
    '',
  ]
}

function readLines(input: SummaryInput): string[] {
  const { manifest, elapsedMs, bytes, columns } = input
  const seconds = Math.max(1, elapsedMs) / 1000
  const seen = manifest.files.reduce((sum, file) => sum + file.recordsRead + file.recordsSkipped, 0)
  const lines = [
    `Read ${plural(seen, 'record')} of ${plural(manifest.files.length, 'file')}, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`,
    ...timeLines(manifest, seen),
  ]
  return [...lines.flatMap((line) => wrapText(line, columns)), ...damageLines(input), ...blindLines(input)]
}

function timeLines({ oldest, newest, options }: Manifest, seen: number): string[] {
  if (oldest !== '') return [`Time range: ${oldest.slice(0, 19)}Z to ${newest.slice(0, 19)}Z`]
  const isRanged = options.fromResolved !== undefined || options.toResolved !== undefined
  return isRanged && seen > 0 ? ['No record lies within --from and --to: nothing was searched'] : []
}

function damageLines({ manifest, columns, paint }: SummaryInput): string[] {
  const sum = (key: 'recordsFailed' | 'recordsPartial' | 'recordsHidden' | 'recordsInSlack'): number =>
    manifest.files.reduce((total, file) => total + file[key], 0)
  const [failed, partial, hidden, slack] = [
    sum('recordsFailed'),
    sum('recordsPartial'),
    sum('recordsHidden'),
    sum('recordsInSlack'),
  ]
  const damage = [
    ...(failed > 0 ? [`${plural(failed, 'record')} could not be decoded`] : []),
    ...(partial > 0 ? [`${plural(partial, 'half-written record')}`] : []),
    ...(slack > 0 ? [`${plural(slack, 'old record')} in unused space (not matched)`] : []),
  ]
  const lines = damage.length > 0 ? wrapText(`Damage: ${damage.join('; ')}`, columns) : []
  if (hidden > 0) {
    const text = `${plural(hidden, 'record')} hidden by a chunk header (read all the same): look who did that`
    lines.push(...wrapText(text, columns).map((line) => paint('red', line)))
  }
  const troubled = new Set(manifest.diagnostics.filter((d) => d.severity !== 'info').map((d) => d.source))
  const files = manifest.files.filter((file) => troubled.has(file.path))
  if (files.length === 0) return lines
  const names = files.slice(0, LISTED_FILES).map((file) => fitText(file.path, 60))
  const more = files.length > LISTED_FILES ? `, and ${formatCount(files.length - LISTED_FILES)} more` : ''
  const count = `${formatCount(files.length)} of ${plural(manifest.files.length, 'file')}`
  return [...lines, ...wrapText(`Trouble in ${count}: ${names.join(', ')}${more}`, columns)]
}

/** What no rule looked at. */
function blindLines({ manifest, columns }: SummaryInput): string[] {
  const unseen = manifest.unwatched.reduce((total, pair) => total + pair.records, 0)
  if (unseen === 0) return []
  const kinds = plural(manifest.unwatched.length, 'kind')
  const text = `No rule looks at ${plural(unseen, 'record')} (${kinds} of event): no hit there means nothing`
  return wrapText(text, columns)
}

/** Without its folders, which would leave no room for the reason; the manifest has them. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** What the selection left out, by reason. */
function leftOutText(reasons: readonly ReasonCount[]): string {
  if (reasons.length === 0) return ''
  return `; left out: ${reasons.map(({ reason, count }) => `${formatCount(count)} ${reason}`).join(', ')}`
}

function filterLines({ filters }: ManifestRules, columns: number): string[] {
  const lines = filters.slice(0, LISTED_FILTERS).map(({ title, changed }) => {
    const name = fitText(title, Math.max(20, columns - 40))
    return `  Filter ${name}: changed ${plural(changed.length, 'rule')}`
  })
  const more = filters.length - LISTED_FILTERS
  return more > 0 ? [...lines, `  and ${plural(more, 'more filter')}`] : lines
}

function ruleLines({ manifest, isBundled, columns, paint }: SummaryInput): string[] {
  const { running, loaded, rejected, notApplicable, leftOut } = manifest.rules
  const sum = (reasons: readonly ReasonCount[]): number =>
    reasons.reduce((total, { count }) => total + count, 0)
  const left = sum(notApplicable)
  const rest = [
    ...(left > 0 ? [`${formatCount(left)} do not apply`] : []),
    ...(rejected.length > 0 ? [`${formatCount(rejected.length)} were rejected`] : []),
  ]
  const given = formatCount(running + left + rejected.length + sum(leftOut))
  const ran = `Rules: ${formatCount(running)} of ${given} ran`
  const lines = wrapText([ran, ...rest].join(', ') + leftOutText(leftOut), columns)
  lines.push(...filterLines(manifest.rules, columns))
  const reasons = new Map<string, number>()
  for (const { code } of rejected) reasons.set(code, (reasons.get(code) ?? 0) + 1)
  const sorted = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP_REASONS)
  for (const [code, count] of sorted) {
    lines.push(`  ${formatCount(count).padStart(5)}  ${paint('yellow', code)}`)
    for (const rule of rejected.filter((r) => r.code === code).slice(0, LISTED_REJECTIONS))
      lines.push(`         ${fitText(`${fileName(rule.file)}: ${rule.reason}`, Math.max(40, columns - 9))}`)
    if (count > LISTED_REJECTIONS) lines.push(`         and ${formatCount(count - LISTED_REJECTIONS)} more`)
  }
  if (isBundled) {
    const text = `These are the ${formatCount(loaded)} rules that come with goshawk. SigmaHQ has some 3,000 for Windows: give their folder with --rules PATH.`
    lines.push(...wrapText(text, columns))
  }
  return lines
}

/** What correlations were built on, and what they could not take in. */
function correlationLines({ manifest: { correlations }, columns }: SummaryInput): string[] {
  if (correlations.length === 0) return []
  const sum = (key: 'hits' | 'matches' | 'windowsNotCovered'): number =>
    correlations.reduce((total, one) => total + one[key], 0)
  const left = correlations.reduce(
    (total, one) => total + one.matchesWithoutGroup + one.matchesWithoutValue + one.matchesWithoutTime,
    0,
  )
  const hits = `Correlations: ${plural(sum('hits'), 'hit')} of ${formatCount(correlations.length)} over ${plural(sum('matches'), 'match', 'matches')}`
  const gaps = [
    ...(left > 0 ? [`${formatCount(left)} more lack a field, a number or a time that is needed`] : []),
    ...(sum('windowsNotCovered') > 0
      ? [`${plural(sum('windowsNotCovered'), 'absence')} cannot be known, the logs end before`]
      : []),
  ]
  return wrapText([hits, ...gaps].join('; '), columns)
}

/** What stands last is read first: where the reports are, and that they are not all. */
function endLines({ written, manifest, columns, paint }: SummaryInput): string[] {
  const names = written.map((path) => (path === '-' ? 'standard output' : fitText(path, columns - 9)))
  const lines = names.map((name, index) => `${index === 0 ? 'Written:' : '        '} ${name}`)
  if (!manifest.complete)
    lines.push(paint('red', 'Incomplete: the scan was interrupted or parts of it failed.'))
  return lines
}
