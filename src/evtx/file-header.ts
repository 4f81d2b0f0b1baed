/**
 * The file header, which only serves to warn (evtx-format §1). In: the first 4096 bytes. Out: diagnostics.
 * Invariant: nothing in the header changes what is read.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { crc32 } from './crc32.ts'
import { FILE_HEADER_BYTES, FILE_MAGIC_HIGH, FILE_MAGIC_LOW, FileFlag, FileHeader } from './format.ts'

export interface FileClaims {
  readonly hasMagic: boolean
  /** Header size and block size are those of all real files. */
  readonly isSane: boolean
  /** Modulo 65536. */
  readonly chunkCount: number
}

export function readFileClaims(header: Buffer): FileClaims {
  const hasMagic =
    header.length >= 128 &&
    header.readInt32LE(0) === FILE_MAGIC_LOW &&
    header.readInt32LE(4) === FILE_MAGIC_HIGH
  if (!hasMagic) return { hasMagic, isSane: false, chunkCount: 0 }
  const isSane = header.readUInt16LE(FileHeader.BlockBytes) === FILE_HEADER_BYTES
  return { hasMagic, isSane, chunkCount: header.readUInt16LE(FileHeader.ChunkCount) }
}

/** What is to be said about a header with its signature. */
export function checkFileHeader(header: Buffer, source: string): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const flags = header.readUInt32LE(FileHeader.Flags)
  const crc = crc32(header.subarray(0, FileHeader.Flags), 0)
  if ((flags & FileFlag.NoCrc) === 0 && crc !== header.readUInt32LE(FileHeader.Crc))
    found.push({
      code: 'file-header-crc',
      severity: 'warning',
      source,
      message: 'the file header was altered or half written',
    })
  if ((flags & FileFlag.Dirty) !== 0)
    found.push({
      code: 'dirty-file',
      severity: 'info',
      source,
      message: 'the newest records may be missing or half written',
    })
  return found
}
