/**
 * The engine's door: rules in, a matcher out. Two implementations answer alike: the compiled program and the
 * reference interpreter (design §4). Invariant: `matchEvent` returns each matching rule once, in ascending index order.
 */
import type { EventView } from '../event/event.ts'
import type { ProgramScreen } from '../event/screen.ts'
import type { Target } from '../mapping/mapping.ts'
import type { DetectionRule } from '../sigma/ast.ts'
import type { LearntSamples } from './bucket-sample.ts'
import type { MatchedAtom } from './hit.ts'

/** A rule that has somewhere to fire. Its place in the list is its index everywhere. */
export interface RunnableRule {
  readonly rule: DetectionRule
  readonly targets: readonly Target[]
}

export interface Matcher {
  /** False when no rule can fire on the event whatever its body holds; only System leaves may be looked at. */
  wants(event: EventView): boolean
  /** Indexes of the rules that match, ascending. The array is reused by the next call. */
  matchEvent(event: EventView): readonly number[]
  /** What a kernel has to know to turn records away that no rule matches; absent without a kernel. */
  readonly screen?: ProgramScreen | undefined
  /** What was learnt of the records since the last call, to be given to the matchers of later scans. */
  takeLearnt?(): LearntSamples
}

export type EngineKind = 'program' | 'reference'

/** Why a rule matches the event: for each identifier that holds, what its atoms saw. */
export type ExplainMatch = (rule: RunnableRule, event: EventView) => readonly MatchedAtom[]
