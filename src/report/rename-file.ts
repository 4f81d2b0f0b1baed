/**
 * Renames a finished file. On Windows a virus scanner or an indexer opens new files for a moment, and a file that is
 * open cannot be renamed: it is tried again for a while.
 */
import { renameSync } from 'node:fs'
import { ioCode } from '../base/io-reason.ts'

/** Waits between attempts, about three seconds together. */
const WAITS_MS = [10, 20, 50, 100, 200, 400, 800, 1600]
/** What Windows says of a file that somebody has open. */
const BUSY: readonly string[] = ['EPERM', 'EACCES', 'EBUSY']

/** Throws what the last attempt threw. `rename` and `isWindows` are for tests. */
export function renameFile(
  from: string,
  to: string,
  rename: (from: string, to: string) => void = renameSync,
  isWindows: boolean = process.platform === 'win32',
): void {
  for (const waitMs of isWindows ? WAITS_MS : []) {
    try {
      rename(from, to)
      return
    } catch (error) {
      if (!BUSY.includes(ioCode(error))) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs)
    }
  }
  rename(from, to)
}
