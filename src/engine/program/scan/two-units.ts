/**
 * Two units of UTF-16 read as one number of four bytes: folded, and whether both are ASCII. In and out: numbers.
 * Invariant: folding joins ASCII letters in both cases, and other characters in pairs, as `QUICK_FOLD` does for one unit.
 */

/** To be added to both units. */
export const FOLD_2 = 0x00200020
/** Bits that no ASCII character has. */
export const BEYOND_ASCII_2: number = 0xff80ff80 | 0
