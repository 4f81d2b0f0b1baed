/**
 * From an alert to a hit with its evidence. In: the points of a part of a run. Out: plain data of bounded size.
 * Invariant: all evidence is counted, also what is not listed.
 */
import { foldText } from '../../base/fold.ts'
import { formatFileTime, ticksOf } from '../../event/filetime.ts'
import { type CorrelationHit, type Evidence, MAX_EVIDENCE, MAX_VALUES } from './correlation-hit.ts'
import type { CorrelationPlan } from './plan/correlation-plan.ts'
import { CHUNK, ID_HIGH, ID_LOW, RECORD, SLOT, SOURCE, TIME_HIGH, TIME_LOW } from './point/point-record.ts'
import type { PointTexts } from './point/read-point.ts'
import type { RecordCursor } from './spill/run.ts'
import { type Fraction, formatFraction } from './values/fraction.ts'
import type { Ticks } from './values/ticks.ts'
import type { Alert } from './window/join-windows.ts'
import { timeOf } from './window/trailing-windows.ts'

export interface BuiltHit {
  readonly hit: CorrelationHit
  /** Time of the last piece of evidence. */
  readonly time: Ticks
}

export function createHitBuilder(
  plan: CorrelationPlan,
  planIndex: number,
  readTexts: (cursor: RecordCursor) => PointTexts,
): (alert: Alert, cursor: RecordCursor) => BuiltHit {
  return (alert, cursor) => {
    const counts = plan.slots.map(() => 0)
    const listed: Evidence[] = []
    const values = createValueList()
    const common = createAgreement()
    let evidenceCount = 0
    let last: Evidence | undefined
    let time: Ticks = { high: 0, low: 0 }
    let group: readonly string[] = []
    const ends = orderedEnds(plan, alert.value)
    const endPosition = ends === undefined ? alert.endPosition : findEnd(alert, cursor, ends.last)
    cursor.seek(alert.firstPosition)
    for (; cursor.position < endPosition; cursor.next()) {
      const slot = cursor.words[cursor.keyAt + SLOT]!
      if (alert.slots?.has(slot) === false) continue
      if (last === undefined && ends !== undefined && slot !== ends.first) continue
      const texts = readTexts(cursor)
      last = toEvidence(cursor, texts)
      time = timeOf(cursor)
      group = texts.group
      counts[slot]!++
      evidenceCount++
      if (listed.length < MAX_EVIDENCE) listed.push(last)
      if (texts.values.length > 0) values.add(texts.values.join(', '))
      common.add(texts)
    }
    if (last === undefined) throw new Error(`an alert of "${plan.rule.title}" has no evidence`)
    if (evidenceCount > MAX_EVIDENCE) listed[MAX_EVIDENCE - 1] = last
    const hit: CorrelationHit = {
      plan: planIndex,
      group: plan.groupBy.map((name, i) => [name, group[i]!]),
      firstTime: listed[0]!.time,
      lastTime: last.time,
      value: alert.value === undefined ? '' : formatFraction(alert.value),
      values: values.list(),
      windows: alert.windows,
      rules: plan.slots.map(({ title, id }, slot) => ({ title, id, count: counts[slot]! })),
      evidenceCount,
      evidence: listed,
      ...common.texts(),
    }
    return { hit, time }
  }
}

/**
 * Where all rules must match in order, what lies before the first match of the first rule, or after the last match of
 * the last one, is no part of it. Undefined: any point may be evidence.
 */
export function orderedEnds(
  { type, terms, slots }: CorrelationPlan,
  value: Fraction | undefined,
): { readonly first: number; readonly last: number } | undefined {
  if (type !== 'temporal_ordered') return undefined
  if (terms === undefined)
    return value?.numerator === BigInt(slots.length) ? { first: 0, last: slots.length - 1 } : undefined
  if (terms.length > 1) return undefined
  const { needs } = terms[0]!
  return { first: needs[0]!, last: needs.at(-1)! }
}

/** Where the points behind the last one of a slot begin. */
function findEnd({ firstPosition, endPosition }: Alert, cursor: RecordCursor, slot: number): number {
  let end = endPosition
  for (cursor.seek(firstPosition); cursor.position < endPosition; ) {
    const isLast = cursor.words[cursor.keyAt + SLOT] === slot
    cursor.next()
    if (isLast) end = cursor.position
  }
  return end
}

function toEvidence({ words, keyAt }: RecordCursor, texts: PointTexts): Evidence {
  const word = (index: number): number => words[keyAt + index]!
  const { from, measured = '' } = texts
  return {
    rule: word(SLOT),
    time: formatFileTime(word(TIME_LOW), word(TIME_HIGH)),
    source: word(SOURCE),
    chunk: word(CHUNK),
    record: word(RECORD),
    recordId: ticksOf(word(ID_LOW), word(ID_HIGH)).toString(),
    computer: texts.computer,
    channel: texts.channel,
    provider: texts.provider,
    eventId: texts.eventId,
    values: texts.values,
    correlation: from === undefined ? undefined : { from: formatFileTime(from.low, from.high), measured },
  }
}

/** The first values that differ when folded. */
function createValueList(): { add(text: string): void; list(): readonly string[] } {
  const seen = new Map<string, string>()
  return {
    add(text) {
      if (seen.size >= MAX_VALUES) return
      const folded = foldText(text)
      if (!seen.has(folded)) seen.set(folded, text)
    },
    list: () => [...seen.values()],
  }
}

type Common = Pick<CorrelationHit, 'computer' | 'channel' | 'provider' | 'eventId'>

function createAgreement(): { add(texts: Common): void; texts(): Common } {
  let common: Common | undefined
  const agreed = (a: string, b: string): string => (a === b ? a : '')
  return {
    add(texts) {
      const { computer, channel, provider, eventId } = common ?? texts
      common = {
        computer: agreed(computer, texts.computer),
        channel: agreed(channel, texts.channel),
        provider: agreed(provider, texts.provider),
        eventId: agreed(eventId, texts.eventId),
      }
    },
    texts: () => common ?? { computer: '', channel: '', provider: '', eventId: '' },
  }
}
