/**
 * Whether data is a value of a rule as `parse` makes them, or a list of placeholder values. In: JSON. Out: yes or no.
 * Invariant: what passes can be compiled, explained and filled in like a value that was parsed.
 */
import {
  type Check,
  hasShape,
  isBoolean,
  isListOf,
  isNumber,
  isOneOf,
  isText,
  isTextUpTo,
  isVariant,
  isWhole,
} from '../base/shape.ts'
import type { PatternToken, PlaceholderToken, Value } from './ast.ts'
import { splitPlaceholders } from './expand.ts'
import { MAX_PLACEHOLDER_VALUES, MAX_PLACEHOLDERS, MAX_REGEX_UNITS } from './limits.ts'

/** An expression whose placeholders are replaced is longer than one that was written. */
const MAX_FILLED_REGEX_UNITS = 64 * MAX_REGEX_UNITS

const isWild = hasShape({ wild: isOneOf(['any', 'one', 'dash']) })
const isToken: Check = (value) => (typeof value === 'string' ? value !== '' : isWild(value))
const isPlaceholder = hasShape({ placeholder: isText })
const isFlags: Check = (value) => typeof value === 'string' && /^i?m?s?$/.test(value)

const isTemplate = isVariant('op', {
  pattern: hasShape({
    op: isText,
    tokens: isListOf((value) => isToken(value) || isPlaceholder(value)),
    cased: isBoolean,
  }),
  regex: hasShape({
    op: isText,
    parts: isListOf((value) => isText(value) || isPlaceholder(value)),
    flags: isFlags,
  }),
})

const isAddress: Check = (value) =>
  isListOf(isWhole(0, 255))(value) && [4, 16].includes((value as readonly number[]).length)

function isNetwork(value: unknown): boolean {
  const { network, prefixBits } = value as { network: readonly number[]; prefixBits: number }
  return prefixBits <= 8 * network.length
}

type PlaceholderValue = Extract<Value, { op: 'placeholder' }>
type Part = PatternToken | PlaceholderToken

/** Names, template and text tell of the same placeholders. */
function hasSamePlaces({ names, template, text }: PlaceholderValue): boolean {
  const placesOf = (parts: readonly Part[]): readonly string[] =>
    parts.flatMap((part) => (typeof part === 'object' && 'placeholder' in part ? [part.placeholder] : []))
  const places = placesOf(splitPlaceholders(text))
  const own = placesOf(template.op === 'pattern' ? template.tokens : template.parts)
  return (
    names.length > 0 &&
    own.length === places.length &&
    own.every((name, i) => name === places[i] && names.includes(name)) &&
    names.every((name) => places.includes(name))
  )
}

/** Values of which none holds others. */
const SINGLE_VALUES: Readonly<Record<string, Check>> = {
  pattern: hasShape({ op: isText, tokens: isListOf(isToken), cased: isBoolean, text: isText }),
  number: hasShape({ op: isText, value: isNumber, text: isText }),
  boolean: hasShape({ op: isText, value: isBoolean, text: isText }),
  null: hasShape({ op: isText, text: isText }),
  exists: hasShape({ op: isText, expected: isBoolean, text: isText }),
  regex: hasShape({ op: isText, source: isTextUpTo(MAX_FILLED_REGEX_UNITS), flags: isFlags, text: isText }),
  cidr: (value) =>
    hasShape({ op: isText, network: isAddress, prefixBits: isWhole(0, 128), text: isText })(value) &&
    isNetwork(value),
  compare: hasShape({
    op: isText,
    relation: isOneOf(['gt', 'gte', 'lt', 'lte']),
    value: isNumber,
    text: isText,
  }),
  fieldref: hasShape({
    op: isText,
    field: isText,
    mode: isOneOf(['equals', 'startswith', 'endswith', 'contains']),
    text: isText,
  }),
  timepart: hasShape({
    op: isText,
    part: isOneOf(['minute', 'hour', 'day', 'week', 'month', 'year']),
    value: isNumber,
    text: isText,
  }),
  placeholder: (value) =>
    hasShape({ op: isText, names: isListOf(isText), template: isTemplate, text: isText })(value) &&
    hasSamePlaces(value as PlaceholderValue),
}

/** What one written value became: tests of a text, and placeholders. */
const { null: _, exists: __, fieldref: ___, ...TEXT_VALUES } = SINGLE_VALUES

export const isValue: Check = isVariant('op', {
  ...SINGLE_VALUES,
  oneOf: hasShape({ op: isText, values: isListOf(isVariant('op', TEXT_VALUES)), text: isText }),
})

/** Values of placeholders as a list of names, each with its values. */
export const isPlaceholderValues: Check = isListOf((entry) => {
  if (!Array.isArray(entry) || entry.length !== 2 || !isText(entry[0])) return false
  const isValues = isListOf(hasShape({ text: isText, tokens: isListOf(isToken) }), MAX_PLACEHOLDER_VALUES)
  return isValues(entry[1]) && (entry[1] as readonly unknown[]).length > 0
}, MAX_PLACEHOLDERS)
