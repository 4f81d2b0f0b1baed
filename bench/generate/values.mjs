/**
 * How the generator holds values, and what they become: bytes for the fast writer, plain data for the encoder.
 * Invariant: both say the same. Numbers stand for integers up to 2^53, four 32-bit numbers for a GUID, ticks since
 * the start of 2026 for times, text for SIDs.
 */

/** 2026-01-01 in ticks of 100 ns since 1601. */
export const START_TICKS = 134_116_992_000_000_000n

const fixed = (code, sizeBytes, write) => ({ code, size: () => sizeBytes, write })

const putWide = (buffer, at, value) => {
  buffer.writeUInt32LE(value % 0x1_0000_0000, at)
  buffer.writeUInt32LE(Math.floor(value / 0x1_0000_0000), at + 4)
}

const putGuid = (buffer, at, value) => {
  for (let i = 0; i < 4; i++) buffer.writeUInt32LE(value[i], at + 4 * i)
}

/** Bytes of SIDs seen; hosts know a few thousand at most. */
const sids = new Map()
const MAX_SIDS = 65_536

function sidBytes(text) {
  let bytes = sids.get(text)
  if (bytes === undefined) {
    const [, revision, authority, ...subs] = text.split('-')
    bytes = Buffer.alloc(8 + 4 * subs.length)
    bytes[0] = Number(revision)
    bytes[1] = subs.length
    bytes.writeUIntBE(Number(authority), 2, 6)
    subs.forEach((sub, i) => {
      bytes.writeUInt32LE(Number(sub), 8 + 4 * i)
    })
    if (sids.size >= MAX_SIDS) sids.clear()
    sids.set(text, bytes)
  }
  return bytes
}

/** Type code, size and bytes by the encoder's name of the type (evtx-format §8). */
export const VALUE_TYPES = {
  String: {
    code: 0x01,
    size: (text) => 2 * text.length,
    write: (buffer, at, text) => buffer.write(text, at, 'utf16le'),
  },
  UInt8: fixed(0x04, 1, (buffer, at, value) => buffer.writeUInt8(value, at)),
  UInt16: fixed(0x06, 2, (buffer, at, value) => buffer.writeUInt16LE(value, at)),
  Int32: fixed(0x07, 4, (buffer, at, value) => buffer.writeInt32LE(value, at)),
  UInt32: fixed(0x08, 4, (buffer, at, value) => buffer.writeUInt32LE(value, at)),
  UInt64: fixed(0x0a, 8, putWide),
  Boolean: fixed(0x0d, 4, (buffer, at, value) => buffer.writeUInt32LE(value ? 1 : 0, at)),
  Binary: { code: 0x0e, size: (bytes) => bytes.length, write: (buffer, at, bytes) => buffer.set(bytes, at) },
  Guid: fixed(0x0f, 16, putGuid),
  FileTime: fixed(0x11, 8, (buffer, at, ticks) => buffer.writeBigUInt64LE(START_TICKS + BigInt(ticks), at)),
  Sid: {
    code: 0x13,
    size: (text) => sidBytes(text).length,
    write: (buffer, at, text) => buffer.set(sidBytes(text), at),
  },
  HexInt32: fixed(0x14, 4, (buffer, at, value) => buffer.writeUInt32LE(value, at)),
  HexInt64: fixed(0x15, 8, putWide),
  'String[]': {
    code: 0x81,
    size: (items) => items.reduce((sum, text) => sum + 2 * text.length + 2, 0),
    write: (buffer, at, items) => buffer.write(items.map((text) => `${text}\0`).join(''), at, 'utf16le'),
  },
}

function toPlain(type, value) {
  if (value === null) return { Null: { as: type.replace('[]', '') } }
  if (type === 'String') return value
  if (type === 'Guid') return { Guid: guidText(value) }
  if (type === 'FileTime') return { FileTime: START_TICKS + BigInt(value) }
  return { [type]: value }
}

/** `{1b2c3d4e-…}`: the first number and two halves of the second little-endian, then bytes in order. */
export function guidText([a, b, c, d]) {
  const hex = (value, digits) => value.toString(16).padStart(digits, '0')
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(c, 0)
  bytes.writeUInt32LE(d, 4)
  const tail = bytes.toString('hex')
  return `{${hex(a, 8)}-${hex(b & 0xffff, 4)}-${hex(b >>> 16, 4)}-${tail.slice(0, 4)}-${tail.slice(4)}}`
}

/** The event as the encoder takes it. */
export function toLogEvent(kind, host, record) {
  const { ticks, recordId, processId, threadId, userId, activityId } = record
  const time = START_TICKS + BigInt(ticks)
  const isClassic = kind.form === 'classic'
  const system = {
    ...kind.system,
    computer: host.name,
    time,
    ...(!isClassic && { processId, threadId }),
    ...(userId !== undefined && { userId }),
    ...(activityId !== undefined && { activityId: guidText(activityId) }),
  }
  const event = { recordId, system, form: kind.form, bodyForm: kind.bodyForm }
  if (isClassic)
    return { ...event, eventData: { strings: record.values[0], binary: record.values[2] ?? undefined } }
  const data = kind.names.map((name, i) => [name, toPlain(kind.types[i], record.values[i])])
  if (kind.names.at(-1) !== 'Binary') return { ...event, eventData: { data } }
  return { ...event, eventData: { data: data.slice(0, -1), binary: record.values.at(-1) } }
}
