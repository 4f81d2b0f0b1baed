/**
 * Which atoms of a matcher hold for one value. In: the value's UTF-16 bytes, and its text where there is one already.
 * Out: atom ids in `found`. Invariant: exactly the atoms whose predicate holds for the text; grams and bodies only
 * decide which atoms are looked at, and an atom that holds is never passed over.
 */
import { readUtf16 } from '../../../event/render-text.ts'
import { createPredicate } from '../../predicate/create-predicate.ts'
import type { Atom } from '../lower/atom-table.ts'
import type { FieldMatcher, ShortGramTable, WideGramTable } from './field-matcher.ts'
import { foldUnits } from './fold-units.ts'
import { GRAM_MULTIPLIER, GramKind } from './gram.ts'
import { findGram, type GramTable } from './gram-table.ts'
import { isDash } from './is-dash.ts'
import { DASH_PLACE } from './probe.ts'
import { AT_END, AT_START, HAS_DASH, ProbeKind, type ProbeTable } from './probe-table.ts'

/** Scratch of one engine; nothing in it outlives a call but the predicates. */
export interface ValueScanner {
  readonly atoms: readonly Atom[]
  readonly probes: ProbeTable
  readonly predicates: (((text: string) => boolean) | undefined)[]
  /** Grows to the longest value seen, whose size the decoder bounds. */
  folded: Uint16Array
  /** An atom with the stamp `epoch` was found or nominated in this scan. */
  readonly stamps: Int32Array
  epoch: number
  readonly found: Int32Array
  foundCount: number
  readonly nominated: Int32Array
  nominatedCount: number
}

const FIRST_SCRATCH_UNITS = 32768
const MAX_EPOCH = 0x7fffffff

export function createValueScanner(atoms: readonly Atom[], probes: ProbeTable): ValueScanner {
  return {
    atoms,
    probes,
    predicates: new Array(atoms.length).fill(undefined),
    folded: new Uint16Array(FIRST_SCRATCH_UNITS),
    stamps: new Int32Array(atoms.length),
    epoch: 0,
    found: new Int32Array(atoms.length),
    foundCount: 0,
    nominated: new Int32Array(atoms.length),
    nominatedCount: 0,
  }
}

/** `count` units lie at `offset`; `text` is their text when it was made before. */
export function scanValue(
  scanner: ValueScanner,
  matcher: FieldMatcher,
  bytes: Buffer,
  offset: number,
  count: number,
  text: string | undefined,
): void {
  startScan(scanner)
  addAll(scanner, matcher.always)
  addAll(scanner, count === 0 ? matcher.empty : matcher.nonEmpty)
  if (count > scanner.folded.length) scanner.folded = new Uint16Array(2 * count)
  const seen = foldUnits(bytes, offset, count, scanner.folded)
  if (matcher.long !== undefined) scanLong(scanner, matcher.long, count)
  if (matcher.short !== undefined) scanShort(scanner, matcher.short, count)
  if (matcher.wide !== undefined && seen > 127) scanWide(scanner, matcher.wide, count)
  if (scanner.nominatedCount + matcher.predicates.length === 0) return
  askTests(scanner, matcher.predicates, text ?? readUtf16(bytes, offset, 2 * count))
}

export function startScan(scanner: ValueScanner): void {
  scanner.foundCount = 0
  scanner.nominatedCount = 0
  if (scanner.epoch === MAX_EPOCH) {
    scanner.stamps.fill(0)
    scanner.epoch = 0
  }
  scanner.epoch++
}

function addAll(scanner: ValueScanner, atoms: Int32Array): void {
  for (let i = 0; i < atoms.length; i++) scanner.found[scanner.foundCount++] = atoms[i]!
}

function scanLong(scanner: ValueScanner, table: GramTable, count: number): void {
  const { folded } = scanner
  const { flags, flagShift } = table
  let word = 0
  for (let i = 0; i < count; i++) {
    word = (word << 8) | (folded[i]! & 0xff)
    if (flags[Math.imul(word, GRAM_MULTIPLIER) >>> flagShift] !== 0) {
      lookAt(scanner, table, word, i + 1, count)
    }
  }
}

