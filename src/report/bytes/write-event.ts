/**
 * A record as JSON in bytes, written once for all that shows it: rows copy the values from it. In: an event and the plan
 * of its shape. Out: the JSON, and where each leaf's value stands in it. Invariant: the bytes are those of
 * `JSON.stringify(eventToPlain(event))`; what this way cannot write is left to that one.
 */
import type { EventView, Leaf } from '../../event/event.ts'
import { MAX_PLAIN_UNITS } from '../../event/plain-value.ts'
import { renderText, trimUtf16, widthOf } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import { isPresent } from '../../event/values.ts'
import { type ByteWriter, createByteWriter, putAscii, putBytes, putDecimal, reserve } from './byte-writer.ts'
import { putJsonText, putJsonUtf16 } from './put-json-text.ts'
import { MAX_LEAVES, type ObjectPlan, type ShapePlan } from './shape-plan.ts'

/** How a value stands in the JSON. */
export const Form = {
  absent: 0,
  /** In quotes. */
  text: 1,
  /** In quotes, and nothing in it that JSON or CSV would escape. */
  plainText: 2,
  /** A number or boolean. */
  bare: 3,
  nothing: 4,
} as const

type Form = (typeof Form)[keyof typeof Form]

/** The record written last. */
export interface WrittenEvent {
  readonly json: ByteWriter
  /** By leaf: its form, and where its value begins and ends. */
  readonly forms: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

const COMMA = 0x2c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const QUOTE = 0x22

export function createWrittenEvent(): WrittenEvent {
  return {
    json: createByteWriter(),
    forms: new Uint8Array(MAX_LEAVES),
    starts: new Int32Array(MAX_LEAVES),
    ends: new Int32Array(MAX_LEAVES),
  }
}

/** False when the record must be written the slow way. */
export function writeEvent(event: EventView, plan: ShapePlan, into: WrittenEvent): boolean {
  into.json.length = 0
  into.forms.fill(Form.absent, 0, event.shape.leaves.length)
  const outcome = writeObject(event, plan.root, into)
  if (outcome === 'empty') putAscii(into.json, '{}')
  // Where more is shown of a record it is cut, and no text has more units than bytes.
  return outcome !== 'impossible' && into.json.length <= MAX_PLAIN_UNITS
}

type Outcome = 'written' | 'empty' | 'impossible'

function writeObject(event: EventView, { members }: ObjectPlan, into: WrittenEvent): Outcome {
  const { json } = into
  let isEmpty = true
  for (const { key, entries } of members) {
    const before = json.length
    putByte(json, isEmpty ? OPEN_OBJECT : COMMA)
    putBytes(json, key)
    const outcome =
      entries.length === 1 ? writeEntry(event, entries[0]!, into) : writeList(event, entries, into)
    if (outcome === 'impossible') return outcome
    if (outcome === 'empty') json.length = before
    else isEmpty = false
  }
  if (isEmpty) return 'empty'
  putByte(json, CLOSE_OBJECT)
  return 'written'
}

/** Repeated names: when one is missing, a later one decides where the name stands. */
function writeList(event: EventView, entries: readonly (number | ObjectPlan)[], into: WrittenEvent): Outcome {
  for (const [index, entry] of entries.entries()) {
    putByte(into.json, index === 0 ? OPEN_LIST : COMMA)
    if (writeEntry(event, entry, into) !== 'written') return 'impossible'
  }
  putByte(into.json, CLOSE_LIST)
  return 'written'
}

function writeEntry(event: EventView, entry: number | ObjectPlan, into: WrittenEvent): Outcome {
  if (typeof entry !== 'number') return writeObject(event, entry, into)
  const leaf = event.shape.leaves[entry]!
  if (!isPresent(event, leaf)) return 'empty'
  const { json } = into
  // What is too long is found out before it is long: a template may name one value thousands of times.
  if (json.length > MAX_PLAIN_UNITS) return 'impossible'
  into.starts[entry] = json.length
  const form = writeLeaf(event, leaf, json)
  if (form === Form.absent) return 'impossible'
  into.forms[entry] = form
  into.ends[entry] = json.length
  return 'written'
}

function putByte(into: ByteWriter, byte: number): void {
  if (into.length === into.bytes.length) reserve(into, 1)
  into.bytes[into.length++] = byte
}

/** Absent for an array: it is several values. */
function writeLeaf(event: EventView, leaf: Leaf, into: ByteWriter): Form {
  const { slot } = leaf
  if (slot < 0) return writeText(into, leaf.constant)
  const type = slot < event.slotCount ? event.types[slot]! : ValueType.Null
  if (type === ValueType.Null) {
    putAscii(into, 'null')
    return Form.nothing
  }
  if (type >= ValueType.Composed) return writeText(into, event.texts[slot]!)
  if ((type & ValueType.ArrayFlag) !== 0) return Form.absent
  const offset = event.offsets[slot]!
  const length = event.lengths[slot]!
  if (type === ValueType.String) {
    putJsonUtf16(into, event.bytes, offset, trimUtf16(event.bytes, offset, length))
    return Form.text
  }
  if (length === widthOf(type)) return writeScalar(event, type, offset, length, into)
  const text = renderText(type, event, offset, length)
  return type === ValueType.AnsiString ? writeText(into, text) : writePlainText(into, text)
}

/** A value of a type of fixed width. */
function writeScalar(event: EventView, type: number, offset: number, length: number, into: ByteWriter): Form {
  switch (type) {
    case ValueType.UInt8:
      putDecimal(into, event.bytes[offset]!)
      return Form.bare
    case ValueType.UInt16:
      putDecimal(into, event.view.getUint16(offset, true))
      return Form.bare
    case ValueType.UInt32:
      putDecimal(into, event.view.getUint32(offset, true))
      return Form.bare
    case ValueType.Guid:
      putGuid(into, event.bytes, offset)
      return Form.plainText
    default: {
      const text = renderText(type, event, offset, length)
      if (!isBare(type, text)) return writePlainText(into, text)
      putAscii(into, text)
      return Form.bare
    }
  }
}

/** Integers that a double holds, and booleans. */
function isBare(type: number, text: string): boolean {
  if (type === ValueType.Boolean) return true
  return type >= ValueType.Int8 && type <= ValueType.UInt64 && Number.isSafeInteger(Number(text))
}

function writeText(into: ByteWriter, text: string): Form {
  putJsonText(into, text)
  return Form.text
}

/** Text of digits, letters and signs that need no escape. */
function writePlainText(into: ByteWriter, text: string): Form {
  putByte(into, QUOTE)
  putAscii(into, text)
  putByte(into, QUOTE)
  return Form.plainText
}

const DIGITS = Buffer.from('0123456789ABCDEF', 'latin1')
/** Where the digits of a GUID come from, and its dashes: the first three numbers are little-endian. */
const GUID_ORDER = Int8Array.from([3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15])
const GUID_BYTES = 40

/** As render-text does it, in quotes. */
function putGuid(into: ByteWriter, source: Uint8Array, offset: number): void {
  reserve(into, GUID_BYTES)
  const { bytes } = into
  let at = into.length
  bytes[at++] = QUOTE
  bytes[at++] = OPEN_OBJECT
  for (let i = 0; i < GUID_ORDER.length; i++) {
    const place = GUID_ORDER[i]!
    if (place < 0) bytes[at++] = 0x2d
    else {
      const byte = source[offset + place]!
      bytes[at++] = DIGITS[byte >> 4]!
      bytes[at++] = DIGITS[byte & 15]!
    }
  }
  bytes[at++] = CLOSE_OBJECT
  bytes[at++] = QUOTE
  into.length = at
}
