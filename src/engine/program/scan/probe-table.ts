/**
 * The probes of atoms as flat arrays, indexed by atom id. In: atoms. Out: bodies in one pool of units, grams, flags.
 * Invariant: an atom is described when the first matcher asks for it and never changes then; what is shared by all
 * matchers of an engine stands here once.
 */
import type { Atom } from '../lower/atom-table.ts'
import { chooseGram, countGrams, createGramCounts, type GramCounts } from './gram.ts'
import { type Probe, probeOf } from './probe.ts'

export const ProbeKind = {
  Unknown: 0,
  Always: 1,
  NonEmpty: 2,
  Empty: 3,
  Body: 4,
  Nominated: 5,
  Predicate: 6,
} as const

const KIND: Readonly<Record<Probe['kind'], number>> = {
  always: ProbeKind.Always,
  nonEmpty: ProbeKind.NonEmpty,
  empty: ProbeKind.Empty,
  body: ProbeKind.Body,
  nominated: ProbeKind.Nominated,
  predicate: ProbeKind.Predicate,
}

export const AT_START = 1
export const AT_END = 2
export const HAS_DASH = 4

export interface ProbeTable {
  readonly atoms: readonly Atom[]
  /** `Unknown` until described. */
  readonly kinds: Uint8Array
  readonly flags: Uint8Array
  /** Folded units of all bodies; an atom's body is `bodyLengths[a]` units from `bodyStarts[a]`. Grows. */
  pool: Uint16Array
  poolLength: number
  readonly bodyStarts: Int32Array
  readonly bodyLengths: Int32Array
  /** See `gram.ts`; `gramEnds` is the offset in the body behind the gram's last unit. */
  readonly gramKinds: Uint8Array
  readonly gramKeys: Int32Array
  readonly gramEnds: Int32Array
  readonly counts: GramCounts
  /** `gramKeys` as a quick look sees them (quick-table.ts), of the atoms of the tables built so far. */
  readonly quickKeys: Int32Array
}

/** The arrays of a table in which every atom but comparisons of fields is described. */
export type DescribedProbes = Pick<
  ProbeTable,
  'kinds' | 'flags' | 'pool' | 'bodyStarts' | 'bodyLengths' | 'gramKinds' | 'gramKeys' | 'gramEnds'
>

const FIRST_POOL_UNITS = 16384

export function createProbeTable(atoms: readonly Atom[]): ProbeTable {
  const count = atoms.length
  return {
    atoms,
    kinds: new Uint8Array(count),
    flags: new Uint8Array(count),
    pool: new Uint16Array(FIRST_POOL_UNITS),
    poolLength: 0,
    bodyStarts: new Int32Array(count),
    bodyLengths: new Int32Array(count),
    gramKinds: new Uint8Array(count),
    gramKeys: new Int32Array(count),
    gramEnds: new Int32Array(count),
    counts: createGramCounts(),
    quickKeys: new Int32Array(count),
  }
}

export function loadProbeTable(atoms: readonly Atom[], described: DescribedProbes): ProbeTable {
  return {
    atoms,
    ...described,
    poolLength: described.pool.length,
    counts: createGramCounts(),
    quickKeys: new Int32Array(atoms.length),
  }
}

/** Describes those of the atoms that are not yet. Rarity of grams is judged by all atoms described so far. */
export function describeAtoms(table: ProbeTable, atoms: Int32Array): void {
  const probes: [atom: number, probe: Probe][] = []
  for (const atom of atoms) {
    if (table.kinds[atom] !== ProbeKind.Unknown) continue
    const probe = probeOf(table.atoms[atom]!.test)
    table.kinds[atom] = KIND[probe.kind]
    table.flags[atom] =
      (probe.atStart ? AT_START : 0) | (probe.atEnd ? AT_END : 0) | (probe.hasDash ? HAS_DASH : 0)
    addBody(table, atom, probe.body)
    countGrams(probe.body, table.counts)
    probes.push([atom, probe])
  }
  for (const [atom, probe] of probes) {
    const gram = chooseGram(probe, table.counts)
    table.gramKinds[atom] = gram.kind
    table.gramKeys[atom] = gram.key
    table.gramEnds[atom] = gram.at + gram.length
  }
}

function addBody(table: ProbeTable, atom: number, body: string): void {
  const start = table.poolLength
  if (start + body.length > table.pool.length) {
    const larger = new Uint16Array(Math.max(2 * table.pool.length, start + body.length))
    larger.set(table.pool)
    table.pool = larger
  }
  for (let i = 0; i < body.length; i++) table.pool[start + i] = body.charCodeAt(i)
  table.poolLength = start + body.length
  table.bodyStarts[atom] = start
  table.bodyLengths[atom] = body.length
}
