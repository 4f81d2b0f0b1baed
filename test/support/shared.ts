/**
 * Where the reference material (real logs, SigmaHQ's rules, truth tables) lies: beside the project, never in it.
 * With GOSHAWK_SHARED=required its absence fails the tests that need it; otherwise they are skipped with a message.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../shared/', import.meta.url))

export const hasShared: boolean = existsSync(root)

if (!hasShared) {
  if (process.env.GOSHAWK_SHARED === 'required')
    throw new Error(`GOSHAWK_SHARED=required, but there is no ${root}`)
  console.warn(`conformance tests are skipped: there is no ${root}`)
}

/** Path of something in the shared material. */
export function sharedPath(...parts: string[]): string {
  return [root.replace(/[\\/]$/, ''), ...parts].join('/')
}
