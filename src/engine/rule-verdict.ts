/**
 * The judgement of one rule on one event, as plain data: every test with its verdict and what it saw.
 * Invariant: `holds` of a node is what the interpreter says of the same part of the rule; texts are cut as `excerpt` does.
 */
import type { Value } from '../sigma/ast.ts'

export interface RuleVerdict {
  /** The rule matches: one of its targets holds. */
  readonly holds: boolean
  readonly targets: readonly TargetVerdict[]
}

/** One place where the rule looks, and what it says of the event there. */
export interface TargetVerdict {
  readonly id: string
  /** The event is one of the target's, and the detection holds. */
  readonly holds: boolean
  /** The event is one of the target's: all of `tests` hold. */
  readonly fits: boolean
  readonly tests: readonly TargetTest[]
  /** Fields of the rule that events of the target never have. */
  readonly missingFields: readonly string[]
  /** Undefined when the event is none of the target's. */
  readonly detection: DetectionVerdict | undefined
}

/** What a target asks of its events. `field` is `Channel`, `EventID`, or that of a further equality. */
export interface TargetTest {
  readonly field: string
  readonly holds: boolean
  /** One of these; `*` at the end stands for any rest. */
  readonly wanted: readonly string[]
  /** None: the event lacks the field. */
  readonly found: readonly string[]
}

export interface DetectionVerdict {
  readonly holds: boolean
  /** One of these must hold. */
  readonly conditions: readonly ConditionVerdict[]
  /** All identifiers of the rule, in its order, those too that no condition names. */
  readonly identifiers: readonly IdentifierVerdict[]
}

export type ConditionVerdict =
  | { readonly type: 'and'; readonly holds: boolean; readonly children: readonly ConditionVerdict[] }
  | { readonly type: 'or'; readonly holds: boolean; readonly children: readonly ConditionVerdict[] }
  | { readonly type: 'not'; readonly holds: boolean; readonly child: ConditionVerdict }
  | { readonly type: 'identifier'; readonly holds: boolean; readonly name: string }
  | {
      readonly type: 'of'
      readonly holds: boolean
      readonly quantifier: 'any' | 'all'
      readonly pattern: string
      readonly names: readonly string[]
    }

export interface IdentifierVerdict {
  readonly name: string
  readonly holds: boolean
  readonly search: SearchVerdict
}

export type SearchVerdict =
  | { readonly type: 'and'; readonly holds: boolean; readonly children: readonly SearchVerdict[] }
  | { readonly type: 'or'; readonly holds: boolean; readonly children: readonly SearchVerdict[] }
  | ItemVerdict

/** One `field|modifiers: values`. */
export interface ItemVerdict {
  readonly type: 'item'
  readonly holds: boolean
  /** Undefined: keywords. */
  readonly field: string | undefined
  readonly modifiers: readonly string[]
  /** How the values are linked. */
  readonly linking: 'or' | 'and'
  /** `holds` is the opposite of what the values say. */
  readonly negated: boolean
  /** Fields of the event that the field is read from, where that is not the field of this name; `*` = the whole body. */
  readonly readFrom: readonly string[] | undefined
  /** What was compared; none: the field is absent. Of keywords only the count: they look at every value. */
  readonly seen: SeenTexts
  readonly values: readonly ValueVerdict[]
}

export interface SeenTexts {
  readonly texts: readonly string[]
  /** How many there are, those not listed included. */
  readonly count: number
}

/** One value of the rule, `neq` not looked at. */
export interface ValueVerdict {
  readonly op: Value['op']
  readonly text: string
  readonly holds: boolean
  /** The first text that it holds on, and of keywords the name of the field where that stands. */
  readonly match: { readonly text: string; readonly field: string | undefined } | undefined
  /** Texts of the field that it compares with (`fieldref`). */
  readonly reference: SeenTexts | undefined
}
