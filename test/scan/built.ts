/**
 * The built program: worker threads run compiled files only. `npm test` builds them before; GOSHAWK_DIST names another
 * folder that holds them.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root: string = process.env.GOSHAWK_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url))

export type Scan = typeof import('../../src/scan/scan.ts')

export async function importBuiltScan(): Promise<Scan> {
  const file = join(root, 'scan', 'scan.js')
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build`)
  return import(pathToFileURL(file).href) as Promise<Scan>
}
