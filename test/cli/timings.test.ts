/** `scan --timings`: a table on standard error, the same in the manifest, and nothing else is different. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/report/manifest.ts'
import { makeWorkersInput } from './big-input.ts'
import { makeFolder, type Ran, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')
let folder = ''
beforeAll(() => {
  folder = makeFolder()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function scan(args: readonly string[]): Ran {
  return runProgram(['scan', ...args, '--overwrite'])
}

describe('scan --timings', () => {
  it('tells what phases and stages took', () => {
    const manifest = join(folder, 'manifest.json')
    const csv = join(folder, 'hits.csv')
    const ran = scan([fixtures, '-q', '--timings', '--manifest', manifest, '-o', csv])
    expect(ran).toMatchObject({ code: 0, out: '' })
    const lines = ran.err.trimEnd().split('\n')
    expect(lines.every((line) => line.startsWith('goshawk: '))).toBe(true)
    for (const phase of [
      'program',
      'finding logs',
      'rules',
      'scan',
      'correlations',
      'finishing reports',
      'together',
    ])
      expect(ran.err).toMatch(new RegExp(`^goshawk: {3}${phase} +\\d+\\.\\d{3} s +\\d+\\.\\d{3} s$`, 'm'))
    for (const stage of ['reading', 'decoding', 'matching', 'hits', 'other', 'making and writing rows'])
      expect(ran.err).toMatch(new RegExp(`^goshawk: {3}${stage} +\\d+\\.\\d{3} s$`, 'm'))
    const { timings } = (JSON.parse(readFileSync(manifest, 'utf8')) as Manifest).run!
    const { phases, threads, rowsMs } = timings!
    expect(phases.map(({ phase }) => phase)).toEqual([
      'program',
      'finding logs',
      'rules',
      'preparing threads',
      'scan',
      'correlations',
      'account',
    ])
    expect(phases.every(({ wallMs, cpuMs }) => wallMs >= 0 && cpuMs >= 0)).toBe(true)
    expect(threads.count).toBe(1)
    const { loadMs, readMs, decodeMs, matchMs, hitMs, otherMs, sumMs, sampledShare } = threads.split
    expect(sampledShare).toBe(1)
    for (const ms of [loadMs, readMs, decodeMs, matchMs, hitMs, rowsMs]) expect(ms).toBeGreaterThan(0)
    expect(loadMs + readMs + decodeMs + matchMs + hitMs + otherMs).toBeCloseTo(sumMs)
  })

  it('adds up what several threads took', () => {
    const { logs, rule, records } = makeWorkersInput()
    const manifest = join(folder, 'threads.json')
    const ran = scan([logs, '-r', rule, '-q', '-t', '2', '--timings', '--manifest', manifest])
    expect(ran.code).toBe(0)
    expect(ran.err).toContain('goshawk: in 2 threads, summed')
    const read = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
    expect(read.hits).toBe(records)
    const { count, split } = read.run!.timings!.threads
    expect(count).toBe(2)
    expect(split.readMs + split.decodeMs + split.matchMs).toBeGreaterThan(0)
    rmSync(join(logs, '..'), { recursive: true, force: true })
  })

  it('changes nothing else', () => {
    const report = (flags: readonly string[]): string => {
      const file = join(folder, 'same.jsonl')
      expect(scan([fixtures, '-q', '-o', file, ...flags]).code).toBe(0)
      return readFileSync(file, 'utf8')
    }
    const without = report([])
    expect(without.length).toBeGreaterThan(1000)
    expect(report(['--timings'])).toBe(without)
    expect(report(['--timings', '--decoder', 'slow', '--engine', 'reference'])).toBe(without)
    const manifest = join(folder, 'plain.json')
    scan([fixtures, '-q', '--manifest', manifest])
    expect((JSON.parse(readFileSync(manifest, 'utf8')) as Manifest).run).not.toHaveProperty('timings')
  })
})
