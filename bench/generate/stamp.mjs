/**
 * Records fast: what all records of a kind from one host have in common is a block of bytes made once by the encoder,
 * and only what differs is written. In: kind, host, record. Out: bytes at the end of a chunk.
 * Invariant: the bytes are those that the encoder writes for the same event (`toLogEvent`); a test compares them.
 */
import { toLogEvent, VALUE_TYPES } from './values.mjs'

/** evtx-format §2, §3, §4. */
const CHUNK_BYTES = 65_536
const RECORD_MAGIC = 0x0000_2a2a
const FRAGMENT_HEADER = 0x0001_010f
const INSTANCE = 0x0c
const RECORD_HEADER_BYTES = 24
const SIZE_COPY_BYTES = 4

/** Which of System's values differ from record to record, by substitution index (evtx-format §6.2). */
const SYSTEM_SLOTS = [
  [6, 'ticks', 'FileTime'],
  [7, 'activityId', 'Guid'],
  [8, 'processId', 'UInt32'],
  [9, 'threadId', 'UInt32'],
  [10, 'recordId', 'UInt64'],
]

/**
 * @returns {(chunk, record) => 'written' | 'full' | 'undefined'} `undefined`: the chunk lacks a definition, so the
 *   encoder must write this record.
 */
export function createStamp(encoder, identify, kind, host) {
  const makeOuter = encoder.createOuterMarkup()
  const types = kind.types.map((name) => VALUE_TYPES[name])
  const isFragment = kind.bodyForm !== 'instance'
  const bodyFixed = (isFragment ? 4 : 0) + 1 + 1 + 4 + 4 + 4 + 4 * types.length + 1
  const variants = new Map()
  let inner

  const learn = (record) => {
    const event = toLogEvent(kind, host, record)
    const outer = makeOuter(event, 0n)
    const { element } = encoder.bodyElement(event)
    inner ??= identify(encoder.plainElementMarkup(element).root)
    return createOuterBlock(outer.values, identify(outer.root))
  }
  return (chunk, record) => {
    const variantKey = record.activityId === undefined ? record.userId : `${record.userId}+`
    let outer = variants.get(variantKey)
    if (outer === undefined) {
      outer = learn(record)
      variants.set(variantKey, outer)
    }
    const outerAt = chunk.definitions.get(outer.id.key)
    const innerAt = chunk.definitions.get(inner.key)
    if (outerAt === undefined || innerAt === undefined) return 'undefined'
    let bodyBytes = bodyFixed
    const { values } = record
    for (let i = 0; i < types.length; i++) if (values[i] !== null) bodyBytes += types[i].size(values[i])
    const unaligned = RECORD_HEADER_BYTES + 4 + 10 + outer.block.length + bodyBytes + 1 + SIZE_COPY_BYTES
    const sizeBytes = (unaligned + 7) & ~7
    const start = chunk.at
    if (start + sizeBytes > CHUNK_BYTES) return 'full'
    const { buffer } = chunk
    let at = putHeader(buffer, start, sizeBytes, record)
    at = putInstanceHead(buffer, at, outer.id.guid, outerAt)
    outer.block.copy(buffer, at)
    buffer.writeUInt16LE(bodyBytes, at + outer.bodySizeAt)
    for (const { offset, name, type } of outer.patches) type.write(buffer, at + offset, record[name])
    at += outer.block.length
    if (isFragment) at = buffer.writeUInt32LE(FRAGMENT_HEADER, at)
    at = putInstanceHead(buffer, at, inner.guid, innerAt)
    at = putValues(buffer, at, types, values)
    // Two ends of streams, the filler and its zeros are there already: a chunk starts as zeros.
    buffer.writeUInt32LE(sizeBytes, start + sizeBytes - SIZE_COPY_BYTES)
    chunk.at = start + sizeBytes
    return 'written'
  }
}

function putHeader(buffer, start, sizeBytes, record) {
  buffer.writeUInt32LE(RECORD_MAGIC, start)
  buffer.writeUInt32LE(sizeBytes, start + 4)
  VALUE_TYPES.UInt64.write(buffer, start + 8, record.recordId)
  VALUE_TYPES.FileTime.write(buffer, start + 16, record.ticks)
  return buffer.writeUInt32LE(FRAGMENT_HEADER, start + RECORD_HEADER_BYTES)
}

function putInstanceHead(buffer, at, guid, definitionAt) {
  buffer[at] = INSTANCE
  buffer[at + 1] = 1
  guid.copy(buffer, at + 2, 0, 4)
  return buffer.writeUInt32LE(definitionAt, at + 6)
}

function putValues(buffer, start, types, values) {
  let at = buffer.writeUInt32LE(types.length, start)
  let valueAt = at + 4 * types.length
  for (let i = 0; i < types.length; i++) {
    const value = values[i]
    if (value !== null) {
      const type = types[i]
      const size = type.size(value)
      buffer.writeUInt16LE(size, at)
      buffer[at + 2] = type.code
      type.write(buffer, valueAt, value)
      valueAt += size
    }
    at += 4
  }
  return valueAt
}

/** Count, descriptors and values of the outer instance up to the body, which is the last value in both layouts. */
function createOuterBlock(stored, id) {
  const head = Buffer.alloc(4 + 4 * stored.length)
  head.writeUInt32LE(stored.length, 0)
  const offsets = []
  let at = head.length
  stored.forEach(({ type, bytes }, i) => {
    head.writeUInt16LE(bytes.length, 4 + 4 * i)
    head[4 + 4 * i + 2] = type
    offsets.push(at)
    at += bytes.length
  })
  const patches = SYSTEM_SLOTS.filter(([slot]) => stored[slot].bytes.length > 0).map(
    ([slot, name, type]) => ({
      offset: offsets[slot],
      name,
      type: VALUE_TYPES[type],
    }),
  )
  const block = Buffer.concat([head, ...stored.map(({ bytes }) => bytes)])
  return { id, block, patches, bodySizeAt: 4 + 4 * (stored.length - 1) }
}
