/** Where things stand in an .evtx file (evtx-format §1–§3). All offsets and sizes in bytes, all numbers little-endian. */

/** First eight bytes of a file, a chunk and a record as little-endian 32-bit words. */
export const FILE_MAGIC_LOW = 0x46666c45
export const FILE_MAGIC_HIGH = 0x00656c69
export const CHUNK_MAGIC_LOW = 0x43666c45
export const CHUNK_MAGIC_HIGH = 0x006b6e68
export const RECORD_MAGIC = 0x00002a2a

export const FILE_HEADER_BYTES = 4096
export const FileHeader = {
  NextRecordId: 24,
  BlockBytes: 40,
  ChunkCount: 42,
  Flags: 120,
  Crc: 124,
} as const

/** The upper bits of the word hold garbage in real files (evtx-format §1.1). */
export const FileFlag = { Dirty: 1, Full: 2, NoCrc: 4 } as const

export const CHUNK_BYTES = 65536
export const FIRST_RECORD = 512
export const ChunkHeader = {
  FirstNumber: 8,
  LastNumber: 16,
  FirstId: 24,
  LastId: 32,
  FreeSpace: 48,
  DataCrc: 52,
  Flags: 120,
  Crc: 124,
  /** Name and template tables, covered by the header's checksum. */
  Tables: 128,
} as const

/** Bit 0 is set in every chunk. */
export const ChunkFlag = { NoCrc: 4 } as const

export const Record = { Size: 4, Id: 8, Written: 16, Stream: 24 } as const
/** Signature, sizes, id and time, without a byte of BinXML. */
export const MIN_RECORD_BYTES = 28
