/**
 * A point, one match of a rule or hit of an inner correlation, as a record that sorts by correlation, group and time.
 * Key: correlation, group, time, then what orders equal times of one log, then the slot.
 * Payload: the value as words, for a hit where its window begins; then texts: computer, channel, provider, event id,
 * for a hit what it measured; group, value, carried ones.
 */
import { DECIMAL_WORDS } from '../values/decimal.ts'

export const KEY_WORDS = 14
export const PLAN = 0
/** Four words. */
export const GROUP = 1
export const GROUP_WORDS = 4
/** Plan and group: points of one group share these. */
export const GROUP_KEY_WORDS: number = GROUP + GROUP_WORDS
export const TIME_HIGH = 5
export const TIME_LOW = 6
/** From here on the record, up to and with `HIT`. */
export const SOURCE = 7
export const ID_HIGH = 8
export const ID_LOW = 9
export const CHUNK = 10
export const RECORD = 11
/** 0 for a match, else the number of the inner hit. */
export const HIT = 12
export const SLOT = 13
/** Words that say which record, or which inner hit, a point is: time to `HIT`. */
export const IDENTITY_WORDS: number = HIT - TIME_HIGH + 1

/** Words of the value at the start of a payload. */
export const VALUE_WORDS: Readonly<Record<'none' | 'text' | 'decimal', number>> = {
  none: 0,
  text: 4,
  decimal: DECIMAL_WORDS,
}
