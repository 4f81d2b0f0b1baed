/**
 * One record may match several rules of a correlation and still is one record. In: points in order. Out: whether a point
 * repeats an earlier one: same record, same value. Invariant: points of one record stand side by side.
 */
import { IDENTITY_WORDS, TIME_HIGH } from '../point/point-record.ts'
import { compareKeys, type RecordCursor } from '../spill/run.ts'

export interface RepeatFilter {
  reset(): void
  isRepeat(point: RecordCursor): boolean
}

/** `valueWords` is the length of the value at the start of payloads; 0 compares records alone. */
export function createRepeatFilter(valueWords: number): RepeatFilter {
  const identity = new Uint32Array(IDENTITY_WORDS)
  let hasLast = false
  /** Values of the current record's points: at most one a rule. */
  let values: Uint32Array[] = []
  return {
    reset() {
      hasLast = false
    },
    isRepeat({ words, keyAt, payloadAt }) {
      const at = keyAt + TIME_HIGH
      const isSame = hasLast && compareKeys(words, at, identity, 0, IDENTITY_WORDS) === 0
      if (!isSame) {
        for (let i = 0; i < IDENTITY_WORDS; i++) identity[i] = words[at + i]!
        hasLast = true
        if (valueWords > 0) values = [words.slice(payloadAt >> 2, (payloadAt >> 2) + valueWords)]
        return false
      }
      if (valueWords === 0) return true
      const valueAt = payloadAt >> 2
      if (values.some((value) => compareKeys(words, valueAt, value, 0, valueWords) === 0)) return true
      values.push(words.slice(valueAt, valueAt + valueWords))
      return false
    },
  }
}
