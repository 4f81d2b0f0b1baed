/**
 * Header and checksums of a finished chunk (evtx-format §2). In: chunk, the number of its first record in the file.
 * Out: the chunk's 65,536 bytes.
 */
import { crc32 } from '../crc32.ts'
import { ChunkFlag, ChunkHeader, FIRST_RECORD } from '../format.ts'
import type { ChunkDraft } from './chunk-draft.ts'

/** Value of fields that a chunk without records leaves unset. */
const UNSET = 0xffff_ffff_ffff_ffffn
const HEADER_SIZE_AT = 40
const LAST_RECORD_OFFSET_AT = 44

export function finishChunk(chunk: ChunkDraft, firstNumber: bigint, flags: number): Buffer {
  const { buffer, recordCount } = chunk
  const isEmpty = recordCount === 0
  buffer.write('ElfChnk\0', 0, 'latin1')
  buffer.writeBigUInt64LE(firstNumber, ChunkHeader.FirstNumber)
  const lastNumber = firstNumber + BigInt(recordCount - 1)
  buffer.writeBigUInt64LE(isEmpty ? UNSET : lastNumber, ChunkHeader.LastNumber)
  buffer.writeBigUInt64LE(isEmpty ? UNSET : chunk.firstRecordId, ChunkHeader.FirstId)
  buffer.writeBigUInt64LE(isEmpty ? UNSET : chunk.lastRecordId, ChunkHeader.LastId)
  buffer.writeUInt32LE(128, HEADER_SIZE_AT)
  buffer.writeUInt32LE(chunk.lastRecordOffset, LAST_RECORD_OFFSET_AT)
  buffer.writeUInt32LE(chunk.at, ChunkHeader.FreeSpace)
  buffer.writeUInt32LE(flags, ChunkHeader.Flags)
  if ((flags & ChunkFlag.NoCrc) === 0) {
    buffer.writeUInt32LE(crc32(buffer.subarray(FIRST_RECORD, chunk.at), 0), ChunkHeader.DataCrc)
    const fields = crc32(buffer.subarray(0, ChunkHeader.Flags), 0)
    buffer.writeUInt32LE(crc32(buffer.subarray(ChunkHeader.Tables, FIRST_RECORD), fields), ChunkHeader.Crc)
  }
  return buffer
}
