/**
 * A point's payload as values. In: a cursor on its record and the plan that it is of. Out: texts and words.
 * Invariant: the mirror of `write-point`.
 */

import type { CorrelationPlan } from '../plan/correlation-plan.ts'
import { valueKindOf } from '../plan/value-kind.ts'
import { createTextReader } from '../spill/byte-sink.ts'
import type { RecordCursor } from '../spill/run.ts'
import type { Ticks } from '../values/ticks.ts'
import { HIT, VALUE_WORDS } from './point-record.ts'

export interface PointTexts {
  /** Where the window of an inner hit begins, and what it measured. */
  readonly from: Ticks | undefined
  readonly measured: string | undefined
  readonly computer: string
  readonly channel: string
  readonly provider: string
  readonly eventId: string
  readonly group: readonly string[]
  readonly values: readonly string[]
  readonly carried: readonly (string | undefined)[]
}

/** A reader for points of the plan. */
export function createPointReader(plan: CorrelationPlan): (cursor: RecordCursor) => PointTexts {
  const reader = createTextReader()
  const valueBytes = 4 * VALUE_WORDS[valueKindOf(plan.type)]
  const need = (): string => reader.text() ?? ''
  return (cursor) => {
    const { words, keyAt } = cursor
    const isHit = words[keyAt + HIT] !== 0
    const start = cursor.payloadAt + valueBytes
    const from = isHit ? { high: words[start >> 2]!, low: words[(start >> 2) + 1]! } : undefined
    reader.seek(cursor.bytes, start + (isHit ? 8 : 0))
    const computer = need()
    const channel = need()
    const provider = need()
    const eventId = need()
    const measured = isHit ? need() : undefined
    const group = plan.groupBy.map(need)
    const values = plan.valueFields.map(need)
    const carried: (string | undefined)[] = []
    for (let i = 0; i < plan.carriedTexts; i++) carried.push(reader.text())
    return { from, measured, computer, channel, provider, eventId, group, values, carried }
  }
}
