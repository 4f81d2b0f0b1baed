/**
 * All ways through one counted repeat of a set at once: each began at another character, and all go on together or end
 * together. In: characters where one begins, characters that fit or not. Out: whether one of them has a count between
 * the bounds. Invariant: constant time a character whatever the bounds are; memory is the upper bound, or nothing when
 * it is open.
 */
export interface Counter {
  readonly min: number
  /** `Infinity` when open: then the oldest way, which has the most, stands for all. */
  readonly max: number
  /** Where the ways began, oldest first, in a ring; numbers of characters. */
  readonly starts: Int32Array
  first: number
  size: number
  newest: number
}

export function createCounter(min: number, max: number): Counter {
  // One that has just begun beside one that is about to end.
  const capacity = max === Number.POSITIVE_INFINITY ? 1 : max + 2
  return { min, max, starts: new Int32Array(capacity), first: 0, size: 0, newest: -1 }
}

export function resetCounter(counter: Counter): void {
  counter.size = 0
  counter.newest = -1
}

/** A way begins before character `at`; called at most once for a character. */
export function beginCount(counter: Counter, at: number): void {
  counter.newest = at
  if (counter.max === Number.POSITIVE_INFINITY && counter.size > 0) return
  const place = counter.first + counter.size
  counter.starts[place % counter.starts.length] = at
  counter.size++
}

/** The character before `at` does not fit: only a way that begins at `at` stays. */
export function endCounts(counter: Counter, at: number): void {
  const hasBegun = counter.newest === at
  counter.size = 0
  if (hasBegun) beginCount(counter, at)
}

/** The character before `at` fits. True when a way has enough; those that had all they may are dropped. */
export function goOn(counter: Counter, at: number): boolean {
  const { starts, min, max } = counter
  while (counter.size > 0 && at - starts[counter.first]! > max) {
    counter.first = (counter.first + 1) % starts.length
    counter.size--
  }
  return counter.size > 0 && at - starts[counter.first]! >= min
}
