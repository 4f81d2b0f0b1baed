/**
 * The name of a set of rules as it is on disk. In: the files' stamps and all that decides what becomes of them. Out: a
 * key, and whether a pack may be kept under it. Invariant: files of an equal key have equal content.
 */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { VERSION } from '../../base/version.ts'
import type { Source } from '../../input/walk.ts'

/**
 * The coarsest clock of a file system in use (FAT: 2 s). A file that was just written may change again without a new
 * time; what was read from it is not kept.
 */
const SETTLED_MS = 2000

export interface CacheKey {
  /** SHA-256, hexadecimal. */
  readonly key: string
  readonly isSettled: boolean
}

/**
 * Content is told by path, size, times of writing and change, and inode: a write changes one of them, and no user can
 * set the time of change. Reading 3,754 files instead takes half of the time that the cache saves.
 * `options` are plain data.
 */
export function makeCacheKey(
  files: readonly Source[],
  options: unknown,
  nowMs: number = Date.now(),
): CacheKey {
  const hash = createHash('sha256').update(JSON.stringify(['goshawk', VERSION, buildStamp(), options]))
  let newestMs = 0
  for (const { name, path, sizeBytes, isNamed, stamp } of files) {
    const { modifiedMs, changedMs, inode } = stamp
    const shown = typeof path === 'string' ? path : Buffer.from(path).toString('hex')
    hash.update(JSON.stringify([name, shown, isNamed, sizeBytes, modifiedMs, changedMs, inode]))
    newestMs = Math.max(newestMs, modifiedMs, changedMs)
  }
  // A clock that was set back says nothing about what is older.
  return { key: hash.digest('hex'), isSettled: newestMs + SETTLED_MS < nowMs }
}

/** Differs between builds of one version: who works on goshawk must not get the packs of yesterday. */
function buildStamp(): readonly number[] {
  const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url))
  return [size, mtimeMs]
}
