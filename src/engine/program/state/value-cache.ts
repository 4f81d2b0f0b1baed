/**
 * A bounded cache from value bytes to a small integer (a set of atoms, or a class of channels). In: a key (who asks and
 * the value's type) and bytes. Out: the integer, or -1. Invariant: an answer is given only after all bytes were compared;
 * entries never change; everything is dropped at once when entries or bytes run out.
 */
import {
  ENTRY_BYTES,
  ENTRY_HASH,
  ENTRY_KEY,
  ENTRY_LENGTH,
  ENTRY_OFFSET,
  ENTRY_VALUE,
  LONG_BYTES,
  MAX_CACHED_BYTES,
  MAX_PROBES,
} from '../../../kernel/layout.ts'

export interface ValueCache extends CacheTables {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly maxLongBytes: number
  readonly seed: number
  view: DataView
  /** Hash of the last look-up, for the insertion that may follow. */
  lastHash: number
  /** Entry that the last look-up found or the last insertion made; 0 when it was not kept. */
  lastEntry: number
}

/** Words of `CacheTables.used`: entries, their bytes, bytes of long ones. */
export const Used = { Count: 0, Bytes: 1, LongBytes: 2 } as const

/** The memory of a cache. */
export interface CacheTables {
  /** Entry ids by hash, 0 = free; a power of two, at least twice the entries. */
  readonly index: Int32Array
  /** `ENTRY_BYTES` each (kernel/layout.ts). */
  readonly entries: Int32Array
  /** What changes (`Used`), in memory that another may share: whoever adds has to count. */
  readonly used: Int32Array
  /** Bytes of the entries, `view` is over the same memory; grows to `maxBytes` where it is shorter. */
  arena: Buffer
}

const FIRST_ARENA_BYTES = 65536

/** An entry and its fields, in words. */
const ENTRY_WORDS: number = ENTRY_BYTES / 4
const HASH: number = ENTRY_HASH / 4
const KEY: number = ENTRY_KEY / 4
const LENGTH: number = ENTRY_LENGTH / 4
const OFFSET: number = ENTRY_OFFSET / 4
const VALUE: number = ENTRY_VALUE / 4

/** `maxEntries` 0 makes a cache that never holds anything. Tables that the caller brings are all zeros. */
export function createValueCache(
  maxEntries: number,
  maxBytes: number,
  seed: number,
  tables: CacheTables = createTables(maxEntries, maxBytes),
): ValueCache {
  const { arena } = tables
  return {
    ...tables,
    maxEntries,
    maxBytes,
    maxLongBytes: maxBytes >>> 1,
    seed,
    view: new DataView(arena.buffer, arena.byteOffset, arena.byteLength),
    lastHash: 0,
    lastEntry: 0,
  }
}

/** Places of the index for so many entries. */
export function placesFor(maxEntries: number): number {
  let places = 16
  while (places < 2 * maxEntries) places *= 2
  return places
}

function createTables(maxEntries: number, maxBytes: number): CacheTables {
  return {
    index: new Int32Array(placesFor(maxEntries)),
    entries: new Int32Array((maxEntries + 1) * ENTRY_WORDS),
    used: new Int32Array(3),
    arena: Buffer.from(new ArrayBuffer(Math.min(maxBytes, FIRST_ARENA_BYTES))),
  }
}

export function clearCache(cache: ValueCache): void {
  cache.index.fill(0)
  cache.used.fill(0)
}

/** The integer kept for the bytes, -1 when there is none. */
export function findValue(
  cache: ValueCache,
  key: number,
  view: DataView,
  offset: number,
  length: number,
): number {
  const hash = hashBytes(cache.seed, key, view, offset, length)
  cache.lastHash = hash
  const { entries, index } = cache
  const mask = index.length - 1
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const entry = index[(hash + probe) & mask]!
    if (entry === 0) return -1
    const at = entry * ENTRY_WORDS
    if (
      entries[at + HASH] === hash &&
      entries[at + LENGTH] === length &&
      entries[at + KEY] === key &&
      equalBytes(cache.view, entries[at + OFFSET]!, view, offset, length)
    ) {
      cache.lastEntry = entry
      return entries[at + VALUE]!
    }
  }
  return -1
}

