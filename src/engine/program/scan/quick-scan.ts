/**
 * A quick look at a text in the log's bytes: may an atom of the matcher hold? In: table and bytes. Out: nothing holds but
 * perhaps those that are nominated, or it is not known. Invariant: `true` is said only when no other atom of the table
 * holds for the text, which is ASCII then. One pass over the low bytes; nothing is copied, folded or remembered.
 */
import { FOLD_UNIT } from '../../../base/fold.ts'
import { trimUtf16 } from '../../../event/render-text.ts'
import { GRAM_MULTIPLIER, GramKind } from './gram.ts'
import { findGram, type GramTable } from './gram-table.ts'
import { isDash } from './is-dash.ts'
import { DASH_PLACE } from './probe.ts'
import { AT_END, AT_START, ProbeKind } from './probe-table.ts'
import { bitOfShort, QUICK_FOLD, type QuickTable } from './quick-table.ts'
import { nominate, startScan, type ValueScanner } from './scan-value.ts'
import { BEYOND_ASCII_2, FOLD_2 } from './two-units.ts'

/**
 * True when certainly no atom of the table holds but those that the scanner has nominated, which have to be asked.
 * `length` bytes of UTF-16 lie at `offset`, `view` is over `bytes`.
 */
export function holdsNothing(
  table: QuickTable,
  scanner: ValueScanner,
  bytes: Buffer,
  view: DataView,
  offset: number,
  length: number,
): boolean {
  startScan(scanner)
  const end = offset + trimUtf16(bytes, offset, length)
  if (end - offset <= 2 * table.maxShortUnits || end === offset) return false
  if (table.short !== undefined && holdsShort(table, scanner, bytes, offset, end)) return false
  const { flags, shift } = table
  let seen = 0
  let word = 0
  let at = offset
  for (; at + 4 <= end; at += 4) {
    const two = view.getInt32(at, true)
    seen |= two
    const folded = two | FOLD_2
    word = (word << 8) | (folded & 0xff)
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
      if (holdsAt(table.long, word, scanner, bytes, offset, at + 2, end)) return false
    word = (word << 8) | ((folded >>> 16) & 0xff)
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
      if (holdsAt(table.long, word, scanner, bytes, offset, at + 4, end)) return false
  }
  if (at < end) {
    seen |= bytes[at]! | (bytes[at + 1]! << 8)
    word = (word << 8) | bytes[at]! | QUICK_FOLD
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
      if (holdsAt(table.long, word, scanner, bytes, offset, end, end)) return false
  }
  return (seen & BEYOND_ASCII_2) === 0
}

function holdsShort(
  { short }: QuickTable,
  scanner: ValueScanner,
  bytes: Buffer,
  offset: number,
  end: number,
): boolean {
  const { pairs, grams } = short!
  let previous = 0
  for (let at = offset; at < end; at += 2) {
    const unit = bytes[at]! | QUICK_FOLD
    const kinds = pairs[(previous << 8) | unit]!
    previous = unit
    if (kinds !== 0 && holdsShortAt(grams, kinds, scanner, bytes, offset, at, end)) return true
  }
  return false
}

/** The gram's last unit is at `at`; `kinds` are the kinds that may end there. */
function holdsShortAt(
  grams: GramTable,
  kinds: number,
  scanner: ValueScanner,
  bytes: Buffer,
  offset: number,
  at: number,
  end: number,
): boolean {
  let key = 0
  for (let kind: number = GramKind.Short1, from = at; kind <= GramKind.Short3; kind++, from -= 2) {
    if (from < offset) return false
    key |= FOLD_UNIT[bytes[from]!]! << (8 * (kind - GramKind.Short1))
    const mayEnd = (kinds & bitOfShort(kind)) !== 0
    if (mayEnd && holdsAt(grams, key | (kind << 24), scanner, bytes, offset, at + 2, end)) return true
  }
  return false
}

/** True when the body of an atom with this gram stands here and decides; `at` is behind the gram. */
function holdsAt(
  grams: GramTable,
  key: number,
  scanner: ValueScanner,
  bytes: Buffer,
  offset: number,
  at: number,
  end: number,
): boolean {
  const place = findGram(grams, key)
  if (place < 0) return false
  const { probes } = scanner
  for (let i = grams.starts[place]!; i < grams.ends[place]!; i++) {
    const atom = grams.atoms[i]!
    const start = at - 2 * probes.gramEnds[atom]!
    const stop = start + 2 * probes.bodyLengths[atom]!
    if (start < offset || stop > end) continue
    const flags = probes.flags[atom]!
    if ((flags & AT_START) !== 0 && start !== offset) continue
    if ((flags & AT_END) !== 0 && stop !== end) continue
    if (!hasBody(probes.pool, probes.bodyStarts[atom]!, bytes, start, stop)) continue
    if (probes.kinds[atom] !== ProbeKind.Nominated) return true
    nominate(scanner, atom)
  }
  return false
}

/** Compares low bytes, folded: texts with more than ASCII (other dashes) are looked at again. */
function hasBody(pool: Uint16Array, body: number, bytes: Buffer, start: number, stop: number): boolean {
  for (let i = body, at = start; at < stop; i++, at += 2) {
    const wanted = pool[i]!
    const unit = bytes[at]!
    if (wanted === DASH_PLACE ? !isDash(unit) : wanted !== FOLD_UNIT[unit]) return false
  }
  return true
}
