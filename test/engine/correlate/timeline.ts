/**
 * Timelines written by hand: events at seconds (or ticks) after a start, rules that match them by their `Kind`, and
 * correlations as YAML. Every timeline runs through the fast correlator, once in memory and once through temporary
 * files, and through the slow one; all must agree.
 */
import { expect } from 'vitest'
import type { CorrelationHit } from '../../../src/engine/correlate/correlation-hit.ts'
import {
  type CorrelationCounts,
  type Correlator,
  createCorrelator,
} from '../../../src/engine/correlate/correlator.ts'
import { createPointCollector } from '../../../src/engine/correlate/point/collect-points.ts'
import { createMatcher } from '../../../src/engine/create-matcher.ts'
import { type PreparedRules, type PrepareOptions, prepareRules } from '../../../src/engine/prepare-rules.ts'
import type { EventView } from '../../../src/event/event.ts'
import { createPlainEventBuilder, type PlainField } from '../../../src/event/plain-event.ts'
import type { Mapping } from '../../../src/mapping/mapping.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'
import { RAW_VIEW } from '../../support/arbitrary-rules.ts'

export const START = 133_800_000_000_000_000n
const SECOND = 10_000_000n

export interface TimelineEvent {
  /** Seconds after the start, exact to the millisecond; ticks are added. */
  readonly at: number
  readonly ticks?: number
  /** Rules that match; one record may match several. */
  readonly kind: string
  readonly source?: number
  /** EventRecordID; by default the place in the list. */
  readonly id?: number
  readonly fields?: Readonly<Record<string, string | readonly string[]>>
  readonly computer?: string
  readonly channel?: string
  readonly hasNoTime?: boolean
}

/** `product: other` never applies, service `unknown` is refused. */
export const mapping: Mapping = {
  name: 'test',
  resolve: ({ product, service }) => {
    if (product === 'other') return { type: 'not-applicable', reason: 'other product' }
    if (service === 'unknown') return { type: 'unsupported', reason: 'unknown service' }
    const target = { id: 'all', channels: undefined, eventIds: undefined, conditions: [], view: RAW_VIEW }
    return { type: 'targets', targets: [target] }
  },
}

/** A rule named `a` that matches events whose kind has the letter. */
export function baseRule(name: string, more = ''): string {
  return `title: Rule ${name}
name: ${name}
${more}logsource:
  product: windows
detection:
  s:
    Kind|contains: ${name}
  condition: s
`
}

export const BASES: string = ['a', 'b', 'c'].map((name) => baseRule(name)).join('---\n')

/** Rules of several documents. */
export function prepare(text: string, options: PrepareOptions = {}): PreparedRules {
  const { documents, rejected } = parseSigma(text, 'rules.yml')
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
  return prepareRules(documents, mapping, options)
}

export interface TimelineResult {
  readonly hits: readonly CorrelationHit[]
  readonly counts: readonly CorrelationCounts[]
}

export interface TimelineOptions extends PrepareOptions {
  /** Seconds after the start; by default the last event. */
  readonly newest?: number
}

/** `text` are the correlations, put behind the rules a, b, c unless it has a detection of its own. */
export async function runTimeline(
  text: string,
  events: readonly TimelineEvent[],
  options: TimelineOptions = {},
): Promise<TimelineResult> {
  const prepared = prepare(text.includes('detection:') ? text : `${BASES}---\n${text}`, options)
  expect(prepared.rejected, 'no rule is rejected').toEqual([])
  return runPrepared(prepared, events, options)
}

export async function runPrepared(
  { runnable, correlations }: PreparedRules,
  events: readonly TimelineEvent[],
  { newest }: TimelineOptions = {},
): Promise<TimelineResult> {
  const matcher = createMatcher(runnable, 'program')
  const collector = createPointCollector(runnable, correlations.uses)
  const build = createPlainEventBuilder()
  for (const [index, event] of events.entries()) {
    const view = makeView(build, event, index)
    for (const rule of matcher.matchEvent(view))
      collector.add(rule, view, event.hasNoTime === true ? undefined : timeOf(event), event.source ?? 0)
  }
  const points = collector.take()
  const last = events.map(ticksOf).sort(compareTicks).at(-1)
  const end = newest === undefined ? last : ticksOf({ at: newest, kind: '' })
  const run = async (correlator: Correlator): Promise<TimelineResult> => {
    const hits: CorrelationHit[] = []
    if (points !== undefined) correlator.add(points)
    const isDone = await correlator.run({
      newest: end,
      onHits: (batch) => void hits.push(...batch),
      signal: undefined,
    })
    expect(isDone).toBe(true)
    const counts = correlator.counts()
    correlator.close()
    return { hits, counts }
  }
  const slow = await run(createCorrelator(correlations, 'reference'))
  const fast = await run(createCorrelator(correlations, 'program'))
  expect(fast).toEqual(slow)
  expect(
    await run(createCorrelator(correlations, 'program', { memoryBytes: 2048 })),
    'through files',
  ).toEqual(slow)
  return fast
}

function makeView(
  build: ReturnType<typeof createPlainEventBuilder>,
  { kind, fields = {}, id, computer = 'host', channel = 'Security' }: TimelineEvent,
  index: number,
): EventView {
  const system = (name: string, value: string): PlainField => ({ section: 'system', name, values: [value] })
  const data = Object.entries({ Kind: kind, ...fields }).map(
    ([name, values]): PlainField => ({
      section: 'eventData',
      name,
      values: typeof values === 'string' ? [values] : values,
    }),
  )
  const view = build([
    system('EventID', '4625'),
    system('Channel', channel),
    system('Computer', computer),
    system('EventRecordID', String(id ?? index + 1)),
    ...data,
  ])
  view.chunk = 0
  view.record = index
  return view
}

function ticksOf({ at, ticks = 0 }: TimelineEvent): bigint {
  return START + BigInt(Math.round(at * 1000)) * (SECOND / 1000n) + BigInt(ticks)
}

function timeOf(event: TimelineEvent): { readonly low: number; readonly high: number } {
  const ticks = ticksOf(event)
  return { low: Number(ticks & 0xffff_ffffn), high: Number(ticks >> 32n) }
}

/** Seconds after the start of an ISO time. */
export function secondsOf(time: string): number {
  const startMs = Number((START - 116_444_736_000_000_000n) / 10_000n)
  return (Date.parse(`${time.slice(0, 23)}Z`) - startMs) / 1000
}

/** Each hit as `first..last value evidence windows`. */
export function showHits({ hits }: TimelineResult): string[] {
  return hits.map(({ group, firstTime, lastTime, value, evidenceCount, windows }) => {
    const key = group.map(([, text]) => text).join(',')
    const lead = key === '' ? '' : `${key}: `
    const measured = value === '' ? '' : ` =${value}`
    return `${lead}${secondsOf(firstTime)}..${secondsOf(lastTime)}${measured} (${evidenceCount} in ${windows})`
  })
}

function compareTicks(a: bigint, b: bigint): number {
  return a < b ? -1 : 1
}
