/**
 * Makes the record of a point. In: where it goes, where it comes from, the texts of its source. Out: key and payload.
 * Invariant: a point without one of its group's texts, or without a usable value where one is measured, is none.
 */

import type { Route } from '../plan/correlation-plan.ts'
import { type ByteSink, createByteSink } from '../spill/byte-sink.ts'
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

export interface PointWriter {
  /** Of the last point that was kept. */
  readonly key: Uint32Array
  readonly payload: ByteSink
  write(route: Route, origin: PointOrigin, texts: readonly (string | undefined)[]): PointFate
}

export function createPointWriter(): PointWriter {
  const key = new Uint32Array(KEY_WORDS)
  const payload = createByteSink()
  const hashTexts = createGroupHasher()
  const writeValue = (route: Route, texts: readonly (string | undefined)[]): boolean => {
    if (route.value === 'none') return true
    const values = pick(texts, route.valueTexts)
    if (values === undefined) return false
    if (route.value === 'text') {
      for (const word of hashTexts(values)) payload.word(word)
      return true
    }
    const number = parseDecimal(values[0]!)
    if (number === undefined) return false
    const at = payload.skip(4 * DECIMAL_WORDS)
    writeDecimal(number, payload.words, at >> 2)
    return true
  }
  return {
    key,
    payload,
    write(route, origin, texts) {
      const group = pick(texts, route.groupTexts)
      if (group === undefined) return 'no-group'
      payload.length = 0
      if (!writeValue(route, texts)) return 'no-value'
      writeKey(key, route, origin, hashTexts(group))
      const { hit } = origin
      if (hit !== undefined) {
        payload.word(hit.from.high)
        payload.word(hit.from.low)
      }
      payload.text(origin.computer)
      payload.text(origin.channel)
      payload.text(origin.provider)
      payload.text(origin.eventId)
      if (hit !== undefined) payload.text(hit.measured)
      for (const text of group) payload.text(text)
      for (const index of route.valueTexts) payload.text(texts[index])
      for (const index of route.carriedTexts) payload.text(texts[index])
      return 'kept'
    },
  }
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

function writeKey(key: Uint32Array, route: Route, origin: PointOrigin, group: Uint32Array): void {
  key[PLAN] = route.plan
  for (let i = 0; i < GROUP_WORDS; i++) key[GROUP + i] = group[i]!
  key[TIME_HIGH] = origin.timeHigh
  key[TIME_LOW] = origin.timeLow
  key[SOURCE] = origin.source
  key[ID_HIGH] = origin.idHigh
  key[ID_LOW] = origin.idLow
  key[CHUNK] = origin.chunk
  key[RECORD] = origin.record
  key[HIT] = origin.hit?.number ?? 0
  key[SLOT] = route.slot
}
