/** The finding that an output cannot be written, with the system's reason in words. */
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioCode } from '../base/io-reason.ts'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EBUSY: 'in use by another program',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'no space is left on the disk',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the disk takes no file that large',
  EIO: 'input/output error',
  EPIPE: 'its reader has gone',
  ENAMETOOLONG: 'the name is too long',
}

/** `error` is what opening, writing or renaming threw. */
export function unwritable(source: string, error: unknown): Diagnostic {
  const code = ioCode(error)
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined
  const reason = known ?? (error instanceof Error ? error.message : String(error))
  return { code: 'output-unwritable', severity: 'error', source, message: `cannot be written: ${reason}` }
}

/** A folder stands where the output should. */
export function folderInTheWay(source: string): Diagnostic {
  return unwritable(source, REASONS.EISDIR)
}
