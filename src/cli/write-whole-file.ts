/**
 * A file that a command makes beside reports. In: path, text or bytes. Out: the file, whole or not at all; or why it cannot be written.
 * Invariant: an existing file is replaced only when that is allowed, and never left half.
 */
import { randomBytes } from 'node:crypto'
import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Diagnostic } from '../base/diagnostic.ts'
import { unwritable } from '../report/unwritable.ts'

export function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  mayOverwrite: boolean,
): Diagnostic | undefined {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    if (!mayOverwrite && lstatSync(path, { throwIfNoEntry: false }) !== undefined)
      return {
        code: 'output-exists',
        severity: 'error',
        source: path,
        message: 'exists already; give --overwrite to replace it, or another name',
      }
    writeFileSync(temporary, content, { flag: 'wx' })
    renameSync(temporary, path)
    return undefined
  } catch (error) {
    rmSync(temporary, { force: true })
    return unwritable(path, error)
  }
}
