/** A record as Windows would show it: elements with their values in place, nothing left open. */
import type { TextSyntax, ValueSpan } from './tree-syntax-types.ts'

/** A value of the record, in place. */
interface TreeValue {
  readonly kind: 'value'
  readonly span: ValueSpan
}

export type TreePiece = TextSyntax | TreeValue

export interface TreeAttribute {
  readonly name: string
  readonly pieces: readonly TreePiece[]
}

export interface TreeElement {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: readonly TreeAttribute[]
  readonly content: readonly TreeContent[]
  /** Its markup has elements in it, be it that all are left out here. */
  readonly isParent: boolean
  /** Reading stopped inside it. */
  readonly isBroken: boolean
}

export type TreeContent = TreeElement | TreePiece
