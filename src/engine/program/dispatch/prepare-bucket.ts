/**
 * What a bucket needs once a record falls into it: which fields to look at and with what, and when to evaluate a rule.
 * In: the bucket's rules. Out: fields with matchers, triggers, late atoms. Invariant: every atom of the bucket's rules is
 * in a matcher of its field or among the late atoms.
 */
import type { Atom } from '../lower/atom-table.ts'
import { forEachAtom } from '../lower/expression.ts'
import type { FieldKey } from '../lower/field-key.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import { type MatcherTable, matcherOf } from '../scan/matcher-table.ts'
import type { BucketRule } from './bucket.ts'
import { buildTriggers, type Triggers } from './triggers.ts'

export interface BucketField {
  readonly field: FieldKey
  readonly atoms: Int32Array
  /** Built when a shape has the field. */
  matcher: FieldMatcher | undefined
}

export interface PreparedBucket {
  readonly fields: readonly BucketField[]
  /** Comparisons of two fields, ascending, and the rules (places in the list) that ask them. */
  readonly lateAtoms: readonly Atom[]
  readonly lateRules: readonly number[]
  readonly triggers: Triggers
}

export function prepareBucket(
  rules: readonly BucketRule[],
  atoms: readonly Atom[],
  matchers: MatcherTable,
): PreparedBucket {
  const asked = new Uint8Array(atoms.length)
  const lateRules: number[] = []
  rules.forEach(({ expression }, place) => {
    let isLate = false
    forEachAtom(expression, (atom) => {
      asked[atom] = 1
      isLate ||= atoms[atom]!.test.kind === 'fieldref'
    })
    if (isLate) lateRules.push(place)
  })
  const byField = new Map<FieldKey, number[]>()
  const lateAtoms: Atom[] = []
  for (const atom of atoms) {
    if (asked[atom.id] === 0) continue
    if (atom.test.kind === 'fieldref') {
      lateAtoms.push(atom)
      continue
    }
    const list = byField.get(atom.field)
    if (list === undefined) byField.set(atom.field, [atom.id])
    else list.push(atom.id)
  }
  const fields = [...byField].map(([field, list]) => ({
    field,
    atoms: Int32Array.from(list),
    matcher: undefined,
  }))
  return { fields, lateAtoms, lateRules, triggers: buildTriggers(rules, matchers.probes) }
}

/** The field's matcher, built at the first call. */
export function fieldMatcher(field: BucketField, matchers: MatcherTable): FieldMatcher {
  field.matcher ??= matcherOf(matchers, field.atoms)
  return field.matcher
}
