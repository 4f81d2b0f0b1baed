/**
 * An element with its values in place, as the writers want it: the one form that System, EventData, UserData and
 * embedded elements are brought into before bytes are made.
 * Invariant: a hole's index is the substitution index in the tree's template and the index into its values.
 */
import type { BodyForm, PlainElement } from './log-event.ts'

/** A value ready to be stored. `embedded` stands for `bytes` in values of type 0x21, whose bytes depend on their place. */
export interface StoredValue {
  /** As in the value descriptor, array flag included. */
  readonly type: number
  readonly bytes: Uint8Array
  /** For arrays: `bytes` cut into its items. */
  readonly items: readonly Uint8Array[] | undefined
  readonly embedded: EmbeddedElement | undefined
}

export interface EmbeddedElement {
  readonly form: BodyForm
  readonly element: PlainElement
}

/** Where a value stands. */
export interface Hole {
  readonly kind: 'hole'
  readonly index: number
  /** Written as an optional substitution (0E). */
  readonly optional: boolean
  readonly declaredType: number
}

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cdata'; readonly text: string }
  | { readonly kind: 'charRef'; readonly unit: number }
  | { readonly kind: 'entityRef'; readonly name: string }
  | { readonly kind: 'pi'; readonly target: string; readonly data: string }
  | Hole

export interface MarkupAttribute {
  readonly name: string
  readonly pieces: readonly TextPiece[]
}

export interface MarkupElement {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: readonly MarkupAttribute[]
  readonly children: readonly (MarkupElement | TextPiece)[]
  /** Substitution whose Null leaves the element out, -1 for none. */
  readonly dependsOn: number
}

/** A tree and the values of its holes; what lies beyond the end of `values` is Null. */
export interface Markup {
  readonly root: MarkupElement
  readonly values: readonly StoredValue[]
}

const NO_BYTES = new Uint8Array(0)

/** A Null without a size. */
export const NULL_VALUE: StoredValue = {
  type: 0,
  bytes: NO_BYTES,
  items: undefined,
  embedded: undefined,
}

/** Literal text as an attribute or child. */
export function textPiece(text: string): TextPiece {
  return { kind: 'text', text }
}

/** An element without dependency. */
export function markupElement(
  name: string,
  attributes: readonly MarkupAttribute[],
  children: readonly (MarkupElement | TextPiece)[],
): MarkupElement {
  return { kind: 'element', name, attributes, children, dependsOn: -1 }
}
