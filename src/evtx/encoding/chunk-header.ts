/**
 * Header and checksums of a finished chunk (evtx-format §2). In: chunk, the number of its first record in the file.
 * Out: the chunk's 65,536 bytes.
 */
import { crc32 } from 'node:zlib'
import type { ChunkDraft } from './chunk-draft.ts'
import { CHUNK_HEADER_BYTES } from './chunk-draft.ts'

/** Chunk flag: checksums are not maintained. */
const NO_CHECKSUM = 4
/** Value of fields that a chunk without records leaves unset. */
const UNSET = 0xffff_ffff_ffff_ffffn

export function finishChunk(chunk: ChunkDraft, firstNumber: bigint, flags: number): Buffer {
  const { buffer, recordCount } = chunk
  const isEmpty = recordCount === 0
  buffer.write('ElfChnk\0', 0, 'latin1')
  buffer.writeBigUInt64LE(firstNumber, 8)
  buffer.writeBigUInt64LE(isEmpty ? UNSET : firstNumber + BigInt(recordCount - 1), 16)
  buffer.writeBigUInt64LE(isEmpty ? UNSET : chunk.firstRecordId, 24)
  buffer.writeBigUInt64LE(isEmpty ? UNSET : chunk.lastRecordId, 32)
  buffer.writeUInt32LE(128, 40)
  buffer.writeUInt32LE(chunk.lastRecordOffset, 44)
  buffer.writeUInt32LE(chunk.at, 48)
  buffer.writeUInt32LE(flags, 120)
  if ((flags & NO_CHECKSUM) === 0) {
    buffer.writeUInt32LE(crc32(buffer.subarray(CHUNK_HEADER_BYTES, chunk.at)), 52)
    const fields = crc32(buffer.subarray(0, 120))
    buffer.writeUInt32LE(crc32(buffer.subarray(128, CHUNK_HEADER_BYTES), fields), 124)
  }
  return buffer
}
