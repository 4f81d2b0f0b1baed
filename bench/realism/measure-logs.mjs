/**
 * Statistics of logs, the same for real and for generated ones. In: paths, goshawk's decoder. Out: numbers only, no
 * value of any log. Invariant: values are compared within windows of consecutive records of one log, so that many
 * small logs do not look more varied than one large log is; a log that is there twice counts once.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { createGrowth } from './measure-growth.mjs'

const HEADER_BYTES = 4096
const CHUNK_BYTES = 65_536
/** A chunk with as much in it was closed because the next record did not fit. */
const FULL_BYTES = 58_000

/**
 * @typedef {object} Reading What is needed of goshawk: `createDecoder`, `leafTexts`, `isPresent`.
 *
 * @param {readonly string[]} paths
 * @param {Reading} reading
 * @param {{ kindWindows: readonly number[], logWindow: number }} windows Records of a kind, and of a whole log.
 */
export function measureLogs(paths, reading, windows) {
  const stats = {
    records: 0,
    withoutTemplate: 0,
    sizes: [],
    fullChunks: 0,
    fullChunkRecords: 0,
    values: 0,
    nulls: 0,
    texts: 0,
    textUnits: [],
    nonAscii: 0,
    kinds: new Map(),
    channels: new Map(),
    growth: new Map(),
    logs: new Set(),
  }
  for (const path of paths) measureLog(path, reading, windows, stats)
  return stats
}

function measureLog(path, reading, windows, stats) {
  const fd = openSync(path, 'r')
  try {
    const sizeBytes = fstatSync(fd).size
    if (isCopy(fd, sizeBytes, stats.logs)) return
    measureChunks(fd, sizeBytes, stats)
    const reader = {
      sizeBytes,
      readAt: (target, offset, length, position) => readSync(fd, target, offset, length, position),
      close: () => {},
    }
    const decoder = reading.createDecoder()
    const layout = decoder.readLayout(reader, path, () => {})
    if (layout === undefined) return
    const growth = createGrowth(stats.growth)
    const visit = createVisitor(reading, windows, stats, growth)
    decoder.decodeRange(reader, path, layout, 0, layout.chunkCount, { accept: () => true, visit }, () => {})
    growth.close()
  } finally {
    closeSync(fd)
  }
}

/** Copies of a log, one of them damaged, have the same first and last ids and times in every chunk. */
function isCopy(fd, sizeBytes, logs) {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  const hash = createHash('sha256')
  for (let start = HEADER_BYTES; start + CHUNK_BYTES <= sizeBytes; start += CHUNK_BYTES) {
    readSync(fd, chunk, 0, CHUNK_BYTES, start)
    // First and last id, and the first record with its time (evtx-format §2, §3).
    if (chunk.toString('latin1', 0, 7) === 'ElfChnk')
      hash.update(chunk.subarray(8, 40)).update(chunk.subarray(520, 536))
  }
  const digest = hash.digest('hex')
  if (logs.has(digest)) return true
  logs.add(digest)
  return false
}

/** Sizes of records, straight from the bytes (evtx-format §2, §3). */
function measureChunks(fd, sizeBytes, stats) {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  for (let start = HEADER_BYTES; start + CHUNK_BYTES <= sizeBytes; start += CHUNK_BYTES) {
    readSync(fd, chunk, 0, CHUNK_BYTES, start)
    if (chunk.toString('latin1', 0, 7) !== 'ElfChnk') continue
    const end = Math.min(chunk.readUInt32LE(48), CHUNK_BYTES)
    let records = 0
    for (let at = 512; at + 32 < end && chunk.readUInt32LE(at) === 0x2a2a; records++) {
      const size = chunk.readUInt32LE(at + 4)
      if (size < 32) break
      stats.sizes.push(size)
      if (chunk[at + 28] !== 0x0c) stats.withoutTemplate++
      at += size
    }
    if (end >= FULL_BYTES) {
      stats.fullChunks++
      stats.fullChunkRecords += records
    }
  }
}

