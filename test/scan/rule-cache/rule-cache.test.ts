/** The cache of packs: where it lies, what its keys tell apart, and that nothing in its folder can do harm. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFiles } from '../../../src/input/walk.ts'
import { findCacheFolder } from '../../../src/scan/rule-cache/cache-folder.ts'
import { makeCacheKey } from '../../../src/scan/rule-cache/cache-key.ts'
import { loadPackFile, MAX_PACKS, savePackFile } from '../../../src/scan/rule-cache/pack-files.ts'
import { sampleFile } from '../../../src/scan/rule-cache/sample-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goshawk-cache-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const key = (digit: number): string => digit.toString(16).padStart(64, '0')

describe('findCacheFolder', () => {
  const home = '/home/ada'
  it.each<[string, NodeJS.Platform, Record<string, string>, string | undefined]>([
    ['Linux', 'linux', {}, '/home/ada/.cache/goshawk'],
    ['Linux with XDG', 'linux', { XDG_CACHE_HOME: '/fast' }, '/fast/goshawk'],
    ['Linux with a relative XDG', 'linux', { XDG_CACHE_HOME: 'fast' }, '/home/ada/.cache/goshawk'],
    ['macOS', 'darwin', { XDG_CACHE_HOME: '/fast' }, '/home/ada/Library/Caches/goshawk'],
    ['Windows', 'win32', { LOCALAPPDATA: '/local' }, '/local/goshawk'],
    ['Windows without LOCALAPPDATA', 'win32', {}, '/home/ada/.goshawk/cache'],
    ['a folder of choice', 'linux', { GOSHAWK_CACHE: '/mine', XDG_CACHE_HOME: '/fast' }, '/mine'],
    ['none wanted', 'linux', { GOSHAWK_CACHE: 'off' }, undefined],
    ['an empty choice', 'linux', { GOSHAWK_CACHE: '' }, '/home/ada/.cache/goshawk'],
  ])('%s', (_, platform, env, expected) => {
    expect(findCacheFolder({ env, platform, home })?.replaceAll('\\', '/')).toBe(expected)
  })

  it('is nowhere without a home', () => {
    expect(findCacheFolder({ env: {}, platform: 'linux', home: '' })).toBeUndefined()
  })
})

describe('makeCacheKey', () => {
  const find = (): ReturnType<typeof findFiles>['sources'] => findFiles([folder], () => true).sources
  const later = Date.now() + 60_000

  it('is the same for the same files and options', () => {
    writeFileSync(join(folder, 'a.yml'), 'title: a')
    expect(makeCacheKey(find(), { level: 'high' }, later)).toEqual(
      makeCacheKey(find(), { level: 'high' }, later),
    )
  })

  it.each<[string, () => void]>([
    ['other content of the same length', () => writeFileSync(join(folder, 'a.yml'), 'title: b')],
    [
      'other content under the old time',
      () => {
        const { atime, mtime } = statSync(join(folder, 'a.yml'))
        writeFileSync(join(folder, 'a.yml'), 'title: b')
        utimesSync(join(folder, 'a.yml'), atime, mtime)
      },
    ],
    ['one file more', () => writeFileSync(join(folder, 'b.yml'), '')],
    ['a file gone', () => rmSync(join(folder, 'a.yml'))],
    [
      'a file replaced',
      () => {
        rmSync(join(folder, 'a.yml'))
        writeFileSync(join(folder, 'a.yml'), 'title: a')
      },
    ],
  ])('differs after %s', async (_, change) => {
    writeFileSync(join(folder, 'a.yml'), 'title: a')
    const before = makeCacheKey(find(), {}, later).key
    // The clock of the file system has to move on, as it has between two runs.
    await new Promise((resolve) => setTimeout(resolve, 20))
    change()
    expect(makeCacheKey(find(), {}, later).key).not.toBe(before)
  })

  it('differs by options, and by where a file lies', () => {
    writeFileSync(join(folder, 'a.yml'), 'title: a')
    const [file] = find()
    const own = makeCacheKey([file!], {}).key
    expect(makeCacheKey([file!], { level: 'high' }).key).not.toBe(own)
    expect(makeCacheKey([{ ...file!, name: 'other.yml' }], {}).key).not.toBe(own)
    expect(makeCacheKey([{ ...file!, isNamed: true }], {}).key).not.toBe(own)
  })

  it('is not settled while a file is new, or of the future', () => {
    writeFileSync(join(folder, 'a.yml'), 'title: a')
    const changedMs = find()[0]!.stamp.changedMs
    expect(makeCacheKey(find(), {}, changedMs + 1999).isSettled).toBe(false)
    expect(makeCacheKey(find(), {}, changedMs + 2001).isSettled).toBe(true)
    expect(makeCacheKey(find(), {}, changedMs - 86_400_000).isSettled).toBe(false)
    expect(makeCacheKey([], {}).isSettled).toBe(true)
  })
})

describe('pack files', () => {
  const bytes = Buffer.from('some bytes')

  it('gives back what was saved, in a folder that it makes itself', () => {
    const deep = join(folder, 'a', 'b')
    expect(savePackFile(deep, key(1), bytes)).toBe(true)
    expect(Buffer.from(loadPackFile(deep, key(1))!).toString()).toBe('some bytes')
    expect(loadPackFile(deep, key(2))).toBeUndefined()
    expect(readdirSync(deep)).toEqual([`${key(1)}.pack`])
  })

  it('replaces what is there', () => {
    savePackFile(folder, key(1), Buffer.from('old'))
    savePackFile(folder, key(1), bytes)
    expect(Buffer.from(loadPackFile(folder, key(1))!).toString()).toBe('some bytes')
  })

  it('keeps the ones used last, and nothing of killed processes; other files are left alone', () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    writeFileSync(join(folder, `${key(99)}.pack.1.tmp`), 'half')
    utimesSync(join(folder, `${key(99)}.pack.1.tmp`), 1, 1)
    for (let i = 0; i < MAX_PACKS; i++) {
      savePackFile(folder, key(i), bytes)
      utimesSync(join(folder, `${key(i)}.pack`), 1000 + i, 1000 + i)
    }
    loadPackFile(folder, key(0))
    savePackFile(folder, key(50), bytes)
    const kept = readdirSync(folder)
    expect(kept).toContain('notes.txt')
    expect(kept).toContain(`${key(0)}.pack`)
    expect(kept).not.toContain(`${key(1)}.pack`)
    expect(kept).not.toContain(`${key(99)}.pack.1.tmp`)
    expect(kept.filter((name) => name.endsWith('.pack'))).toHaveLength(MAX_PACKS)
  })

  it('keeps what was learnt with a pack as long as the pack', () => {
    for (let i = 0; i <= MAX_PACKS; i++) {
      writeFileSync(sampleFile(folder, key(i)), '')
      savePackFile(folder, key(i), bytes)
      for (const suffix of ['pack', 'samples'])
        utimesSync(join(folder, `${key(i)}.${suffix}`), 1000 + i, 1000 + i)
    }
    savePackFile(folder, key(MAX_PACKS + 1), bytes)
    const kept = readdirSync(folder)
    for (const suffix of ['pack', 'samples']) {
      expect(kept).not.toContain(`${key(1)}.${suffix}`)
      expect(kept).toContain(`${key(2)}.${suffix}`)
    }
  })

  it('fails quietly where nothing can be written or read', () => {
    const blocked = join(folder, 'file')
    writeFileSync(blocked, '')
    expect(savePackFile(join(blocked, 'sub'), key(1), bytes)).toBe(false)
    expect(loadPackFile(join(blocked, 'sub'), key(1))).toBeUndefined()
    mkdirSync(join(folder, `${key(3)}.pack`))
    expect(loadPackFile(folder, key(3))).toBeUndefined()
    expect(savePackFile(folder, key(3), bytes)).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('is for the user alone (Windows has no such modes)', () => {
    savePackFile(join(folder, 'new'), key(1), bytes)
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'new', `${key(1)}.pack`)).mode & 0o777).toBe(0o600)
  })
})
