/**
 * `value_count`: how many values differ in the window. Each point knows the points before and after it that have the same
 * value: it is the first of its value in the window when the one before lies outside, the last when the one after does.
 * So nothing is remembered of the values themselves, however many there are.
 */
import { VALUE_WORDS } from '../point/point-record.ts'
import { compareKeys, type Run } from '../spill/run.ts'
import type { TemporaryFiles } from '../spill/temporary-file.ts'
import { wholeFraction } from '../values/fraction.ts'
import { createCountTest, type Test } from '../values/tests.ts'
import { type Measure, PLAIN_MEASURE } from './measure.ts'
import { createNoteReader, createValueOrder, NONE, type ValueOrder } from './value-order.ts'

const BEFORE = 0
const AFTER = 1
const NOTE_WORDS = 2

export interface ValueMeasureOptions {
  readonly tests: readonly Test[]
  readonly memoryBytes: number
  readonly files: TemporaryFiles
}

export function createValueCount({ tests, memoryBytes, files }: ValueMeasureOptions): Measure {
  const test = createCountTest(tests)
  const order = createValueOrder({
    valueWords: VALUE_WORDS.text,
    noteWords: NOTE_WORDS,
    memoryBytes,
    files,
  })
  let entering = (_ordinal: number, _word: number): number => NONE
  let leaving = entering
  let first = 0
  let last = 0
  let count = 0
  return {
    start(group) {
      noteNeighbours(
        order,
        order.sort(group, () => false),
      )
      const notes = order.finishNotes()
      entering = createNoteReader(notes, NOTE_WORDS)
      leaving = createNoteReader(notes, NOTE_WORDS)
      first = 0
      last = -1
      count = 0
    },
    enter(_, ordinal) {
      last = ordinal
      const before = entering(ordinal, BEFORE)
      if (before === NONE || before < first) count++
    },
    leave(_, ordinal) {
      first = ordinal + 1
      const after = leaving(ordinal, AFTER)
      if (after === NONE || after > last) count--
    },
    holds: () => test(count),
    value: () => wholeFraction(count),
    ...PLAIN_MEASURE,
    close: () => order.reset(),
  }
}

/** Equal values stand side by side, by ascending number. */
function noteNeighbours(order: ValueOrder, run: Run): void {
  const cursor = run.openCursor()
  const valueWords = run.keyWords - 1
  const last = new Uint32Array(run.keyWords)
  let before = NONE
  for (let isFirst = true; ; isFirst = false, cursor.next()) {
    const isSame =
      !isFirst && !cursor.isAtEnd && compareKeys(cursor.words, cursor.keyAt, last, 0, valueWords) === 0
    if (!isFirst) {
      const ordinal = last[valueWords]!
      order.note[BEFORE] = before
      order.note[AFTER] = isSame ? cursor.words[cursor.keyAt + valueWords]! : NONE
      order.addNote(ordinal)
      before = isSame ? ordinal : NONE
    }
    if (cursor.isAtEnd) return
    for (let i = 0; i < last.length; i++) last[i] = cursor.words[cursor.keyAt + i]!
  }
}
