/**
 * The tree that sigmac prints: what it made of a rule, with the brackets that it kept.
 * Invariant: plain data; a field is already named as the configuration says.
 */

/** A value as YAML gave it and modifiers changed it; `other` is what sigmac stops at. */
export type SigmacValue =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'integer'; readonly text: string }
  | { readonly type: 'null' }
  | { readonly type: 'regex'; readonly text: string }
  | { readonly type: 'other'; readonly kind: string }

export type SigmacNode =
  | { readonly type: 'and' | 'or'; readonly items: readonly SigmacNode[] }
  | { readonly type: 'not'; readonly item: SigmacNode }
  | { readonly type: 'brackets'; readonly item: SigmacNode }
  | {
      readonly type: 'field'
      readonly name: string
      /** A list, or one value. */
      readonly value: SigmacValue | readonly SigmacValue[]
    }
  | { readonly type: 'isNull' | 'isNotNull'; readonly name: string }
  | { readonly type: 'keyword'; readonly value: SigmacValue }

/** What makes sigmac give up; the message is for the user. */
export interface SigmacFailure {
  readonly failure: string
}

export function isList(value: SigmacValue | readonly SigmacValue[]): value is readonly SigmacValue[] {
  return Array.isArray(value)
}
