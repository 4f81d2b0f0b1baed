// The cache of values (engine/program/state/value-cache.ts), read from here.
import {
  CACHE_ARENA,
  CACHE_COUNT,
  CACHE_HASHES,
  CACHE_INDEX,
  CACHE_KEYS,
  CACHE_LENGTHS,
  CACHE_MASK,
  CACHE_OFFSETS,
  CACHE_SEED,
  CACHE_VALUES,
  MAX_PROBES,
} from '../layout'
import { equalBytes, hashBytes } from './bytes'

/** Hash of the last look-up, for the addition that may follow. */
export let lastHash = 0

/** Address of a word of one of the cache's tables. */
export function tableAt(cache: usize, table: usize, index: i32): usize {
  return load<usize>(cache + table) + ((index as usize) << 2)
}

function holds(cache: usize, entry: i32, key: i32, offset: usize, length: i32): bool {
  if (load<i32>(tableAt(cache, CACHE_LENGTHS, entry)) != length) return false
  if (load<i32>(tableAt(cache, CACHE_KEYS, entry)) != key) return false
  const kept = load<usize>(cache, CACHE_ARENA) + load<usize>(tableAt(cache, CACHE_OFFSETS, entry))
  return equalBytes(kept, offset, length)
}

/** True when this entry, any number from 0 on, holds the bytes. */
export function isEntryOf(cache: usize, entry: i32, key: i32, offset: usize, length: i32): bool {
  if (entry == 0 || entry > load<i32>(cache, CACHE_COUNT)) return false
  return holds(cache, entry, key, offset, length)
}

/** The entry that holds the bytes, 0 when none does. */
export function findEntry(cache: usize, key: i32, offset: usize, length: i32): i32 {
  const hash = hashBytes(load<i32>(cache, CACHE_SEED), key, offset, length)
  const mask = load<i32>(cache, CACHE_MASK)
  lastHash = hash
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const entry = load<i32>(tableAt(cache, CACHE_INDEX, (hash + probe) & mask))
    if (entry == 0) return 0
    if (load<i32>(tableAt(cache, CACHE_HASHES, entry)) == hash && holds(cache, entry, key, offset, length))
      return entry
  }
  return 0
}

export function valueAt(cache: usize, entry: i32): i32 {
  return load<i32>(tableAt(cache, CACHE_VALUES, entry))
}
