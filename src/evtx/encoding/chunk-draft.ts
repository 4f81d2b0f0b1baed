/**
 * A chunk being filled: its bytes, and the names and template definitions that stand in it already (evtx-format §2).
 * Invariant: everything that a record adds, in the bytes, the tables and the maps, goes when the record is taken back.
 */
import { CHUNK_BYTES, ChunkHeader, FIRST_RECORD } from '../format.ts'
import type { ByteSink } from './byte-sink.ts'
import { isOverfull } from './byte-sink.ts'

/** Heads of the linked lists of names and of definitions. */
const NAME_TABLE = ChunkHeader.Tables
const NAME_BUCKETS = 64
const TEMPLATE_TABLE = NAME_TABLE + 4 * NAME_BUCKETS
const TEMPLATE_BUCKETS = 32

export interface ChunkDraft extends ByteSink {
  /** Chunk offset of each name and of each definition (by its GUID as hexadecimal). */
  readonly names: Map<string, number>
  readonly definitions: Map<string, number>
  recordCount: number
  firstRecordId: bigint
  lastRecordId: bigint
  lastRecordOffset: number
}

export function createChunkDraft(): ChunkDraft {
  return {
    buffer: Buffer.alloc(CHUNK_BYTES),
    at: FIRST_RECORD,
    names: new Map(),
    definitions: new Map(),
    recordCount: 0,
    firstRecordId: 0n,
    lastRecordId: 0n,
    lastRecordOffset: 0,
  }
}

/** Makes what stands at `offset` the head of name list `hash` mod 64; returns the head before, 0 for none. */
export function linkName(chunk: ChunkDraft, hash: number, offset: number): number {
  return linkHead(chunk, NAME_TABLE + 4 * (hash % NAME_BUCKETS), offset)
}

/** The same for definitions, mod 32. */
export function linkDefinition(chunk: ChunkDraft, hash: number, offset: number): number {
  return linkHead(chunk, TEMPLATE_TABLE + 4 * (hash % TEMPLATE_BUCKETS), offset)
}

function linkHead(chunk: ChunkDraft, headAt: number, offset: number): number {
  const before = chunk.buffer.readUInt32LE(headAt)
  chunk.buffer.writeUInt32LE(offset, headAt)
  return before
}

/**
 * Runs `write`, which adds one record; when the record does not fit or `write` throws, everything is as before.
 * Returns the record's size, and whether it fits.
 */
export function tryRecord(chunk: ChunkDraft, write: () => void): { sizeBytes: number; fits: boolean } {
  const start = chunk.at
  const tables = Buffer.from(chunk.buffer.subarray(NAME_TABLE, FIRST_RECORD))
  const nameCount = chunk.names.size
  const definitionCount = chunk.definitions.size
  let fits = false
  try {
    write()
    fits = !isOverfull(chunk)
    return { sizeBytes: chunk.at - start, fits }
  } finally {
    if (!fits) {
      tables.copy(chunk.buffer, NAME_TABLE)
      chunk.buffer.fill(0, start)
      dropAfter(chunk.names, nameCount)
      dropAfter(chunk.definitions, definitionCount)
      chunk.at = start
    }
  }
}

/** Maps keep the order of insertion: what came after the first `count` keys goes. */
function dropAfter(map: Map<string, number>, count: number): void {
  for (const key of [...map.keys()].slice(count)) map.delete(key)
}
