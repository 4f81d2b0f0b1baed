/**
 * The kinds of values that modifiers tell apart, and their names for messages.
 */
import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Value } from './ast.ts'

export type ValueKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'regex'
  | 'fieldref'
  | 'network'
  | 'comparison'
  | 'time part'
  | 'presence'

/** Why a modifier does not take a value. */
export interface Refusal {
  readonly code: DiagnosticCode
  readonly message: string
  /** What to point at: the value, or the modifier because it is misplaced whatever the value. */
  readonly at: 'value' | 'modifier'
}

/** `oneOf` holds values of one kind only. */
export function valueKind(value: Value): ValueKind {
  switch (value.op) {
    case 'pattern':
      return 'string'
    case 'placeholder':
      return value.template.op === 'pattern' ? 'string' : 'regex'
    case 'oneOf':
      return valueKind(value.values[0]!)
    case 'cidr':
      return 'network'
    case 'compare':
      return 'comparison'
    case 'timepart':
      return 'time part'
    case 'exists':
      return 'presence'
    default:
      return value.op
  }
}

const KIND_NAMES: Record<ValueKind, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  regex: 'a regular expression',
  fieldref: 'a field reference',
  network: 'a network',
  comparison: 'a comparison',
  'time part': 'a part of a time',
  presence: 'a presence test',
}

/** `text, a regular expression or a field reference` */
export function nameKinds(kinds: readonly ValueKind[]): string {
  const names = kinds.map((kind) => KIND_NAMES[kind])
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
