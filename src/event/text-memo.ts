/**
 * Texts of System values that repeat from record to record (Computer, Channel, EventID), made once for the same bytes.
 * Invariant: `read` gives what `leafText` gives; the memo is bounded, and its key is the value's type and bytes.
 */
import type { EventView } from './event.ts'
import { ValueType } from './value-type.ts'
import { leafText } from './values.ts'

/** Values kept; one log rarely has more than a handful of each. */
const ENTRIES = 256
/** Longest value kept, bytes (channel names observed: up to 130). */
const MAX_BYTES = 256

export interface TextMemo {
  /** Text of a leaf by its index, undefined when the record lacks it or the shape does (-1). */
  read(event: EventView, leafIndex: number): string | undefined
}

interface Entry {
  type: number
  length: number
  readonly bytes: Uint8Array
  /** Over the same memory. */
  readonly view: DataView
  text: string | undefined
}

export function createTextMemo(): TextMemo {
  const entries: (Entry | undefined)[] = new Array<undefined>(ENTRIES).fill(undefined)
  let last: Entry = createEntry()
  return {
    read(event, leafIndex) {
      if (leafIndex < 0) return undefined
      const leaf = event.shape.leaves[leafIndex]!
      const { slot } = leaf
      if (leaf.guards.length > 0) return leafText(event, leaf)
      if (slot < 0) return leaf.constant
      if (slot >= event.slotCount) return leafText(event, leaf)
      const type = event.types[slot]!
      const length = event.lengths[slot]!
      // Null, arrays and what is text already are not worth it.
      const isPlain = type > ValueType.Null && type < ValueType.ArrayFlag && length <= MAX_BYTES
      if (!isPlain) return leafText(event, leaf)
      const { bytes, view } = event
      const offset = event.offsets[slot]!
      // Most often it is the value of the record before.
      if (isSame(last, view, offset, length, type)) return last.text
      const index = hashOf(bytes, offset, length, type)
      const entry = entries[index]
      if (entry !== undefined && isSame(entry, view, offset, length, type)) {
        last = entry
        return entry.text
      }
      last = entry ?? createEntry()
      entries[index] = last
      store(last, bytes, offset, length, type, leafText(event, leaf))
      return last.text
    },
  }
}

/** Of no value: the type is none. */
function createEntry(): Entry {
  const bytes = new Uint8Array(MAX_BYTES)
  return { type: -1, length: 0, bytes, view: new DataView(bytes.buffer), text: undefined }
}

function hashOf(bytes: Buffer, offset: number, length: number, type: number): number {
  let hash = type
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + bytes[offset + i]!) | 0
  return (hash ^ (hash >>> 16)) & (ENTRIES - 1)
}

function isSame(entry: Entry, view: DataView, offset: number, length: number, type: number): boolean {
  if (entry.type !== type || entry.length !== length) return false
  let i = 0
  for (; i + 4 <= length; i += 4)
    if (entry.view.getInt32(i, true) !== view.getInt32(offset + i, true)) return false
  for (; i < length; i++) if (entry.view.getUint8(i) !== view.getUint8(offset + i)) return false
  return true
}

function store(
  into: Entry,
  bytes: Buffer,
  offset: number,
  length: number,
  type: number,
  text: string | undefined,
): void {
  into.type = type
  into.length = length
  into.text = text
  for (let i = 0; i < length; i++) into.bytes[i] = bytes[offset + i]!
}
