/**
 * The set of atoms that a value satisfies, through the cache. In: matcher and a located value or a text. Out: a set id.
 * Invariant: with or without the cache, whatever was dropped from it, the answer is the same set.
 */
import type { EventView } from '../../../event/event.ts'
import { readUtf16, renderText } from '../../../event/render-text.ts'
import { ValueType } from '../../../event/value-type.ts'
import { slotTexts } from '../../../event/values.ts'
import { FIRST_BYPASS, type FieldMatcher } from '../scan/field-matcher.ts'
import { holdsNothing } from '../scan/quick-scan.ts'
import type { QuickTable } from '../scan/quick-table.ts'
import { askTests, scanValue, type ValueScanner } from '../scan/scan-value.ts'
import { isSilent, SILENT_TYPES } from '../scan/silent-types.ts'
import { internSet, type SetTable, unionOf } from './set-table.ts'
import { findValue, isEntryOf, keepValue, type ValueCache } from './value-cache.ts'

export interface ValueSets {
  readonly scanner: ValueScanner
  readonly sets: SetTable
  readonly cache: ValueCache
  /** Values that were not in the cache. */
  newValues: number
  /** Set of the empty value by matcher id, -1 where it is not made yet. */
  emptySets: Int32Array
  /** The same for values that are not empty and hold nothing that the matcher looks for. */
  silentSets: Int32Array
  /** UTF-16 bytes of texts that do not lie in the event's bytes; grows to the longest. */
  textBytes: Buffer
  textView: DataView
}

/** Values of a type are at most this many bits of a cache key. */
const TYPE_BITS = 9
/** Look-ups between two decisions about a matcher's cache. */
const DECISION_LOOKUPS = 4096
/** Below one hit in that many look-ups the cache costs more than it saves. */
const MIN_HIT_SHARE = 8
/** Below one text in that many in which nothing is, quick looks cost more than they save. */
const MIN_NOTHING_SHARE = 4
/** With a quick look beside it, the cache pays when it answers that many look-ups in eight. */
const MIN_EIGHTHS_BESIDE_QUICK = 7
const MAX_BYPASS = 1 << 20
const FIRST_TEXT_BYTES = 8192

export function createValueSets(scanner: ValueScanner, sets: SetTable, cache: ValueCache): ValueSets {
  const textBytes = Buffer.from(new ArrayBuffer(FIRST_TEXT_BYTES))
  return {
    scanner,
    sets,
    cache,
    newValues: 0,
    emptySets: new Int32Array(64).fill(-1),
    silentSets: new Int32Array(64).fill(-1),
    textBytes,
    textView: viewOf(textBytes),
  }
}

/**
 * Set of a slot that is present and not Null. Arrays give the union over their items. `last[step]` is the cache's entry
 * of the value that stood here in the record before, which is most often the same.
 */
export function setOfSlot(
  values: ValueSets,
  matcher: FieldMatcher,
  event: EventView,
  slot: number,
  last: Int32Array,
  step: number,
): number {
  const type = event.types[slot]!
  if (type === ValueType.Composed) return setOfText(values, matcher, event.texts[slot]!)
  const length = event.lengths[slot]!
  if (length === 0) return setOfEmpty(values, matcher)
  if (type !== ValueType.String && type < SILENT_TYPES && isSilent(matcher, type, values.scanner.probes))
    return setOfSilent(values, matcher)
  const { cache } = values
  const key = (matcher.id << TYPE_BITS) | type
  const entry = last[step]!
  if (!isEntryOf(cache, entry, key, event.view, event.offsets[slot]!, length)) {
    cache.lastEntry = 0
    const set = findSet(values, matcher, event, slot, key)
    last[step] = cache.lastEntry
    return set
  }
  // As in a look-up; the decision comes with the next one.
  matcher.lookups++
  matcher.hits++
  return cache.values[entry]!
}

/** A quick look, given up where it does not tell anything often enough. */
function looksEmpty(
  { scanner }: ValueSets,
  matcher: FieldMatcher,
  quick: QuickTable,
  { bytes, lengths, offsets, view }: EventView,
  slot: number,
): boolean {
  const isNothing = holdsNothing(quick, scanner, bytes, view, offsets[slot]!, lengths[slot]!)
  matcher.quickLooks++
  if (isNothing) matcher.quickNothing++
  if (matcher.quickLooks === DECISION_LOOKUPS) {
    if (matcher.quickNothing * MIN_NOTHING_SHARE < matcher.quickLooks) matcher.quick = null
    matcher.quickLooks = 0
    matcher.quickNothing = 0
  }
  return isNothing
}

function findSet(
  values: ValueSets,
  matcher: FieldMatcher,
  event: EventView,
  slot: number,
  key: number,
): number {
  if (matcher.bypass > 0) {
    matcher.bypass--
    return scanSlot(values, matcher, event, slot)
  }
  const { cache } = values
  const length = event.lengths[slot]!
  const known = findValue(cache, key, event.view, event.offsets[slot]!, length)
  matcher.lookups++
  if (known >= 0) {
    matcher.hits++
    return known
  }
  const hash = cache.lastHash
  const set = scanSlot(values, matcher, event, slot)
  cache.lastHash = hash
  keepValue(cache, key, event.bytes, event.offsets[slot]!, length, set)
  if (matcher.lookups >= DECISION_LOOKUPS) decide(matcher)
  return set
}

