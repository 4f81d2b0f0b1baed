/**
 * Values of a leaf in the current record. In: event and leaf. Out: presence, texts, or JSON values.
 * Invariant: absent ⇔ no texts; present but empty (Null or zero length) ⇔ [''] (sigma-semantics §2.3).
 */
import type { EventView, Leaf } from './event.ts'
import type { ByteWindow } from './render-text.ts'
import { readUtf16, renderText, widthOf } from './render-text.ts'
import { ValueType } from './value-type.ts'

/** Most items that an array value yields (observed: 44); the last of so many is all the rest, so nothing is hidden. */
export const MAX_ARRAY_ITEMS = 4096

/** False when the record lacks the leaf: an omitted attribute, element or enclosing element. */
export function isPresent(event: EventView, leaf: Leaf): boolean {
  for (let i = 0; i < leaf.guards.length; i++) {
    const guard = leaf.guards[i]!
    if (guard >= event.slotCount || event.types[guard] === ValueType.Null) return false
  }
  if (leaf.slot < 0) return true
  if (leaf.slot >= event.slotCount) return !leaf.nullIsAbsent
  const type = event.types[leaf.slot]!
  return type === ValueType.Null ? !leaf.nullIsAbsent : type !== ValueType.Absent
}

/** All texts of the leaf: none when absent, several for arrays. */
export function leafTexts(event: EventView, leaf: Leaf): readonly string[] {
  if (!isPresent(event, leaf)) return []
  if (leaf.slot < 0) return [leaf.constant]
  if (leaf.slot >= event.slotCount) return ['']
  return slotTexts(event, leaf.slot)
}

/** Reads the texts of leaves of one record. */
export type LeafReader = (leaf: Leaf) => readonly string[]

/** `leafTexts` for one record, each value made into text once however often it is read. */
export function createLeafReader(event: EventView): LeafReader {
  const known = new Map<number, readonly string[]>()
  return (leaf) => {
    const { slot } = leaf
    if (slot < 0 || slot >= event.slotCount || !isPresent(event, leaf)) return leafTexts(event, leaf)
    let texts = known.get(slot)
    if (texts === undefined) {
      texts = slotTexts(event, slot)
      known.set(slot, texts)
    }
    return texts
  }
}

/** The first text of the leaf, undefined when absent. */
export function leafText(event: EventView, leaf: Leaf | undefined): string | undefined {
  return leaf === undefined ? undefined : leafTexts(event, leaf)[0]
}

/** Texts of a slot of the value table. */
export function slotTexts(event: EventView, slot: number): readonly string[] {
  const type = event.types[slot]!
  if (type === ValueType.Composed) return [event.texts[slot]!]
  return spanTexts(event, type, event.offsets[slot]!, event.lengths[slot]!)
}

/** Texts of a located value: one, or the items of an array. */
export function spanTexts(w: ByteWindow, type: number, offset: number, length: number): readonly string[] {
  if ((type & ValueType.ArrayFlag) === 0) return [renderText(type, w, offset, length)]
  return arrayTexts(w, type & 0x7f, offset, length)
}

/** Items of an array value; no items is one empty element (evtx-format §8.1). */
function arrayTexts(w: ByteWindow, type: number, offset: number, length: number): readonly string[] {
  const items: string[] = []
  // An odd last byte is no part of UTF-16 text.
  const end = offset + (type === ValueType.String ? length & ~1 : length)
  for (let at = offset; at < end && items.length < MAX_ARRAY_ITEMS; ) {
    const isRest = items.length === MAX_ARRAY_ITEMS - 1
    const size = isRest ? end - at : arrayItemBytes(w, type, at, end, offset)
    items.push(type === ValueType.String ? readUtf16(w.bytes, at, size) : renderText(type, w, at, size))
    at += size
  }
  return items.length === 0 ? [''] : items
}

/**
 * Bytes of the array item at `at`, its terminator included; at least 1, at most what is left. `start` is where the
 * array begins: the width of SizeT items shows only in the total.
 */
function arrayItemBytes(w: ByteWindow, type: number, at: number, end: number, start: number = at): number {
  const left = end - at
  if (type === ValueType.String) {
    for (let p = at; p + 2 <= end; p += 2) if (w.bytes[p] === 0 && w.bytes[p + 1] === 0) return p + 2 - at
    return left
  }
  if (type === ValueType.AnsiString) {
    for (let p = at; p < end; p++) if (w.bytes[p] === 0) return p + 1 - at
    return left
  }
  if (type === ValueType.Sid) return left < 8 ? left : Math.min(left, 8 + 4 * w.bytes[at + 1]!)
  const width = type === ValueType.SizeT ? ((end - start) % 8 === 0 ? 8 : 4) : widthOf(type)
  return width === 0 ? left : Math.min(width, left)
}
