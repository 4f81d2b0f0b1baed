/**
 * What is done with a record of one shape in one bucket. In: shape and bucket. Out: which slots to look at with which
 * matcher. Invariant: a function of shape, bucket and rules; the set `base` holds what the template alone decides.
 */
import type { Leaf } from '../../../event/event.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { fieldMatcher, type PreparedBucket, prepareBucket } from '../dispatch/prepare-bucket.ts'
import type { FieldRefMode } from '../lower/atom-table.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import { unionOf } from '../state/set-table.ts'
import { setOfText } from '../state/value-sets.ts'
import type { LeafIndex } from './leaf-index.ts'
import { type DerivedSource, type ResolvedField, resolveField } from './resolve-field.ts'
import type { Runtime } from './runtime.ts'

export interface Program {
  readonly bucket: Bucket
  readonly prepared: PreparedBucket
  readonly base: number
  /** Leaves that stand in a slot and depend on no other; parallel lists. */
  readonly slots: Int32Array
  readonly nullIsAbsent: Uint8Array
  readonly matchers: readonly FieldMatcher[]
  /** Leaves that depend on others. */
  readonly guarded: readonly GuardedStep[]
  readonly derived: readonly DerivedStep[]
  readonly late: readonly LateStep[]
}

export interface GuardedStep {
  readonly leaf: Leaf
  readonly matcher: FieldMatcher
}

export interface DerivedStep {
  readonly source: DerivedSource
  readonly deriveId: number
  readonly matcher: FieldMatcher
}

export interface LateStep {
  readonly atom: number
  readonly mode: FieldRefMode
  readonly field: ResolvedField
  readonly other: ResolvedField
  /** Slots to compare where each side is one leaf that depends on no other; else -1. */
  readonly slot: number
  readonly otherSlot: number
}

export function buildProgram(runtime: Runtime, index: LeafIndex, bucket: Bucket): Program {
  const { rules, matchers, sets, values } = runtime
  bucket.prepared ??= prepareBucket(bucket.rules, rules.atoms)
  const { prepared } = bucket
  const plain: { slot: number; nullIsAbsent: boolean; matcher: FieldMatcher }[] = []
  const guarded: GuardedStep[] = []
  const derived: DerivedStep[] = []
  let base = 0
  for (const field of prepared.fields) {
    const resolved = resolveField(index, field.field)
    if (resolved.leaves.length + resolved.derived.length === 0) continue
    const matcher = fieldMatcher(field, matchers)
    for (const leaf of resolved.leaves) {
      if (leaf.guards.length > 0) guarded.push({ leaf, matcher })
      else if (leaf.slot >= 0) plain.push({ slot: leaf.slot, nullIsAbsent: leaf.nullIsAbsent, matcher })
      else base = unionOf(sets, base, setOfText(values, matcher, leaf.constant))
    }
    for (const source of resolved.derived) {
      if (!source.from.every((leaves) => leaves.every(isConstant))) {
        derived.push({ source, deriveId: deriveIdOf(runtime, source), matcher })
        continue
      }
      const texts = source.derive(source.from.map((leaves) => leaves.map((leaf) => leaf.constant)))
      for (const text of texts) base = unionOf(sets, base, setOfText(values, matcher, text))
    }
  }
  runtime.programCount++
  return {
    bucket,
    prepared,
    base,
    slots: Int32Array.from(plain, (step) => step.slot),
    nullIsAbsent: Uint8Array.from(plain, (step) => (step.nullIsAbsent ? 1 : 0)),
    matchers: plain.map((step) => step.matcher),
    guarded,
    derived,
    late: lateSteps(prepared, index),
  }
}

function lateSteps(prepared: PreparedBucket, index: LeafIndex): LateStep[] {
  const steps: LateStep[] = []
  for (const { id, field, test } of prepared.lateAtoms) {
    if (test.kind !== 'fieldref') continue
    const own = resolveField(index, field)
    const other = resolveField(index, test.other)
    steps.push({
      atom: id,
      mode: test.mode,
      field: own,
      other,
      slot: onlySlot(own),
      otherSlot: onlySlot(other),
    })
  }
  return steps
}

function onlySlot({ leaves, derived }: ResolvedField): number {
  const [leaf] = leaves
  return leaves.length === 1 && derived.length === 0 && leaf!.guards.length === 0 ? leaf!.slot : -1
}

function isConstant(leaf: Leaf): boolean {
  return leaf.slot < 0 && leaf.guards.length === 0
}

function deriveIdOf(runtime: Runtime, { derive }: DerivedSource): number {
  let id = runtime.deriveIds.get(derive)
  if (id === undefined) {
    id = runtime.deriveIds.size
    runtime.deriveIds.set(derive, id)
  }
  return id
}
