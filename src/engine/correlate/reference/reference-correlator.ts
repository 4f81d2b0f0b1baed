/**
 * The slow obvious correlator: everything in memory, every window by itself. In and out as the fast one's.
 * Invariant: the fast one must answer exactly like it.
 */
import { foldText } from '../../../base/fold.ts'
import { formatFileTime } from '../../../event/filetime.ts'
import { orderedEnds } from '../build-hit.ts'
import { type CorrelationHit, type Evidence, MAX_EVIDENCE, MAX_VALUES } from '../correlation-hit.ts'
import type { Correlator } from '../correlator.ts'
import type { CorrelationPlan, CorrelationSet } from '../plan/correlation-plan.ts'
import { createGroupHasher } from '../point/group-key.ts'
import { createPointWriter } from '../point/write-point.ts'
import { createByteSink } from '../spill/byte-sink.ts'
import { startCounts } from '../start-counts.ts'
import { compareFractions, formatFraction } from '../values/fraction.ts'
import { areUpperBounds } from '../values/tests.ts'
import { ticksFromBigInt } from '../values/ticks.ts'
import { findWindows, joinOverlapping, type PlainWindow } from './find-windows.ts'
import { comparePoints, foldAll, originAt, type PlainPoint, readPlainPoints } from './plain-point.ts'

export function createReferenceCorrelator({ plans }: CorrelationSet): Correlator {
  const points: PlainPoint[] = []
  const counts = startCounts(plans)
  const take = (taken: readonly PlainPoint[]): void => {
    for (const point of taken) {
      points.push(point)
      counts[point.plan]!.points++
    }
  }
  const hashTexts = createGroupHasher()
  /** Sorts as the key of the group does. */
  const hashGroup = (texts: readonly string[]): string =>
    [...hashTexts(texts)].map((word) => String(word).padStart(10, '0')).join(' ')
  let innerHits = 0

  /** The window as points of the correlations that refer to this one. */
  const handOn = (plan: CorrelationPlan, window: PlainWindow): void => {
    const write = createPointWriter()
    const first = ticksFromBigInt(window.points[0]!.ticks)
    const measured = window.value === undefined ? '' : formatFraction(window.value)
    const hit = { number: ++innerHits, from: first, measured }
    const lists = new Map(
      window.points.filter(isEvidenceOf(plan)).map(({ texts }) => [foldAll(texts.carried), texts.carried]),
    )
    for (const [, carried] of [...lists].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const route of plan.routes) {
        const texts = [...window.at.texts.group, ...carried]
        const record = createByteSink()
        const fate = write(route, originAt(window.at, window.end, hit), texts, record)
        if (fate !== 'kept') counts[route.plan]![fate === 'no-group' ? 'noGroup' : 'noValue']++
        else take(readPlainPoints(record.bytes.subarray(0, record.length), plans))
      }
    }
  }
  const evaluate = (plan: CorrelationPlan, index: number, newest: bigint | undefined): CorrelationHit[] => {
    const groups = new Map<string, PlainPoint[]>()
    for (const point of points.filter((one) => one.plan === index))
      groups.set(point.groupKey, [...(groups.get(point.groupKey) ?? []), point])
    const hits: CorrelationHit[] = []
    const keyOf = ([point]: readonly PlainPoint[]): string => hashGroup(point!.texts.group)
    // Hits of equal time and place keep the order of their groups.
    for (const group of [...groups.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
      const { windows, uncovered } = findWindows(plan, group.sort(comparePoints), newest)
      counts[index]!.uncovered += uncovered
      if (plan.routes.length > 0) for (const window of windows) handOn(plan, window)
      if (!plan.isSilent) for (const joined of joinOverlapping(windows)) hits.push(toHit(plan, index, joined))
    }
    counts[index]!.hits = hits.length
    return hits
  }
  return {
    add({ bytes, leftOut }) {
      take(readPlainPoints(bytes, plans))
      for (const { plan, ...left } of leftOut)
        for (const key of ['noGroup', 'noValue', 'noTime'] as const) counts[plan]![key] += left[key]
    },
    async run({ newest, onHits, signal }) {
      const keyOf = (hit: CorrelationHit): string => {
        const group = hashGroup(hit.group.map(([, text]) => text))
        return `${String(plans[hit.plan]!.order).padStart(10, '0')} ${group}`
      }
      const hits = plans
        .flatMap((plan, index) => evaluate(plan, index, newest))
        .map((hit) => ({ hit, key: `${hit.lastTime} ${keyOf(hit)}` }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ hit }) => hit)
      if (hits.length > 0) await onHits?.(hits)
      return signal?.aborted !== true
    },
    counts: () => counts,
    close() {},
  }
}

function isEvidenceOf({ terms }: CorrelationPlan): (point: PlainPoint) => boolean {
  return ({ slot }) => terms === undefined || terms.some(({ needs }) => needs.includes(slot))
}

function toHit(plan: CorrelationPlan, index: number, windows: readonly PlainWindow[]): CorrelationHit {
  const values = windows.flatMap(({ value }) => (value === undefined ? [] : [value]))
  values.sort(compareFractions)
  const value = areUpperBounds(plan.tests) ? values[0] : values.at(-1)
  const ends = orderedEnds(plan, value)
  const inside = [...new Set(windows.flatMap(({ points }) => points))]
    .filter(({ slot }) => windows.some(({ slots }) => slots.includes(slot)))
    .sort(comparePoints)
  const evidence = inside.slice(
    inside.findIndex(({ slot }) => ends === undefined || slot === ends.first),
    1 + inside.findLastIndex(({ slot }) => ends === undefined || slot === ends.last),
  )
  const last = evidence.at(-1)!
  const shown = new Map<string, string>()
  for (const { texts } of evidence) {
    const text = texts.values.join(', ')
    if (texts.values.length > 0 && !shown.has(foldText(text))) shown.set(foldText(text), text)
  }
  const listed = evidence.length > MAX_EVIDENCE ? [...evidence.slice(0, MAX_EVIDENCE - 1), last] : evidence
  const common = (name: 'computer' | 'channel' | 'provider' | 'eventId'): string =>
    evidence.every(({ texts }) => texts[name] === last.texts[name]) ? last.texts[name] : ''
  return {
    plan: index,
    group: plan.groupBy.map((name, i) => [name, last.texts.group[i]!]),
    firstTime: timeText(evidence[0]!.ticks),
    lastTime: timeText(last.ticks),
    value: value === undefined ? '' : formatFraction(value),
    values: [...shown.values()].slice(0, MAX_VALUES),
    windows: windows.length,
    rules: plan.slots.map(({ title, id }, slot) => ({
      title,
      id,
      count: evidence.filter((point) => point.slot === slot).length,
    })),
    evidenceCount: evidence.length,
    evidence: listed.map(toEvidence),
    computer: common('computer'),
    channel: common('channel'),
    provider: common('provider'),
    eventId: common('eventId'),
  }
}

function toEvidence({ slot, ticks, source, id, chunk, record, texts }: PlainPoint): Evidence {
  const { computer, channel, provider, eventId, values, from, measured = '' } = texts
  const correlation = from === undefined ? undefined : { from: formatFileTime(from.low, from.high), measured }
  const place = { source, chunk, record, recordId: String(id) }
  const time = timeText(ticks)
  return { rule: slot, time, ...place, computer, channel, provider, eventId, values, correlation }
}

function timeText(ticks: bigint): string {
  const { high, low } = ticksFromBigInt(ticks)
  return formatFileTime(low, high)
}
