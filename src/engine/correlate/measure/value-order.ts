/**
 * The points of a group in the order of their values, for measures that look beyond the window's ends. In: a group.
 * Out: its points sorted by value, and for each point by its number a note that was made from that order.
 * Invariant: memory is bounded whatever the number of points; both runs are valid until the next group.
 */

import type { RecordCursor, Run } from '../spill/run.ts'
import { createSorter, type Sorter } from '../spill/sorter.ts'
import type { TemporaryFiles } from '../spill/temporary-file.ts'
import type { GroupPlace } from './measure.ts'

/** No such point. */
export const NONE = 0xffff_ffff

export interface ValueOrderOptions {
  /** Words of a value at the start of payloads. */
  readonly valueWords: number
  readonly noteWords: number
  readonly memoryBytes: number
  readonly files: TemporaryFiles
}

export interface ValueOrder {
  /** Sorts the group's points by value, then number; those that `isLeftOut` names get a note of `NONE`. */
  sort(group: GroupPlace, isLeftOut: (point: RecordCursor) => boolean): Run
  /** To be filled before `addNote`. */
  readonly note: Uint32Array
  addNote(ordinal: number): void
  /** All notes by number, to be called when each point has one. */
  finishNotes(): Run
  reset(): void
}

export function createValueOrder({
  valueWords,
  noteWords,
  memoryBytes,
  files,
}: ValueOrderOptions): ValueOrder {
  const byValue = createSorter({ keyWords: valueWords + 1, memoryBytes, files })
  const notes: Sorter = createSorter({ keyWords: 1, memoryBytes, files })
  const note = new Uint32Array(noteWords)
  const noteBytes = new Uint8Array(note.buffer)
  const nothing = new Uint8Array(0)
  const addNote = (ordinal: number): void => {
    notes.key[0] = ordinal
    notes.add(noteBytes, 0, noteBytes.length)
  }
  const reset = (): void => {
    byValue.reset()
    notes.reset()
  }
  return {
    note,
    addNote,
    sort({ position, cursor, contains }, isLeftOut) {
      reset()
      cursor.seek(position)
      for (let ordinal = 0; contains(cursor); ordinal++, cursor.next()) {
        if (ordinal === NONE) throw new RangeError(`a group has more than ${NONE} points`)
        if (isLeftOut(cursor)) {
          note.fill(NONE)
          addNote(ordinal)
          continue
        }
        const at = cursor.payloadAt >> 2
        for (let i = 0; i < valueWords; i++) byValue.key[i] = cursor.words[at + i]!
        byValue.key[valueWords] = ordinal
        byValue.add(nothing, 0, 0)
      }
      return byValue.finish()
    },
    finishNotes: () => notes.finish(),
    reset,
  }
}

/** Reads notes by number, which come in ascending order. */
export function createNoteReader(run: Run, noteWords: number): (ordinal: number, word: number) => number {
  const cursor = run.openCursor()
  const bytes = 4 + 4 + 4 * noteWords
  return (ordinal, word) => {
    const position = ordinal * bytes
    if (cursor.position !== position) cursor.seek(position)
    return cursor.words[(cursor.payloadAt >> 2) + word]!
  }
}
