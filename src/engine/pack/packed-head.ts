/**
 * What a pack says beside its numbers: field keys, channels, event ids, log sources. Plain data for JSON.
 * Invariant: a field that a view computes is kept by where it comes from, and found again in the same mapping.
 */
import type { ChannelKey } from '../../mapping/mapping.ts'
import type { LogSource } from '../../sigma/ast.ts'

/** Sources that need no view, or the place of a view's: target `target` of `logsources[logsource]`. */
export type PackedField =
  | { readonly sources: readonly PlainSource[] }
  | { readonly logsource: number; readonly target: number; readonly field: string }

export type PlainSource =
  | { readonly kind: 'raw'; readonly name: string }
  | { readonly kind: 'body' }
  | { readonly kind: 'keywords' }

export interface PackedHead {
  readonly logsources: readonly LogSource[]
  readonly fields: readonly PackedField[]
  readonly channelLists: readonly (readonly ChannelKey[])[]
  readonly eventIdLists: readonly (readonly number[])[]
  /** As in `LoweredRules`. */
  readonly eventIdAtoms: readonly (readonly [atom: number, eventId: number])[]
  readonly channelAtoms: readonly number[]
  /** What the writer wants to find again. */
  readonly extra: unknown
}

/** Numbers of a target in its section. */
export const TARGET_WORDS = 5
/** Numbers of an atom in its section: field, kind, commonness. */
export const ATOM_WORDS = 3
export const ATOM_KINDS = ['text', 'nonEmpty', 'present', 'fieldref'] as const

/** Sections in their order. */
export const Section = {
  Head: 0,
  RuleStarts: 1,
  Rules: 2,
  RuleLogsources: 3,
  Targets: 4,
  Code: 5,
  Atoms: 6,
  TestStarts: 7,
  Tests: 8,
  ProbeKinds: 9,
  ProbeFlags: 10,
  Pool: 11,
  BodyStarts: 12,
  BodyLengths: 13,
  GramKinds: 14,
  GramKeys: 15,
  GramEnds: 16,
} as const
export const SECTION_COUNT = 17
