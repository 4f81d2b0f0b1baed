/**
 * From a gram to the atoms that have it: a small table of flags, tried at every unit of a value, and an open-addressed
 * table behind it. In: atoms with their grams. Out: typed arrays. Invariant: immutable; a gram of some atom always has
 * its flag set and is always found.
 */
import { GRAM_MULTIPLIER } from './gram.ts'

export interface GramTable {
  /** Indexed by the top bits of `key * GRAM_MULTIPLIER`. */
  readonly flags: Uint8Array
  readonly flagShift: number
  /** Open-addressed, a power of two; a place with `ends` 0 is free. Indexed by the top bits as well. */
  readonly keys: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly keyShift: number
  /** Atoms of one gram lie together from `starts` to `ends`. */
  readonly atoms: Int32Array
}

/** Flag tables stay in the second-level cache. */
const MAX_FLAG_BITS = 16
const MIN_FLAG_BITS = 8

/** `keyOf` gives the gram's key of an atom. */
export function buildGramTable(atoms: readonly number[], keyOf: Int32Array): GramTable {
  const keyBits = bitsFor(atoms.length * 2, 2, 24)
  const flagBits = bitsFor(atoms.length * 16, MIN_FLAG_BITS, MAX_FLAG_BITS)
  const table: GramTable = {
    flags: new Uint8Array(1 << flagBits),
    flagShift: 32 - flagBits,
    keys: new Int32Array(1 << keyBits),
    starts: new Int32Array(1 << keyBits),
    ends: new Int32Array(1 << keyBits),
    keyShift: 32 - keyBits,
    atoms: new Int32Array(atoms.length),
  }
  const places = Int32Array.from(atoms, (atom) => claim(table, keyOf[atom]!))
  // `ends` counted the atoms of each gram; now it becomes the end of its range.
  let next = 0
  for (let place = 0; place < table.ends.length; place++) {
    const count = table.ends[place]!
    if (count === 0) continue
    table.starts[place] = next
    table.ends[place] = next
    next += count
  }
  atoms.forEach((atom, i) => {
    const place = places[i]!
    table.atoms[table.ends[place]!++] = atom
  })
  return table
}

/** Finds or makes the place of a key and counts it. */
function claim(table: GramTable, key: number): number {
  const hash = Math.imul(key, GRAM_MULTIPLIER)
  table.flags[hash >>> table.flagShift] = 1
  const mask = table.keys.length - 1
  let place = hash >>> table.keyShift
  while (table.ends[place] !== 0 && table.keys[place] !== key) place = (place + 1) & mask
  table.keys[place] = key
  table.ends[place]!++
  return place
}

/** Place of the key, -1 when no atom has it. */
export function findGram(table: GramTable, key: number): number {
  const { keys, ends } = table
  const mask = keys.length - 1
  let place = Math.imul(key, GRAM_MULTIPLIER) >>> table.keyShift
  while (ends[place] !== 0) {
    if (keys[place] === key) return place
    place = (place + 1) & mask
  }
  return -1
}

/** Bits of the smallest power of two that is not below `size`, within limits. */
function bitsFor(size: number, minBits: number, maxBits: number): number {
  let bits = minBits
  while (bits < maxBits && 1 << bits < size) bits++
  return bits
}
