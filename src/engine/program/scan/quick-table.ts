/**
 * What a quick look at a text needs: a flag for each gram of four units that an atom of the matcher has, and the atoms
 * behind it. In: a matcher. Out: the table. Invariant: an atom that is found by its body and holds for an ASCII text
 * has its gram flagged, as `units | 0x20`; one shorter than a gram has the pair of units flagged at which it ends.
 */
import type { FieldMatcher } from './field-matcher.ts'
import { GRAM_MULTIPLIER, GramKind } from './gram.ts'
import { buildGramTable, type GramTable } from './gram-table.ts'
import { AT_END, AT_START, ProbeKind, type ProbeTable } from './probe-table.ts'

export interface QuickTable {
  /** Indexed by the top bits of the gram's hash. */
  readonly flags: Uint8Array
  readonly shift: number
  readonly long: GramTable
  /** Values of up to that many units may be a short atom as a whole, and are looked at otherwise. */
  readonly maxShortUnits: number
  /** Short atoms that are part of a value; undefined: there is none. */
  readonly short: ShortTable | undefined
  /** Atoms without a literal that could be looked for. */
  readonly asked: Int32Array
}

export interface ShortTable {
  /** By the low bytes of two units, folded (`previous << 8 | last`): a bit for each kind of short gram that may end there. */
  readonly pairs: Uint8Array
  readonly grams: GramTable
}

/** Folds ASCII letters, and other characters in pairs, which is enough to find what may hold. */
export const QUICK_FOLD = 0x20
const QUICK_FOLD_4 = 0x20202020

/** 2^17 bytes stay in the second-level cache. */
const MAX_FLAG_BITS = 17
const MIN_FLAG_BITS = 10
const FLAGS_AN_ATOM = 32

/** Atoms that are found otherwise, or in texts beyond ASCII only, are left out. */
export function buildQuickTable({ atoms }: FieldMatcher, probes: ProbeTable): QuickTable {
  const long: number[] = []
  const short: number[] = []
  const asked: number[] = []
  let maxShortUnits = 0
  for (const atom of atoms) {
    const kind = probes.gramKinds[atom]!
    if (probes.kinds[atom] === ProbeKind.Predicate) asked.push(atom)
    else if (kind === GramKind.Long) long.push(atom)
    else if (!isShort(kind)) continue
    else if (isWhole(probes.flags[atom]!)) maxShortUnits = Math.max(maxShortUnits, probes.bodyLengths[atom]!)
    else short.push(atom)
  }
  const keys = probes.quickKeys
  for (const atom of long) keys[atom] = probes.gramKeys[atom]! | QUICK_FOLD_4
  let bits = MIN_FLAG_BITS
  while (bits < MAX_FLAG_BITS && 1 << bits < long.length * FLAGS_AN_ATOM) bits++
  const flags = new Uint8Array(1 << bits)
  const shift = 32 - bits
  for (const atom of long) flags[Math.imul(keys[atom]!, GRAM_MULTIPLIER) >>> shift] = 1
  return {
    flags,
    shift,
    long: buildGramTable(long, keys),
    maxShortUnits,
    short: short.length === 0 ? undefined : buildShortTable(short, probes),
    asked: Int32Array.from(asked),
  }
}

function isShort(kind: number): boolean {
  return kind >= GramKind.Short1 && kind <= GramKind.Short3
}

/** The bit of a kind of short grams. */
export function bitOfShort(kind: number): number {
  return 1 << (kind - GramKind.Short1)
}

function isWhole(flags: number): boolean {
  return (flags & (AT_START | AT_END)) === (AT_START | AT_END)
}

function buildShortTable(atoms: readonly number[], probes: ProbeTable): ShortTable {
  const pairs = new Uint8Array(65536)
  for (const atom of atoms) {
    const key = probes.gramKeys[atom]!
    const kind = probes.gramKinds[atom]!
    const bit = bitOfShort(kind)
    const last = (key & 0xff) | QUICK_FOLD
    if (kind !== GramKind.Short1) pairs[(key & 0xff00) | (QUICK_FOLD << 8) | last]! |= bit
    // The unit before a single one may be anything, also none.
    else for (let previous = 0; previous < 256; previous++) pairs[(previous << 8) | last]! |= bit
  }
  return { pairs, grams: buildGramTable(atoms, probes.gramKeys) }
}
