/** A folder for one test, gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Also for work that ends later. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'goshawk-bench-'))
  const remove = (): void => rmSync(folder, { recursive: true })
  let isLater = false
  try {
    const result = use(folder)
    if (!(result instanceof Promise)) return result
    isLater = true
    return result.finally(remove) as T
  } finally {
    if (!isLater) remove()
  }
}
