/**
 * Sorts any number of records within bounded memory: what does not fit goes to temporary files as sorted runs, which
 * are merged at the end. In: records in any order. Out: one sorted run. Invariant: equal keys keep their order.
 */
import { mergeRuns } from './merge-runs.ts'
import { createRecordTable, type RecordTable } from './record-table.ts'
import { createFileRun, createMemoryRun, type Run } from './run.ts'
import type { TemporaryFiles } from './temporary-file.ts'

export interface SorterOptions {
  readonly keyWords: number
  /** What is held before it goes to a file. */
  readonly memoryBytes: number
  readonly files: TemporaryFiles
}

export interface Sorter {
  /** To be filled before `add`. */
  readonly key: Uint32Array
  /** Takes a record with `key` and a copy of these bytes. */
  add(bytes: Uint8Array, start: number, end: number): void
  /** The run is valid until `reset`; nothing may be added before. */
  finish(): Run
  /** Empties the sorter for the next use and closes its run. */
  reset(): void
}

/** Bytes that go to a file at a time. */
const WRITE_BYTES = 262_144

export function createSorter({ keyWords, memoryBytes, files }: SorterOptions): Sorter {
  const key = new Uint32Array(keyWords)
  const table = createRecordTable(keyWords)
  let output = new ArrayBuffer(0)
  let spilled: Run[] = []
  let finished: Run | undefined

  const spill = (): void => {
    spilled.push(writeRun(table, keyWords, files))
    table.empty()
  }
  const toMemoryRun = (): Run => {
    const order = table.sort()
    let lengthBytes = 0
    for (const record of order) lengthBytes += table.sizeOf(record)
    if (output.byteLength < lengthBytes) output = new ArrayBuffer(Math.max(lengthBytes, WRITE_BYTES))
    const bytes = Buffer.from(output)
    const words = new Uint32Array(output)
    let at = 0
    for (const record of order) at = table.write(record, bytes, words, at)
    return createMemoryRun(output, lengthBytes, table.records, keyWords)
  }
  return {
    key,
    add(bytes, start, end) {
      if (finished !== undefined) throw new Error('the sorter is finished')
      if (table.records > 0 && table.heldBytes + end - start > memoryBytes) spill()
      table.add(key, bytes, start, end)
    },
    finish() {
      if (finished !== undefined) return finished
      if (spilled.length > 0 && table.records > 0) spill()
      finished = spilled.length > 0 ? mergeRuns(spilled, files) : toMemoryRun()
      spilled = []
      table.clear()
      return finished
    },
    reset() {
      finished?.close()
      for (const run of spilled) run.close()
      finished = undefined
      spilled = []
      table.clear()
    },
  }
}

function writeRun(table: RecordTable, keyWords: number, files: TemporaryFiles): Run {
  const file = files.create()
  let memory = new ArrayBuffer(WRITE_BYTES)
  let bytes = Buffer.from(memory)
  let words = new Uint32Array(memory)
  let at = 0
  for (const record of table.sort()) {
    const size = table.sizeOf(record)
    if (at + size > memory.byteLength) {
      file.append(bytes.subarray(0, at))
      at = 0
    }
    if (size > memory.byteLength) {
      memory = new ArrayBuffer(size)
      bytes = Buffer.from(memory)
      words = new Uint32Array(memory)
    }
    at = table.write(record, bytes, words, at)
  }
  file.append(bytes.subarray(0, at))
  return createFileRun(file, table.records, keyWords)
}
