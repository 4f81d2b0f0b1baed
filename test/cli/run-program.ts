/** Runs the built program. `npm test` builds it before; GOSHAWK_DIST names another folder that holds it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../../', import.meta.url))
export const program: string = join(process.env.GOSHAWK_DIST ?? join(root, 'dist'), 'program/main.js')

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `script`: another path that leads to the program. `env`: variables beside those of the tests. */
export function runProgram(
  args: readonly string[],
  script: string = program,
  env: Readonly<Record<string, string>> = {},
): Ran {
  const done = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

/** A new folder with these files, in folders of their own where the names say so. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'goshawk-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return path
}
