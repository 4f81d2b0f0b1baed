/**
 * What a back end declares of its query language; `walk` reads it and nothing else.
 * Invariant: every text of a rule reaches a query through `escape` of a form, a field name through `fields`.
 */
import type { DetectionRule, PatternToken, Value } from '../sigma/ast.ts'
import type { BackendName } from './conversion.ts'
import type { Asked } from './query.ts'

/** How text stands in a query. */
export interface TextForm {
  readonly before: string
  readonly after: string
  /** One character; undefined: it cannot be written. */
  readonly escape: (character: string) => string | undefined
  /** `*`, `?` and one of the five dashes; undefined: there is no such thing. */
  readonly any?: string
  /** `any` where it depends on what stands behind it. */
  readonly anyBefore?: (next: PatternToken | undefined) => string
  readonly one?: string
  readonly dash?: string
}

/** A field as the back end calls it. */
export interface FieldName {
  readonly name: string
  /** What stands before the value there (Splunk: `WinEventLog:` before a channel). */
  readonly valuePrefix?: string
}

/** A test in two halves, so that several on one field can be written as a list; one without a right half cannot. */
export interface Half {
  readonly left: string
  readonly right: string
}

/** What the back end has no words for. */
export interface Inability {
  readonly cannot: string
  /** The nearest wider test, if there is one. */
  readonly wider?: Asked
}

export type Printed = Half | Inability

type ValueOf<Op extends Asked['op']> = Extract<Value, { readonly op: Op }>

/** The words for one kind of value, or why there are none. */
type Words<Op extends Asked['op']> = ((field: FieldName, value: ValueOf<Op>) => Printed) | string

export interface Backend {
  readonly name: BackendName
  readonly and: string
  readonly or: string
  readonly not: readonly [before: string, after: string]
  readonly group: readonly [before: string, after: string]
  /** `a or b and c` needs no brackets: `and` binds tighter. Elsewhere every mixture is grouped. */
  readonly isAndTighter?: boolean
  /** What finds every event; undefined: no query does. */
  readonly everything: string | undefined
  readonly test: (half: Half) => string
  /** Several values of one field, any of which fits; undefined: they are written one by one. */
  readonly list?: (left: string, rights: readonly string[]) => string
  /** The event's own field (`*`: any) by the name it has here, or why it has none. */
  readonly field: (name: string) => FieldName | Inability
  readonly exact: Form
  readonly wild: Form
  /** Case matters with these; a text is a reason. */
  readonly cased: { readonly exact: Form; readonly wild: Form } | string
  readonly number: Words<'number'>
  /**
   * Null: the field is absent, or, where empty values are kept, has nothing but empty values. Where they are not kept,
   * an empty value is an absent field, too.
   */
  readonly nullMeans: 'absent' | 'empty'
  readonly exists: Words<'exists'>
  readonly regex: Words<'regex'>
  readonly cidr: Words<'cidr'>
  readonly compare: Words<'compare'>
  readonly fieldref: Words<'fieldref'>
  readonly timepart: Words<'timepart'>
  /** Why a finished query cannot be run, if it cannot. */
  readonly refuse?: (query: string) => string | undefined
  /** The whole of it, as printed. */
  readonly wrap: (query: string, rule: DetectionRule, around: Around) => string
}

/** What a query may need to know beside its rule. */
export interface Around {
  /** Channels of all events that can match; undefined: any. */
  readonly channels: readonly string[] | undefined
  /** Queries of the same run before this one. */
  readonly before: readonly DetectionRule[]
  /** Number of the query among those of its rule, from 0. */
  readonly index: number
}

/** A text form, and the test that it stands in. */
export interface Form extends TextForm {
  readonly half: (field: FieldName, text: string) => Half
}
