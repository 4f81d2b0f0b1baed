/**
 * Records in memory in the order in which they came: keys and payloads in two growing blocks. Out: their sorted order,
 * and each as it stands in a run. Invariant: equal keys keep their order.
 */
import { recordBytes } from './run.ts'

export interface RecordTable {
  readonly records: number
  /** Memory in use, about. */
  readonly heldBytes: number
  add(key: Uint32Array, bytes: Uint8Array, start: number, end: number): void
  /** Numbers of the records by ascending key. */
  sort(): Uint32Array
  /** Bytes that a record takes in a run. */
  sizeOf(record: number): number
  /** Writes the record at `at` (divisible by 4), `words` being the same memory; returns the position behind it. */
  write(record: number, bytes: Buffer, words: Uint32Array, at: number): number
  /** Forgets the records and keeps the memory for the next ones. */
  empty(): void
  /** Forgets the records and gives large memory back. */
  clear(): void
}

const FIRST_RECORDS = 64
const FIRST_BYTES = 4096
/** Larger blocks are given back when the table is cleared. */
const KEPT_BYTES = 1024 * 1024

export function createRecordTable(keyWords: number): RecordTable {
  let keys = new Uint32Array(keyWords * FIRST_RECORDS)
  let ends = new Uint32Array(FIRST_RECORDS)
  let payloads = Buffer.alloc(FIRST_BYTES)
  let records = 0
  let payloadBytes = 0

  const grow = (needed: number): void => {
    if (records === ends.length) {
      ends = copyOf(ends, 2 * records)
      keys = copyOf(keys, 2 * records * keyWords)
    }
    if (payloadBytes + needed > payloads.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(2 * payloads.length, payloadBytes + needed))
      payloads.copy(grown, 0, 0, payloadBytes)
      payloads = grown
    }
  }
  const startOf = (record: number): number => (record === 0 ? 0 : ends[record - 1]!)
  const compare = (a: number, b: number): number => {
    const from = a * keyWords
    const other = b * keyWords
    for (let i = 0; i < keyWords; i++) {
      const difference = keys[from + i]! - keys[other + i]!
      if (difference !== 0) return difference
    }
    return a - b
  }
  const empty = (): void => {
    records = 0
    payloadBytes = 0
  }
  return {
    get records() {
      return records
    },
    get heldBytes() {
      return records * 4 * (keyWords + 2) + payloadBytes
    },
    add(key, bytes, start, end) {
      grow(end - start)
      keys.set(key, records * keyWords)
      for (let i = start, at = payloadBytes; i < end; ) payloads[at++] = bytes[i++]!
      payloadBytes += end - start
      ends[records++] = payloadBytes
    },
    sort() {
      const order = new Uint32Array(records)
      for (let i = 0; i < records; i++) order[i] = i
      return order.sort(compare)
    },
    sizeOf: (record) => recordBytes(keyWords, ends[record]! - startOf(record)),
    write(record, bytes, words, at) {
      const start = startOf(record)
      const length = ends[record]! - start
      const word = at >> 2
      words[word] = length
      for (let i = 0; i < keyWords; i++) words[word + 1 + i] = keys[record * keyWords + i]!
      const payloadAt = at + 4 + 4 * keyWords
      payloads.copy(bytes, payloadAt, start, start + length)
      const next = at + recordBytes(keyWords, length)
      for (let i = payloadAt + length; i < next; i++) bytes[i] = 0
      return next
    },
    empty,
    clear() {
      empty()
      if (keys.length * 4 > KEPT_BYTES) {
        keys = new Uint32Array(keyWords * FIRST_RECORDS)
        ends = new Uint32Array(FIRST_RECORDS)
      }
      if (payloads.length > KEPT_BYTES) payloads = Buffer.alloc(FIRST_BYTES)
    },
  }
}

function copyOf(from: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(length)
  copy.set(from)
  return copy
}