/** Takes the records of one log. */
function createVisitor({ leafTexts, isPresent }, { kindWindows, logWindow }, stats, growth) {
  const kindsHere = new Map()
  const logHere = new Map()
  return (event) => {
    const { shape } = event
    const text = (leaf) => (leaf < 0 ? '' : (leafTexts(event, shape.leaves[leaf])[0] ?? ''))
    const channel = text(shape.channel)
    const fields = []
    stats.records++
    for (const leaf of shape.leaves) {
      if (leaf.section === 'system' || !isPresent(event, leaf)) continue
      const value = leafTexts(event, leaf).join('\n')
      fields.push([leaf.name, value])
      noteValue(stats, leaf.slot < 0 ? 1 : event.types[leaf.slot], value)
    }
    const kind = kindOf(stats.kinds, kindsHere, `${channel} ${text(shape.eventId)}`, kindWindows)
    noteKind(kind, fields)
    noteChannel(channelOf(stats.channels, logHere, channel), text(shape.eventId), fields, logWindow)
    growth.note(channel, Math.floor((event.offsetBytes - HEADER_BYTES) / CHUNK_BYTES), fields)
  }
}

function noteValue(stats, type, value) {
  stats.values++
  if (type === 0) stats.nulls++
  if ((type & 0x7f) !== 1) return
  stats.texts++
  stats.textUnits.push(value.length)
  for (let i = 0; i < value.length; i++)
    if (value.charCodeAt(i) > 127) {
      stats.nonAscii++
      break
    }
}

function kindOf(all, here, key, kindWindows) {
  let kind = here.get(key)
  if (kind === undefined) {
    let total = all.get(key)
    if (total === undefined) {
      total = {
        records: 0,
        fields: new Map(),
        windows: kindWindows.map((size) => ({ size, count: 0, distinct: new Map(), seenIn: new Map() })),
      }
      all.set(key, total)
    }
    kind = { total, open: kindWindows.map(() => ({ records: 0, seen: new Map() })) }
    here.set(key, kind)
  }
  return kind
}

function noteKind({ total, open }, fields) {
  total.records++
  for (const [name, value] of fields) {
    const field = total.fields.get(name) ?? { count: 0, units: 0 }
    field.count++
    field.units += value.length
    total.fields.set(name, field)
  }
  open.forEach((window, i) => {
    const { size, distinct, seenIn } = total.windows[i]
    window.records++
    for (const [name, value] of fields) {
      let seen = window.seen.get(name)
      if (seen === undefined) {
        seen = new Set()
        window.seen.set(name, seen)
      }
      seen.add(value)
    }
    if (window.records < size) return
    total.windows[i].count++
    // Old versions of an event lack fields: a window without the field says nothing about it.
    for (const [name, seen] of window.seen) {
      distinct.set(name, (distinct.get(name) ?? 0) + seen.size)
      seenIn.set(name, (seenIn.get(name) ?? 0) + 1)
    }
    open[i] = { records: 0, seen: new Map() }
  })
}

function channelOf(all, here, key) {
  let log = here.get(key)
  if (log === undefined) {
    let total = all.get(key)
    if (total === undefined) {
      total = { records: 0, windows: 0, kinds: 0, values: 0, distinct: 0, units: 0, newUnits: 0 }
      all.set(key, total)
    }
    log = { total, open: newWindow() }
    here.set(key, log)
  }
  return log
}

const newWindow = () => ({ records: 0, values: 0, units: 0, newUnits: 0, kinds: new Set(), seen: new Set() })

/** How much of what comes was seen before, by values and by characters, field by field. */
function noteChannel(log, eventId, fields, size) {
  const { total, open } = log
  total.records++
  open.records++
  open.kinds.add(eventId)
  for (const [name, value] of fields) {
    const key = `${name}\0${value}`
    open.values++
    open.units += value.length
    if (open.seen.has(key)) continue
    open.seen.add(key)
    open.newUnits += value.length
  }
  if (open.records < size) return
  total.windows++
  total.kinds += open.kinds.size
  total.values += open.values
  total.distinct += open.seen.size
  total.units += open.units
  total.newUnits += open.newUnits
  log.open = newWindow()
}

/** The value below which a share of all lies. */
export function quantile(values, share) {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}
