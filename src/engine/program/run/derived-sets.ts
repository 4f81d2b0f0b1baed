/**
 * The set of a derived field, cached by the bytes that it is made from. In: a step of a program and a record. Out: a set
 * id. Invariant: the cache key spells out which function, how many values each name has, and every value with its type.
 */
import type { EventView, Leaf } from '../../../event/event.ts'
import { ValueType } from '../../../event/value-type.ts'
import { isPresent } from '../../../event/values.ts'
import { unionOf } from '../state/set-table.ts'
import { findValue, keepValue } from '../state/value-cache.ts'
import { setOfText, type ValueSets } from '../state/value-sets.ts'
import type { DerivedStep } from './program.ts'
import { derivedTexts } from './resolve-field.ts'

/** Longer sources are not cached. */
const MAX_KEY_BYTES = 4096
const TYPE_BITS = 9
/** Not a type of values. */
const DERIVED = 0x1ff
/** Bytes before each value: type and length. */
const HEAD_BYTES = 8

const keyBytes = Buffer.from(new ArrayBuffer(MAX_KEY_BYTES))
const keyView = new DataView(keyBytes.buffer)

export function setOfDerived(values: ValueSets, step: DerivedStep, event: EventView): number {
  const length = writeKey(step, event)
  if (length < 0) return compute(values, step, event)
  const key = (step.matcher.id << TYPE_BITS) | DERIVED
  const known = findValue(values.cache, key, keyView, 0, length)
  if (known >= 0) return known
  const hash = values.cache.lastHash
  const set = compute(values, step, event)
  values.cache.lastHash = hash
  keepValue(values.cache, key, keyBytes, 0, length, set)
  return set
}

function compute(values: ValueSets, step: DerivedStep, event: EventView): number {
  let set = 0
  for (const text of derivedTexts(event, step.source))
    set = unionOf(values.sets, set, setOfText(values, step.matcher, text))
  return set
}

/** Length of the key in bytes, -1 when it does not fit. */
function writeKey({ source, deriveId }: DerivedStep, event: EventView): number {
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
