/**
 * Merges sorted runs into one. In: runs of files, in the order in which their records came. Out: one run of a file; the
 * others are closed. Invariant: equal keys stay in the order of the runs; open at a time are at most `FAN_IN` of them.
 */
import { compareKeys, createFileRun, type RecordCursor, type Run, recordBytes } from './run.ts'
import type { TemporaryFiles } from './temporary-file.ts'

/** Runs merged at a time: each needs a window of 64 KiB. */
export const FAN_IN = 128
/** Bytes that go to the file at a time. */
const WRITE_BYTES = 262_144

export function mergeRuns(runs: readonly Run[], files: TemporaryFiles): Run {
  let rest = [...runs]
  while (rest.length > FAN_IN) rest = [mergeSome(rest.slice(0, FAN_IN), files), ...rest.slice(FAN_IN)]
  return rest.length === 1 ? rest[0]! : mergeSome(rest, files)
}

function mergeSome(runs: readonly Run[], files: TemporaryFiles): Run {
  const { keyWords } = runs[0]!
  const file = files.create()
  const buffer = Buffer.allocUnsafeSlow(WRITE_BYTES)
  let at = 0
  const flush = (): void => {
    file.append(buffer.subarray(0, at))
    at = 0
  }
  const heap = createHeap(runs)
  for (let cursor = heap.first(); cursor !== undefined; cursor = heap.first()) {
    const size = recordBytes(keyWords, cursor.payloadBytes)
    const start = 4 * (cursor.keyAt - 1)
    if (at + size > buffer.length) flush()
    if (size > buffer.length) file.append(cursor.bytes.subarray(start, start + size))
    else {
      cursor.bytes.copy(buffer, at, start, start + size)
      at += size
    }
    heap.advance()
  }
  flush()
  const records = runs.reduce((sum, run) => sum + run.records, 0)
  for (const run of runs) run.close()
  return createFileRun(file, records, keyWords)
}

interface Entry {
  readonly cursor: RecordCursor
  /** Place of its run in the order. */
  readonly run: number
}

interface Heap {
  /** The cursor with the least key. */
  first(): RecordCursor | undefined
  /** Moves it to its next record. */
  advance(): void
}

/** A binary heap of cursors; entry 0 is the least. */
function createHeap(runs: readonly Run[]): Heap {
  const keyWords = runs[0]!.keyWords
  const isLess = (a: Entry, b: Entry): boolean => {
    const order = compareKeys(a.cursor.words, a.cursor.keyAt, b.cursor.words, b.cursor.keyAt, keyWords)
    return order === 0 ? a.run < b.run : order < 0
  }
  const entries = runs
    .map((run, index): Entry => ({ cursor: run.openCursor(), run: index }))
    .filter(({ cursor }) => !cursor.isAtEnd)
  const sift = (from: number): void => {
    for (let at = from; ; ) {
      const left = 2 * at + 1
      if (left >= entries.length) return
      const right = left + 1
      const child = right < entries.length && isLess(entries[right]!, entries[left]!) ? right : left
      if (!isLess(entries[child]!, entries[at]!)) return
      const moved = entries[at]!
      entries[at] = entries[child]!
      entries[child] = moved
      at = child
    }
  }
  for (let i = (entries.length >> 1) - 1; i >= 0; i--) sift(i)
  return {
    first: () => entries[0]?.cursor,
    advance() {
      const { cursor } = entries[0]!
      cursor.next()
      if (cursor.isAtEnd) {
        const last = entries.pop()!
        if (entries.length > 0) entries[0] = last
      }
      sift(0)
    },
  }
}
