import { describe, expect, it } from 'vitest'
import { renameFile } from '../../src/report/rename-file.ts'

/** A rename that fails some times with this code, and a count of its calls. */
function failing(times: number, code: string) {
  const calls = { count: 0 }
  const rename = (): void => {
    if (++calls.count <= times) throw Object.assign(new Error(code), { code })
  }
  return { calls, rename }
}

describe('renaming', () => {
  it.each([
    ['a file in use on Windows is tried again', 3, 'EBUSY', true, 4, false],
    ['other errors are not', 3, 'ENOSPC', true, 1, true],
    ['elsewhere nothing is', 3, 'EPERM', false, 1, true],
    ['no error, no second attempt', 0, '', true, 1, false],
  ])('%s', (_, times, code, isWindows, count, throws) => {
    const { calls, rename } = failing(times, code)
    const run = (): void => renameFile('a', 'b', rename, isWindows)
    if (throws) expect(run).toThrow(code)
    else run()
    expect(calls.count).toBe(count)
  })
})
