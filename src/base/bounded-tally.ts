/**
 * Counts by key when the input decides how many keys there are. Kept are the `limit` smallest keys, with exact counts;
 * all others are counted together.
 * Invariant: tallies of the parts of an input, merged in any order, equal the tally of the whole. (A key among the
 * smallest of the whole is among the smallest of every part that holds it, so it was never dropped before.)
 */

/** What is counted by key. Stays the same object until `generation` changes. */
export interface Counter {
  records: number
  hits: number
}

/** Plain data, sorted by key (UTF-16 order). */
export interface TallyEntries {
  readonly entries: readonly (readonly [key: string, records: number, hits: number])[]
  /** Sum over the keys beyond the limit. */
  readonly others: Readonly<Counter>
}

export interface BoundedTally {
  /** Grows whenever counters got by `counter` before may be no longer in use. */
  readonly generation: number
  /** The counter of a key: to be counted up by the caller. */
  counter(key: string): Counter
  merge(part: TallyEntries): void
  entries(): TallyEntries
}

export function createBoundedTally(limit: number): BoundedTally {
  const counters = new Map<string, Counter>()
  const others: Counter = { records: 0, hits: 0 }
  /** Keys above it are not among the smallest any more. */
  let highest: string | undefined
  let generation = 0

  const prune = (): void => {
    const keys = [...counters.keys()].sort(byUnits)
    for (const key of keys.slice(limit)) {
      addTo(others, counters.get(key)!)
      counters.delete(key)
    }
    highest = keys[limit - 1]
    generation++
  }
  const counter = (key: string): Counter => {
    const known = counters.get(key)
    if (known !== undefined) return known
    if (highest !== undefined && key > highest) return others
    if (counters.size >= 2 * limit) prune()
    if (highest !== undefined && key > highest) return others
    const fresh = { records: 0, hits: 0 }
    counters.set(key, fresh)
    return fresh
  }
  return {
    get generation() {
      return generation
    },
    counter,
    merge(part) {
      for (const [key, records, hits] of part.entries) addTo(counter(key), { records, hits })
      addTo(others, part.others)
    },
    entries() {
      if (counters.size > limit) prune()
      const sorted = [...counters].sort(([a], [b]) => byUnits(a, b))
      return { entries: sorted.map(([key, c]) => [key, c.records, c.hits] as const), others: { ...others } }
    },
  }
}

function addTo(into: Counter, from: Readonly<Counter>): void {
  into.records += from.records
  into.hits += from.hits
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
