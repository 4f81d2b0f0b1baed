/**
 * Records that are wanted later, kept as bytes: a copy of each record's values and of its table, one after another in
 * memory that grows. In: events while they are valid. Out: events that read the same, as often as wanted.
 * Invariant: what is read from a copy is what was read from the event; a record takes at most its chunk's bytes, however
 * many of its values lie over one another.
 */
import { createEventView, createShape, type EventView, MAX_SLOTS, type Shape } from './event.ts'
import { ValueType } from './value-type.ts'

/** Copies of records. Plain data but for the shapes. */
export interface KeptEvents {
  readonly shapes: Shape[]
  /** Where each record begins in `words`. */
  readonly starts: number[]
  /** For each record its numbers, then type, offset and length of each slot. */
  words: Int32Array
  wordCount: number
  bytes: Buffer
  byteCount: number
  /** Of slots that are text already; `offset` of such a slot is its index here. */
  readonly texts: string[]
  textUnits: number
}

/** One of them. The same object stands for the record wherever it is named. */
export interface KeptRecord {
  readonly events: KeptEvents
  readonly index: number
}

const HEAD_WORDS = 11
const SLOT_WORDS = 3
const FIRST_WORDS = 1 << 14
const FIRST_BYTES = 1 << 17
/** Values that lie apart are copied one by one when copying all between them would take this many times as much. */
const MAX_SPREAD = 2
/** So much between them is copied in any case. */
const GAP_BYTES = 1024
const TWO_32 = 2 ** 32

export function createKeptEvents(): KeptEvents {
  return {
    shapes: [],
    starts: [],
    words: new Int32Array(FIRST_WORDS),
    wordCount: 0,
    bytes: Buffer.allocUnsafeSlow(FIRST_BYTES),
    byteCount: 0,
    texts: [],
    textUnits: 0,
  }
}

/** About how many bytes are kept. */
export function keptBytes(events: KeptEvents): number {
  return events.byteCount + 4 * events.wordCount + 2 * events.textUnits
}

/** Keeps a copy of the event as it is now. */
export function keepEvent(events: KeptEvents, event: EventView): KeptRecord {
  const { slotCount } = event
  const start = events.wordCount
  const end = start + HEAD_WORDS + SLOT_WORDS * slotCount
  if (end > events.words.length) growWords(events, end)
  const { words } = events
  words[start] = indexOfShape(events, event.shape)
  words[start + 1] = slotCount
  words[start + 2] = event.chunk
  words[start + 3] = event.record
  words[start + 4] = (event.offsetBytes % TWO_32) | 0
  words[start + 5] = Math.floor(event.offsetBytes / TWO_32)
  words[start + 6] = event.recordIdLow
  words[start + 7] = event.recordIdHigh
  words[start + 8] = event.writtenLow
  words[start + 9] = event.writtenHigh
  words[start + 10] = event.partial ? 1 : 0
  events.wordCount = end
  keepSlots(events, event, start + HEAD_WORDS)
  return { events, index: events.starts.push(start) - 1 }
}

function keepSlots(events: KeptEvents, event: EventView, at: number): void {
  const { words } = events
  const { types, offsets, lengths, slotCount } = event
  let from = Number.MAX_SAFE_INTEGER
  let to = 0
  let sum = 0
  for (let slot = 0, word = at; slot < slotCount; slot++, word += SLOT_WORDS) {
    const type = types[slot]!
    const offset = offsets[slot]!
    const length = lengths[slot]!
    words[word] = type
    words[word + 1] = offset
    words[word + 2] = length
    if (type >= ValueType.Composed || length === 0) continue
    if (offset < from) from = offset
    if (offset + length > to) to = offset + length
    sum += length
  }
  const isTogether = to - from <= MAX_SPREAD * sum + GAP_BYTES
  if (isTogether && to > from) reserveBytes(events, to - from)
  const base = events.byteCount - from
  if (isTogether && to > from) {
    event.bytes.copy(events.bytes, events.byteCount, from, to)
    events.byteCount += to - from
  }
  for (let slot = 0, word = at; slot < slotCount; slot++, word += SLOT_WORDS) {
    if (types[slot]! >= ValueType.Composed) words[word + 1] = keepText(events, event, slot)
    else if (lengths[slot] === 0) words[word + 1] = 0
    else if (isTogether) words[word + 1]! += base
    else words[word + 1] = keepValue(events, event, slot)
  }
}

function keepText(events: KeptEvents, { types, texts }: EventView, slot: number): number {
  if (types[slot] !== ValueType.Composed) return 0
  const text = texts[slot]!
  events.textUnits += text.length
  return events.texts.push(text) - 1
}

