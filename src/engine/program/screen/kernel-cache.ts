/**
 * A cache of values in the kernel's memory: filled here, read on both sides. In: a kernel and bounds. Out: the cache, and
 * where its description stands. Invariant: what is found in it is the same from either side.
 */
import type { Area, Kernel } from '../../../kernel/create-kernel.ts'
import {
  CACHE_ARENA,
  CACHE_BYTES,
  CACHE_COUNT,
  CACHE_ENTRIES,
  CACHE_INDEX,
  CACHE_LONG,
  CACHE_MASK,
  CACHE_MAX_COUNT,
  CACHE_MAX_LONG,
  CACHE_MAX_USED,
  CACHE_SEED,
  ENTRY_BYTES,
} from '../../../kernel/layout.ts'
import { createValueCache, placesFor, type ValueCache } from '../state/value-cache.ts'

export interface KernelCache {
  readonly cache: ValueCache
  readonly address: number
}

/** Undefined when the kernel has no room for it. */
export function createKernelCache(
  kernel: Kernel,
  maxEntries: number,
  maxBytes: number,
  seed: number,
): KernelCache | undefined {
  const { bytes, rest, words } = kernel
  const address = rest.allocate(CACHE_BYTES)
  const table = (field: number, length: number): Int32Array | undefined =>
    takeTable(words, rest, address + field, length)
  const index = table(CACHE_INDEX, placesFor(maxEntries))
  const entries = table(CACHE_ENTRIES, ((maxEntries + 1) * ENTRY_BYTES) / 4)
  const arena = rest.allocate(maxBytes)
  if (address === 0 || !index || !entries || arena === 0) return undefined
  words[(address + CACHE_MASK) >> 2] = index.length - 1
  words[(address + CACHE_ARENA) >> 2] = arena
  words[(address + CACHE_SEED) >> 2] = seed
  words[(address + CACHE_MAX_COUNT) >> 2] = maxEntries
  words[(address + CACHE_MAX_USED) >> 2] = maxBytes
  const tables = {
    index,
    entries,
    used: words.subarray((address + CACHE_COUNT) >> 2, ((address + CACHE_LONG) >> 2) + 1),
    arena: bytes.subarray(arena, arena + maxBytes),
  }
  const cache = createValueCache(maxEntries, maxBytes, seed, tables)
  words[(address + CACHE_MAX_LONG) >> 2] = cache.maxLongBytes
  return { cache, address }
}

/** Writes down where the table stands. */
function takeTable(words: Int32Array, rest: Area, field: number, length: number): Int32Array | undefined {
  const address = rest.allocate(4 * length)
  if (address === 0) return undefined
  words[field >> 2] = address
  return words.subarray(address >> 2, (address >> 2) + length)
}
