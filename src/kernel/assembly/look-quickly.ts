// A quick look at a text in the log's bytes (engine/program/scan/quick-scan.ts): which atoms of the table hold? Out: atoms
// at `FOUND` and `NOMINATED`. Invariant: `true` is said only when no other atom of the table holds for the text, which is
// ASCII then.
import {
  FOLDED_TEXT,
  HEAD_FOUND_COUNT,
  HEAD_NOMINATED_COUNT,
  MAX_LISTED,
  QUICK_FLAGS,
  QUICK_LONG_GRAMS,
  QUICK_PAIRS,
  QUICK_SHIFT,
  QUICK_SHORT_BYTES,
  QUICK_SHORT_GRAMS,
} from '../layout'
import { listAsked, listGram, listShortGrams, MULTIPLIER, startList } from './list-atoms'
import { narrowText } from './narrow-text'
import { textBytes } from './text'

const LONG_UNITS: usize = 4
const START: usize = FOLDED_TEXT

export function lookQuickly(quick: usize, offset: usize, length: i32): bool {
  const end = offset + textBytes(offset, length)
  if (end - offset <= load<usize>(quick, QUICK_SHORT_BYTES)) return false
  const units = narrowText(offset, end)
  if (units == 0) return false
  startList(units)
  listLong(quick, units)
  const pairs = load<usize>(quick, QUICK_PAIRS)
  if (pairs != 0) listShort(pairs, quick + QUICK_SHORT_GRAMS, units)
  listAsked(quick)
  return load<i32>(HEAD_FOUND_COUNT) < MAX_LISTED && load<i32>(HEAD_NOMINATED_COUNT) < MAX_LISTED
}

/** Grams of four units, four at a time. */
function listLong(quick: usize, units: usize): void {
  if (units < LONG_UNITS) return
  const flags = load<usize>(quick, QUICK_FLAGS)
  const shift = load<u32>(quick, QUICK_SHIFT)
  const grams = quick + QUICK_LONG_GRAMS
  const last: usize = START + units - LONG_UNITS
  let at: usize = START
  for (; at + 3 <= last; at += 4) {
    const flagA = flagOf(flags, (load<u32>(at) * MULTIPLIER) >> shift)
    const flagB = flagOf(flags, (load<u32>(at, 1) * MULTIPLIER) >> shift)
    const flagC = flagOf(flags, (load<u32>(at, 2) * MULTIPLIER) >> shift)
    const flagD = flagOf(flags, (load<u32>(at, 3) * MULTIPLIER) >> shift)
    if (((flagA | flagB | flagC | flagD) & 1) == 0) continue
    if ((flagA & 1) != 0) listLongGram(grams, at)
    if ((flagB & 1) != 0) listLongGram(grams, at + 1)
    if ((flagC & 1) != 0) listLongGram(grams, at + 2)
    if ((flagD & 1) != 0) listLongGram(grams, at + 3)
  }
  for (; at <= last; at++)
    if ((flagOf(flags, (load<u32>(at) * MULTIPLIER) >> shift) & 1) != 0) listLongGram(grams, at)
}

/** The flag in the lowest bit. */
function flagOf(flags: usize, bit: u32): u32 {
  return load<u32>(flags + (((bit >> 5) as usize) << 2)) >> (bit & 31)
}

function listLongGram(grams: usize, at: usize): void {
  listGram(grams, bswap<u32>(load<u32>(at)), at - START + LONG_UNITS)
}

/** Grams of less than four units. */
function listShort(pairs: usize, grams: usize, units: usize): void {
  const end: usize = START + units
  let at: usize = START
  for (; at + 4 <= end; at += 4) {
    // The unit before, and the one that a gram ends with.
    const kindsA = load<u8>(pairs + load<u16>(at - 1))
    const kindsB = load<u8>(pairs + load<u16>(at))
    const kindsC = load<u8>(pairs + load<u16>(at, 1))
    const kindsD = load<u8>(pairs + load<u16>(at, 2))
    if ((kindsA | kindsB | kindsC | kindsD) == 0) continue
    if (kindsA != 0) listShortGrams(grams, kindsA, at - START)
    if (kindsB != 0) listShortGrams(grams, kindsB, at + 1 - START)
    if (kindsC != 0) listShortGrams(grams, kindsC, at + 2 - START)
    if (kindsD != 0) listShortGrams(grams, kindsD, at + 3 - START)
  }
  for (; at < end; at++) {
    const kinds = load<u8>(pairs + load<u16>(at - 1))
    if (kinds != 0) listShortGrams(grams, kinds, at - START)
  }
}
