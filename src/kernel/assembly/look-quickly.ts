// A quick look at a text in the log's bytes (engine/program/scan/quick-scan.ts): which atoms of the table hold? One pass
// over the low bytes. Out: atoms at `FOUND` and `NOMINATED`. Invariant: `true` is said only when no other atom of the
// table holds for the text, which is ASCII then.
import {
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
import { textBytes } from './text'

const FOLD: u32 = 0x20
const FOLD_4: u64 = 0x0020_0020_0020_0020
const BEYOND_ASCII_4: u64 = 0xff80_ff80_ff80_ff80

export function lookQuickly(quick: usize, offset: usize, length: i32): bool {
  const end = offset + textBytes(offset, length)
  if (end - offset <= load<usize>(quick, QUICK_SHORT_BYTES) || end == offset || !isAscii(offset, end))
    return false
  startList(offset, end)
  listLong(quick, offset, end)
  const pairs = load<usize>(quick, QUICK_PAIRS)
  if (pairs != 0) listShort(pairs, quick + QUICK_SHORT_GRAMS, offset, end)
  listAsked(quick)
  return load<i32>(HEAD_FOUND_COUNT) < MAX_LISTED && load<i32>(HEAD_NOMINATED_COUNT) < MAX_LISTED
}

function isAscii(offset: usize, end: usize): bool {
  let seen: u64 = 0
  let at = offset
  for (; at + 8 <= end; at += 8) seen |= load<u64>(at)
  for (; at < end; at += 2) seen |= load<u16>(at)
  return (seen & BEYOND_ASCII_4) == 0
}

/** Grams of four units. */
function listLong(quick: usize, offset: usize, end: usize): void {
  const flags = load<usize>(quick, QUICK_FLAGS)
  const shift = load<u32>(quick, QUICK_SHIFT)
  const grams = quick + QUICK_LONG_GRAMS
  let word: u32 = 0
  let at = offset
  for (; at + 8 <= end; at += 8) {
    const folded = load<u64>(at) | FOLD_4
    const a = (word << 8) | ((folded as u32) & 0xff)
    const b = (a << 8) | (((folded >> 16) as u32) & 0xff)
    const c = (b << 8) | (((folded >> 32) as u32) & 0xff)
    word = (c << 8) | (((folded >> 48) as u32) & 0xff)
    const flagA = flagOf(flags, (a * MULTIPLIER) >> shift)
    const flagB = flagOf(flags, (b * MULTIPLIER) >> shift)
    const flagC = flagOf(flags, (c * MULTIPLIER) >> shift)
    const flagD = flagOf(flags, (word * MULTIPLIER) >> shift)
    if (((flagA | flagB | flagC | flagD) & 1) == 0) continue
    if ((flagA & 1) != 0) listGram(grams, a, at + 2)
    if ((flagB & 1) != 0) listGram(grams, b, at + 4)
    if ((flagC & 1) != 0) listGram(grams, c, at + 6)
    if ((flagD & 1) != 0) listGram(grams, word, at + 8)
  }
  for (; at < end; at += 2) {
    word = (word << 8) | load<u8>(at) | FOLD
    if ((flagOf(flags, (word * MULTIPLIER) >> shift) & 1) != 0) listGram(grams, word, at + 2)
  }
}

/** The flag in the lowest bit. */
function flagOf(flags: usize, bit: u32): u32 {
  return (load<u8>(flags + (bit >> 3)) as u32) >> (bit & 7)
}

/** Grams of less than four units. */
function listShort(pairs: usize, grams: usize, offset: usize, end: usize): void {
  let pair: u32 = 0
  for (let at = offset; at < end; at += 2) {
    pair = ((pair << 8) | load<u8>(at) | FOLD) & 0xffff
    const kinds = load<u8>(pairs + pair)
    if (kinds != 0) listShortGrams(grams, kinds, at)
  }
}
