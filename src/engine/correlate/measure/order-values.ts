/**
 * `value_median`, `value_percentile`, and the least and greatest value: by linear interpolation at (n - 1) × p / 100.
 * The window holds the ranks of its points among all values of the group, one bit each; values are read from where they
 * stand sorted.
 */
import { VALUE_WORDS } from '../point/point-record.ts'
import { type RecordCursor, recordBytes } from '../spill/run.ts'
import { readDecimal, SCALE, scaleNumber } from '../values/decimal.ts'
import { createFractionTest } from '../values/tests.ts'
import type { ValueMeasureOptions } from './count-values.ts'
import { type Measure, PLAIN_MEASURE } from './measure.ts'
import { createRankSet } from './rank-set.ts'
import { createRepeatFilter } from './repeat-filter.ts'
import { createNoteReader, createValueOrder, NONE } from './value-order.ts'

const NOTE_WORDS = 1

export function createPercentile(
  { tests, memoryBytes, files }: ValueMeasureOptions,
  percentile: number,
): Measure {
  const test = createFractionTest(tests)
  const valueWords = VALUE_WORDS.decimal
  const valueBytes = recordBytes(valueWords + 1, 0)
  const order = createValueOrder({ valueWords, noteWords: NOTE_WORDS, memoryBytes, files })
  const repeats = createRepeatFilter(valueWords)
  const ranks = createRankSet()
  const scaled = scaleNumber(percentile)
  const hundred = 100n * SCALE
  let entering = (_ordinal: number, _word: number): number => NONE
  let leaving = entering
  let sorted: RecordCursor | undefined
  let numerator = 0n

  const valueAt = (index: number): bigint => {
    sorted!.seek(ranks.select(index) * valueBytes)
    return readDecimal(sorted!.words, sorted!.keyAt)
  }
  /** The interpolated value, times `hundred`. */
  const measure = (): bigint => {
    const place = BigInt(ranks.count - 1) * scaled
    const index = Number(place / hundred)
    const rest = place % hundred
    const low = valueAt(index)
    return rest === 0n ? low * hundred : low * hundred + (valueAt(index + 1) - low) * rest
  }
  return {
    start(group) {
      repeats.reset()
      const run = order.sort(group, repeats.isRepeat)
      const cursor = run.openCursor()
      for (let rank = 0; !cursor.isAtEnd; rank++, cursor.next()) {
        order.note[0] = rank
        order.addNote(cursor.words[cursor.keyAt + valueWords]!)
      }
      const notes = order.finishNotes()
      entering = createNoteReader(notes, NOTE_WORDS)
      leaving = createNoteReader(notes, NOTE_WORDS)
      sorted = run.openCursor()
      ranks.reset(run.records)
    },
    enter(_, ordinal) {
      const rank = entering(ordinal, 0)
      if (rank !== NONE) ranks.add(rank)
    },
    leave(_, ordinal) {
      const rank = leaving(ordinal, 0)
      if (rank !== NONE) ranks.remove(rank)
    },
    holds() {
      if (ranks.count === 0) return false
      numerator = measure()
      return test(numerator, hundred * SCALE)
    },
    value: () => ({ numerator, denominator: hundred * SCALE }),
    ...PLAIN_MEASURE,
    close: () => order.reset(),
  }
}
