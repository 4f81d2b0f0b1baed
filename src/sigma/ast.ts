/**
 * The typed tree of Sigma documents: plain data without functions or classes, so that it can be sent to a thread.
 * Invariant: modifiers are applied; what stands in an item is what is compared. Positions are 1-based.
 */
import type { Diagnostic } from '../base/diagnostic.ts'

export interface Position {
  readonly line: number
  readonly column: number
}

export type Level = 'informational' | 'low' | 'medium' | 'high' | 'critical'
export type Status = 'stable' | 'test' | 'experimental' | 'deprecated' | 'unsupported'

/** Lower-cased log source; other keys are kept in `custom`. */
export interface LogSource {
  readonly category: string | undefined
  readonly product: string | undefined
  readonly service: string | undefined
  readonly definition: string | undefined
  readonly custom: Readonly<Record<string, unknown>>
}

/** Fields that detection rules and correlations share (sigma-semantics §1.1). */
export interface RuleMeta {
  readonly title: string
  readonly id: string | undefined
  readonly name: string | undefined
  readonly status: Status | undefined
  readonly level: Level | undefined
  readonly description: string | undefined
  readonly author: string | undefined
  readonly license: string | undefined
  readonly date: string | undefined
  readonly modified: string | undefined
  readonly references: readonly string[]
  readonly tags: readonly string[]
  readonly fields: readonly string[]
  readonly falsepositives: readonly string[]
  readonly related: readonly { readonly id: string; readonly type: string }[]
  readonly taxonomy: string
  readonly scope: readonly string[]
  /** Unknown top-level keys as read. */
  readonly custom: Readonly<Record<string, unknown>>
  /** File as the user named it joined with the path below; document number in the file, 0-based; where it starts. */
  readonly file: string
  readonly document: number
  readonly position: Position
}

export interface DetectionRule extends RuleMeta {
  readonly kind: 'detection'
  readonly logsource: LogSource
  readonly detection: Detection
}

export interface Detection {
  /** Search identifiers in file order. */
  readonly identifiers: readonly Identifier[]
  /** One tree a condition; several are OR-linked. `x of …` is resolved to identifier names. */
  readonly conditions: readonly Condition[]
  readonly timeframe: string | undefined
  /** Legacy aggregation behind `|`. */
  readonly aggregation: Aggregation | undefined
}

export interface Identifier {
  readonly name: string
  readonly search: Search
  readonly position: Position
}

/** What stands under an identifier. */
export type Search =
  | { readonly type: 'and'; readonly children: readonly Search[]; readonly isOnlyOfList?: true }
  | { readonly type: 'or'; readonly children: readonly Search[]; readonly isOnlyOfList?: true }
  | Item

/** One `field|modifiers: values`; `field` undefined = keywords over the whole event. */
export interface Item {
  readonly type: 'item'
  readonly field: string | undefined
  /** As written, for messages. */
  readonly modifiers: readonly string[]
  /** `all` links the values with AND. */
  readonly linking: 'or' | 'and'
  /** `neq`: the whole item is negated. */
  readonly negated: boolean
  /** Written as a list, though of one value; no meaning, but converters of old show it. */
  readonly isListOfOne?: true
  /** The only entry of a list (the map that it stands in, too); no meaning, as above. */
  readonly isOnlyOfList?: true
  readonly values: readonly Value[]
  readonly position: Position
}

/** Parts of a wildcard pattern; strings are literal text (never empty, never adjacent). */
export type PatternToken = string | { readonly wild: 'any' | 'one' | 'dash' }

/** The place of `%name%` in a template. */
export interface PlaceholderToken {
  readonly placeholder: string
}

/** What a placeholder value becomes when its names are replaced; modifiers are applied already. */
export type Template =
  | {
      readonly op: 'pattern'
      readonly tokens: readonly (PatternToken | PlaceholderToken)[]
      readonly cased: boolean
    }
  | {
      readonly op: 'regex'
      readonly parts: readonly (string | PlaceholderToken)[]
      readonly flags: string
    }

