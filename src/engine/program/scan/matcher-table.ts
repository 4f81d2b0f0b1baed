/**
 * Matchers by their atoms, so that buckets which ask the same of a field share one matcher and its cached values.
 * In: ascending atom ids of one field. Out: the matcher. Invariant: equal atoms ⇔ equal matcher; ids are dense.
 */
import { buildFieldMatcher, type FieldMatcher } from './field-matcher.ts'
import { describeAtoms, type ProbeTable } from './probe-table.ts'

export interface MatcherTable {
  readonly probes: ProbeTable
  readonly byHash: Map<number, FieldMatcher[]>
  count: number
}

export function createMatcherTable(probes: ProbeTable): MatcherTable {
  return { probes, byHash: new Map(), count: 0 }
}

export function clearMatchers(table: MatcherTable): void {
  table.byHash.clear()
  table.count = 0
}

export function matcherOf(table: MatcherTable, atoms: Int32Array): FieldMatcher {
  let hash = atoms.length
  for (const atom of atoms) hash = (Math.imul(hash, 31) + atom) | 0
  let list = table.byHash.get(hash)
  if (list === undefined) {
    list = []
    table.byHash.set(hash, list)
  }
  let matcher = list.find((m) => isSame(m.atoms, atoms))
  if (matcher === undefined) {
    describeAtoms(table.probes, atoms)
    // Id 0 is left to other users of the value cache.
    matcher = buildFieldMatcher(++table.count, atoms, table.probes)
    list.push(matcher)
  }
  return matcher
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((atom, i) => atom === b[i])
}
