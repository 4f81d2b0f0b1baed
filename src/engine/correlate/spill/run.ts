/**
 * Sorted records one behind the other, in memory or in a temporary file, and cursors over them.
 * A record is a word with the payload's length in bytes, `keyWords` words of key, and the payload, padded to 4 bytes.
 * Invariant: a cursor of a file holds one window of it, whatever the length of the run.
 */
import type { TemporaryFile } from './temporary-file.ts'

export interface Run {
  readonly keyWords: number
  readonly lengthBytes: number
  readonly records: number
  /** A cursor on the first record. */
  openCursor(): RecordCursor
  close(): void
}

export interface RecordCursor {
  /** The current record lies in these; valid until the cursor moves. */
  readonly words: Uint32Array
  readonly bytes: Buffer
  /** Index of the first key word in `words`. */
  readonly keyAt: number
  /** Offset of the payload in `bytes` (divisible by 4), and its length. */
  readonly payloadAt: number
  readonly payloadBytes: number
  /** Where the current record begins in the run, bytes; the run's length at its end. */
  readonly position: number
  readonly isAtEnd: boolean
  next(): void
  /** Moves to the record that begins at `position`. */
  seek(position: number): void
}

/** Bytes of a file that a cursor reads at a time. */
const WINDOW_BYTES = 65_536

export function recordBytes(keyWords: number, payloadBytes: number): number {
  return 4 + 4 * keyWords + ((payloadBytes + 3) & ~3)
}

export function createMemoryRun(
  memory: ArrayBuffer,
  lengthBytes: number,
  records: number,
  keyWords: number,
): Run {
  const bytes = Buffer.from(memory, 0, lengthBytes)
  const words = new Uint32Array(memory, 0, lengthBytes >> 2)
  return {
    keyWords,
    lengthBytes,
    records,
    openCursor: () => createCursor(keyWords, lengthBytes, { bytes, words }),
    close() {},
  }
}

export function createFileRun(file: TemporaryFile, records: number, keyWords: number): Run {
  const lengthBytes = file.sizeBytes
  return {
    keyWords,
    lengthBytes,
    records,
    openCursor: () => createCursor(keyWords, lengthBytes, file),
    close: () => file.close(),
  }
}

interface Window {
  readonly bytes: Buffer
  readonly words: Uint32Array
}

function makeWindow(lengthBytes: number): Window {
  const memory = new ArrayBuffer(lengthBytes)
  return { bytes: Buffer.from(memory), words: new Uint32Array(memory) }
}

/** Over memory that holds the whole run, or over a file. */
function createCursor(keyWords: number, lengthBytes: number, from: Window | TemporaryFile): RecordCursor {
  const file = 'read' in from ? from : undefined
  const headBytes = 4 + 4 * keyWords
  let window = 'read' in from ? makeWindow(0) : from
  /** The part of the run that the window holds. */
  let start = 0
  let end = file === undefined ? lengthBytes : 0

  const fill = (position: number, neededBytes: number): void => {
    if (file === undefined) throw new RangeError(`no record at ${position}`)
    if (window.bytes.length < neededBytes) window = makeWindow(Math.max(WINDOW_BYTES, (neededBytes + 3) & ~3))
    start = position
    end = position + file.read(window.bytes, position)
    if (end - start < neededBytes) throw new RangeError(`the run ends inside the record at ${position}`)
    cursor.words = window.words
    cursor.bytes = window.bytes
  }
  const seek = (position: number): void => {
    cursor.position = position
    cursor.isAtEnd = position >= lengthBytes
    if (cursor.isAtEnd) return
    if (position < start || position + headBytes > end) fill(position, headBytes)
    let at = (position - start) >> 2
    const payloadBytes = cursor.words[at]!
    const size = recordBytes(keyWords, payloadBytes)
    if (position + size > end) {
      fill(position, size)
      at = 0
    }
    cursor.keyAt = at + 1
    cursor.payloadAt = 4 * at + headBytes
    cursor.payloadBytes = payloadBytes
  }
  const cursor = {
    words: window.words,
    bytes: window.bytes,
    keyAt: 0,
    payloadAt: 0,
    payloadBytes: 0,
    position: 0,
    isAtEnd: false,
    next: () => seek(cursor.position + recordBytes(keyWords, cursor.payloadBytes)),
    seek,
  }
  seek(0)
  return cursor
}

/** Below zero, zero or above zero as the key words from `a` are less than, equal to or greater than those from `b`. */
export function compareKeys(
  words: Uint32Array,
  a: number,
  otherWords: Uint32Array,
  b: number,
  count: number,
): number {
  for (let i = 0; i < count; i++) {
    const difference = words[a + i]! - otherWords[b + i]!
    if (difference !== 0) return difference
  }
  return 0
}
