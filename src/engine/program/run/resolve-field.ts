/**
 * Where a shape holds a field. In: leaf index and field key. Out: leaves whose values are the field's, and derived
 * sources with the leaves they are made from. Invariant: together they yield the texts that the reference reads.
 */
import type { EventView, Leaf } from '../../../event/event.ts'
import { isBody } from '../../../event/lookup.ts'
import { leafTexts } from '../../../event/values.ts'
import type { FieldSource } from '../../../mapping/mapping.ts'
import { isKeywordLeaf } from '../../field-reader.ts'
import type { FieldKey, KeySource } from '../lower/field-key.ts'
import { type LeafIndex, leavesOf } from './leaf-index.ts'

export type Derive = Extract<FieldSource, { kind: 'derived' }>['derive']

export interface DerivedSource {
  /** One list of leaves a name. */
  readonly from: readonly (readonly Leaf[])[]
  readonly derive: Derive
}

export interface ResolvedField {
  readonly leaves: readonly Leaf[]
  readonly derived: readonly DerivedSource[]
}

export function resolveField(index: LeafIndex, field: FieldKey): ResolvedField {
  const leaves = new Set<Leaf>()
  const derived: DerivedSource[] = []
  for (const source of field.sources) {
    if (source.kind === 'derived') {
      derived.push({ from: source.from.map((name) => leavesOf(index, name)), derive: source.derive })
      continue
    }
    for (const leaf of leavesOfSource(index, source)) leaves.add(leaf)
  }
  return { leaves: [...leaves], derived }
}

function leavesOfSource(index: LeafIndex, source: Exclude<KeySource, { kind: 'derived' }>): readonly Leaf[] {
  switch (source.kind) {
    case 'raw':
      return leavesOf(index, source.name)
    case 'body':
      return index.shape.leaves.filter(isBody)
    case 'keywords':
      return index.shape.leaves.filter(isKeywordLeaf)
  }
}

/** Texts of a derived source in the current record. */
export function derivedTexts(event: EventView, { from, derive }: DerivedSource): readonly string[] {
  return derive(from.map((leaves) => leaves.flatMap((leaf) => leafTexts(event, leaf))))
}

/** All texts of the field in the current record. */
export function fieldTexts(event: EventView, field: ResolvedField): readonly string[] {
  const texts = field.leaves.flatMap((leaf) => leafTexts(event, leaf))
  for (const source of field.derived) texts.push(...derivedTexts(event, source))
  return texts
}
