/**
 * The set of atoms that a value satisfies, through the cache. In: matcher and a located value or a text. Out: a set id.
 * Invariant: with or without the cache, whatever was dropped from it, the answer is the same set.
 */
import type { EventView } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'
import { MAX_LOOKUPS } from '../../../kernel/layout.ts'
import { FIRST_BYPASS, type FieldMatcher } from '../scan/field-matcher.ts'
import type { ValueScanner } from '../scan/scan-value.ts'
import { isSilent, SILENT_TYPES } from '../scan/silent-types.ts'
import type { SetTable } from './set-table.ts'
import { scanSlot, scanUnits, setOfEmpty, setOfSilent, viewOf, writeText } from './uncached-sets.ts'
import { findValue, isEntryOf, keepValue, type ValueCache, valueAt } from './value-cache.ts'

export interface ValueSets {
  readonly scanner: ValueScanner
  readonly sets: SetTable
  readonly cache: ValueCache
  /** A quick look at the value in question has been taken, and lies in the scanner. */
  isLooked: boolean
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
export const TYPE_BITS = 9
/** Look-ups between two decisions about a matcher's cache. */
const DECISION_LOOKUPS: number = MAX_LOOKUPS
/** Below one hit in that many look-ups the cache costs more than it saves. */
const MIN_HIT_SHARE = 8
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
    isLooked: false,
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
  return valueAt(cache, entry)
}

/** Set of a slot that is not empty, not composed and not silent; `key` is that of matcher and type. */
export function findSet(
  values: ValueSets,
  matcher: FieldMatcher,
  event: EventView,
  slot: number,
  key: number,
): number {
  // Only texts have another quick way.
  if (matcher.bypass > 0 && event.types[slot] === ValueType.String) {
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
