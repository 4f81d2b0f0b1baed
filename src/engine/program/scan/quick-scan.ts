/**
 * A quick look at a text in the log's bytes: which atoms of the matcher hold? In: table and bytes. Out: those found by
 * their bodies, and those nominated; or that it is not known. Invariant: `true` is said only when no other atom of the
 * table holds for the text, which is ASCII then. One pass over the low bytes; nothing is copied, folded or remembered.
 */
import { FOLD_UNIT } from '../../../base/fold.ts'
import { trimUtf16 } from '../../../event/render-text.ts'
import { GRAM_MULTIPLIER, GramKind } from './gram.ts'
import { findGram, type GramTable } from './gram-table.ts'
import { isDash } from './is-dash.ts'
import { DASH_PLACE } from './probe.ts'
import { AT_END, AT_START, ProbeKind } from './probe-table.ts'
import { bitOfShort, QUICK_FOLD, type QuickTable, type ShortTable } from './quick-table.ts'
import { startScan, type ValueScanner } from './scan-value.ts'
import { BEYOND_ASCII_2, FOLD_2 } from './two-units.ts'

/**
 * True when certainly no atom of the table holds but those that the scanner has found, and perhaps those that it has
 * nominated, which have to be asked. `length` bytes of UTF-16 lie at `offset`, `view` is over `bytes`.
 */
export function scanQuickly(
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
  const seen =
    table.short === undefined
      ? scanLong(table, scanner, bytes, view, offset, end)
      : scanBoth(table, table.short, scanner, bytes, view, offset, end)
  return (seen & BEYOND_ASCII_2) === 0
}

/** Two units at a time. Returns all bits that some unit has, as do both. */
function scanLong(
  { flags, long, shift }: QuickTable,
  scanner: ValueScanner,
  bytes: Buffer,
  view: DataView,
  offset: number,
  end: number,
): number {
  let seen = 0
  let word = 0
  let at = offset
  for (; at + 4 <= end; at += 4) {
    const two = view.getInt32(at, true)
    seen |= two
    const folded = two | FOLD_2
    word = (word << 8) | (folded & 0xff)
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
      lookAt(long, word, scanner, bytes, offset, at + 2, end)
    word = (word << 8) | ((folded >>> 16) & 0xff)
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
      lookAt(long, word, scanner, bytes, offset, at + 4, end)
  }
  if (at < end) {
    seen |= bytes[at]! | (bytes[at + 1]! << 8)
    word = (word << 8) | bytes[at]! | QUICK_FOLD
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
      lookAt(long, word, scanner, bytes, offset, end, end)
  }
  return seen
}

/** The same, with grams of less than four units. */
function scanBoth(
  table: QuickTable,
  short: ShortTable,
  scanner: ValueScanner,
  bytes: Buffer,
  view: DataView,
  offset: number,
  end: number,
): number {
  const { flags, shift } = table
  const { pairs } = short
  let seen = 0
  let word = 0
  let at = offset
  for (; at + 4 <= end; at += 4) {
    const two = view.getInt32(at, true)
    seen |= two
    const folded = two | FOLD_2
    word = (word << 8) | (folded & 0xff)
    if ((flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift]! | pairs[word & 0xffff]!) !== 0)
      lookAtBoth(table, short, word, scanner, bytes, offset, at + 2, end)
    word = (word << 8) | ((folded >>> 16) & 0xff)
    if ((flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift]! | pairs[word & 0xffff]!) !== 0)
      lookAtBoth(table, short, word, scanner, bytes, offset, at + 4, end)
  }
  if (at < end) {
    seen |= bytes[at]! | (bytes[at + 1]! << 8)
    word = (word << 8) | bytes[at]! | QUICK_FOLD
    lookAtBoth(table, short, word, scanner, bytes, offset, end, end)
  }
  return seen
}

/** Atoms whose gram may end before `at`. */
function lookAtBoth(
  { flags, long, shift }: QuickTable,
  { grams, pairs }: ShortTable,
  word: number,
  scanner: ValueScanner,
  bytes: Buffer,
  offset: number,
  at: number,
  end: number,
): void {
  if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> shift] !== 0)
    lookAt(long, word, scanner, bytes, offset, at, end)
  const kinds = pairs[word & 0xffff]!
  if (kinds === 0) return
  let key = 0
  for (let kind: number = GramKind.Short1, from = at - 2; kind <= GramKind.Short3; kind++, from -= 2) {
    if (from < offset) return
    key |= FOLD_UNIT[bytes[from]!]! << (8 * (kind - GramKind.Short1))
    const mayEnd = (kinds & bitOfShort(kind)) !== 0
    if (mayEnd) lookAt(grams, key | (kind << 24), scanner, bytes, offset, at, end)
  }
}

/** Atoms with this gram whose body stands here; `at` is behind the gram. */
function lookAt(
  grams: GramTable,
  key: number,
  scanner: ValueScanner,
  bytes: Buffer,
  offset: number,
  at: number,
  end: number,
): void {
  const place = findGram(grams, key)
  if (place < 0) return
  const { epoch, probes, stamps } = scanner
  for (let i = grams.starts[place]!; i < grams.ends[place]!; i++) {
    const atom = grams.atoms[i]!
    if (stamps[atom] === epoch) continue
    const start = at - 2 * probes.gramEnds[atom]!
    const stop = start + 2 * probes.bodyLengths[atom]!
    if (start < offset || stop > end) continue
    const flags = probes.flags[atom]!
    if ((flags & AT_START) !== 0 && start !== offset) continue
    if ((flags & AT_END) !== 0 && stop !== end) continue
    if (!hasBody(probes.pool, probes.bodyStarts[atom]!, bytes, start, stop)) continue
    stamps[atom] = epoch
    if (probes.kinds[atom] === ProbeKind.Body) scanner.found[scanner.foundCount++] = atom
    else scanner.nominated[scanner.nominatedCount++] = atom
  }
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
