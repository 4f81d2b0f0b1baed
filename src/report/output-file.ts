/**
 * A report on disk: text goes to a temporary file beside the target and is renamed when complete, so that nobody ever
 * reads half a report. In: text. Out: a file, or one diagnostic (disk full, folder missing, read-only).
 * Invariant: after the first failure all further calls do nothing; the target is never left damaged.
 */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { Diagnostic } from '../base/diagnostic.ts'

/** Text is collected up to this many UTF-16 units before it is written. */
const BUFFER_UNITS = 1 << 20

export interface OutputFile {
  readonly path: string
  write(text: string): void
  /** Flushes, renames. False when the output failed, now or before. */
  finish(): boolean
  /** Removes the temporary file. */
  discard(): void
  /** Why the output failed. */
  failure(): Diagnostic | undefined
}

/** Opens the temporary file for `path`; what prevents it is a diagnostic. */
export function openOutputFile(path: string, mayOverwrite: boolean): OutputFile | Diagnostic {
  if (existsSync(path)) {
    if (!mayOverwrite) return outputExists(path)
    if (statSync(path).isDirectory()) return unwritable(path, 'it is a folder')
  }
  const temporary = `${path}.${process.pid}.tmp`
  try {
    return createOutputFile(path, temporary, openSync(temporary, 'wx'))
  } catch (error) {
    return unwritable(path, reasonOf(error))
  }
}

function createOutputFile(path: string, temporary: string, fd: number): OutputFile {
  let buffer: string[] = []
  let bufferedUnits = 0
  let failure: Diagnostic | undefined
  let isOpen = true

  const attempt = (action: () => void): void => {
    if (failure !== undefined) return
    try {
      action()
    } catch (error) {
      failure = unwritable(path, reasonOf(error))
    }
  }
  const flush = (): void => {
    const bytes = Buffer.from(buffer.join(''), 'utf8')
    buffer = []
    bufferedUnits = 0
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
  }
  const close = (): void => {
    if (isOpen) closeSync(fd)
    isOpen = false
  }
  const discard = (): void => {
    close()
    rmSync(temporary, { force: true })
  }
  return {
    path,
    write: (text) => {
      if (failure !== undefined || text === '') return
      buffer.push(text)
      bufferedUnits += text.length
      if (bufferedUnits >= BUFFER_UNITS) attempt(flush)
    },
    finish: () => {
      attempt(flush)
      attempt(() => {
        close()
        renameSync(temporary, path)
      })
      if (failure !== undefined) discard()
      return failure === undefined
    },
    discard,
    failure: () => failure,
  }
}

/** The system's word for an error, for a person. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOENT: 'its folder does not exist',
    ENOSPC: 'no space is left on the disk',
    EROFS: 'the disk is read-only',
    ENOTDIR: 'a part of its path is no folder',
    EISDIR: 'it is a folder',
    EDQUOT: 'the disk quota is used up',
  }
  return known[code] ?? (error instanceof Error ? error.message : String(error))
}

function unwritable(path: string, reason: string): Diagnostic {
  return {
    code: 'output-unwritable',
    severity: 'error',
    source: path,
    message: `cannot be written: ${reason}`,
  }
}

function outputExists(path: string): Diagnostic {
  const message = 'exists already; give --overwrite to replace it, or another name'
  return { code: 'output-exists', severity: 'error', source: path, message }
}
