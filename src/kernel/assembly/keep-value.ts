// Adds to the cache of values, as `keepValue` of engine/program/state/value-cache.ts does.
import {
  CACHE_ARENA,
  CACHE_COUNT,
  CACHE_INDEX,
  CACHE_LONG,
  CACHE_MASK,
  CACHE_MAX_COUNT,
  CACHE_MAX_LONG,
  CACHE_MAX_USED,
  CACHE_USED,
  ENTRY_HASH,
  ENTRY_KEY,
  ENTRY_LENGTH,
  ENTRY_OFFSET,
  ENTRY_VALUE,
  LONG_BYTES,
  MAX_CACHED_BYTES,
  MAX_PROBES,
} from '../layout'
import { entryAt, lastHash } from './find-value'

/** Keeps a value for bytes that the last `findEntry` did not find; its entry, 0 when it is not kept. */
export function keepValue(cache: usize, key: i32, offset: usize, length: i32, value: i32): i32 {
  const maxUsed = load<i32>(cache, CACHE_MAX_USED)
  const maxCount = load<i32>(cache, CACHE_MAX_COUNT)
  if (maxCount == 0 || length > MAX_CACHED_BYTES || length > maxUsed) return 0
  const isLong = length > LONG_BYTES
  if (isLong && load<i32>(cache, CACHE_LONG) + length > load<i32>(cache, CACHE_MAX_LONG)) return 0
  const isFull = load<i32>(cache, CACHE_COUNT) == maxCount || load<i32>(cache, CACHE_USED) + length > maxUsed
  if (isFull) clear(cache)
  const entry = load<i32>(cache, CACHE_COUNT) + 1
  const at = load<i32>(cache, CACHE_USED)
  memory.copy(load<usize>(cache, CACHE_ARENA) + at, offset, length)
  store<i32>(cache, entry, CACHE_COUNT)
  store<i32>(cache, at + length, CACHE_USED)
  if (isLong) store<i32>(cache, load<i32>(cache, CACHE_LONG) + length, CACHE_LONG)
  const place = entryAt(cache, entry)
  store<i32>(place, lastHash, ENTRY_HASH)
  store<i32>(place, key, ENTRY_KEY)
  store<i32>(place, length, ENTRY_LENGTH)
  store<i32>(place, at, ENTRY_OFFSET)
  store<i32>(place, value, ENTRY_VALUE)
  store<i32>(placeFor(cache), entry)
  return entry
}

function clear(cache: usize): void {
  memory.fill(load<usize>(cache, CACHE_INDEX), 0, ((load<i32>(cache, CACHE_MASK) + 1) as usize) << 2)
  store<i32>(cache, 0, CACHE_COUNT)
  store<i32>(cache, 0, CACHE_USED)
  store<i32>(cache, 0, CACHE_LONG)
}

/** The first free place, else that of the oldest entry: entries grow with time. */
function placeFor(cache: usize): usize {
  const mask = load<i32>(cache, CACHE_MASK)
  const index = load<usize>(cache, CACHE_INDEX)
  let oldest = index + (((lastHash & mask) as usize) << 2)
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const place = index + ((((lastHash + probe) & mask) as usize) << 2)
    if (load<i32>(place) == 0) return place
    if (load<i32>(place) < load<i32>(oldest)) oldest = place
  }
  return oldest
}
