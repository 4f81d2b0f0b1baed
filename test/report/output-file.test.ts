import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OutputFile } from '../../src/report/output-file.ts'
import { openOutputFile } from '../../src/report/output-file.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'goshawk-'))

function open(path: string, mayOverwrite = false): OutputFile {
  const output = openOutputFile(path, mayOverwrite)
  if ('code' in output) throw new Error(output.message)
  return output
}

describe('output file', () => {
  it('appears only when complete', () => {
    const dir = folder()
    const output = open(join(dir, 'hits.csv'))
    output.write('é\n'.repeat(1_000_000))
    expect(readdirSync(dir)).toHaveLength(1)
    expect(readdirSync(dir)).not.toContain('hits.csv')
    expect(output.finish()).toBe(true)
    expect(readdirSync(dir)).toEqual(['hits.csv'])
    expect(readFileSync(join(dir, 'hits.csv'), 'utf8')).toHaveLength(2_000_000)
  })

  it('keeps what exists, unless told otherwise', () => {
    const path = join(folder(), 'hits.csv')
    writeFileSync(path, 'before')
    expect(openOutputFile(path, false)).toMatchObject({ code: 'output-exists', source: path })
    const output = open(path, true)
    output.write('after')
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(output.finish()).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('after')
  })

  it('leaves nothing behind when discarded', () => {
    const dir = folder()
    const output = open(join(dir, 'hits.csv'))
    output.write('x')
    output.discard()
    expect(readdirSync(dir)).toEqual([])
  })

  it.each([
    ['a missing folder', (dir: string) => join(dir, 'no', 'hits.csv'), 'its folder does not exist'],
    ['a folder', (dir: string) => dir, 'it is a folder'],
  ])('says what is wrong with %s', (_, pathOf, reason) => {
    expect(openOutputFile(pathOf(folder()), true)).toMatchObject({
      code: 'output-unwritable',
      message: `cannot be written: ${reason}`,
    })
  })

  it('remembers the first failure and cleans up', () => {
    const dir = folder()
    const output = open(join(dir, 'hits.csv'))
    output.write('x')
    // The rename fails: the target has become a folder that is not empty.
    const target = join(dir, 'hits.csv')
    mkdirSync(target)
    writeFileSync(join(target, 'inside'), '')
    expect(output.finish()).toBe(false)
    expect(output.failure()).toMatchObject({ code: 'output-unwritable', source: target })
    expect(readdirSync(dir)).toEqual(['hits.csv'])
  })

  it('does nothing more once it failed', () => {
    const dir = folder()
    const output = open(join(dir, 'hits.csv'))
    // Somebody removes it: it cannot be renamed.
    rmSync(join(dir, readdirSync(dir)[0]!))
    output.write('x')
    expect(output.finish()).toBe(false)
    output.write('more')
    output.discard()
    expect(output.finish()).toBe(false)
    expect(readdirSync(dir)).toEqual([])
  })
})

describe.skipIf(process.platform === 'win32')(
  'output file on POSIX (links, modes and devices are needed)',
  () => {
    it('replaces what a link names, and keeps who may read it', () => {
      const dir = folder()
      writeFileSync(join(dir, 'real.csv'), 'before')
      chmodSync(join(dir, 'real.csv'), 0o600)
      symlinkSync('real.csv', join(dir, 'link.csv'))
      expect(openOutputFile(join(dir, 'link.csv'), false)).toMatchObject({ code: 'output-exists' })
      const output = open(join(dir, 'link.csv'), true)
      output.write('after')
      expect(output.finish()).toBe(true)
      expect(lstatSync(join(dir, 'link.csv')).isSymbolicLink()).toBe(true)
      expect(readFileSync(join(dir, 'real.csv'), 'utf8')).toBe('after')
      expect(statSync(join(dir, 'real.csv')).mode & 0o777).toBe(0o600)
      expect(readdirSync(dir)).toHaveLength(2)
    })

    it('does not replace a link that leads nowhere without being told', () => {
      const dir = folder()
      symlinkSync(join(dir, 'no', 'where'), join(dir, 'link.csv'))
      expect(openOutputFile(join(dir, 'link.csv'), false)).toMatchObject({ code: 'output-exists' })
    })

    it('writes to devices as they are, and keeps them', () => {
      const output = open('/dev/null')
      output.write('x')
      expect(output.finish()).toBe(true)
      expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
    })
  },
)

describe.skipIf(process.platform !== 'linux')('output file on a full disk (only Linux has /dev/full)', () => {
  it('fails in the middle, once', () => {
    const output = open('/dev/full')
    output.write('x'.repeat(1 << 20))
    const failure = output.failure()
    expect(failure).toMatchObject({ message: 'cannot be written: no space is left on the disk' })
    output.write('more')
    expect(output.finish()).toBe(false)
    expect(output.failure()).toBe(failure)
  })

  it('says when nothing can be made in a folder', () => {
    expect(openOutputFile('/proc/hits.csv', false)).toMatchObject({
      message: 'cannot be written: nothing can be made in its folder',
    })
  })
})
