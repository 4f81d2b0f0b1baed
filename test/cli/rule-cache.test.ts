/** Scans with rules from the cache: the same bytes and messages as without, whatever happens to rules and packs. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeVariedLog } from '../support/varied-log.ts'
import { makeFolder, program, type Ran, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')
/** Longer ago than any clock of a file system is coarse. */
const SETTLED_SECONDS = 3

let folder = ''
let cache = ''
/** Copies of the rules: one that no test changes, and is old enough from the first test on. */
let settled = ''
let rules = ''
beforeAll(() => {
  settled = makeFolder()
  cpSync(join(root, 'rules'), settled, { recursive: true })
  settle()
})
afterAll(() => rmSync(settled, { recursive: true, force: true }))
beforeEach(() => {
  folder = makeFolder()
  cache = join(folder, 'cache')
  rules = settled
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Rules of this test's own, just written. */
function copyRules(): void {
  rules = join(folder, 'rules')
  cpSync(join(root, 'rules'), rules, { recursive: true })
}

const run = (args: readonly string[], cacheFolder = cache): Ran =>
  runProgram(args, program, { GOSHAWK_CACHE: cacheFolder })

/** A scan into all formats; what it wrote and said. Names of outputs and the time taken are not part of it. */
function scanAll(args: readonly string[] = [], cacheFolder = cache): Record<string, string | number | null> {
  const out = join(folder, 'out')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out)
  const formats = ['csv', 'json', 'jsonl']
  const outputs = formats.flatMap((format) => ['-o', join(out, `hits.${format}`)])
  const ran = run(['scan', fixtures, '-r', rules, ...outputs, '-t', '1', ...args], cacheFolder)
  const read = (format: string): string => readFileSync(join(out, `hits.${format}`), 'utf8')
  const said = ran.out.replace(/[\d.]+ (?:s|ms)\b/g, 'TIME').replace(/[\d.]+ MB\/s/g, 'RATE')
  return { code: ran.code, err: ran.err, said, ...Object.fromEntries(formats.map((f) => [f, read(f)])) }
}

/** Files are only trusted when they were not just written. */
function settle(): void {
  const until = Date.now() + SETTLED_SECONDS * 1000
  while (Date.now() < until) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
}

const packs = (): string[] => (existsSync(cache) ? readdirSync(cache).filter((n) => n.endsWith('.pack')) : [])

describe('rules from the cache', () => {
  it('give the same bytes and the same words', () => {
    const without = scanAll([], 'off')
    expect(without.code).toBe(0)
    expect(packs()).toEqual([])
    expect(scanAll()).toEqual(without)
    expect(packs()).toHaveLength(1)
    const used = statSync(join(cache, packs()[0]!)).mtimeMs
    expect(scanAll()).toEqual(without)
    expect(packs()).toHaveLength(1)
    expect(statSync(join(cache, packs()[0]!)).mtimeMs).toBeGreaterThan(used)
    expect(scanAll(['--engine', 'reference'])).toMatchObject({ csv: without.csv, jsonl: without.jsonl })
  })

  it('give the same messages about refused and doubtful rules', () => {
    writeFileSync(join(rules, 'broken.yml'), 'title: Broken\nlogsource: {product: windows}\ndetection: 5\n')
    writeFileSync(
      join(rules, 'other.yml'),
      'title: Other\nlogsource: {product: linux}\ndetection: {a: {b: c}, condition: a}\n',
    )
    settle()
    const manifest = join(folder, 'manifest.json')
    const account = (cacheFolder: string): unknown => {
      const ran = run(
        ['scan', fixtures, '-r', rules, '-q', '--manifest', manifest, '--overwrite'],
        cacheFolder,
      )
      const { run: _, ...kept } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>
      return { kept, ran }
    }
    const without = account('off')
    expect(account(cache)).toEqual(without)
    expect(account(cache)).toEqual(without)
    expect(packs()).toHaveLength(1)
  })

  it('are not used when a rule has changed, even under its old time', () => {
    copyRules()
    settle()
    scanAll()
    const rule = join(rules, 'windows', 'security', 'security_log_cleared.yml')
    const { atime, mtime } = statSync(rule)
    const text = readFileSync(rule, 'utf8')
    writeFileSync(rule, text.replace('Log Cleared', 'Log Emptied'))
    utimesSync(rule, atime, mtime)
    const changed = scanAll()
    expect(changed).toEqual(scanAll([], 'off'))
    expect(changed.csv).toContain('Security Log Emptied')
  })

  it('are not kept while rules are new', () => {
    copyRules()
    expect(scanAll().code).toBe(0)
    expect(packs()).toEqual([])
  })

  it('are kept with what scans learnt of records, which changes no byte', () => {
    writeFileSync(join(folder, 'varied.evtx'), makeVariedLog(4000))
    const scanVaried = (cacheFolder = cache): unknown => {
      const jsonl = join(folder, 'hits.jsonl')
      const ran = run(
        ['scan', join(folder, 'varied.evtx'), '-r', rules, '-q', '-o', jsonl, '--overwrite'],
        cacheFolder,
      )
      return { code: ran.code, err: ran.err, hits: readFileSync(jsonl, 'utf8') }
    }
    const samples = (): string[] => readdirSync(cache).filter((name) => name.endsWith('.samples'))
    const without = scanVaried('off')
    expect(scanVaried()).toEqual(without)
    expect(samples()).toEqual([packs()[0]!.replace('.pack', '.samples')])
    const file = join(cache, samples()[0]!)
    const kept = readFileSync(file, 'utf8')
    utimesSync(file, 1000, 1000)
    expect(scanVaried()).toEqual(without)
    // Nothing was new.
    expect(statSync(file).mtimeMs).toBe(1_000_000)
    writeFileSync(file, kept.slice(0, -9))
    expect(scanVaried()).toEqual(without)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(kept))
  })

  it('are told apart by what is asked for', () => {
    const all = scanAll()
    const high = scanAll(['--min-level', 'high'])
    expect(high.csv).not.toBe(all.csv)
    expect(scanAll(['--min-level', 'high'])).toEqual(high)
    expect(scanAll()).toEqual(all)
    expect(packs()).toHaveLength(2)
  })

  it('are read from their files when the pack is damaged, cut, empty or a folder', () => {
    const whole = scanAll()
    const pack = join(cache, packs()[0]!)
    const bytes = readFileSync(pack)
    bytes[bytes.length >> 1]! ^= 1
    const damages: (() => void)[] = [
      () => writeFileSync(pack, bytes),
      () => truncateSync(pack, 1000),
      () => truncateSync(pack, 0),
      () => {
        rmSync(pack)
        mkdirSync(pack)
      },
    ]
    for (const damage of damages) {
      damage()
      expect(scanAll()).toEqual(whole)
    }
  })

  it('are not needed: no place for them, none wanted', () => {
    const without = scanAll([], 'off')
    writeFileSync(cache, 'a file where the folder should be')
    expect(scanAll()).toEqual(without)
    rmSync(cache)
    expect(scanAll(['--no-cache'])).toEqual(without)
    expect(packs()).toEqual([])
  })

  it('serve many at once', () => {
    const args = ['scan', fixtures, '-r', rules, '-q', '-t', '1', '-f', 'csv', '-o', '-']
    const script = `
      const { spawn } = require('node:child_process')
      const one = () => new Promise((done) => {
        const child = spawn(process.execPath, ${JSON.stringify([program, ...args])})
        let text = ''
        child.stdout.on('data', (part) => (text += part))
        child.on('close', () => done(text))
      })
      Promise.all([one(), one(), one()]).then((texts) => console.log(new Set(texts).size, texts[0].length))`
    const env = { ...process.env, GOSHAWK_CACHE: cache }
    const done = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env })
    expect(done.stdout).toMatch(/^1 [1-9]\d+/)
    expect(readdirSync(cache)).toEqual(packs())
  })
})