export type Value =
  /** Whole value, anchored at both ends (keywords: already surrounded by `any`). `text` as written in the rule. */
  | {
      readonly op: 'pattern'
      readonly tokens: readonly PatternToken[]
      readonly cased: boolean
      readonly text: string
    }
  /** `text` is the canonical decimal; keywords: found anywhere. */
  | { readonly op: 'number'; readonly value: number; readonly text: string }
  | { readonly op: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly op: 'null'; readonly text: string }
  | { readonly op: 'exists'; readonly expected: boolean; readonly text: string }
  /** `source` is as written, its leading `(?flags)` moved to `flags` (subset of `ims`). Search, not full match. */
  | { readonly op: 'regex'; readonly source: string; readonly flags: string; readonly text: string }
  /** Network address as 4 or 16 bytes and prefix length in bits. */
  | {
      readonly op: 'cidr'
      readonly network: readonly number[]
      readonly prefixBits: number
      readonly text: string
    }
  | {
      readonly op: 'compare'
      readonly relation: 'gt' | 'gte' | 'lt' | 'lte'
      readonly value: number
      readonly text: string
    }
  | {
      readonly op: 'fieldref'
      readonly field: string
      readonly mode: 'equals' | 'startswith' | 'endswith' | 'contains'
      readonly text: string
    }
  | { readonly op: 'timepart'; readonly part: TimePart; readonly value: number; readonly text: string }
  /** A pattern or regex that still holds `%name%`; only before placeholders are resolved. */
  | {
      readonly op: 'placeholder'
      readonly names: readonly string[]
      readonly template: Template
      readonly text: string
    }
  /** One written value that became several (base64offset); always OR, also under `all`. */
  | { readonly op: 'oneOf'; readonly values: readonly Value[]; readonly text: string }

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

export type Condition =
  | { readonly type: 'and'; readonly children: readonly Condition[] }
  | { readonly type: 'or'; readonly children: readonly Condition[] }
  | { readonly type: 'not'; readonly child: Condition }
  | { readonly type: 'identifier'; readonly name: string }
  /** `1 of` (quantifier `any`) or `all of`; `names` are the identifiers meant, `pattern` as written (`them` too). */
  | {
      readonly type: 'of'
      readonly quantifier: 'any' | 'all'
      readonly names: readonly string[]
      readonly pattern: string
    }

/** `| count(field) by group op value`, legacy. */
export interface Aggregation {
  readonly function: 'count' | 'min' | 'max' | 'sum' | 'avg' | 'near'
  readonly field: string | undefined
  /** Several fields are joined with a comma. */
  readonly groupBy: string | undefined
  /** As correlations name it: `gt`, `gte`, `lt`, `lte`, `eq`; undefined for `near`. */
  readonly operator: string | undefined
  readonly value: number | undefined
  /** All of it as written, without the `|`. */
  readonly text: string
}

export interface CorrelationRule extends RuleMeta {
  readonly kind: 'correlation'
  readonly correlation: Correlation
}

export interface Correlation {
  readonly type: string
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  readonly timespanMs: number | undefined
  /** Operator → value, a range when there are two; or a boolean condition over rule names. */
  readonly condition:
    | {
        readonly type: 'compare'
        readonly tests: readonly { readonly operator: string; readonly value: number }[]
        readonly field: readonly string[]
        readonly percentile: number | undefined
      }
    | { readonly type: 'boolean'; readonly condition: Condition; readonly text: string }
    | undefined
  readonly aliases: readonly {
    readonly name: string
    readonly fields: readonly { readonly rule: string; readonly field: string }[]
  }[]
  readonly generate: boolean
}

export interface FilterRule extends RuleMeta {
  readonly kind: 'filter'
  readonly logsource: LogSource
  /** Ids or names of rules; `any` applies to every covered rule. */
  readonly rules: 'any' | readonly string[]
  readonly detection: Detection
}

export type SigmaDocument = DetectionRule | CorrelationRule | FilterRule

/** What one file gave. A file with errors may still give documents. */
export interface ParsedFile {
  readonly documents: readonly SigmaDocument[]
  /** Rules that were refused, with what is known of them, each with at least one error diagnostic. */
  readonly rejected: readonly {
    readonly kind: SigmaDocument['kind']
    readonly title: string | undefined
    readonly id: string | undefined
    readonly name: string | undefined
    readonly document: number
    readonly diagnostics: readonly Diagnostic[]
  }[]
  readonly warnings: readonly Diagnostic[]
}
