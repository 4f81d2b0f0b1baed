/**
 * Packs as files of a folder. In: keys and bytes. Out: bytes. Invariant: whatever goes wrong costs time, never an answer:
 * failures are silent, the rules are read instead.
 */
import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { readOwnFile, removeQuietly, writeOwnFile } from './own-files.ts'

/** Packs that are kept: sets of rules that one person works with by turns. */
export const MAX_PACKS = 8

/** A larger file is no pack of ours (SigmaHQ's has 17 MB). */
const MAX_PACK_BYTES = 1024 * 1024 * 1024

const SUFFIX = '.pack'
/** A pack, what was learnt with it, and what killed processes left of either. */
const OWN_NAME = /^([0-9a-f]{64})\.(?:pack|samples)(\.[0-9a-f]+\.tmp)?$/

/** The bytes kept under the key, in memory that threads may share. */
export function loadPackFile(folder: string, key: string): Uint8Array<SharedArrayBuffer> | undefined {
  const path = join(folder, key + SUFFIX)
  try {
    const bytes = readOwnFile(path, MAX_PACK_BYTES)
    if (bytes !== undefined) markUsed(path)
    return bytes
  } catch {
    return undefined
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
  if (!writeOwnFile(join(folder, key + SUFFIX), bytes)) return false
  try {
    removeOldest(folder)
  } catch {
    // The pack is kept; another run will remove what is too much.
  }
  return true
}

/** All of the keys beyond `MAX_PACKS`. */
function removeOldest(folder: string): void {
  const groups = new Map<string, { readonly paths: string[]; usedMs: number }>()
  for (const name of readdirSync(folder)) {
    const [, key, temporary = ''] = OWN_NAME.exec(name) ?? []
    const path = join(folder, name)
    const stats = key === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) continue
    // What is still being written is no part of what it will be.
    const group = groups.get(key + temporary) ?? { paths: [], usedMs: 0 }
    group.paths.push(path)
    group.usedMs = Math.max(group.usedMs, stats.mtimeMs)
    groups.set(key + temporary, group)
  }
  const dated = [...groups.values()].sort((a, b) => b.usedMs - a.usedMs)
  for (const { paths } of dated.slice(MAX_PACKS)) for (const path of paths) removeQuietly(path)
}
