/**
 * What a bucket needs once a record falls into it: which fields to look at and with what, and when to evaluate a rule.
 * In: the bucket's rules. Out: fields with matchers, triggers, late atoms. Invariant: every atom of the bucket's rules is
 * in a matcher of its field or among the late atoms.
 */
import type { Atom } from '../lower/atom-table.ts'
import type { Expression } from '../lower/expression.ts'
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

/** Fields, and the matchers that were built for them. */
export interface MatchedFields {
  readonly fields: readonly BucketField[]
  /** Matchers of several fields together, by the fields' ids: one look at a value serves them all. */
  readonly joint: Map<string, FieldMatcher>
}

export interface PreparedBucket extends MatchedFields {
  /** Comparisons of two fields, ascending, and the rules (places in the list) that ask them. */
  readonly lateAtoms: readonly Atom[]
  readonly lateRules: readonly number[]
  readonly triggers: Triggers
}

/** Atoms as they are met, each once. */
interface Collector {
  readonly atoms: readonly Atom[]
  readonly isMet: Uint8Array
  readonly met: number[]
  /** Late atoms met since this was last set to false, repeated ones included. */
  isLate: boolean
}

export function prepareBucket(rules: readonly BucketRule[], atoms: readonly Atom[]): PreparedBucket {
  const collector: Collector = { atoms, isMet: new Uint8Array(atoms.length), met: [], isLate: false }
  const lateRules: number[] = []
  rules.forEach(({ expression }, place) => {
    collector.isLate = false
    collect(collector, expression)
    if (collector.isLate) lateRules.push(place)
  })
  const ids = Int32Array.from(collector.met).sort()
  const isLate = (id: number): boolean => atoms[id]!.kind === 'fieldref'
  return {
    ...fieldsOf(ids, atoms),
    lateAtoms: Array.from(ids.filter(isLate), (id) => atoms[id]!),
    lateRules,
    triggers: buildTriggers(rules, atoms),
  }
}

/** Atoms, ascending, by their fields; without comparisons of fields. */
function fieldsOf(ids: Int32Array, atoms: readonly Atom[]): MatchedFields {
  const byField = new Map<FieldKey, number[]>()
  for (const id of ids) {
    const { field, kind } = atoms[id]!
    if (kind === 'fieldref') continue
    const list = byField.get(field)
    if (list === undefined) byField.set(field, [id])
    else list.push(id)
  }
  const fields: BucketField[] = []
  for (const [field, list] of byField)
    fields.push({ field, atoms: Int32Array.from(list), matcher: undefined })
  return { fields, joint: new Map() }
}

function collect(collector: Collector, expression: Expression): void {
  switch (expression.op) {
    case 'constant':
      return
    case 'not':
      collect(collector, expression.child)
      return
    case 'atom': {
      const { atom } = expression
      if (collector.atoms[atom]!.kind === 'fieldref') collector.isLate = true
      if (collector.isMet[atom] !== 0) return
      collector.isMet[atom] = 1
      collector.met.push(atom)
      return
    }
    default:
      for (const child of expression.children) collect(collector, child)
  }
}

/** The matcher of fields that are read from the same leaf, built at the first call. */
export function matcherFor(
  prepared: MatchedFields,
  fields: readonly BucketField[],
  matchers: MatcherTable,
): FieldMatcher {
  const [first] = fields
  if (fields.length === 1) {
    first!.matcher ??= matcherOf(matchers, first!.atoms)
    return first!.matcher
  }
  const key = fields.map(({ field }) => field.id).join()
  let matcher = prepared.joint.get(key)
  if (matcher === undefined) {
    const atoms = fields.flatMap((field) => [...field.atoms])
    matcher = matcherOf(matchers, Int32Array.from(atoms).sort())
    prepared.joint.set(key, matcher)
  }
  return matcher
}