/** Set of a text that is no located value: composed, derived, or a constant of a template. */
export function setOfText(values: ValueSets, matcher: FieldMatcher, text: string): number {
  if (text === '') return setOfEmpty(values, matcher)
  const length = writeText(values, text)
  if (matcher.bypass > 0) {
    matcher.bypass--
    return scanUnits(values, matcher, values.textBytes, 0, text.length, text)
  }
  const key = (matcher.id << TYPE_BITS) | ValueType.Composed
  const known = findValue(values.cache, key, values.textView, 0, length)
  matcher.lookups++
  if (known >= 0) {
    matcher.hits++
    return known
  }
  const set = scanUnits(values, matcher, values.textBytes, 0, text.length, text)
  keepValue(values.cache, key, values.textBytes, 0, length, set)
  if (matcher.lookups >= DECISION_LOOKUPS) decide(matcher)
  return set
}

/** Set of a value that is present and empty. */
export function setOfEmpty(values: ValueSets, matcher: FieldMatcher): number {
  const known = values.emptySets[matcher.id] ?? -1
  if (known >= 0) return known
  const set = scanUnits(values, matcher, values.textBytes, 0, 0, '')
  values.emptySets = withEntry(values.emptySets, matcher.id, set)
  return set
}

/** Set of any value that is not empty and in which no literal can be found. */
function setOfSilent(values: ValueSets, matcher: FieldMatcher): number {
  if (matcher.always.length + matcher.nonEmpty.length === 0) return 0
  const known = values.silentSets[matcher.id] ?? -1
  if (known >= 0) return known
  const atoms = Int32Array.of(...matcher.always, ...matcher.nonEmpty).sort()
  const set = internSet(values.sets, atoms, atoms.length)
  values.silentSets = withEntry(values.silentSets, matcher.id, set)
  return set
}

/** Set of a text that is not empty and holds none of the literals that a quick look finds. */
function setOfQuiet(
  values: ValueSets,
  matcher: FieldMatcher,
  { asked }: QuickTable,
  { bytes, lengths, offsets }: EventView,
  slot: number,
): number {
  const silent = setOfSilent(values, matcher)
  const { scanner, sets } = values
  if (asked.length + scanner.nominatedCount === 0) return silent
  askTests(scanner, asked, readUtf16(bytes, offsets[slot]!, lengths[slot]!))
  if (scanner.foundCount === 0) return silent
  const found = scanner.found.slice(0, scanner.foundCount).sort()
  return unionOf(sets, silent, internSet(sets, found, found.length))
}

/** The array, longer if need be, with the entry; new entries are -1. */
function withEntry(sets: Int32Array, index: number, set: number): Int32Array {
  let array = sets
  if (index >= array.length) {
    array = new Int32Array(2 * index).fill(-1)
    array.set(sets)
  }
  array[index] = set
  return array
}

/** A quick look is cheaper than the cache even where most values are in it. */
function decide(matcher: FieldMatcher): void {
  const isQuick = matcher.quick !== undefined && matcher.quick !== null
  const isWorthIt = isQuick
    ? 8 * matcher.hits >= MIN_EIGHTHS_BESIDE_QUICK * matcher.lookups
    : matcher.hits * MIN_HIT_SHARE >= matcher.lookups
  if (isWorthIt) matcher.nextBypass = FIRST_BYPASS
  else {
    matcher.bypass = matcher.nextBypass
    matcher.nextBypass = Math.min(2 * matcher.nextBypass, MAX_BYPASS)
  }
  matcher.lookups = 0
  matcher.hits = 0
}

function scanSlot(values: ValueSets, matcher: FieldMatcher, event: EventView, slot: number): number {
  values.newValues++
  const type = event.types[slot]!
  const offset = event.offsets[slot]!
  const length = event.lengths[slot]!
  if (type === ValueType.String) {
    const { quick } = matcher
    const isQuick = quick !== undefined && quick !== null
    if (isQuick && looksEmpty(values, matcher, quick, event, slot))
      return setOfQuiet(values, matcher, quick, event, slot)
    const { bytes } = event
    let end = offset + (length & ~1)
    // Trailing NULs are no part of the text, as in readUtf16.
    while (end > offset && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2
    return scanUnits(values, matcher, bytes, offset, (end - offset) >>> 1, undefined)
  }
  if ((type & ValueType.ArrayFlag) === 0)
    return scanText(values, matcher, renderText(type, event, offset, length))
  let union = 0
  for (const text of slotTexts(event, slot))
    union = unionOf(values.sets, union, scanText(values, matcher, text))
  return union
}

function scanText(values: ValueSets, matcher: FieldMatcher, text: string): number {
  writeText(values, text)
  return scanUnits(values, matcher, values.textBytes, 0, text.length, text)
}

function scanUnits(
  values: ValueSets,
  matcher: FieldMatcher,
  bytes: Buffer,
  offset: number,
  count: number,
  text: string | undefined,
): number {
  const { scanner, sets } = values
  scanValue(scanner, matcher, bytes, offset, count, text)
  const { found, foundCount } = scanner
  sortAscending(found, foundCount)
  return internSet(sets, found, foundCount)
}

/** Lists are nearly always short. */
function sortAscending(list: Int32Array, length: number): void {
  if (length > 48) {
    list.subarray(0, length).sort()
    return
  }
  for (let i = 1; i < length; i++) {
    const item = list[i]!
    let j = i
    for (; j > 0 && list[j - 1]! > item; j--) list[j] = list[j - 1]!
    list[j] = item
  }
}

/** Puts the text's UTF-16 bytes into the scratch; returns their number. */
function writeText(values: ValueSets, text: string): number {
  if (2 * text.length > values.textBytes.length) {
    values.textBytes = Buffer.from(new ArrayBuffer(4 * text.length))
    values.textView = viewOf(values.textBytes)
  }
  return values.textBytes.write(text, 0, 'utf16le')
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
