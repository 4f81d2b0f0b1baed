/**
 * Matches of the rules that correlations refer to, collected as points by the thread that reads the records.
 * In: rule, event, time. Out: records one behind the other, as a sorter takes them, and what had to be left out.
 * Invariant: a match costs bounded memory, whatever its record holds.
 */
import type { EventView } from '../../../event/event.ts'
import { leafText } from '../../../event/values.ts'
import type { RunnableRule } from '../../match.ts'
import type { RuleUse } from '../plan/correlation-plan.ts'
import { createByteSink } from '../spill/byte-sink.ts'
import { cutText } from './cut-text.ts'
import { readMatch } from './read-match.ts'
import { createPointWriter, type PointOrigin } from './write-point.ts'

/** Points left out of a correlation. */
export interface LeftOut {
  readonly plan: number
  /** A field of `group-by` is missing. */
  readonly noGroup: number
  /** The field that is measured is missing, or is no number where one is needed. */
  readonly noValue: number
  /** The record has no time. */
  readonly noTime: number
}

/** Plain data: sent from thread to thread as it is. */
export interface PackedPoints {
  readonly bytes: Uint8Array
  readonly leftOut: readonly LeftOut[]
}

export interface PointCollector {
  /** Bytes held. */
  readonly lengthBytes: number
  /** `time` undefined: the record has none. */
  add(
    rule: number,
    event: EventView,
    time: { readonly low: number; readonly high: number } | undefined,
    source: number,
  ): void
  /** What was collected; undefined when it is nothing. */
  take(): PackedPoints | undefined
}

export function createPointCollector(
  rules: readonly RunnableRule[],
  uses: readonly (RuleUse | undefined)[],
): PointCollector {
  const records = createByteSink()
  const write = createPointWriter()
  const leftOut = new Map<number, { noGroup: number; noValue: number; noTime: number }>()
  const counterOf = (plan: number): { noGroup: number; noValue: number; noTime: number } => {
    const counter = leftOut.get(plan) ?? { noGroup: 0, noValue: 0, noTime: 0 }
    leftOut.set(plan, counter)
    return counter
  }
  return {
    get lengthBytes() {
      return records.length
    },
    add(rule, event, time, source) {
      const use = uses[rule]
      if (use === undefined) return
      if (time === undefined) {
        for (const { plan } of use.routes) counterOf(plan).noTime++
        return
      }
      const texts = readMatch(rules[rule]!, use.fields, event)
      const origin = readOrigin(event, time, source)
      for (const route of use.routes) {
        const fate = write(route, origin, texts, records)
        if (fate === 'no-group') counterOf(route.plan).noGroup++
        else if (fate === 'no-value') counterOf(route.plan).noValue++
      }
    },
    take() {
      if (records.length === 0 && leftOut.size === 0) return undefined
      const bytes = new Uint8Array(records.bytes.subarray(0, records.length))
      const counts = [...leftOut].map(([plan, counter]) => ({ plan, ...counter }))
      records.length = 0
      leftOut.clear()
      return { bytes, leftOut: counts.sort((a, b) => a.plan - b.plan) }
    },
  }
}

function readOrigin(
  event: EventView,
  time: { readonly low: number; readonly high: number },
  source: number,
): PointOrigin {
  const { shape } = event
  const text = (leaf: number): string => cutText(leafText(event, shape.leaves[leaf]) ?? '')
  const id = readRecordId(event)
  return {
    timeHigh: time.high,
    timeLow: time.low,
    source,
    ...id,
    chunk: event.chunk,
    record: event.record,
    computer: text(shape.computer),
    channel: text(shape.channel),
    provider: text(shape.provider),
    eventId: text(shape.eventId),
    hit: undefined,
  }
}

const RECORD_ID = /^(?:0|[1-9]\d{0,19})$/

/** EventRecordID of System, else that of the record's header. */
function readRecordId(event: EventView): { readonly idHigh: number; readonly idLow: number } {
  const text = leafText(event, event.shape.leaves[event.shape.recordId]) ?? ''
  const id = RECORD_ID.test(text) ? BigInt(text) : undefined
  if (id === undefined || id >= 1n << 64n)
    return { idHigh: event.recordIdHigh >>> 0, idLow: event.recordIdLow >>> 0 }
  return { idHigh: Number(id >> 32n), idLow: Number(id & 0xffff_ffffn) }
}
