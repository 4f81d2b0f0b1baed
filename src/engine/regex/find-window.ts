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
  for (let place = 0; place < length - 1; place++) {
    for (let column = 0; column < COLUMNS; column++) {
      if (members[place * COLUMNS + column] !== 0) leaps[column] = length - 1 - place
    }
  }
  return { length, leaps, members }
}

export function hasWindow({ length, leaps, members }: WindowTable, text: string): boolean {
  const last = (length - 1) * COLUMNS
  for (let at = length - 1; at < text.length; ) {
    const column = Math.min(text.charCodeAt(at), ASCII)
    if (members[last + column] !== 0 && standsBefore(members, text, at, last)) return true
    at += leaps[column]!
  }
  return false
}

/** The window's last unit is at `end`, and fits; do the others? */
function standsBefore(members: Uint8Array, text: string, end: number, last: number): boolean {
  for (let at = end - 1, row = last - COLUMNS; row >= 0; at--, row -= COLUMNS) {
    const unit = text.charCodeAt(at)
    if (members[row + Math.min(unit, ASCII)] === 0) return false
  }
  return true
}
