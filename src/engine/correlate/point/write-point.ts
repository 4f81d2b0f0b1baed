/**
 * Makes the record of a point. In: where it goes, where it comes from, the texts of its source. Out: bytes of a record.
 * Invariant: a point without one of its group's texts, or without a usable value where one is measured, is none.
 */

import type { Route } from '../plan/correlation-plan.ts'
import type { ByteSink } from '../spill/byte-sink.ts'
import { DECIMAL_WORDS, parseDecimal, writeDecimal } from '../values/decimal.ts'
import type { Ticks } from '../values/ticks.ts'
import { createGroupHasher } from './group-key.ts'
import {
  CHUNK,
  GROUP,
  GROUP_WORDS,
  HIT,
  ID_HIGH,
  ID_LOW,
  KEY_WORDS,
  PLAN,
  RECORD,
  SLOT,
  SOURCE,
  TIME_HIGH,
  TIME_LOW,
} from './point-record.ts'

/** Where a point comes from. */
export interface PointOrigin {
  readonly timeHigh: number
  readonly timeLow: number
  readonly source: number
  readonly idHigh: number
  readonly idLow: number
  readonly chunk: number
  readonly record: number
  readonly computer: string
  readonly channel: string
  readonly provider: string
  readonly eventId: string
  /** For a hit of an inner correlation. */
  readonly hit: InnerHit | undefined
}

export interface InnerHit {
  /** From 1. */
  readonly number: number
  readonly from: Ticks
  readonly measured: string
}

export type PointFate = 'kept' | 'no-group' | 'no-value'

/** Appends a record to a sink, as it stands in a run; nothing when it is no point. */
export type WritePoint = (
  route: Route,
  origin: PointOrigin,
  texts: readonly (string | undefined)[],
  into: ByteSink,
) => PointFate

/** Bytes before the payload: its length, and the key. */
const HEAD_BYTES = 4 + 4 * KEY_WORDS

export function createPointWriter(): WritePoint {
  const hashTexts = createGroupHasher()
  const writeValue = (route: Route, texts: readonly (string | undefined)[], into: ByteSink): boolean => {
    if (route.value === 'none') return true
    const values = pick(texts, route.valueTexts)
    if (values === undefined) return false
    if (route.value === 'text') {
      const words = hashTexts(values)
      for (let i = 0; i < words.length; i++) into.word(words[i]!)
      return true
    }
    const number = parseDecimal(values[0]!)
    if (number === undefined) return false
    const at = into.skip(4 * DECIMAL_WORDS)
    writeDecimal(number, into.words, at >> 2)
    return true
  }
  return (route, origin, texts, into) => {
    const group = pick(texts, route.groupTexts)
    if (group === undefined) return 'no-group'
    const start = into.skip(HEAD_BYTES)
    if (!writeValue(route, texts, into)) {
      into.length = start
      return 'no-value'
    }
    writeTexts(route, origin, group, texts, into)
    into.words[start >> 2] = into.length - start - HEAD_BYTES
    writeKey(into.words, (start >> 2) + 1, route, origin, hashTexts(group))
    into.pad()
    return 'kept'
  }
}

function writeTexts(
  route: Route,
  origin: PointOrigin,
  group: readonly string[],
  texts: readonly (string | undefined)[],
  into: ByteSink,
): void {
  const { hit } = origin
  if (hit !== undefined) {
    into.word(hit.from.high)
    into.word(hit.from.low)
  }
  into.text(origin.computer)
  into.text(origin.channel)
  into.text(origin.provider)
  into.text(origin.eventId)
  if (hit !== undefined) into.text(hit.measured)
  for (const text of group) into.text(text)
  for (const index of route.valueTexts) into.text(texts[index])
  for (const index of route.carriedTexts) into.text(texts[index])
}

/** The texts at these indexes; undefined when one is missing or empty, which in a log is the same (sigma-semantics §2.3). */
function pick(
  texts: readonly (string | undefined)[],
  indexes: readonly number[],
): readonly string[] | undefined {
  const picked: string[] = []
  for (const index of indexes) {
    const text = texts[index]
    if (text === undefined || text === '') return undefined
    picked.push(text)
  }
  return picked
}

function writeKey(
  words: Uint32Array,
  at: number,
  route: Route,
  origin: PointOrigin,
  group: Uint32Array,
): void {
  words[at + PLAN] = route.plan
  for (let i = 0; i < GROUP_WORDS; i++) words[at + GROUP + i] = group[i]!
  words[at + TIME_HIGH] = origin.timeHigh
  words[at + TIME_LOW] = origin.timeLow
  words[at + SOURCE] = origin.source
  words[at + ID_HIGH] = origin.idHigh
  words[at + ID_LOW] = origin.idLow
  words[at + CHUNK] = origin.chunk
  words[at + RECORD] = origin.record
  words[at + HIT] = origin.hit?.number ?? 0
  words[at + SLOT] = route.slot
}
