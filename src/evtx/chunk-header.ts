/**
 * What a chunk's header says, and whether its checksums hold (evtx-format §2). In: a chunk in the slab. Out: values.
 * Invariant: the header is a claim to be compared with the records, never a reason to stop or skip.
 */
import { crc32 } from './crc32.ts'
import {
  CHUNK_BYTES,
  CHUNK_MAGIC_HIGH,
  CHUNK_MAGIC_LOW,
  ChunkFlag,
  ChunkHeader,
  FIRST_RECORD,
} from './format.ts'

export interface ChunkClaims {
  readonly hasMagic: boolean
  /** Where the records end, bytes from the start of the chunk; as written, maybe nonsense. */
  readonly freeSpace: number
  /** Range of record ids, as unsigned halves. */
  readonly firstLow: number
  readonly firstHigh: number
  readonly lastLow: number
  readonly lastHigh: number
  /** Records by the range of numbers; 0 for a chunk not yet written to. */
  readonly recordCount: bigint
}

const ALL_ONES = 0xffff_ffff_ffff_ffffn

export function readChunkClaims(view: DataView, start: number): ChunkClaims {
  const u64 = (offset: number): bigint => view.getBigUint64(start + offset, true)
  const lastNumber = u64(ChunkHeader.LastNumber)
  return {
    hasMagic: hasChunkMagic(view, start),
    freeSpace: view.getUint32(start + ChunkHeader.FreeSpace, true),
    firstLow: view.getUint32(start + ChunkHeader.FirstId, true),
    firstHigh: view.getUint32(start + ChunkHeader.FirstId + 4, true),
    lastLow: view.getUint32(start + ChunkHeader.LastId, true),
    lastHigh: view.getUint32(start + ChunkHeader.LastId + 4, true),
    recordCount: lastNumber === ALL_ONES ? 0n : lastNumber - u64(ChunkHeader.FirstNumber) + 1n,
  }
}

export function hasChunkMagic(view: DataView, at: number): boolean {
  return view.getInt32(at, true) === CHUNK_MAGIC_LOW && view.getInt32(at + 4, true) === CHUNK_MAGIC_HIGH
}

/** All bytes zero: a slot that was never written to. */
export function isZeroChunk(words: Int32Array, start: number): boolean {
  for (let i = start >> 2, end = (start + CHUNK_BYTES) >> 2; i < end; i++) if (words[i] !== 0) return false
  return true
}

/** False when the chunk says that checksums are not kept. */
export function keepsChecksums(view: DataView, start: number): boolean {
  return (view.getUint32(start + ChunkHeader.Flags, true) & ChunkFlag.NoCrc) === 0
}

export function isHeaderCrcRight(bytes: Buffer, view: DataView, start: number): boolean {
  const head = crc32(bytes.subarray(start, start + ChunkHeader.Flags), 0)
  const crc = crc32(bytes.subarray(start + ChunkHeader.Tables, start + FIRST_RECORD), head)
  return crc === view.getUint32(start + ChunkHeader.Crc, true)
}

/** Undefined when the end of the data is no place in the chunk. */
export function isDataCrcRight(
  bytes: Buffer,
  view: DataView,
  start: number,
  freeSpace: number,
): boolean | undefined {
  if (freeSpace < FIRST_RECORD || freeSpace > CHUNK_BYTES) return undefined
  const crc = crc32(bytes.subarray(start + FIRST_RECORD, start + freeSpace), 0)
  return crc === view.getUint32(start + ChunkHeader.DataCrc, true)
}
