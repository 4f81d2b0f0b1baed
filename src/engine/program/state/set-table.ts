/**
 * Sets of atoms as small integers. In: ascending atom ids. Out: the id of the set; set 0 is empty. Invariant: equal
 * content ⇔ equal id; ids are dense, never reused and mean nothing after `clearSets`, which only happens between records.
 */
import { addPair, clearPairs, createPairTable, getPair, type PairTable } from './pair-table.ts'

export interface SetTable {
  /** Atoms of set `s`: `items[starts[s] … starts[s + 1] - 1]`. */
  items: Int32Array
  starts: Int32Array
  count: number
  /** Open-addressed, set ids; 0 = free. */
  index: Int32Array
  readonly unions: PairTable
  /** Random per process, so that no log can be made to collide. */
  readonly seed: number
  /** Scratch of a union. */
  merged: Int32Array
}

const FIRST_ITEMS = 65536
const FIRST_SETS = 4096

export function createSetTable(seed: number): SetTable {
  return {
    items: new Int32Array(FIRST_ITEMS),
    starts: new Int32Array(FIRST_SETS),
    count: 1,
    index: new Int32Array(2 * FIRST_SETS),
    unions: createPairTable(),
    seed,
    merged: new Int32Array(1024),
  }
}

export function clearSets(table: SetTable): void {
  table.items = new Int32Array(FIRST_ITEMS)
  table.starts = new Int32Array(FIRST_SETS)
  table.count = 1
  table.index = new Int32Array(2 * FIRST_SETS)
  clearPairs(table.unions)
}

/** Atoms in all sets together. */
export function countItems(table: SetTable): number {
  return table.starts[table.count]!
}

/** Id of the set of the first `length` items of `list`, ascending and distinct. */
export function internSet(table: SetTable, list: Int32Array, length: number): number {
  if (length === 0) return 0
  const mask = table.index.length - 1
  let place = hashItems(table.seed, list, 0, length) & mask
  for (;;) {
    const set = table.index[place]!
    if (set === 0) return addSet(table, list, length, place)
    if (isEqual(table, set, list, length)) return set
    place = (place + 1) & mask
  }
}

/** Set of the atoms of either. */
export function unionOf(table: SetTable, a: number, b: number): number {
  if (a === b || b === 0) return a
  if (a === 0) return b
  const low = Math.min(a, b)
  const high = Math.max(a, b)
  const known = getPair(table.unions, low, high)
  if (known >= 0) return known
  const length = merge(table, low, high)
  const union = internSet(table, table.merged, length)
  addPair(table.unions, low, high, union)
  return union
}

function merge(table: SetTable, a: number, b: number): number {
  const { items, starts } = table
  let i = starts[a]!
  let j = starts[b]!
  const endA = starts[a + 1]!
  const endB = starts[b + 1]!
  const most = endA - i + endB - j
  if (most > table.merged.length) table.merged = new Int32Array(2 * most)
  const { merged } = table
  let length = 0
  while (i < endA && j < endB) {
    const x = items[i]!
    const y = items[j]!
    if (x <= y) i++
    if (y <= x) j++
    merged[length++] = Math.min(x, y)
  }
  while (i < endA) merged[length++] = items[i++]!
  while (j < endB) merged[length++] = items[j++]!
  return length
}

function addSet(table: SetTable, list: Int32Array, length: number, place: number): number {
  const set = table.count
  const start = table.starts[set]!
  if (set + 2 > table.starts.length) table.starts = enlarged(table.starts, 2 * table.starts.length)
  if (start + length > table.items.length)
    table.items = enlarged(table.items, Math.max(start + length, 2 * table.items.length))
  for (let i = 0; i < length; i++) table.items[start + i] = list[i]!
  table.starts[set + 1] = start + length
  table.count = set + 1
  table.index[place] = set
  if (2 * table.count > table.index.length) reindex(table)
  return set
}

function reindex(table: SetTable): void {
  const index = new Int32Array(2 * table.index.length)
  const mask = index.length - 1
  for (let set = 1; set < table.count; set++) {
    const start = table.starts[set]!
    let place = hashItems(table.seed, table.items, start, table.starts[set + 1]! - start) & mask
    while (index[place] !== 0) place = (place + 1) & mask
    index[place] = set
  }
  table.index = index
}

function isEqual(table: SetTable, set: number, list: Int32Array, length: number): boolean {
  const start = table.starts[set]!
  if (table.starts[set + 1]! - start !== length) return false
  for (let i = 0; i < length; i++) if (table.items[start + i] !== list[i]) return false
  return true
}

function hashItems(seed: number, items: Int32Array, start: number, length: number): number {
  let hash = seed ^ length
  for (let i = start; i < start + length; i++) {
    hash = Math.imul(hash ^ items[i]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

function enlarged(array: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length)
  larger.set(array)
  return larger
}
