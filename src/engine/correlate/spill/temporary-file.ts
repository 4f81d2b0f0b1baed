/**
 * Files for what does not fit in memory. They hold evidence, so nobody else may read them, and they vanish with the
 * process whatever ends it: the name is removed as soon as the file is open, and where the system does not allow that,
 * at the end. Invariant: every failure is a `SpillError`, which its caller can name to the user.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ioReason } from '../../../base/io-reason.ts'

/** A temporary file could not be made, written or read. */
export class SpillError extends Error {}

export interface TemporaryFile {
  /** Bytes written so far. */
  readonly sizeBytes: number
  append(bytes: Uint8Array): void
  /** Fills `target` from `positionBytes`; returns how many bytes, fewer only at the end. */
  read(target: Uint8Array, positionBytes: number): number
  close(): void
}

export interface TemporaryFiles {
  create(): TemporaryFile
  /** Closes and removes all. */
  close(): void
}

export function createTemporaryFiles(folder: string = tmpdir()): TemporaryFiles {
  const open = new Set<TemporaryFile>()
  const named = new Set<string>()
  const removeNamed = (): void => {
    for (const path of named) rmSync(path, { force: true })
    named.clear()
    process.off('exit', removeNamed)
  }
  return {
    create() {
      const path = join(folder, `goshawk-${randomUUID()}.tmp`)
      const fd = attempt(path, () => openSync(path, 'wx+', 0o600))
      try {
        unlinkSync(path)
      } catch {
        if (named.size === 0) process.on('exit', removeNamed)
        named.add(path)
      }
      const file = createFile(fd, path, () => open.delete(file))
      open.add(file)
      return file
    },
    close() {
      for (const file of open) file.close()
      removeNamed()
    },
  }
}

function createFile(fd: number, path: string, onClose: () => void): TemporaryFile {
  let isOpen = true
  let sizeBytes = 0
  return {
    get sizeBytes() {
      return sizeBytes
    },
    append(bytes) {
      attempt(path, () => {
        for (let at = 0; at < bytes.length; )
          at += writeSync(fd, bytes, at, bytes.length - at, sizeBytes + at)
      })
      sizeBytes += bytes.length
    },
    read(target, positionBytes) {
      return attempt(path, () => {
        let at = 0
        for (let count = -1; count !== 0 && at < target.length; at += count)
          count = readSync(fd, target, at, target.length - at, positionBytes + at)
        return at
      })
    },
    close() {
      if (isOpen) closeSync(fd)
      isOpen = false
      onClose()
    },
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new SpillError(`the temporary file ${path}: ${ioReason(error)}`, { cause: error })
  }
}
