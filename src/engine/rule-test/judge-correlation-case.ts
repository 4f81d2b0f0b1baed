/**
 * A test of a correlation: its events are a whole log. In: the prepared rules, the plan, a test. Out: passed or failed.
 * Both correlators are asked; that they differ is a fault of ours and fails the test.
 */

import type { EventView } from '../../event/event.ts'
import { parseTicks } from '../../event/filetime.ts'
import { createPlainEventBuilder } from '../../event/plain-event.ts'
import { leafText } from '../../event/values.ts'
import type { TestCase } from '../../sigma/rule-test/rule-tests.ts'
import type { CorrelationHit } from '../correlate/correlation-hit.ts'
import { type CorrelationCounts, createCorrelator } from '../correlate/correlator.ts'
import { createPointCollector, type PackedPoints } from '../correlate/point/collect-points.ts'
import { createMatcher } from '../create-matcher.ts'
import type { EngineKind } from '../match.ts'
import type { PreparedRules } from '../prepare-rules.ts'
import { type CaseResult, failed, passed } from './rule-test-result.ts'

/** Points of a test: small, and there may be many tests. */
const MEMORY_BYTES = 4 * 1024 * 1024

export async function judgeCorrelationCase(
  prepared: PreparedRules,
  plan: number,
  test: TestCase,
): Promise<CaseResult> {
  const collected = collect(prepared, test)
  const run = (kind: EngineKind) => correlate(prepared, collected, kind)
  const { hits, counts } = await run('program')
  if (JSON.stringify(hits) !== JSON.stringify((await run('reference')).hits))
    return failed(test, 'the two correlators disagree on these events: please report it with the rules')
  const own = hits.filter((hit) => hit.plan === plan)
  const failure = explain(test, own, counts[plan]!, collected.matches)
  if (failure !== undefined) return failed(test, failure)
  const isEmpty = !test.mustMatch && collected.matches === 0
  return passed(test, isEmpty ? 'no rule of the correlation matches any of the events' : undefined)
}

interface Collected {
  readonly points: PackedPoints | undefined
  /** Of rules below the correlation. */
  readonly matches: number
  readonly newest: bigint | undefined
}

function collect({ runnable, correlations }: PreparedRules, test: TestCase): Collected {
  const matcher = createMatcher(runnable, 'program')
  const collector = createPointCollector(runnable, correlations.uses)
  const build = createPlainEventBuilder()
  let newest: bigint | undefined
  let matches = 0
  for (const { fields } of test.events) {
    const event = build(fields)
    const ticks = ticksOf(event)
    if (ticks !== undefined && (newest === undefined || ticks > newest)) newest = ticks
    if (!matcher.wants(event)) continue
    for (const rule of matcher.matchEvent(event)) {
      matches++
      collector.add(rule, event, ticks === undefined ? undefined : halves(ticks), 0)
    }
  }
  return { points: collector.take(), matches, newest }
}

async function correlate(
  { correlations }: PreparedRules,
  { points, newest }: Collected,
  kind: EngineKind,
): Promise<{ readonly hits: readonly CorrelationHit[]; readonly counts: readonly CorrelationCounts[] }> {
  const correlator = createCorrelator(correlations, kind, { memoryBytes: MEMORY_BYTES })
  const hits: CorrelationHit[] = []
  try {
    if (points !== undefined) correlator.add(points)
    await correlator.run({ newest, onHits: (batch) => void hits.push(...batch), signal: undefined })
    return { hits, counts: correlator.counts() }
  } finally {
    correlator.close()
  }
}

function explain(
  { mustMatch, hits: wanted }: TestCase,
  own: readonly CorrelationHit[],
  { points, noGroup, noValue }: CorrelationCounts,
  matches: number,
): string | undefined {
  if (!mustMatch) return own.length === 0 ? undefined : `it has ${describeHits(own)}, and must have none`
  if (own.length > 0 && (wanted === undefined || own.length === wanted)) return undefined
  if (own.length > 0) return `it has ${describeHits(own)}, and must have ${wanted}`
  const left = [
    ...(noGroup > 0 ? [`${noGroup} lack a field of group-by`] : []),
    ...(noValue > 0 ? [`${noValue} lack the field that is measured`] : []),
  ]
  const details = left.length === 0 ? '' : `, ${left.join(', ')}`
  return `it has no hit: its rules match ${matches} times, ${points} of these count${details}`
}

function describeHits(hits: readonly CorrelationHit[]): string {
  const groups = hits.map(({ group, evidenceCount }) => {
    const texts = group.map(([name, text]) => `${name} ${text}`).join(', ')
    return `${texts === '' ? 'one' : texts} (${evidenceCount} events)`
  })
  return `${hits.length} ${hits.length === 1 ? 'hit' : 'hits'}: ${groups.slice(0, 5).join('; ')}`
}

function ticksOf(event: EventView): bigint | undefined {
  return parseTicks(leafText(event, event.shape.leaves[event.shape.timeCreated]) ?? '')
}

function halves(ticks: bigint): { readonly low: number; readonly high: number } {
  return { low: Number(ticks & 0xffff_ffffn), high: Number(ticks >> 32n) }
}
