/**
 * A correlation's hit in the columns of all hits: the last piece of evidence gives time, record and file; Computer,
 * Channel, Provider and EventID stand only where all evidence agrees. In: a row. Out: cells.
 */
import type { CorrelationPlan } from '../engine/correlate/plan/correlation-plan.ts'
import type { OwnCells } from './columns.ts'
import type { CorrelationRow } from './sink.ts'

type Pair = readonly [name: string, text: string]

export function correlationCells({ correlation, plan, nameOf }: CorrelationRow): OwnCells {
  const last = correlation.evidence.at(-1)!
  const { computer, channel, provider, eventId, lastTime, windows } = correlation
  return {
    Timestamp: lastTime,
    Computer: computer,
    Channel: channel,
    Provider: provider,
    EventID: eventId,
    RecordID: last.recordId,
    Details: detailsOf(correlation, plan),
    ExtraFieldInfo: [
      ['Timespan', formatTimespan(plan.timespanMs)],
      ['Condition', formatCondition(plan)],
      ['Windows', String(windows)],
    ],
    EvtxFile: nameOf(last.source),
  }
}

function detailsOf(
  { group, value, values, rules, evidenceCount, firstTime }: CorrelationRow['correlation'],
  plan: CorrelationPlan,
): readonly Pair[] {
  const details: Pair[] = [...group]
  if (value !== '') details.push([measureName(plan), value])
  if (values.length > 0) details.push(['Values', values.join(', ')])
  if (rules.length > 1)
    details.push(['Rules', rules.map(({ title, count }) => `${title} (${count})`).join(', ')])
  details.push(['Evidence', String(evidenceCount)], ['FirstTime', firstTime])
  return details
}

/** `value_count(TargetUserName)`. */
export function measureName({ type, valueFields }: CorrelationPlan): string {
  return valueFields.length === 0 ? type : `${type}(${valueFields.join(', ')})`
}

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', neq: '!=' } as const

/** `>= 5`, or rules joined by `and`, `or` and `not` as alternatives. */
export function formatCondition({ tests, terms, slots }: CorrelationPlan): string {
  if (terms === undefined)
    return tests.map(({ operator, value }) => `${SIGNS[operator]} ${value}`).join(' and ')
  const title = (slot: number): string => `"${slots[slot]!.title}"`
  return terms
    .map(({ needs, bans }) =>
      [...needs.map(title), ...bans.map((slot) => `not ${title(slot)}`)].join(' and '),
    )
    .join(' or ')
}

/** Largest unit first, as rules write spans. */
const UNITS_MS: readonly (readonly [unit: string, ms: number])[] = [
  ['y', 31_556_952_000],
  ['M', 2_629_746_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]

export function formatTimespan(ms: number | undefined): string {
  if (ms === undefined) return 'the whole scan'
  const [unit, unitMs] = UNITS_MS.find(([, size]) => ms % size === 0) ?? ['s', 1000]
  return `${ms / unitMs}${unit}`
}
