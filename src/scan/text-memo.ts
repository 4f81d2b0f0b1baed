/**
 * Texts of System values that repeat from record to record (Computer, Channel, EventID), made once for the same bytes.
 * Invariant: `read` gives what `leafText` gives; the memo is bounded, and its key is the value's type and bytes.
 */
import type { EventView } from '../event/event.ts'
import { ValueType } from '../event/value-type.ts'
import { leafText } from '../event/values.ts'

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
  text: string | undefined
}

export function createTextMemo(): TextMemo {
  const entries: (Entry | undefined)[] = new Array<undefined>(ENTRIES).fill(undefined)
  return {
    read(event, leafIndex) {
      if (leafIndex < 0) return undefined
      const leaf = event.shape.leaves[leafIndex]!
      const { slot } = leaf
      if (slot < 0 || slot >= event.slotCount || leaf.guards.length > 0) return leafText(event, leaf)
      const type = event.types[slot]!
      const length = event.lengths[slot]!
      // Null, arrays and what is text already are not worth it.
      const isPlain = type > ValueType.Null && type < ValueType.ArrayFlag && length <= MAX_BYTES
      if (!isPlain) return leafText(event, leaf)
      const { bytes } = event
      const offset = event.offsets[slot]!
      const index = hashOf(bytes, offset, length, type)
      const entry = entries[index]
      if (entry !== undefined && isSame(entry, bytes, offset, length, type)) return entry.text
      const text = leafText(event, leaf)
      entries[index] = store(entry, bytes, offset, length, type, text)
      return text
    },
  }
}

function hashOf(bytes: Buffer, offset: number, length: number, type: number): number {
  let hash = type
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + bytes[offset + i]!) | 0
  return (hash ^ (hash >>> 16)) & (ENTRIES - 1)
}

function isSame(entry: Entry, bytes: Buffer, offset: number, length: number, type: number): boolean {
  if (entry.type !== type || entry.length !== length) return false
  for (let i = 0; i < length; i++) if (entry.bytes[i] !== bytes[offset + i]) return false
  return true
}

function store(
  entry: Entry | undefined,
  bytes: Buffer,
  offset: number,
  length: number,
  type: number,
  text: string | undefined,
): Entry {
  const into = entry ?? { type, length, bytes: new Uint8Array(MAX_BYTES), text }
  into.type = type
  into.length = length
  into.text = text
  for (let i = 0; i < length; i++) into.bytes[i] = bytes[offset + i]!
  return into
}
