/**
 * The rules that may fire on records of one channel and event id. In: targets, and what the bucket knows beforehand.
 * Out: rules with the remaining trees. Invariant: a function of the rules and the bucket's key only, never of a record.
 */
import { type Expression, orOf } from '../lower/expression.ts'
import { foldConstants } from '../lower/fold-constants.ts'
import type { BucketWatch } from './bucket-watch.ts'
import type { LoweredTarget } from './lowered-target.ts'
import type { PreparedBucket } from './prepare-bucket.ts'

export interface BucketRule {
  readonly rule: number
  readonly expression: Expression
}

export interface Bucket {
  /** Even and at least 2; `id + 1` keys states that are complete with late atoms. */
  readonly id: number
  /** The same in every scan with these rules; '' where no record of a log falls into it by itself. */
  readonly name: string
  /** Ascending by rule; each once, but for what lets a record through a gate (run/gate.ts). */
  readonly rules: readonly BucketRule[]
  /** Made when the first record needs it. */
  prepared: PreparedBucket | undefined
  readonly watch: BucketWatch
}

/** The key of records without an event id, or with one that no rule names. */
export const OTHER_ID = -1

/** `truthOf` tells what is known of an atom in this bucket. */
export function selectRules(
  targets: readonly LoweredTarget[],
  eventId: number,
  truthOf: (atom: number) => boolean | undefined,
): BucketRule[] {
  const byRule = new Map<number, Expression[]>()
  for (const target of targets) {
    if (target.eventIds !== undefined && !target.eventIds.has(eventId)) continue
    const isKnown = target.asksEventId || target.asksChannel
    const expression = isKnown ? foldConstants(target.expression, truthOf) : target.expression
    if (expression.op === 'constant' && !expression.value) continue
    const list = byRule.get(target.rule)
    if (list === undefined) byRule.set(target.rule, [expression])
    else list.push(expression)
  }
  return [...byRule]
    .sort(([a], [b]) => a - b)
    .map(([rule, list]) => ({ rule, expression: list.length === 1 ? list[0]! : orOf(list) }))
}
