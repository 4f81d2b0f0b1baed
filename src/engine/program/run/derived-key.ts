/**
 * The cache key of a derived field. In: which function, and the leaves it reads, of a record. Out: bytes in one scratch.
 * Invariant: equal keys ⇔ equal function and equal lists of values: how many each name has, and each with its type,
 * length and bytes.
 */
import type { EventView, Leaf } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'
import { isPresent } from '../../../event/values.ts'
import type { DerivedStep } from './program.ts'

/** Longer sources are not cached. */
const MAX_KEY_BYTES = 4096
/** Bytes before each value: type and length. */
const HEAD_BYTES = 8

/** What of a step the key depends on. */
type DerivedKeySource = Pick<DerivedStep, 'source' | 'deriveId'>

export const keyBytes: Buffer = Buffer.from(new ArrayBuffer(MAX_KEY_BYTES))
export const keyView: DataView = new DataView(keyBytes.buffer)

/** Writes the key into `keyBytes`; returns its length in bytes, -1 when it does not fit. */
export function writeDerivedKey({ source, deriveId }: DerivedKeySource, event: EventView): number {
  keyView.setInt32(0, deriveId, true)
  let at = 4
  for (const leaves of source.from) {
    if (at + 4 > MAX_KEY_BYTES) return -1
    keyView.setInt32(at, leaves.length, true)
    at += 4
    for (const leaf of leaves) {
      at = writeLeaf(at, event, leaf)
      if (at < 0) return -1
    }
  }
  return at
}

function writeLeaf(at: number, event: EventView, leaf: Leaf): number {
  if (!isPresent(event, leaf)) return writeHead(at, ValueType.Absent, 0)
  if (leaf.slot < 0) return writeText(at, leaf.constant)
  const isNull = leaf.slot >= event.slotCount || event.types[leaf.slot] === ValueType.Null
  if (isNull) return writeHead(at, ValueType.Null, 0)
  const type = event.types[leaf.slot]!
  if (type === ValueType.Composed) return writeText(at, event.texts[leaf.slot]!)
  const offset = event.offsets[leaf.slot]!
  const length = event.lengths[leaf.slot]!
  const body = writeHead(at, type, length)
  if (body < 0 || body + length > MAX_KEY_BYTES) return -1
  const { bytes } = event
  for (let i = 0; i < length; i++) keyBytes[body + i] = bytes[offset + i]!
  return body + length
}

function writeHead(at: number, type: number, length: number): number {
  if (at + HEAD_BYTES > MAX_KEY_BYTES) return -1
  keyView.setInt32(at, type, true)
  keyView.setInt32(at + 4, length, true)
  return at + HEAD_BYTES
}

function writeText(at: number, text: string): number {
  const body = writeHead(at, ValueType.Composed, 2 * text.length)
  if (body < 0 || body + 2 * text.length > MAX_KEY_BYTES) return -1
  return body + keyBytes.write(text, body, 'utf16le')
}
