/**
 * A map from two small integers to a third, without objects: memo of unions and of states. In: keys a ≥ 1, b ≥ 0.
 * Out: value ≥ 0, or -1. Invariant: grows by doubling and never beyond half full; emptied only as a whole.
 */
export interface PairTable {
  /** a, b, value of each place; a = 0 marks a free one. */
  cells: Int32Array
  mask: number
  count: number
}

const FIRST_PLACES = 4096
const CELLS = 3

export function createPairTable(): PairTable {
  return { cells: new Int32Array(CELLS * FIRST_PLACES), mask: FIRST_PLACES - 1, count: 0 }
}

export function getPair(table: PairTable, a: number, b: number): number {
  const { cells, mask } = table
  let place = hashPair(a, b) & mask
  for (;;) {
    const at = CELLS * place
    const found = cells[at]!
    if (found === a && cells[at + 1] === b) return cells[at + 2]!
    if (found === 0) return -1
    place = (place + 1) & mask
  }
}

/** Adds a pair that is not in the table. */
export function addPair(table: PairTable, a: number, b: number, value: number): void {
  if (2 * (table.count + 1) > table.mask) grow(table)
  put(table.cells, table.mask, a, b, value)
  table.count++
}

export function clearPairs(table: PairTable): void {
  if (table.mask === FIRST_PLACES - 1) table.cells.fill(0)
  else table.cells = new Int32Array(CELLS * FIRST_PLACES)
  table.mask = FIRST_PLACES - 1
  table.count = 0
}

function grow(table: PairTable): void {
  const mask = 2 * table.mask + 1
  const cells = new Int32Array(CELLS * (mask + 1))
  const old = table.cells
  for (let at = 0; at < old.length; at += CELLS)
    if (old[at] !== 0) put(cells, mask, old[at]!, old[at + 1]!, old[at + 2]!)
  table.cells = cells
  table.mask = mask
}

function put(cells: Int32Array, mask: number, a: number, b: number, value: number): void {
  let place = hashPair(a, b) & mask
  while (cells[CELLS * place] !== 0) place = (place + 1) & mask
  cells[CELLS * place] = a
  cells[CELLS * place + 1] = b
  cells[CELLS * place + 2] = value
}

/** Keys are dense ids that no input chooses; the mix only has to spread them. */
function hashPair(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
