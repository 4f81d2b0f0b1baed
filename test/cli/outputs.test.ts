/** The built program and its outputs: pipes, devices, full disks, evidence. Each costs only itself. */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeBigInput, makeWorkersInput } from './big-input.ts'
import { makeFolder, program, type Ran, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')
/** Hits in them, by the rules that come with the program. */
const HITS = countHits()

const quote = (text: string): string => `'${text}'`

/** A command line in which GOSHAWK stands for the program. */
function shell(script: string): Ran {
  const node = `${quote(process.execPath)} ${quote(program)}`
  const done = spawnSync('sh', ['-c', script.replaceAll('GOSHAWK', node)], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

function countHits(): number {
  const out = join(makeFolder(), 'hits.jsonl')
  runProgram(['scan', fixtures, '-q', '-o', out])
  return countLines(out)
}

function countLines(path: string): number {
  return readFileSync(path, 'utf8').trimEnd().split('\n').length
}

describe('outputs', () => {
  it('are refused before anything is read: the manifest too', () => {
    const out = makeFolder({ 'm.json': 'before' })
    const done = runProgram(['scan', fixtures, '--manifest', join(out, 'm.json')])
    expect(done).toMatchObject({ code: 1, out: '' })
    expect(done.err).toContain('m.json: exists already; give --overwrite')
    expect(readFileSync(join(out, 'm.json'), 'utf8')).toBe('before')
  })

  it('go on when only the manifest cannot be written', () => {
    const out = makeFolder()
    const args = ['scan', fixtures, '-q', '--manifest', join(out, 'no', 'm.json'), '-o', join(out, 'a.csv')]
    const done = runProgram(args)
    expect(done.err).toContain('m.json: cannot be written: its folder does not exist')
    expect(done.code).toBe(1)
    expect(countLines(join(out, 'a.csv'))).toBe(HITS + 1)
  })

  it.each([
    ['the same file twice', ['-o', 'a.csv', '-o', './a.csv']],
    ['the same file as report and manifest', ['-o', 'a.json', '--manifest', 'a.json']],
  ])('%s is wrong use', (_, args) => {
    expect(runProgram(['scan', fixtures, ...args]).code).toBe(2)
    expect(existsSync('a.csv') || existsSync('a.json')).toBe(false)
  })

  it('are never a log, and may stand beside it', () => {
    const logs = makeFolder()
    const log = join(logs, 'a.evtx')
    copyFileSync(join(fixtures, 'DC01/System.evtx'), log)
    const before = readFileSync(log)
    const over = runProgram(['scan', logs, '-f', 'csv', '--overwrite', '-o', log])
    expect(over.code).toBe(2)
    expect(over.err).toContain('is a log that is to be read; it is not written over')
    expect(readFileSync(log).equals(before)).toBe(true)
    for (const more of [[], ['--overwrite']])
      expect(runProgram(['scan', logs, '-q', '-o', join(logs, 'hits.csv'), ...more]).code).toBe(0)
    expect(readdirSync(logs).sort()).toEqual(['a.evtx', 'hits.csv'])
  })
})

describe.skipIf(process.platform === 'win32')('pipes (a POSIX shell is needed)', () => {
  const { logs, rule } = makeWorkersInput()
  const scan = `GOSHAWK scan ${quote(logs)} -r ${quote(rule)}`

  it.each([1, 2])('the reader of the only output goes: a quiet end (%i threads)', (threads) => {
    const done = shell(`{ ${scan} -t ${threads} -f csv -o - ; echo "code $?" >&2; } | head -n 1`)
    expect(done.out).toMatch(/^Timestamp,[^\n]*\n$/)
    expect(done.err).toBe('code 0\n')
  })

  it('the reader of one output goes: the others are finished', () => {
    const out = join(makeFolder(), 'c.jsonl')
    shell(`GOSHAWK scan ${quote(fixtures)} -q -f csv -o - -o ${quote(out)} | true`)
    expect(countLines(out)).toBe(HITS)
  })

  it('the reader of a dump goes: a quiet end', () => {
    const done = shell(`GOSHAWK dump ${quote(fixtures)} | head -n 1`)
    expect(done.out.split('\n')).toHaveLength(2)
    expect(done.err).toBe('')
  })

  it('the reader of the summary goes: the exit code stays', () => {
    const done = shell(`{ GOSHAWK scan ${quote(fixtures)} --fail-on high; echo "code $?" >&2; } | true`)
    expect(done.err).toBe('code 4\n')
  })

  it('nobody reads the messages: the scan goes on', () => {
    const out = join(makeFolder(), 'a.csv')
    shell(`GOSHAWK scan ${quote(fixtures)} nowhere -q -o ${quote(out)} 2>&1 | true`)
    expect(countLines(out)).toBe(HITS + 1)
  })

  it('standard output by its other name', () => {
    expect(shell(`GOSHAWK scan ${quote(fixtures)} -q -f csv -o /dev/stdout | wc -l`).out.trim()).toBe(
      String(HITS + 1),
    )
  })

  it('a named pipe is written to, and stays', () => {
    const pipe = join(makeFolder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    const done = shell(
      `wc -l < ${quote(pipe)} & GOSHAWK scan ${quote(fixtures)} -q -f csv -o ${quote(pipe)}; echo "code $?" >&2; wait`,
    )
    expect(done.out.trim()).toBe(String(HITS + 1))
    expect(done.err).toBe('code 0\n')
    expect(statSync(pipe).isFIFO()).toBe(true)
  })
})

describe.skipIf(process.platform !== 'linux')('a full disk (only Linux has /dev/full)', () => {
  it.each([
    ['as a file', '-f csv -o /dev/full', '', '/dev/full'],
    ['as standard output', '-f csv -o -', '> /dev/full', 'standard output'],
    ['under the summary', '', '> /dev/full', 'standard output'],
  ])('%s: it is said, and the other outputs are finished', (_, flags, redirect, name) => {
    const out = join(makeFolder(), 'b.jsonl')
    const quiet = flags === '' ? '' : '-q'
    const done = shell(`GOSHAWK scan ${quote(fixtures)} ${quiet} ${flags} -o ${quote(out)} ${redirect}`)
    expect(done).toMatchObject({
      code: 1,
      err: `goshawk: error: ${name}: cannot be written: no space is left on the disk [output-unwritable]\n`,
    })
    expect(countLines(out)).toBe(HITS)
  })

  it('ends a scan whose only output is lost', () => {
    const { logs, rule, records } = makeBigInput(28)
    const out = join(makeFolder(), 'm.json')
    const lost = shell(`GOSHAWK scan ${quote(logs)} -r ${quote(rule)} -f csv -o /dev/full`)
    expect(lost).toMatchObject({ code: 1, out: '' })
    const kept = shell(
      `GOSHAWK scan ${quote(logs)} -r ${quote(rule)} -q -f csv -o /dev/full --manifest ${quote(out)}`,
    )
    expect(kept.code).toBe(1)
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ complete: true, hits: records })
  })
})

describe.skipIf(process.platform === 'win32')('a hundred thousand hits (a POSIX shell is needed)', () => {
  const out = makeFolder()
  // Three hundred megabytes.
  afterAll(() => rmSync(out, { recursive: true }))

  it('need no memory each, and no lines of the summary', () => {
    const { logs, rule, records } = makeBigInput(100, 1)
    const outputs = ['a.csv', 'b.json', 'c.jsonl'].map((name) => `-o ${quote(join(out, name))}`).join(' ')
    // All hits together would take several times this heap.
    const done = shell(
      `NODE_OPTIONS=--max-old-space-size=64 GOSHAWK scan ${quote(logs)} -r ${quote(rule)} ${outputs}`,
    )
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(records).toBe(100_000)
    expect(countLines(join(out, 'a.csv'))).toBe(records + 1)
    expect(countLines(join(out, 'c.jsonl'))).toBe(records)
    const report = JSON.parse(readFileSync(join(out, 'b.json'), 'utf8')) as { hits: unknown[] }
    expect(report.hits).toHaveLength(records)
    expect(done.out).toContain('100,000 hits: 100,000 high')
    expect(done.out).toContain('  100,000×  Every logon')
    expect(done.out.split('\n').length).toBeLessThan(30)
  })
})
