// The cache of values (engine/program/state/value-cache.ts), read from here.
import {
  CACHE_ARENA,
  CACHE_COUNT,
  CACHE_ENTRIES,
  CACHE_INDEX,
  CACHE_MASK,
  CACHE_SEED,
  ENTRY_BYTES,
  ENTRY_HASH,
  ENTRY_KEY,
  ENTRY_LENGTH,
  ENTRY_OFFSET,
  ENTRY_VALUE,
  MAX_PROBES,
} from '../layout'
import { equalBytes, hashBytes } from './bytes'

/** Hash of the last look-up, for the addition that may follow. */
export let lastHash = 0

export function entryAt(cache: usize, entry: i32): usize {
  return load<usize>(cache, CACHE_ENTRIES) + (entry as usize) * ENTRY_BYTES
}

function holds(cache: usize, at: usize, key: i32, offset: usize, length: i32): bool {
  if (load<i32>(at, ENTRY_LENGTH) != length || load<i32>(at, ENTRY_KEY) != key) return false
  return equalBytes(load<usize>(cache, CACHE_ARENA) + load<usize>(at, ENTRY_OFFSET), offset, length)
}

/** True when this entry, any number from 0 on, holds the bytes. */
export function isEntryOf(cache: usize, entry: i32, key: i32, offset: usize, length: i32): bool {
  if (entry == 0 || entry > load<i32>(cache, CACHE_COUNT)) return false
  return holds(cache, entryAt(cache, entry), key, offset, length)
}

/** The entry that holds the bytes, 0 when none does. */
export function findEntry(cache: usize, key: i32, offset: usize, length: i32): i32 {
  const hash = hashBytes(load<i32>(cache, CACHE_SEED), key, offset, length)
  const mask = load<i32>(cache, CACHE_MASK)
  const index = load<usize>(cache, CACHE_INDEX)
  lastHash = hash
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const entry = load<i32>(index + ((((hash + probe) & mask) as usize) << 2))
    if (entry == 0) return 0
    const at = entryAt(cache, entry)
    if (load<i32>(at, ENTRY_HASH) == hash && holds(cache, at, key, offset, length)) return entry
  }
  return 0
}

export function valueAt(cache: usize, entry: i32): i32 {
  return load<i32>(entryAt(cache, entry), ENTRY_VALUE)
}
