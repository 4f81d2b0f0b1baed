/** The 4,096 bytes before the first chunk (evtx-format §1.1). */
import { crc32 } from '../crc32.ts'
import { FILE_HEADER_BYTES, FileFlag, FileHeader } from '../format.ts'
import type { LogOptions } from './log-options.ts'

export function fileHeader(chunkCount: number, nextRecordId: bigint, options: LogOptions): Buffer {
  const { minorVersion = 1, dirty = false, full = false, checksums = true } = options
  const header = Buffer.alloc(FILE_HEADER_BYTES)
  header.write('ElfFile\0', 0, 'latin1')
  // First chunk 0, last chunk.
  header.writeBigUInt64LE(BigInt(chunkCount - 1), 16)
  header.writeBigUInt64LE(nextRecordId, FileHeader.NextRecordId)
  // Size of the header's own fields, version.
  header.writeUInt32LE(128, 32)
  header.writeUInt16LE(minorVersion, 36)
  header.writeUInt16LE(3, 38)
  header.writeUInt16LE(FILE_HEADER_BYTES, FileHeader.BlockBytes)
  // The field wraps in logs of more than 65,535 chunks, as it does in Windows.
  header.writeUInt16LE(chunkCount & 0xffff, FileHeader.ChunkCount)
  const flags = (dirty ? FileFlag.Dirty : 0) | (full ? FileFlag.Full : 0) | (checksums ? 0 : FileFlag.NoCrc)
  header.writeUInt32LE(flags, FileHeader.Flags)
  if (checksums) header.writeUInt32LE(crc32(header.subarray(0, FileHeader.Flags), 0), FileHeader.Crc)
  return header
}
