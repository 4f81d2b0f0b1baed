/**
 * Chains of points in the order of a list of rules: each later than the one before. In: points in time order. Out: the
 * longest chain that begins in the window. For each length and last rule only the latest beginning is kept: a chain
 * that began earlier leaves every window sooner.
 * Order (sigma-semantics §5.1.5): later in time; at equal times later in the same log. Equal times of two logs have none.
 */
import { RECORD, SOURCE, TIME_HIGH, TIME_LOW } from '../point/point-record.ts'
import { compareKeys, type RecordCursor } from '../spill/run.ts'

export interface LongestChain {
  reset(): void
  /** `step` is the rule's place in the list. */
  add(point: RecordCursor, step: number, ordinal: number): void
  /** Length of the longest chain whose first point has at least this number. */
  lengthFrom(firstOrdinal: number): number
}

/** No chain. */
const UNSET = -1
/** Time and place of a record; the hits of inner correlations stand at the place of a record too. */
const PLACE_WORDS = RECORD - TIME_HIGH + 1
const TIME_WORDS = TIME_LOW - TIME_HIGH + 1

export function createLongestChain(steps: number): LongestChain {
  const make = (): Float64Array => new Float64Array(steps * steps).fill(UNSET)
  /** Latest beginning of a chain of length `1 + i` that ends with step `j`, at `i × steps + j`. */
  const all = make()
  /** Of these, what the current record may follow: all earlier times, and earlier records of its log at its time. */
  const earlier = make()
  const settled = make()
  /** What the current record adds: it does not follow itself. */
  let own: { readonly at: number; readonly start: number }[] = []
  const last = new Uint32Array(PLACE_WORDS)
  let hasLast = false

  const turnTo = ({ words, keyAt }: RecordCursor): void => {
    const at = keyAt + TIME_HIGH
    const sourceAt = SOURCE - TIME_HIGH
    if (hasLast && compareKeys(words, at, last, 0, PLACE_WORDS) === 0) return
    if (!hasLast || compareKeys(words, at, last, 0, TIME_WORDS) !== 0) {
      settled.set(all)
      earlier.set(all)
    } else if (words[at + sourceAt] !== last[sourceAt]) earlier.set(settled)
    else for (const { at: cell, start } of own) earlier[cell] = Math.max(earlier[cell]!, start)
    own = []
    for (let i = 0; i < PLACE_WORDS; i++) last[i] = words[at + i]!
    hasLast = true
  }
  const extend = (cell: number, start: number): void => {
    own.push({ at: cell, start })
    all[cell] = Math.max(all[cell]!, start)
  }
  return {
    reset() {
      for (const table of [all, earlier, settled]) table.fill(UNSET)
      own = []
      hasLast = false
    },
    add(point, step, ordinal) {
      turnTo(point)
      for (let length = 1; length <= step; length++) {
        let start = UNSET
        for (let before = 0; before < step; before++)
          start = Math.max(start, earlier[(length - 1) * steps + before]!)
        if (start === UNSET) break
        extend(length * steps + step, start)
      }
      extend(step, ordinal)
    },
    lengthFrom(firstOrdinal) {
      for (let length = steps; length > 0; length--)
        for (let step = 0; step < steps; step++)
          if (all[(length - 1) * steps + step]! >= firstOrdinal) return length
      return 0
    },
  }
}
