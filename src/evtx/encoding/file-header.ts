/** The 4,096 bytes before the first chunk (evtx-format §1.1). */
import { crc32 } from 'node:zlib'
import type { LogOptions } from './log-options.ts'

export const FILE_HEADER_BYTES = 4096

/** File flags. */
const DIRTY = 1
const FULL = 2
const NO_CHECKSUM = 4

export function fileHeader(chunkCount: number, nextRecordId: bigint, options: LogOptions): Buffer {
  const { minorVersion = 1, dirty = false, full = false, checksums = true } = options
  const header = Buffer.alloc(FILE_HEADER_BYTES)
  header.write('ElfFile\0', 0, 'latin1')
  header.writeBigUInt64LE(BigInt(chunkCount - 1), 16)
  header.writeBigUInt64LE(nextRecordId, 24)
  header.writeUInt32LE(128, 32)
  header.writeUInt16LE(minorVersion, 36)
  header.writeUInt16LE(3, 38)
  header.writeUInt16LE(FILE_HEADER_BYTES, 40)
  // The field wraps in logs of more than 65,535 chunks, as it does in Windows.
  header.writeUInt16LE(chunkCount & 0xffff, 42)
  header.writeUInt32LE((dirty ? DIRTY : 0) | (full ? FULL : 0) | (checksums ? 0 : NO_CHECKSUM), 120)
  if (checksums) header.writeUInt32LE(crc32(header.subarray(0, 120)), 124)
  return header
}
