/**
 * Looks for a window of sets in a text, in leaps. In: the sets. Out: tables, and a test. Invariant: false only when no run
 * of units of the text is in the sets, each in its own; units beyond ASCII count as members of every set that has any of
 * them.
 */
import { type CharSet, rangesOf } from './char-set.ts'

const ASCII = 128
/** Columns of a row: ASCII units, and one for all others. */
export const COLUMNS: number = ASCII + 1

export interface WindowTable {
  /** Units. */
  readonly length: number
  /** By column: how far the window may move when this unit is below its last place (Horspool). */
  readonly leaps: Uint8Array
  /** By column: the last place whose set has this unit, counted from 1; 0 when none has (Boyer and Moore). */
  readonly places: Uint8Array
  /** A row of columns a place: is the unit a member of the set? */
  readonly members: Uint8Array
}

/** At most 255 sets, at least one. */
export function buildWindowTable(window: readonly CharSet[]): WindowTable {
  const { length } = window
  const members = new Uint8Array(length * COLUMNS)
  window.forEach((set, place) => {
    for (const { from, to } of rangesOf(set)) {
      members.fill(1, place * COLUMNS + Math.min(from, ASCII), place * COLUMNS + Math.min(to, ASCII) + 1)
    }
  })
  const leaps = new Uint8Array(COLUMNS).fill(length)
  const places = new Uint8Array(COLUMNS)
  for (let place = 0; place < length; place++) {
    for (let column = 0; column < COLUMNS; column++) {
      if (members[place * COLUMNS + column] === 0) continue
      if (place < length - 1) leaps[column] = length - 1 - place
      places[column] = place + 1
    }
  }
  return { length, leaps, places, members }
}

export function hasWindow(window: WindowTable, text: string): boolean {
  const { length, leaps, members } = window
  const last = (length - 1) * COLUMNS
  for (let at = length - 1; at < text.length; ) {
    const column = Math.min(text.charCodeAt(at), ASCII)
    const leap = leaps[column]!
    if (members[last + column] === 0) at += leap
    else {
      const other = leapBefore(window, text, at)
      if (other === 0) return true
      at += Math.max(leap, other)
    }
  }
  return false
}

/** The window's last unit is at `end`, and fits. 0: so do the others; else how far one that does not moves the window. */
function leapBefore({ length, members, places }: WindowTable, text: string, end: number): number {
  for (let place = length - 2, at = end - 1; place >= 0; place--, at--) {
    const column = Math.min(text.charCodeAt(at), ASCII)
    // The unit has to come to a place before this one whose set has it, or to none.
    if (members[place * COLUMNS + column] === 0) return Math.max(1, place + 1 - places[column]!)
  }
  return 0
}