/** True when the entry holds this integer for the bytes: a look-up without a hash. `entry` is any number ≥ 0. */
export function isEntryOf(
  cache: ValueCache,
  entry: number,
  key: number,
  view: DataView,
  offset: number,
  length: number,
): boolean {
  const { entries, used } = cache
  const at = entry * ENTRY_WORDS
  return (
    entry !== 0 &&
    // What lies beyond is left from before the cache was emptied.
    entry <= used[Used.Count]! &&
    entries[at + LENGTH] === length &&
    entries[at + KEY] === key &&
    equalBytes(cache.view, entries[at + OFFSET]!, view, offset, length)
  )
}

/** The integer that an entry holds. */
export function valueAt({ entries }: ValueCache, entry: number): number {
  return entries[entry * ENTRY_WORDS + VALUE]!
}

/** Keeps an integer ≥ 0 for the bytes that the last `findValue` did not find. */
export function keepValue(
  cache: ValueCache,
  key: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  value: number,
): void {
  cache.lastEntry = 0
  if (cache.maxEntries === 0 || length > MAX_CACHED_BYTES || length > cache.maxBytes) return
  const { used } = cache
  const isLong = length > LONG_BYTES
  if (isLong && used[Used.LongBytes]! + length > cache.maxLongBytes) return
  if (used[Used.Count] === cache.maxEntries || used[Used.Bytes]! + length > cache.maxBytes) clearCache(cache)
  const at = used[Used.Bytes]!
  if (at + length > cache.arena.length) growArena(cache, length)
  const entry = used[Used.Count]! + 1
  const { arena } = cache
  for (let i = 0; i < length; i++) arena[at + i] = bytes[offset + i]!
  used[Used.Count] = entry
  used[Used.Bytes] = at + length
  if (isLong) used[Used.LongBytes]! += length
  const { entries } = cache
  const place = entry * ENTRY_WORDS
  entries[place + HASH] = cache.lastHash
  entries[place + KEY] = key
  entries[place + LENGTH] = length
  entries[place + OFFSET] = at
  entries[place + VALUE] = value
  cache.lastEntry = entry
  cache.index[placeFor(cache.index, cache.lastHash)] = entry
}

function growArena(cache: ValueCache, length: number): void {
  const usedBytes = cache.used[Used.Bytes]!
  let size = cache.arena.length
  while (size < usedBytes + length) size *= 2
  const arena = Buffer.from(new ArrayBuffer(Math.min(size, cache.maxBytes)))
  cache.arena.copy(arena, 0, 0, usedBytes)
  cache.arena = arena
  cache.view = new DataView(arena.buffer)
}

/** The first free place, else that of the oldest entry: ids grow with time. */
function placeFor(index: Int32Array, hash: number): number {
  const mask = index.length - 1
  let oldest = hash & mask
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const place = (hash + probe) & mask
    if (index[place] === 0) return place
    if (index[place]! < index[oldest]!) oldest = place
  }
  return oldest
}

/** Compares four bytes at a time, the last ones first: paths begin alike. */
export function equalBytes(
  a: DataView,
  offsetA: number,
  b: DataView,
  offsetB: number,
  length: number,
): boolean {
  if (length < 4) {
    for (let i = 0; i < length; i++) if (a.getUint8(offsetA + i) !== b.getUint8(offsetB + i)) return false
    return true
  }
  const last = length - 4
  if (a.getInt32(offsetA + last, true) !== b.getInt32(offsetB + last, true)) return false
  for (let i = 0; i < last; i += 4)
    if (a.getInt32(offsetA + i, true) !== b.getInt32(offsetB + i, true)) return false
  return true
}

/** Two lanes of 32 bits, eight bytes a step; rotations after the multiplications carry high bits down. */
function hashBytes(seed: number, key: number, view: DataView, offset: number, length: number): number {
  let a = seed ^ Math.imul(key, 0x9e3779b1)
  let b = (seed >>> 7) ^ Math.imul(length, 0x85ebca6b)
  let at = offset
  const end = offset + length
  for (; at + 8 <= end; at += 8) {
    a = Math.imul(a ^ view.getInt32(at, true), 0xcc9e2d51)
    a = (a << 15) | (a >>> 17)
    b = Math.imul(b ^ view.getInt32(at + 4, true), 0x1b873593)
    b = (b << 13) | (b >>> 19)
  }
  if (at + 4 <= end) {
    a = Math.imul(a ^ view.getInt32(at, true), 0xcc9e2d51)
    a = (a << 15) | (a >>> 17)
    at += 4
  }
  for (; at < end; at++) b = Math.imul(b ^ view.getUint8(at), 0x1b873593)
  let hash = a ^ ((b << 16) | (b >>> 16))
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
