/**
 * A rule as a query of plain tests on the events' own fields: what the walker prints.
 * Invariant: log source and field views are worked in; a test names one field, and one value that is asked of it.
 */
import type { Position, Value } from '../sigma/ast.ts'

/** Values that a back end is asked to print; all others are lowered to these. */
export type Asked = Exclude<Value, { readonly op: 'oneOf' | 'placeholder' | 'boolean' }>

export type Query =
  | { readonly type: 'and' | 'or'; readonly children: readonly Query[] }
  | { readonly type: 'not'; readonly child: Query }
  | { readonly type: 'constant'; readonly value: boolean }
  | Test

export interface Test {
  readonly type: 'test'
  /** The event's own field; `*` is any value of the body. */
  readonly field: string
  readonly value: Asked
  readonly position: Position
}

export const ANY_FIELD = '*'

export const ALWAYS: Query = { type: 'constant', value: true }
export const NEVER: Query = { type: 'constant', value: false }

export function allOf(children: readonly Query[]): Query {
  return join('and', children, false)
}

export function anyOf(children: readonly Query[]): Query {
  return join('or', children, true)
}

export function negate(child: Query): Query {
  if (child.type === 'constant') return child.value ? NEVER : ALWAYS
  return child.type === 'not' ? child.child : { type: 'not', child }
}

/** Flat, without constants; `deciding` is the constant that decides all. */
function join(type: 'and' | 'or', children: readonly Query[], deciding: boolean): Query {
  const flat = children.flatMap((child) => (child.type === type ? child.children : [child]))
  if (flat.some((child) => child.type === 'constant' && child.value === deciding))
    return deciding ? ALWAYS : NEVER
  const kept = flat.filter((child) => child.type !== 'constant')
  if (kept.length === 0) return deciding ? NEVER : ALWAYS
  return kept.length === 1 ? kept[0]! : { type, children: kept }
}
