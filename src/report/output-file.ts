/**
 * A report on disk: text goes to a temporary file beside the target and is renamed when complete, so that nobody ever
 * reads half a report. Pipes and devices are written to as they are. In: text. Out: a file, or one diagnostic (disk
 * full, folder missing, read-only).
 * Invariant: after the first failure all further calls do nothing; the target is never left damaged, and no temporary
 * file outlives the program, however it exits.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioCode } from '../base/io-reason.ts'
import { renameFile } from './rename-file.ts'
import { folderInTheWay, unwritable } from './unwritable.ts'

/** Text is collected up to this many UTF-16 units before it is written. */
const BUFFER_UNITS = 1 << 20

export interface OutputFile {
  readonly path: string
  write(text: string): void
  /** Written at once. */
  writeBytes(bytes: Buffer): void
  /** Flushes, renames. False when the output failed, now or before. */
  finish(): boolean
  /** Removes the temporary file. */
  discard(): void
  /** Why the output failed. */
  failure(): Diagnostic | undefined
}

/** Where the text goes until it is complete. */
interface Draft {
  readonly temporary: string
  readonly target: string
}

/** Opens what `path` names, or a temporary file for it; what prevents it is a diagnostic. A named pipe waits for its reader. */
export function openOutputFile(path: string, mayOverwrite: boolean): OutputFile | Diagnostic {
  try {
    const existing = statSync(path, { throwIfNoEntry: false })
    if (existing?.isDirectory()) return folderInTheWay(path)
    if (existing !== undefined && !existing.isFile())
      return createOutputFile(path, openSync(path, 'w'), undefined)
    if (!mayOverwrite && lstatSync(path, { throwIfNoEntry: false }) !== undefined) return outputExists(path)
    // What a link names is replaced, not the link; who may read the file stays as it is.
    const target = existing === undefined ? path : realpathSync(path)
    const temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`
    const file = openSync(temporary, 'wx', existing === undefined ? 0o666 : existing.mode & 0o777)
    return createOutputFile(path, file, { temporary, target })
  } catch (error) {
    const isRefused = ioCode(error) === 'ENOENT' && existsSync(dirname(path))
    return unwritable(path, isRefused ? 'nothing can be made in its folder' : error)
  }
}

function createOutputFile(path: string, file: number, draft: Draft | undefined): OutputFile {
  let buffer: string[] = []
  let bufferedUnits = 0
  let failure: Diagnostic | undefined
  let isOpen = true
  if (draft !== undefined) removeAtExit(draft.temporary)

  const flush = (): void => {
    const bytes = Buffer.from(buffer.join(''), 'utf8')
    buffer = []
    bufferedUnits = 0
    writeWhole(bytes)
  }
  const writeWhole = (bytes: Buffer): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  }
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    closeSync(file)
  }
  const complete = (): void => {
    flush()
    // Some file systems tell of a full disk only now.
    if (draft !== undefined) fsyncSync(file)
    close()
    if (draft === undefined) return
    renameFile(draft.temporary, draft.target)
    temporaries.delete(draft.temporary)
  }
  const discard = (): void => {
    buffer = []
    try {
      close()
    } catch {
      // It is given up in any case.
    }
    if (draft !== undefined && temporaries.delete(draft.temporary)) rmSync(draft.temporary, { force: true })
  }
  /** What failed is removed at once: its space may be what the other outputs need. */
  const attempt = (action: () => void): void => {
    if (failure !== undefined) return
    try {
      action()
    } catch (error) {
      failure = unwritable(path, error)
      discard()
    }
  }
  return {
    path,
    write: (text) => {
      if (!isOpen || text === '') return
      buffer.push(text)
      bufferedUnits += text.length
      if (bufferedUnits >= BUFFER_UNITS) attempt(flush)
    },
    writeBytes: (bytes) => {
      if (!isOpen) return
      attempt(() => {
        flush()
        writeWhole(bytes)
      })
    },
    finish: () => {
      attempt(complete)
      return failure === undefined
    },
    discard,
    failure: () => failure,
  }
}

/** Temporary files that are neither renamed nor removed yet. */
const temporaries = new Set<string>()
let isExitWatched = false

/** Whatever ends the program (a second interrupt, a bug), half a report is of no use. */
function removeAtExit(temporary: string): void {
  if (!isExitWatched) process.once('exit', removeTemporaries)
  isExitWatched = true
  temporaries.add(temporary)
}

function removeTemporaries(): void {
  for (const temporary of temporaries) rmSync(temporary, { force: true })
}

function outputExists(path: string): Diagnostic {
  const message = 'exists already; give --overwrite to replace it, or another name'
  return { code: 'output-exists', severity: 'error', source: path, message }
}
