/** What a BinXML stream says before its substitutions are filled in (evtx-format §4). */

/** A value of a record where it lies: type, offset in the buffer and length in bytes. */
export interface ValueSpan {
  readonly type: number
  readonly offset: number
  readonly length: number
}

export interface TextSyntax {
  readonly kind: 'text'
  readonly text: string
}

export interface SubstitutionSyntax {
  readonly kind: 'substitution'
  readonly index: number
  readonly isOptional: boolean
}

export interface InstanceSyntax {
  readonly kind: 'instance'
  /** First dword of the GUID that the definition must have. */
  readonly templateId: number
  /** Chunk offset of the definition. */
  readonly definition: number
  readonly values: readonly ValueSpan[]
  /** What an index beyond the values stands for: Null, or nothing at all when the damage begins before their end. */
  readonly missing: ValueSpan
}

export interface AttributeSyntax {
  readonly name: string
  readonly pieces: readonly ContentSyntax[]
}

export interface ElementSyntax {
  readonly kind: 'element'
  readonly name: string
  /** Index of the value whose Null leaves the element out; -1 for none. */
  readonly dependency: number
  readonly attributes: AttributeSyntax[]
  content: ContentSyntax[]
  /** Reading stopped inside it. */
  isBroken: boolean
}

export type ContentSyntax = TextSyntax | SubstitutionSyntax | InstanceSyntax | ElementSyntax
