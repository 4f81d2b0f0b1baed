import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
})
