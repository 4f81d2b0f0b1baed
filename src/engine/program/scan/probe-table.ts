/**
 * The probes of all atoms as flat arrays, indexed by atom id. In: atoms. Out: bodies in one pool of units, grams, flags.
 * Invariant: immutable after building; shared by all matchers of an engine.
 */
import type { Atom } from '../lower/atom-table.ts'
import { chooseGram, countGrams } from './gram.ts'
import { type Probe, probeOf } from './probe.ts'

export const ProbeKind = {
  Always: 0,
  NonEmpty: 1,
  Empty: 2,
  Body: 3,
  Nominated: 4,
  Predicate: 5,
  Late: 6,
} as const

const KIND: Readonly<Record<Probe['kind'], number>> = {
  always: ProbeKind.Always,
  nonEmpty: ProbeKind.NonEmpty,
  empty: ProbeKind.Empty,
  body: ProbeKind.Body,
  nominated: ProbeKind.Nominated,
  predicate: ProbeKind.Predicate,
  late: ProbeKind.Late,
}

export const AT_START = 1
export const AT_END = 2
export const HAS_DASH = 4

export interface ProbeTable {
  readonly kinds: Uint8Array
  readonly flags: Uint8Array
  /** Folded units of all bodies; an atom's body is `bodyLengths[a]` units from `bodyStarts[a]`. */
  readonly pool: Uint16Array
  readonly bodyStarts: Int32Array
  readonly bodyLengths: Int32Array
  /** See `gram.ts`; `gramEnds` is the offset in the body behind the gram's last unit. */
  readonly gramKinds: Uint8Array
  readonly gramKeys: Int32Array
  readonly gramEnds: Int32Array
}

export function buildProbeTable(atoms: readonly Atom[]): ProbeTable {
  const probes = atoms.map((atom) => probeOf(atom.test))
  const counts = countGrams(probes)
  const bodyPlaces = new Map<string, number>()
  let poolLength = 0
  for (const { body } of probes) {
    if (bodyPlaces.has(body)) continue
    bodyPlaces.set(body, poolLength)
    poolLength += body.length
  }
  const count = atoms.length
  const table: ProbeTable = {
    kinds: new Uint8Array(count),
    flags: new Uint8Array(count),
    pool: new Uint16Array(poolLength),
    bodyStarts: new Int32Array(count),
    bodyLengths: new Int32Array(count),
    gramKinds: new Uint8Array(count),
    gramKeys: new Int32Array(count),
    gramEnds: new Int32Array(count),
  }
  for (const [body, place] of bodyPlaces)
    for (let i = 0; i < body.length; i++) table.pool[place + i] = body.charCodeAt(i)
  probes.forEach((probe, atom) => {
    const gram = chooseGram(probe, counts)
    table.kinds[atom] = KIND[probe.kind]
    table.flags[atom] =
      (probe.atStart ? AT_START : 0) | (probe.atEnd ? AT_END : 0) | (probe.hasDash ? HAS_DASH : 0)
    table.bodyStarts[atom] = bodyPlaces.get(probe.body)!
    table.bodyLengths[atom] = probe.body.length
    table.gramKinds[atom] = gram.kind
    table.gramKeys[atom] = gram.key
    table.gramEnds[atom] = gram.at + gram.length
  })
  return table
}