function keepValue(events: KeptEvents, { bytes, offsets, lengths }: EventView, slot: number): number {
  const offset = offsets[slot]!
  const length = lengths[slot]!
  reserveBytes(events, length)
  bytes.copy(events.bytes, events.byteCount, offset, offset + length)
  events.byteCount += length
  return events.byteCount - length
}

function indexOfShape({ shapes }: KeptEvents, shape: Shape): number {
  // Records of one kind follow one another, and a log has few kinds.
  const found = shapes.lastIndexOf(shape)
  return found >= 0 ? found : shapes.push(shape) - 1
}

function growWords(events: KeptEvents, wanted: number): void {
  const words = new Int32Array(Math.max(wanted, 2 * events.words.length))
  words.set(events.words.subarray(0, events.wordCount))
  events.words = words
}

function reserveBytes(events: KeptEvents, count: number): void {
  const wanted = events.byteCount + count
  if (wanted <= events.bytes.length) return
  const bytes = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * events.bytes.length))
  events.bytes.copy(bytes, 0, 0, events.byteCount)
  events.bytes = bytes
}

let reused: EventView | undefined
let lastRead: KeptRecord | undefined

/** The record as an event, valid until another is read this way. */
export function readKept(record: KeptRecord): EventView {
  const { events, index } = record
  const { words } = events
  reused ??= createEventView(createShape([]), events.bytes)
  const event = reused
  if (lastRead === record) return event
  lastRead = record
  const start = events.starts[index]!
  if (event.bytes !== events.bytes) {
    event.bytes = events.bytes
    event.view = new DataView(events.bytes.buffer, events.bytes.byteOffset, events.bytes.byteLength)
  }
  event.shape = events.shapes[words[start]!]!
  event.slotCount = Math.min(words[start + 1]!, MAX_SLOTS)
  event.chunk = words[start + 2]!
  event.record = words[start + 3]!
  event.offsetBytes = (words[start + 4]! >>> 0) + words[start + 5]! * TWO_32
  event.recordIdLow = words[start + 6]! >>> 0
  event.recordIdHigh = words[start + 7]! >>> 0
  event.writtenLow = words[start + 8]! >>> 0
  event.writtenHigh = words[start + 9]! >>> 0
  event.partial = words[start + 10] === 1
  readSlots(events, event, start + HEAD_WORDS)
  return event
}

function readSlots({ words, texts }: KeptEvents, event: EventView, at: number): void {
  const { types, offsets, lengths, slotCount } = event
  for (let slot = 0, word = at; slot < slotCount; slot++, word += SLOT_WORDS) {
    const type = words[word]!
    types[slot] = type
    offsets[slot] = words[word + 1]!
    lengths[slot] = words[word + 2]!
    if (type === ValueType.Composed) event.texts[slot] = texts[words[word + 1]!]!
  }
}

/** Copies of records for another thread. */
export interface PackedEvents {
  /** The leaves of each shape as JSON: the same text is the same shape. */
  readonly shapes: readonly string[]
  readonly starts: readonly number[]
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly texts: readonly string[]
}

const shapeTexts = new WeakMap<Shape, string>()

/** As plain data, over memory of its own. */
export function packEvents(events: KeptEvents): PackedEvents {
  const { words, wordCount, bytes, byteCount, starts, texts } = events
  const shapes = events.shapes.map((shape) => {
    const text = shapeTexts.get(shape) ?? JSON.stringify(shape.leaves)
    shapeTexts.set(shape, text)
    return text
  })
  const tight = new Uint8Array(byteCount)
  tight.set(bytes.subarray(0, byteCount))
  return { shapes, starts, words: words.slice(0, wordCount), bytes: tight, texts }
}

/** Shapes that came from other threads; beyond it remembering starts anew (shapes may be made up). */
const MAX_KNOWN_SHAPES = 4096
const knownShapes = new Map<string, Shape>()

export function unpackEvents(packed: PackedEvents): KeptEvents {
  const { words, bytes, starts, texts } = packed
  return {
    shapes: packed.shapes.map(readShape),
    starts: [...starts],
    words,
    wordCount: words.length,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    byteCount: bytes.length,
    texts: [...texts],
    textUnits: texts.reduce((units, text) => units + text.length, 0),
  }
}

function readShape(text: string): Shape {
  let shape = knownShapes.get(text)
  if (shape === undefined) {
    // An attribute that is undefined comes back as missing, which reads the same.
    shape = createShape(JSON.parse(text) as Shape['leaves'])
    if (knownShapes.size >= MAX_KNOWN_SHAPES) knownShapes.clear()
    knownShapes.set(text, shape)
  }
  return shape
}
