/**
 * A file that a command makes beside reports. In: path, text or bytes. Out: the file, whole or not at all; or why it cannot be written.
 * Invariant: an existing file is replaced only when that is allowed, and never left half.
 */
import { randomBytes } from 'node:crypto'
import { lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Diagnostic } from '../base/diagnostic.ts'
import { folderInTheWay, unwritable } from '../report/unwritable.ts'

export function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  mayOverwrite: boolean,
): Diagnostic | undefined {
  let temporary: string | undefined
  try {
    const existing = statSync(path, { throwIfNoEntry: false })
    if (existing?.isDirectory()) return folderInTheWay(path)
    if (existing !== undefined && !existing.isFile()) return unwritable(path, 'it is no plain file')
    if (!mayOverwrite && lstatSync(path, { throwIfNoEntry: false }) !== undefined)
      return {
        code: 'output-exists',
        severity: 'error',
        source: path,
        message: 'exists already; give --overwrite to replace it, or another name',
      }
    // What a link names is replaced, not the link.
    const target = existing === undefined ? path : realpathSync(path)
    temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`
    writeFileSync(temporary, content, { flag: 'wx' })
    renameSync(temporary, target)
    return undefined
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true })
    return unwritable(path, error)
  }
}
