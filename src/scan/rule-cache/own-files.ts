/**
 * Files of the cache's folder. In: paths, bytes. Out: bytes. Invariant: a file is complete or not there (it is renamed
 * into place), and only what this user wrote is read.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../../base/make-folder.ts'

/** In memory that threads may share; undefined for one that is larger, of another user, or shrinks. Throws what the system says. */
export function readOwnFile(path: string, maxBytes: number): Uint8Array<SharedArrayBuffer> | undefined {
  const fd = openSync(path, 'r')
  try {
    const { size, uid } = fstatSync(fd)
    // What another user wrote could leave rules out.
    const isForeign = process.getuid !== undefined && uid !== process.getuid()
    if (isForeign || size > maxBytes) return undefined
    const bytes = new Uint8Array(new SharedArrayBuffer(size))
    for (let at = 0; at < size; ) {
      const count = readSync(fd, bytes, at, size - at, at)
      if (count === 0) return undefined
      at += count
    }
    return bytes
  } finally {
    closeSync(fd)
  }
}

/** False when that is not possible. */
export function writeOwnFile(path: string, bytes: Uint8Array): boolean {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    makeFolder(dirname(path), 0o700)
    // Without `sync`: what a crash of the system leaves behind is refused by its readers.
    writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o600 })
    renameSync(temporary, path)
    return true
  } catch {
    removeQuietly(temporary)
    return false
  }
}

export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // It is not there, or not ours to remove.
  }
}
