/**
 * Modifiers that turn a value into another kind: regular expression, network, presence, comparison, part of a time.
 * Callers have checked the kind of the value.
 */
import type { TimePart, Value } from './ast.ts'
import { parseCidr } from './cidr.ts'
import { excerpt } from './excerpt.ts'
import { addFlags, checkRegex } from './regex.ts'
import type { Refusal } from './value-kind.ts'

export function toRegex(value: Value): Value | Refusal {
  const checked = checkRegex(value.text)
  if (typeof checked !== 'string') return { op: 'regex', ...checked, text: value.text }
  return {
    code: 'rule-regex',
    message: `'${excerpt(value.text)}' is no usable regular expression: ${checked}`,
    at: 'value',
  }
}

export function withFlag(value: Value, flag: 'i' | 'm' | 's'): Value {
  if (value.op === 'regex') return { ...value, flags: addFlags(value.flags, flag) }
  if (value.op !== 'placeholder' || value.template.op !== 'regex') return value
  const { template } = value
  return { ...value, template: { ...template, flags: addFlags(template.flags, flag) } }
}

export function toNetwork(value: Value): Value | Refusal {
  const network = value.op === 'pattern' ? parseCidr(value.text) : 'a network cannot hold placeholders'
  if (typeof network !== 'string') return { op: 'cidr', ...network, text: value.text }
  return { code: 'rule-value', message: excerpt(network), at: 'value' }
}

export function toPresence(value: Value): Value {
  return { op: 'exists', expected: value.op === 'boolean' && value.value, text: value.text }
}

export function toComparison(value: Value, relation: 'gt' | 'gte' | 'lt' | 'lte'): Value {
  return { op: 'compare', relation, value: numberOf(value), text: value.text }
}

export function toTimePart(value: Value, part: TimePart): Value | Refusal {
  const number = numberOf(value)
  if (Number.isSafeInteger(number)) return { op: 'timepart', part, value: number, text: value.text }
  return { code: 'rule-value', message: `'${part}' needs a whole number, not ${value.text}`, at: 'value' }
}

function numberOf(value: Value): number {
  return value.op === 'number' ? value.value : Number.NaN
}
