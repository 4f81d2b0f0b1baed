/** How a log is written, beside its events. */
export interface LogOptions {
  /** File format 3.1 (default) or 3.2. */
  readonly minorVersion?: 1 | 2
  /** Set the file flags "not closed cleanly" and "size limit reached". */
  readonly dirty?: boolean
  readonly full?: boolean
  /** False: no checksums, and the flags that say so. */
  readonly checksums?: boolean
  /** Flags of every chunk; default 1, as in all real chunks. */
  readonly chunkFlags?: number
  /** Number of the file's first record as chunk headers count them; default 1. */
  readonly firstRecordNumber?: bigint
}
