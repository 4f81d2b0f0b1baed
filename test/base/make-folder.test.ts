/** Folders are made with those above them, and what cannot be made is said at once. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder } from '../../src/base/make-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'goshawk-make-folder-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('makeFolder', () => {
  it('makes those above, and leaves one that is there', () => {
    const path = join(root, 'a', 'b', 'c')
    makeFolder(path)
    makeFolder(path)
    expect(statSync(path).isDirectory()).toBe(true)
    makeFolder('.')
  })

  it('throws where a file is in the way', () => {
    const file = join(root, 'file')
    writeFileSync(file, '')
    expect(() => makeFolder(file)).toThrow()
    expect(() => makeFolder(join(file, 'below'))).toThrow()
  })

  it.skipIf(process.platform !== 'linux')('ends where the system makes none (only Linux has /proc)', () => {
    expect(() => makeFolder('/proc/goshawk/pages')).toThrow()
  })
})
