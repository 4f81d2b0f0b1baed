/**
 * Every value modifier of sigma-semantics §3: what it takes, where it may stand, what it does.
 * `all` and `neq` act on the item and are only named here.
 */
import type { Value } from './ast.ts'
import { applyBase64, applyBase64Offset, applyUtf16 } from './encoding-modifiers.ts'
import { setFieldMode, toFieldReference } from './fieldref.ts'
import { addWildcards, applyCased, applyExpand, applyWindash } from './pattern-modifiers.ts'
import { toComparison, toNetwork, toPresence, toRegex, toTimePart, withFlag } from './typed-modifiers.ts'
import type { Refusal, ValueKind } from './value-kind.ts'

/** The names of the modifiers that worked on the value before. */
export type Applied = readonly string[]

export interface Modifier {
  readonly takes: readonly ValueKind[]
  readonly apply: (value: Value, applied: Applied) => Value | Refusal
  /** Means nothing for keywords. */
  readonly needsField?: true
  /** Takes the value as written, so no other may stand before it. */
  readonly needsUnmodified?: true
}

export const ITEM_MODIFIERS: ReadonlySet<string> = new Set(['all', 'neq'])

const TEXT = ['string'] as const
const ANCHORED = ['string', 'regex', 'fieldref'] as const
const NUMBER = ['number'] as const
const REGEX = ['regex'] as const

export const MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ['contains', { takes: ANCHORED, apply: (value) => anchor(value, true, true) }],
  ['startswith', { takes: ANCHORED, apply: (value) => anchor(value, false, true) }],
  ['endswith', { takes: ANCHORED, apply: (value) => anchor(value, true, false) }],
  ['cased', { takes: TEXT, apply: applyCased }],
  ['windash', { takes: TEXT, apply: applyWindash }],
  ['expand', { takes: ['string', 'regex'], apply: applyExpand }],
  ['base64', { takes: TEXT, apply: applyBase64 }],
  ['base64offset', { takes: TEXT, apply: applyBase64Offset }],
  ['wide', { takes: TEXT, apply: (value) => applyUtf16(value, 'utf16le') }],
  ['utf16le', { takes: TEXT, apply: (value) => applyUtf16(value, 'utf16le') }],
  ['utf16be', { takes: TEXT, apply: (value) => applyUtf16(value, 'utf16be') }],
  ['utf16', { takes: TEXT, apply: (value) => applyUtf16(value, 'utf16') }],
  ['re', { takes: TEXT, apply: toRegex, needsUnmodified: true }],
  ['i', { takes: REGEX, apply: (value) => withFlag(value, 'i') }],
  ['ignorecase', { takes: REGEX, apply: (value) => withFlag(value, 'i') }],
  ['m', { takes: REGEX, apply: (value) => withFlag(value, 'm') }],
  ['multiline', { takes: REGEX, apply: (value) => withFlag(value, 'm') }],
  ['s', { takes: REGEX, apply: (value) => withFlag(value, 's') }],
  ['dotall', { takes: REGEX, apply: (value) => withFlag(value, 's') }],
  ['cidr', { takes: TEXT, apply: toNetwork, needsUnmodified: true, needsField: true }],
  ['exists', { takes: ['boolean'], apply: toPresence, needsUnmodified: true, needsField: true }],
  ['gt', { takes: NUMBER, apply: (value) => toComparison(value, 'gt'), needsField: true }],
  ['gte', { takes: NUMBER, apply: (value) => toComparison(value, 'gte'), needsField: true }],
  ['lt', { takes: NUMBER, apply: (value) => toComparison(value, 'lt'), needsField: true }],
  ['lte', { takes: NUMBER, apply: (value) => toComparison(value, 'lte'), needsField: true }],
  ['minute', { takes: NUMBER, apply: (value) => toTimePart(value, 'minute'), needsField: true }],
  ['hour', { takes: NUMBER, apply: (value) => toTimePart(value, 'hour'), needsField: true }],
  ['day', { takes: NUMBER, apply: (value) => toTimePart(value, 'day'), needsField: true }],
  ['week', { takes: NUMBER, apply: (value) => toTimePart(value, 'week'), needsField: true }],
  ['month', { takes: NUMBER, apply: (value) => toTimePart(value, 'month'), needsField: true }],
  ['year', { takes: NUMBER, apply: (value) => toTimePart(value, 'year'), needsField: true }],
  ['fieldref', { takes: TEXT, apply: toFieldReference, needsField: true }],
  // Hayabusa's spellings.
  ['equalsfield', { takes: TEXT, apply: toFieldReference, needsField: true }],
  ['endswithfield', { takes: TEXT, apply: toFieldSuffix, needsField: true }],
])

/** All names that may stand behind a `|` of a key. */
export const MODIFIER_NAMES: readonly string[] = [...MODIFIERS.keys(), ...ITEM_MODIFIERS]

/** Regular expressions are searched anyway, so that `any` before or behind changes nothing. */
function anchor(value: Value, before: boolean, behind: boolean): Value {
  return value.op === 'fieldref' ? setFieldMode(value, before, behind) : addWildcards(value, before, behind)
}

function toFieldSuffix(value: Value, applied: Applied): Value | Refusal {
  const reference = toFieldReference(value, applied)
  return 'op' in reference && reference.op === 'fieldref' ? setFieldMode(reference, true, false) : reference
}
