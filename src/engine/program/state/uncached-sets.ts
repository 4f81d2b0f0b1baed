/**
 * The set of atoms that a value satisfies, found by looking at it. In: matcher and a located value or a text. Out: a set
 * id. Invariant: nothing is remembered but what holds for all values that are empty, or in which nothing can be found.
 */
import type { EventView } from '../../../event/event.ts'
import { readUtf16, renderText, trimUtf16 } from '../../../event/render-text.ts'
import { ValueType } from '../../../event/value-type.ts'
import { slotTexts } from '../../../event/values.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import { scanQuickly } from '../scan/quick-scan.ts'
import type { QuickTable } from '../scan/quick-table.ts'
import { askTests, scanValue } from '../scan/scan-value.ts'
import { internSet, unionOf } from './set-table.ts'
import type { ValueSets } from './value-sets.ts'

/** Quick looks between two decisions whether they tell all often enough. */
const DECISION_LOOKS = 4096
const NO_ATOMS = new Int32Array(0)
/** Below one text in that many, quick looks cost more than they save. */
const MIN_ANSWERED_SHARE = 4

/** A slot that is present and neither Null, composed nor of length zero. */
export function scanSlot(values: ValueSets, matcher: FieldMatcher, event: EventView, slot: number): number {
  values.newValues++
  const type = event.types[slot]!
  const offset = event.offsets[slot]!
  const length = event.lengths[slot]!
  if (type === ValueType.String) {
    const { quick } = matcher
    const isQuick = quick !== undefined && quick !== null
    if (values.isLooked) return setOfScanned(values, matcher, NO_ATOMS, event, slot)
    if (isQuick && isScanned(values, matcher, quick, event, slot))
      return setOfScanned(values, matcher, quick.asked, event, slot)
    const { bytes } = event
    return scanUnits(values, matcher, bytes, offset, trimUtf16(bytes, offset, length) >>> 1, undefined)
  }
  if ((type & ValueType.ArrayFlag) === 0)
    return scanText(values, matcher, renderText(type, event, offset, length))
  let union = 0
  for (const text of slotTexts(event, slot))
    union = unionOf(values.sets, union, scanText(values, matcher, text))
  return union
}

/** A quick look, given up where it seldom tells all. */
function isScanned(
  { scanner }: ValueSets,
  matcher: FieldMatcher,
  quick: QuickTable,
  { bytes, lengths, offsets, view }: EventView,
  slot: number,
): boolean {
  const tellsAll = scanQuickly(quick, scanner, bytes, view, offsets[slot]!, lengths[slot]!)
  matcher.quickLooks++
  if (tellsAll) matcher.quickAnswers++
  if (matcher.quickLooks === DECISION_LOOKS) {
    if (matcher.quickAnswers * MIN_ANSWERED_SHARE < matcher.quickLooks) matcher.quick = null
    matcher.quickLooks = 0
    matcher.quickAnswers = 0
  }
  return tellsAll
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
export function setOfSilent(values: ValueSets, matcher: FieldMatcher): number {
  if (matcher.always.length + matcher.nonEmpty.length === 0) return 0
  const known = values.silentSets[matcher.id] ?? -1
  if (known >= 0) return known
  const atoms = Int32Array.of(...matcher.always, ...matcher.nonEmpty).sort()
  const set = internSet(values.sets, atoms, atoms.length)
  values.silentSets = withEntry(values.silentSets, matcher.id, set)
  return set
}

/** Set of a text that is not empty, after a quick look that tells all. */
function setOfScanned(
  values: ValueSets,
  matcher: FieldMatcher,
  asked: Int32Array,
  { bytes, lengths, offsets }: EventView,
  slot: number,
): number {
  const silent = setOfSilent(values, matcher)
  const { scanner, sets } = values
  if (asked.length + scanner.nominatedCount > 0)
    askTests(scanner, asked, readUtf16(bytes, offsets[slot]!, lengths[slot]!))
  const { found, foundCount } = scanner
  if (foundCount === 0) return silent
  sortAscending(found, foundCount)
  return unionOf(sets, silent, internSet(sets, found, foundCount))
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

function scanText(values: ValueSets, matcher: FieldMatcher, text: string): number {
  writeText(values, text)
  return scanUnits(values, matcher, values.textBytes, 0, text.length, text)
}

/** `count` units lie at `offset`; `text` is their text when it was made before. */
export function scanUnits(
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
export function writeText(values: ValueSets, text: string): number {
  if (2 * text.length > values.textBytes.length) {
    values.textBytes = Buffer.from(new ArrayBuffer(4 * text.length))
    values.textView = viewOf(values.textBytes)
  }
  return values.textBytes.write(text, 0, 'utf16le')
}

export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
