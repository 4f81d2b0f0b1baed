/**
 * A table for quick looks in the kernel's memory. In: the table of a matcher (scan/quick-table.ts) and its atoms. Out: its
 * address. Invariant: the kernel finds what a quick look finds, and nominates no fewer that hold.
 */
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  GRAMS_MASK,
  GRAMS_PLACE_BYTES,
  GRAMS_PLACES,
  GRAMS_SHIFT,
  LOOK_BYTES,
  QUICK_ASKED,
  QUICK_ASKED_END,
  QUICK_BYTES,
  QUICK_FLAGS,
  QUICK_LONG_GRAMS,
  QUICK_PAIRS,
  QUICK_SHIFT,
  QUICK_SHORT_BYTES,
  QUICK_SHORT_GRAMS,
} from '../../../kernel/layout.ts'
import { GRAM_MULTIPLIER, GramKind } from '../scan/gram.ts'
import type { GramTable } from '../scan/gram-table.ts'
import { bitOfShort, QUICK_FOLD, type QuickTable } from '../scan/quick-table.ts'
import type { ValueScanner } from '../scan/scan-value.ts'
import { type WrittenNeeds, writeLookAtoms } from './write-look-atoms.ts'

/** 0 when there is no room. */
export function writeQuickTable(
  kernel: Kernel,
  table: QuickTable,
  scanner: ValueScanner,
  needs: WrittenNeeds,
): number {
  const { bytes, tables, words } = kernel
  const { asked, flags, long, maxShortUnits, shift, short } = table
  const address = tables.allocate(QUICK_BYTES)
  const flagsAt = tables.allocate(flags.length)
  const pairsAt = short === undefined ? 0 : tables.allocate(short.pairs.length)
  const askedAt = writeLookAtoms(kernel, asked, scanner, needs)
  if (address === 0 || flagsAt === 0 || askedAt === 0) return 0
  writeFlags(bytes, flagsAt, shift - 3, long)
  words[(address + QUICK_FLAGS) >> 2] = flagsAt
  words[(address + QUICK_SHIFT) >> 2] = shift - 3
  words[(address + QUICK_PAIRS) >> 2] = pairsAt
  words[(address + QUICK_SHORT_BYTES) >> 2] = 2 * maxShortUnits
  words[(address + QUICK_ASKED) >> 2] = askedAt
  words[(address + QUICK_ASKED_END) >> 2] = askedAt + LOOK_BYTES * asked.length
  if (!writeGrams(kernel, address + QUICK_LONG_GRAMS, long, scanner, needs)) return 0
  if (short === undefined) return address
  if (pairsAt === 0 || !writeGrams(kernel, address + QUICK_SHORT_GRAMS, short.grams, scanner, needs)) return 0
  writePairs(bytes, pairsAt, short.grams)
  return address
}

/** As many bits as the table has bytes of flags, eight to each: the more places, the fewer grams share one. */
function writeFlags(bytes: Buffer, address: number, shift: number, { ends, keys }: GramTable): void {
  for (let place = 0; place < keys.length; place++) {
    if (ends[place] === 0) continue
    const bit = Math.imul(reverse(keys[place]!), GRAM_MULTIPLIER) >>> shift
    bytes[address + (bit >>> 3)]! |= 1 << (bit & 7)
  }
}

/** As `pairs` of scan/quick-table.ts, the unit before in the higher byte there, in the lower one here. */
function writePairs(bytes: Buffer, address: number, { ends, keys }: GramTable): void {
  for (let place = 0; place < keys.length; place++) {
    if (ends[place] === 0) continue
    const key = keys[place]!
    const kind = key >>> 24
    const bit = bitOfShort(kind)
    const last = ((key & 0xff) | QUICK_FOLD) << 8
    if (kind !== GramKind.Short1) bytes[address + (last | ((key >>> 8) & 0xff) | QUICK_FOLD)]! |= bit
    else for (let previous = 0; previous < 256; previous++) bytes[address + (last | previous)]! |= bit
  }
}

/** The four bytes from back to front. */
function reverse(key: number): number {
  return (key << 24) | ((key & 0xff00) << 8) | ((key >>> 8) & 0xff00) | (key >>> 24)
}

/** False when there is no room. */
function writeGrams(
  kernel: Kernel,
  head: number,
  grams: GramTable,
  scanner: ValueScanner,
  needs: WrittenNeeds,
): boolean {
  const { tables, words } = kernel
  const { ends, keys, starts } = grams
  const places = tables.allocate(GRAMS_PLACE_BYTES * keys.length)
  const atoms = writeLookAtoms(kernel, grams.atoms, scanner, needs)
  if (places === 0 || atoms === 0) return false
  for (let place = 0; place < keys.length; place++) {
    if (ends[place] === 0) continue
    const at = (places + GRAMS_PLACE_BYTES * place) >> 2
    words[at] = keys[place]!
    words[at + 1] = atoms + LOOK_BYTES * starts[place]!
    words[at + 2] = atoms + LOOK_BYTES * ends[place]!
  }
  words[(head + GRAMS_PLACES) >> 2] = places
  words[(head + GRAMS_SHIFT) >> 2] = grams.keyShift
  words[(head + GRAMS_MASK) >> 2] = keys.length - 1
  return true
}
