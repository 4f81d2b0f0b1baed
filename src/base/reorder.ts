/**
 * Puts results that come in any order back into the order of their sequence numbers.
 * In: (sequence, item) in any order. Out: items in ascending order, without gaps.
 * Invariant: at most `limit` sequence numbers are open at a time, so what is held back is bounded.
 */

export interface Reorder<T extends object> {
  /** The sequence number that `take` waits for. */
  readonly next: number
  /** How many items are held back. */
  readonly held: number
  /** Takes an item in. Throws a RangeError when the sequence was given before or is `limit` or more ahead. */
  put(sequence: number, item: T): void
  /** The next item in order; undefined when it has not come yet. */
  take(): T | undefined
  /** Everything held, in order, across gaps: for the end of an interrupted run. */
  takeAll(): T[]
}

export function createReorder<T extends object>(limit: number): Reorder<T> {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`reorder: limit ${limit} is below 1`)
  const held = new Map<number, T>()
  let next = 0
  return {
    get next() {
      return next
    },
    get held() {
      return held.size
    },
    put(sequence, item) {
      if (sequence < next || held.has(sequence)) throw new RangeError(`reorder: ${sequence} came twice`)
      if (sequence >= next + limit) throw new RangeError(`reorder: ${sequence} is too far ahead of ${next}`)
      held.set(sequence, item)
    },
    take() {
      const item = held.get(next)
      if (item !== undefined) held.delete(next++)
      return item
    },
    takeAll() {
      const items = [...held].sort(([a], [b]) => a - b)
      next = Math.max(next, ...items.map(([sequence]) => sequence + 1))
      held.clear()
      return items.map(([, item]) => item)
    },
  }
}
