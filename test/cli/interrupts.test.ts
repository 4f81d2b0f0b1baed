/** The built program on Ctrl-C and its kin, in the middle of a scan. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/report/manifest.ts'
import { type BigInput, makeWorkersInput } from './big-input.ts'
import { makeFolder, program } from './run-program.ts'

const INTERRUPTED = 'goshawk: interrupted; writing what was found so far'

interface Started {
  /** Resolves with the first hits on standard output: the scan is then in its middle. */
  readonly middle: Promise<void>
  /** Resolves when standard error has the text. */
  says(text: string): Promise<void>
  /** Takes the rest of standard output; until then the program waits for its reader. */
  read(): void
  readonly end: Promise<number | NodeJS.Signals | null>
  kill(signal: NodeJS.Signals): void
}

function start({ logs, rule }: BigInput, out: string, threads: number): Started {
  const outputs = [
    '-f',
    'jsonl',
    '-o',
    '-',
    ...['a.csv', 'b.json', 'c.jsonl'].flatMap((f) => ['-o', join(out, f)]),
  ]
  const args = [
    'scan',
    logs,
    '-q',
    '-r',
    rule,
    ...outputs,
    '--manifest',
    join(out, 'm.json'),
    '--threads',
    String(threads),
  ]
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString()
  })
  return {
    middle: new Promise((resolve) => {
      child.stdout.once('data', () => {
        child.stdout.pause()
        resolve()
      })
    }),
    says: async (text) => {
      while (!said.includes(text)) await setTimeout(10)
    },
    read: () => void child.stdout.resume(),
    end: new Promise((resolve) => {
      child.on('exit', (code, signal) => resolve(code ?? signal))
    }),
    kill: (signal) => void child.kill(signal),
  }
}

/** Each output parsed: throws when one is cut off. */
function countRows(out: string) {
  const text = (name: string): string => readFileSync(join(out, name), 'utf8')
  const lines = (name: string): string[] => {
    expect(text(name).endsWith('\n')).toBe(true)
    return text(name).trimEnd().split('\n')
  }
  const csv = lines('a.csv')
  for (const line of csv) expect(line.split(',')).toHaveLength(16)
  const report = JSON.parse(text('b.json')) as {
    hits: unknown[]
    manifest: { complete: boolean; hits: number }
  }
  const manifest = JSON.parse(text('m.json')) as Manifest
  expect([report.manifest.complete, manifest.complete]).toEqual([false, false])
  expect(report.manifest.hits).toBe(manifest.hits)
  const parsed = lines('c.jsonl').map((line) => JSON.parse(line) as unknown)
  const rows = {
    csv: csv.length - 1,
    json: report.hits.length,
    jsonl: parsed.length,
    manifest: manifest.hits,
  }
  return { rows, threads: manifest.run?.threads }
}

describe.skipIf(process.platform === 'win32')('a scan that is interrupted (POSIX signals are needed)', () => {
  const input = makeWorkersInput()

  it.each([
    ['SIGINT', 1],
    ['SIGINT', 2],
    ['SIGTERM', 1],
    ['SIGHUP', 2],
  ] as const)('%s with %i threads: whole files with what was found', async (signal, threads) => {
    const out = makeFolder()
    const scan = start(input, out, threads)
    await scan.middle
    scan.kill(signal)
    await scan.says(INTERRUPTED)
    scan.read()
    expect(await scan.end).toBe(130)
    expect(readdirSync(out).sort()).toEqual(['a.csv', 'b.json', 'c.jsonl', 'm.json'])
    const { rows, threads: used } = countRows(out)
    expect(used).toBe(threads)
    expect(rows.csv).toBeGreaterThan(0)
    expect(rows.csv).toBeLessThan(input.records)
    expect(rows).toEqual({ csv: rows.csv, json: rows.csv, jsonl: rows.csv, manifest: rows.csv })
  })

  it.each([1, 2])('a second one ends at once and leaves nothing behind (%i threads)', async (threads) => {
    const out = makeFolder()
    const scan = start(input, out, threads)
    await scan.middle
    scan.kill('SIGINT')
    await scan.says(INTERRUPTED)
    // Standard output is not read: the program waits for its reader. What comes sooner counts as an echo.
    await setTimeout(300)
    scan.kill('SIGINT')
    expect(await scan.end).toBe(130)
    expect(readdirSync(out)).toEqual([])
  })

  it('the echo of a parent that passes it on is no second one', async () => {
    const out = makeFolder()
    const scan = start(input, out, 1)
    await scan.middle
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) scan.kill(signal)
    await scan.says(INTERRUPTED)
    scan.read()
    expect(await scan.end).toBe(130)
    expect(countRows(out).rows.csv).toBeGreaterThan(0)
  })
})
