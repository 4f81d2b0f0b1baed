/**
 * Values of a leaf for reports: numbers, booleans and null by type, text for all else. In: event and leaf. Out: one
 * value, or several for an array. Invariant: a number is exact (larger integers are decimal text), and no more than
 * `MAX_PLAIN_UNITS` of text come out of one record, however often it refers to the same bytes.
 */
import type { EventView, Leaf } from './event.ts'
import { widthOf } from './render-text.ts'
import { ValueType } from './value-type.ts'
import type { LeafReader } from './values.ts'
import { isPresent, MAX_ARRAY_ITEMS } from './values.ts'

/** Exact integers, booleans, text, and null for a value of type Null. */
export type PlainScalar = string | number | boolean | null

/** UTF-16 units of text of one record in a report (evtx-decoder-design §8; the largest real record has 21,000). */
export const MAX_PLAIN_UNITS = 1_048_576
/** Stands at the end of a text that was cut. */
export const CUT_MARK = '…[cut]'

/** How much text of the record may still be made. */
export interface TextBudget {
  unitsLeft: number
}

export function createTextBudget(): TextBudget {
  return { unitsLeft: MAX_PLAIN_UNITS }
}

/** Texts of the leaf, none when absent, cut where the budget ends. */
export function textsWithin(
  event: EventView,
  leaf: Leaf,
  budget: TextBudget,
  read: LeafReader,
): readonly string[] {
  if (budget.unitsLeft <= 0) return isPresent(event, leaf) ? [CUT_MARK] : []
  const texts = read(leaf)
  let units = 0
  for (const text of texts) units += text.length
  budget.unitsLeft -= units
  return budget.unitsLeft >= 0 ? texts : cutTexts(texts, budget.unitsLeft + units)
}

/** The first `unitsLeft` units of the texts, marked where they end. */
function cutTexts(texts: readonly string[], unitsLeft: number): readonly string[] {
  const kept: string[] = []
  let left = unitsLeft
  for (const text of texts) {
    if (text.length > left) return [...kept, text.slice(0, left) + CUT_MARK]
    kept.push(text)
    left -= text.length
  }
  return kept
}

/** Values of a present leaf; Null is null, a zero-length value of another type is ''. */
export function plainValues(
  event: EventView,
  leaf: Leaf,
  budget: TextBudget,
  read: LeafReader,
): readonly PlainScalar[] {
  const texts = textsWithin(event, leaf, budget, read)
  if (leaf.slot < 0) return texts
  const type = leaf.slot < event.slotCount ? event.types[leaf.slot]! : ValueType.Null
  if (type === ValueType.Null) return [null]
  if (type >= ValueType.Composed) return texts
  const scalar = type & 0x7f
  if (scalar === ValueType.Boolean) return texts.map(toBoolean)
  if (scalar < ValueType.Int8 || scalar > ValueType.UInt64) return texts
  const lengthBytes = event.lengths[leaf.slot]!
  const items = lengthBytes / widthOf(scalar)
  const isWhole = type === scalar ? items === 1 : Number.isInteger(items) && items <= MAX_ARRAY_ITEMS
  // A value of another size, or what is left of an array, is shown as hexadecimal, which can look like a number.
  return isWhole ? texts.map(toNumber) : texts
}

function toBoolean(text: string): string | boolean {
  return text === 'true' || text === 'false' ? text === 'true' : text
}

/** Integers beyond 2^53 stay decimal text, the empty text stays empty. */
function toNumber(text: string): string | number {
  const value = Number(text)
  return text !== '' && Number.isSafeInteger(value) ? value : text
}
