/**
 * The `fieldref` modifier and the ways it may compare.
 */
import type { Value } from './ast.ts'
import { literalText } from './pattern.ts'
import type { Refusal } from './value-kind.ts'

type FieldReference = Extract<Value, { op: 'fieldref' }>

export function toFieldReference(value: Value, applied: readonly string[]): Value | Refusal {
  const before = applied.find((name) => name !== 'expand')
  if (before !== undefined) {
    const message = `'${before}' cannot stand before 'fieldref', which needs the name of a field as written`
    return { code: 'rule-modifier', message, at: 'modifier' }
  }
  if (value.op !== 'pattern') return refusal('the name of a field cannot hold placeholders')
  const field = literalText(value.tokens)
  if (field === undefined) return refusal('the name of a field cannot hold wildcards')
  if (field === '') return refusal("'fieldref' needs the name of a field, not empty text")
  return { op: 'fieldref', field, mode: 'equals', text: value.text }
}

function refusal(message: string): Refusal {
  return { code: 'rule-value', message, at: 'value' }
}

/** `startswith` leaves the end open, `endswith` the start; both together are `contains`. */
export function setFieldMode(value: FieldReference, before: boolean, behind: boolean): FieldReference {
  const isOpenBefore = before || value.mode === 'endswith' || value.mode === 'contains'
  const isOpenBehind = behind || value.mode === 'startswith' || value.mode === 'contains'
  return { ...value, mode: isOpenBefore ? (isOpenBehind ? 'contains' : 'endswith') : 'startswith' }
}
