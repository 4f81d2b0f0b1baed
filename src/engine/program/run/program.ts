/**
 * What is done with a record of one shape in one bucket. In: shape and bucket. Out: which slots to look at with which
 * matcher. Invariant: a function of shape, bucket and rules; the set `base` holds what the template alone decides.
 */
import type { Leaf } from '../../../event/event.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import {
  type BucketField,
  type MatchedFields,
  matcherFor,
  type PreparedBucket,
  prepareBucket,
} from '../dispatch/prepare-bucket.ts'
import type { FieldRefMode } from '../lower/atom-table.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import type { ProbeTable } from '../scan/probe-table.ts'
import { buildStrideTable, type StrideTable } from '../scan/stride-table.ts'
import { unionOf } from '../state/set-table.ts'
import { setOfText } from '../state/value-sets.ts'
import type { LeafIndex } from './leaf-index.ts'
import { type DerivedSource, type ResolvedField, resolveField } from './resolve-field.ts'
import type { Runtime } from './runtime.ts'

/** Fewer are looked at one by one. */
const MIN_COMMON_SLOTS = 2

export interface Program extends Steps {
  readonly bucket: Bucket
  readonly prepared: PreparedBucket
  readonly late: readonly LateStep[]
}

/** What is looked at in a record, and the set that the template alone decides. */
export interface Steps {
  readonly base: number
  /** Leaves that stand in a slot and depend on no other; parallel lists. */
  readonly slots: Int32Array
  readonly nullIsAbsent: Uint8Array
  readonly matchers: readonly FieldMatcher[]
  /** Leaves that stand in a slot and share a matcher that a look at every fourth unit serves, best apart. */
  readonly common: readonly CommonStep[]
  /** Entries of the value cache that the record before had: of the slots, then of the guarded leaves. */
  readonly last: Int32Array
  /** Leaves that depend on others. */
  readonly guarded: readonly GuardedStep[]
  readonly derived: readonly DerivedStep[]
}

export interface CommonStep {
  readonly matcher: FieldMatcher
  readonly table: StrideTable
  readonly slots: Int32Array
  readonly last: Int32Array
}

export interface GuardedStep {
  readonly leaf: Leaf
  readonly matcher: FieldMatcher
}

export interface DerivedStep {
  readonly source: DerivedSource
  readonly deriveId: number
  readonly matcher: FieldMatcher
  /** Entry of the value cache that the record before had. */
  readonly last: Int32Array
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

export function preparedOf({ rules }: Runtime, bucket: Bucket): PreparedBucket {
  bucket.prepared ??= prepareBucket(bucket.rules, rules.atoms)
  return bucket.prepared
}

export function buildProgram(runtime: Runtime, index: LeafIndex, bucket: Bucket): Program {
  const prepared = preparedOf(runtime, bucket)
  runtime.programCount++
  return {
    bucket,
    prepared,
    ...buildSteps(runtime, index, prepared),
    late: lateSteps(prepared, index),
  }
}

/** The steps of a shape for these fields. */
export function buildSteps(runtime: Runtime, index: LeafIndex, prepared: MatchedFields): Steps {
  const fieldsOfLeaf = new Map<Leaf, BucketField[]>()
  const derived: DerivedStep[] = []
  let base = 0
  for (const field of prepared.fields) {
    const resolved = resolveField(index, field.field)
    for (const leaf of resolved.leaves) addTo(fieldsOfLeaf, leaf, field)
    for (const source of resolved.derived) {
      const matcher = matcherFor(prepared, [field], runtime.matchers)
      if (source.from.every((leaves) => leaves.every(isConstant))) {
        const texts = source.derive(source.from.map((leaves) => leaves.map((leaf) => leaf.constant)))
        base = withTexts(runtime, base, matcher, texts)
      } else derived.push({ source, deriveId: deriveIdOf(runtime, source), matcher, last: new Int32Array(1) })
    }
  }
  const plain: GuardedStep[] = []
  const guarded: GuardedStep[] = []
  for (const [leaf, fields] of fieldsOfLeaf) {
    const matcher = matcherFor(prepared, fields, runtime.matchers)
    if (isConstant(leaf)) base = withTexts(runtime, base, matcher, [leaf.constant])
    else (leaf.guards.length > 0 ? guarded : plain).push({ leaf, matcher })
  }
  const common = commonSteps(plain, runtime.matchers.probes)
  const single = plain.filter(({ matcher }) => !common.some((step) => step.matcher === matcher))
  return {
    base,
    slots: Int32Array.from(single, ({ leaf }) => leaf.slot),
    nullIsAbsent: Uint8Array.from(single, ({ leaf }) => (leaf.nullIsAbsent ? 1 : 0)),
    matchers: single.map(({ matcher }) => matcher),
    common,
    last: new Int32Array(single.length + guarded.length),
    guarded,
    derived,
  }
}

function commonSteps(steps: readonly GuardedStep[], probes: ProbeTable): CommonStep[] {
  const slotsOf = new Map<FieldMatcher, number[]>()
  for (const { leaf, matcher } of steps) slotsOf.set(matcher, [...(slotsOf.get(matcher) ?? []), leaf.slot])
  const common: CommonStep[] = []
  for (const [matcher, slots] of slotsOf) {
    const table = slots.length < MIN_COMMON_SLOTS ? undefined : buildStrideTable(matcher, probes)
    if (table === undefined) continue
    common.push({ matcher, table, slots: Int32Array.from(slots), last: new Int32Array(slots.length) })
  }
  return common
}

function addTo(fieldsOfLeaf: Map<Leaf, BucketField[]>, leaf: Leaf, field: BucketField): void {
  const fields = fieldsOfLeaf.get(leaf)
  if (fields === undefined) fieldsOfLeaf.set(leaf, [field])
  else fields.push(field)
}

function withTexts(runtime: Runtime, set: number, matcher: FieldMatcher, texts: readonly string[]): number {
  let union = set
  for (const text of texts) union = unionOf(runtime.sets, union, setOfText(runtime.values, matcher, text))
  return union
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
