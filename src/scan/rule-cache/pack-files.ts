/**
 * Packs as files of a folder. In: keys and bytes. Out: bytes. Invariant: a file is complete or not there (it is renamed
 * into place); whatever goes wrong costs time, never an answer: failures are silent, the rules are read instead.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../../base/make-folder.ts'

/** Packs that are kept: sets of rules that one person works with by turns. */
export const MAX_PACKS = 8

/** A larger file is no pack of ours (SigmaHQ's has 17 MB). */
const MAX_PACK_BYTES = 1024 * 1024 * 1024

const SUFFIX = '.pack'

/** The bytes kept under the key, in memory that threads may share. */
export function loadPackFile(folder: string, key: string): Uint8Array<SharedArrayBuffer> | undefined {
  const path = join(folder, key + SUFFIX)
  try {
    const bytes = readOwnFile(path)
    if (bytes !== undefined) markUsed(path)
    return bytes
  } catch {
    return undefined
  }
}

function readOwnFile(path: string): Uint8Array<SharedArrayBuffer> | undefined {
  const fd = openSync(path, 'r')
  try {
    const { size, uid } = fstatSync(fd)
    // What another user wrote could leave rules out.
    const isForeign = process.getuid !== undefined && uid !== process.getuid()
    if (isForeign || size > MAX_PACK_BYTES) return undefined
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

/** Those used longest ago go first. */
function markUsed(path: string): void {
  try {
    const now = new Date()
    utimesSync(path, now, now)
  } catch {
    // A folder that is read only: its packs are not removed either.
  }
}

/** Keeps the bytes; false when that is not possible. */
export function savePackFile(folder: string, key: string, bytes: Uint8Array): boolean {
  const path = join(folder, key + SUFFIX)
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    makeFolder(folder, 0o700)
    // Without `sync`: what a crash of the system leaves behind is refused by its digest.
    writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o600 })
    renameSync(temporary, path)
    removeOldest(folder)
    return true
  } catch {
    removeQuietly(temporary)
    return false
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // It is not there, or not ours to remove.
  }
}

/** Packs beyond `MAX_PACKS`, and what killed processes left. */
function removeOldest(folder: string): void {
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.pack(\.[0-9a-f]+\.tmp)?$/.test(name))
  const dated = names.flatMap((name) => {
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? [] : [{ path, usedMs: stats.mtimeMs }]
  })
  dated.sort((a, b) => b.usedMs - a.usedMs)
  for (const { path } of dated.slice(MAX_PACKS)) removeQuietly(path)
}
