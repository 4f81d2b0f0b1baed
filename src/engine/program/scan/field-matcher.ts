/**
 * The tables that find which atoms of one field a value satisfies. In: the atoms of the field that some rule of a bucket
 * asks. Out: atoms sorted by how they are found. Invariant: immutable but for its counters; every atom is in one list.
 */
import { GramKind } from './gram.ts'
import { buildGramTable, type GramTable } from './gram-table.ts'
import { ProbeKind, type ProbeTable } from './probe-table.ts'
import type { QuickTable } from './quick-table.ts'
import { SILENT_TYPES } from './silent-types.ts'

/** Look-ups without the cache before it is given another chance; each chance in vain doubles them. */
export const FIRST_BYPASS = 65536

export interface FieldMatcher {
  readonly id: number
  /** Ascending. */
  readonly atoms: Int32Array
  readonly always: Int32Array
  readonly nonEmpty: Int32Array
  readonly empty: Int32Array
  /** Asked of every value. */
  readonly predicates: Int32Array
  /** Undefined where no atom needs it. */
  readonly long: GramTable | undefined
  readonly short: ShortGramTable | undefined
  readonly wide: WideGramTable | undefined
  /** Made where values are mostly new (run/gate.ts); null once they proved to be mostly short or beyond ASCII. */
  quick: QuickTable | null | undefined
  /** Texts that the table was tried on, and those of which it told all. */
  quickLooks: number
  quickAnswers: number
  /** By type of value, see silent-types.ts; 0 = not found out yet. */
  readonly silence: Uint8Array
  /** Since the last decision whether its values are worth caching; see value-sets.ts. */
  lookups: number
  hits: number
  /** Look-ups to pass by the cache before it is tried again, and how many it will be the next time. */
  bypass: number
  nextBypass: number
}

/** Grams of 1, 2 and 3 units; keys carry the length. */
export interface ShortGramTable {
  readonly grams: GramTable
  /** Indexed by the last two units (low bytes, `previous << 8 | last`): may a short gram end here? */
  readonly pairFlags: Uint8Array
  readonly hasLength: readonly [boolean, boolean, boolean]
}

/** Grams of bodies that are not ASCII: one or two full units. */
export interface WideGramTable {
  readonly singles: GramTable | undefined
  readonly pairs: GramTable | undefined
}

export function buildFieldMatcher(id: number, atoms: Int32Array, probes: ProbeTable): FieldMatcher {
  const ofKinds = sortBy(atoms, probes.kinds)
  const ofGrams = sortBy(atoms, probes.gramKinds)
  const ofKind = (kind: number): Int32Array => Int32Array.from(ofKinds[kind] ?? [])
  const long = ofGrams[GramKind.Long] ?? []
  const short = [GramKind.Short1, GramKind.Short2, GramKind.Short3].flatMap((kind) => ofGrams[kind] ?? [])
  const singles = ofGrams[GramKind.Wide1] ?? []
  const pairs = ofGrams[GramKind.Wide2] ?? []
  const tableOf = (list: number[]): GramTable | undefined =>
    list.length === 0 ? undefined : buildGramTable(list, probes.gramKeys)
  return {
    id,
    atoms,
    always: ofKind(ProbeKind.Always),
    nonEmpty: ofKind(ProbeKind.NonEmpty),
    empty: ofKind(ProbeKind.Empty),
    predicates: ofKind(ProbeKind.Predicate),
    long: tableOf(long),
    short: short.length === 0 ? undefined : buildShort(short, probes),
    wide:
      singles.length + pairs.length === 0 ? undefined : { singles: tableOf(singles), pairs: tableOf(pairs) },
    quick: undefined,
    quickLooks: 0,
    quickAnswers: 0,
    silence: new Uint8Array(SILENT_TYPES),
    lookups: 0,
    hits: 0,
    bypass: 0,
    nextBypass: FIRST_BYPASS,
  }
}

/** Atoms by what a table says of them, in their order. */
function sortBy(atoms: Int32Array, table: Uint8Array): number[][] {
  const lists: number[][] = []
  for (const atom of atoms) {
    const value = table[atom]!
    const list = lists[value]
    if (list === undefined) lists[value] = [atom]
    else list.push(atom)
  }
  return lists
}

function buildShort(atoms: readonly number[], probes: ProbeTable): ShortGramTable {
  const pairFlags = new Uint8Array(65536)
  const hasLength: [boolean, boolean, boolean] = [false, false, false]
  for (const atom of atoms) {
    const length = probes.gramKinds[atom]!
    const key = probes.gramKeys[atom]!
    hasLength[length - 1] = true
    // The unit before a single one may be anything, also none (0).
    if (length > 1) pairFlags[key & 0xffff] = 1
    else for (let previous = 0; previous < 256; previous++) pairFlags[(previous << 8) | (key & 0xff)] = 1
  }
  return { grams: buildGramTable(atoms, probes.gramKeys), pairFlags, hasLength }
}
