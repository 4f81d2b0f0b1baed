/**
 * Chooses how the records of a bucket are told off. In: rules, and how often their atoms, which are described, held. Out: bounds, which for easy
 * rules are their key atoms; the rules that have none. Invariant (soundness): where a rule holds, its bound holds, or it
 * is among those that are always evaluated.
 */

import type { BucketSample } from '../../bucket-sample.ts'
import type { Atom } from '../lower/atom-table.ts'
import { orOf } from '../lower/expression.ts'
import { necessaryAtoms } from '../lower/necessary-atoms.ts'
import { relax } from '../lower/relax.ts'
import { ProbeKind, type ProbeTable } from '../scan/probe-table.ts'
import type { BucketRule } from './bucket.ts'
import type { KeyChoice } from './bucket-watch.ts'

/** Key atoms of an easy rule hold in no larger share of the sampled records. */
const MAX_EASY_SHARE = 0.01
/** A bound is worth asking first when it seems to hold in no larger share. */
const MAX_BOUND_SHARE = 0.5
/** Comparisons of fields are no test of a value. */
const NEVER = 1e6
/** Share of the records in which an atom of commonness 1 holds though no sampled one did. */
const SHARE_OF_UNSEEN = 1e-5
/** A test without a long literal is run on nearly every value: as dear as an atom that holds in that share. */
const COST_OF_ASKING = 0.1
const LONG_UNITS = 6

export function chooseKeys(
  { counts, freshFields, sampled }: BucketSample,
  rules: readonly BucketRule[],
  atoms: readonly Atom[],
  probes: ProbeTable,
): KeyChoice {
  const shareOf = (id: number): number => (counts.get(id) ?? 0) / sampled
  const costOf = (id: number): number => {
    const { kind, commonness } = atoms[id]!
    if (kind === 'fieldref') return NEVER
    return shareOf(id) + (isAsked(probes, id) ? COST_OF_ASKING : commonness * SHARE_OF_UNSEEN)
  }
  const isOpen = (id: number): boolean => freshFields.has(atoms[id]!.field.id) || isAsked(probes, id)
  const chosen = new Set<number>()
  const bounded: BucketRule[] = []
  const bounds: BucketRule[] = []
  const evaluated: BucketRule[] = []
  for (const { rule, expression } of rules) {
    const keys = necessaryAtoms(expression, costOf)
    const isEasy =
      keys !== undefined &&
      !keys.some((id) => atoms[id]!.kind === 'fieldref' || isAsked(probes, id)) &&
      sumOf(keys, shareOf) <= MAX_EASY_SHARE
    if (isEasy) {
      for (const id of keys) chosen.add(id)
      bounded.push({ rule, expression })
      bounds.push({ rule, expression: orOf(Array.from(keys, (atom) => ({ op: 'atom', atom }))) })
      continue
    }
    const bound = relax(expression, isOpen)
    const needed = bound === expression ? [] : necessaryAtoms(bound, costOf)
    if (needed === undefined || sumOf(needed, shareOf) > MAX_BOUND_SHARE) {
      evaluated.push({ rule, expression })
    } else {
      bounded.push({ rule, expression })
      bounds.push({ rule, expression: bound })
    }
  }
  const keys = Int32Array.from(chosen).sort()
  return { keys, bounded, bounds, evaluated, asked: undefined, buckets: new Map() }
}

function sumOf(ids: readonly number[], shareOf: (id: number) => number): number {
  return ids.reduce((sum, id) => sum + shareOf(id), 0)
}

function isAsked({ bodyLengths, kinds }: ProbeTable, atom: number): boolean {
  const kind = kinds[atom]
  return kind === ProbeKind.Predicate || (kind === ProbeKind.Nominated && bodyLengths[atom]! < LONG_UNITS)
}
