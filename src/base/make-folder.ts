/**
 * A folder with those above it. In: its path. Out: nothing; throws what the file system says. Invariant: ends always:
 * Node's own recursive way never does where a folder cannot be made below one that is there, as in `/proc`.
 */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** `mode` is for each folder that is made. */
export function makeFolder(path: string, mode = 0o777): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(path)
  // Each parent is shorter, down to the root, which is its own.
  if (parent !== path) makeFolder(parent, mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // Another process was faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
