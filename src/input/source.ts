/** A named input. Its bytes are read through `openSource`. */
export interface Source {
  /** For people and reports: the argument joined with the path below it, `/` between the parts on every system. */
  readonly name: string
  /** What the file system calls it; bytes when its name is no valid UTF-8. */
  readonly path: FilePath
  /** Size when it was found; a file that grows later is read up to here. */
  readonly sizeBytes: number
  /** Named as an argument itself, not found in a folder. */
  readonly isNamed: boolean
  readonly stamp: FileStamp
}

/** What changes with a file's content: when it was written, when anything of it changed, and which file it is. */
export interface FileStamp {
  /** Milliseconds since 1970, with a fraction. */
  readonly modifiedMs: number
  readonly changedMs: number
  readonly inode: number
}

/** Plain data, so that it can be sent to another thread. */
export type FilePath = string | Uint8Array