function scanShort(scanner: ValueScanner, table: ShortGramTable, count: number): void {
  const { folded } = scanner
  const { grams, pairFlags, hasLength } = table
  const [hasSingles, hasPairs, hasTriples] = hasLength
  let word = 0
  for (let i = 0; i < count; i++) {
    word = ((word << 8) | (folded[i]! & 0xff)) & 0xffffff
    if (pairFlags[word & 0xffff] === 0) continue
    if (hasSingles) lookAt(scanner, grams, (word & 0xff) | (GramKind.Short1 << 24), i + 1, count)
    if (hasPairs) lookAt(scanner, grams, (word & 0xffff) | (GramKind.Short2 << 24), i + 1, count)
    if (hasTriples) lookAt(scanner, grams, word | (GramKind.Short3 << 24), i + 1, count)
  }
}

/** Only for values with units beyond ASCII: text that is ASCII never pays for lists of emoji. */
function scanWide(scanner: ValueScanner, table: WideGramTable, count: number): void {
  const { folded } = scanner
  const { singles, pairs } = table
  let word = 0
  for (let i = 0; i < count; i++) {
    const unit = folded[i]!
    word = (word << 16) | unit
    if (singles !== undefined && singles.flags[Math.imul(unit, GRAM_MULTIPLIER) >>> singles.flagShift] !== 0)
      lookAt(scanner, singles, unit, i + 1, count)
    if (pairs !== undefined && pairs.flags[Math.imul(word, GRAM_MULTIPLIER) >>> pairs.flagShift] !== 0)
      lookAt(scanner, pairs, word, i + 1, count)
  }
}

/** Atoms whose gram ends at `end` are compared in full. */
function lookAt(scanner: ValueScanner, table: GramTable, key: number, end: number, count: number): void {
  const place = findGram(table, key)
  if (place < 0) return
  const { atoms } = table
  for (let i = table.starts[place]!; i < table.ends[place]!; i++) {
    const atom = atoms[i]!
    if (scanner.stamps[atom] === scanner.epoch || !hasBody(scanner, atom, end, count)) continue
    scanner.stamps[atom] = scanner.epoch
    if (scanner.probes.kinds[atom] === ProbeKind.Body) scanner.found[scanner.foundCount++] = atom
    else scanner.nominated[scanner.nominatedCount++] = atom
  }
}

function hasBody(scanner: ValueScanner, atom: number, end: number, count: number): boolean {
  const { probes, folded } = scanner
  const start = end - probes.gramEnds[atom]!
  const length = probes.bodyLengths[atom]!
  if (start < 0 || start + length > count) return false
  const flags = probes.flags[atom]!
  if ((flags & AT_START) !== 0 && start !== 0) return false
  if ((flags & AT_END) !== 0 && start + length !== count) return false
  const { pool } = probes
  const body = probes.bodyStarts[atom]!
  if ((flags & HAS_DASH) !== 0) return hasBodyWithDashes(pool, body, folded, start, length)
  for (let i = 0; i < length; i++) if (pool[body + i] !== folded[start + i]) return false
  return true
}

function hasBodyWithDashes(
  pool: Uint16Array,
  body: number,
  folded: Uint16Array,
  start: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) {
    const wanted = pool[body + i]!
    const unit = folded[start + i]!
    if (wanted === DASH_PLACE ? !isDash(unit) : wanted !== unit) return false
  }
  return true
}

/** Runs these tests and the nominated ones. */
export function askTests(scanner: ValueScanner, atoms: Int32Array, text: string): void {
  for (let i = 0; i < atoms.length; i++) ask(scanner, atoms[i]!, text)
  for (let i = 0; i < scanner.nominatedCount; i++) ask(scanner, scanner.nominated[i]!, text)
}

function ask(scanner: ValueScanner, atom: number, text: string): void {
  let predicate = scanner.predicates[atom]
  if (predicate === undefined) {
    const { test } = scanner.atoms[atom]!
    if (test.kind !== 'text') throw new Error(`atom ${atom} is no test of a text`)
    predicate = createPredicate(test.value)
    scanner.predicates[atom] = predicate
  }
  if (predicate(text)) scanner.found[scanner.foundCount++] = atom
}
