/** `scan --profile-rules`: a table, a file of JSON, and the same reports. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProfileReport } from '../../src/cli/profile-report.ts'
import { makeWorkersInput } from './big-input.ts'
import { makeFolder, type Ran, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')
let folder = ''
beforeAll(() => {
  folder = makeFolder()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scan = (args: readonly string[]): Ran => runProgram(['scan', ...args])
const readProfile = (file: string): ProfileReport => JSON.parse(readFileSync(file, 'utf8')) as ProfileReport

describe('scan --profile-rules', () => {
  it('writes every rule and field, and prints the costliest', () => {
    const file = join(folder, 'profile.json')
    const csv = join(folder, 'hits.csv')
    const manifest = join(folder, 'manifest.json')
    const ran = scan([fixtures, '-q', '-t', '1', '--profile-rules', file, '-o', csv, '--manifest', manifest])
    expect(ran).toMatchObject({ code: 0, out: '' })
    const { rules, fields } = readProfile(file)
    const { hits, rules: account, correlations } = JSON.parse(readFileSync(manifest, 'utf8'))
    expect(rules.length + correlations.length).toBe(account.running)
    const ofRules = rules.reduce((sum, { matches }) => sum + matches, 0)
    expect(ofRules).toBeGreaterThanOrEqual(hits - correlations.length)
    for (const { records, evaluated, matches } of rules) {
      expect(evaluated).toBeLessThanOrEqual(records)
      expect(matches).toBeLessThanOrEqual(evaluated)
    }
    expect(rules.map(({ slowMs }) => slowMs)).toEqual(rules.map(({ slowMs }) => slowMs).sort((a, b) => b - a))
    expect(fields.map(({ field }) => field)).toContain('CommandLine')
    for (const { lookups, misses } of fields) expect(misses).toBeLessThanOrEqual(lookups)
    expect(ran.err).toMatch(/^goshawk: rule +records +evaluated +matches +slow tests +slow ms$/m)
    expect(ran.err).toMatch(/^goshawk: field +values +searched +characters +search ms +slow ms$/m)
    const printed = ran.err.split('\n').filter((line) => line.startsWith('goshawk:   '))
    expect(printed).toHaveLength(20)
    expect(printed[0]).toContain(rules[0]!.title.slice(0, 40))
    expect(new Set(printed.map(({ length }) => length)).size).toBe(1)
  })

  it('counts the same each time, and changes no report', () => {
    const run = (
      name: string,
      flags: readonly string[] = [],
    ): { readonly counts: unknown; readonly report: string } => {
      const file = join(folder, `${name}.json`)
      const report = join(folder, `${name}.jsonl`)
      expect(scan([fixtures, '-q', '-t', '1', '--profile-rules', file, '-o', report, ...flags]).code).toBe(0)
      const { rules, fields } = readProfile(file)
      const byName = (list: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(list)
      return {
        counts: [
          byName(rules.map(({ slowMs: _, ...counts }) => [counts.title, counts])),
          byName(fields.map(({ slowMs: _, searchMs: __, ...counts }) => [counts.field, counts])),
        ],
        report: readFileSync(report, 'utf8'),
      }
    }
    const first = run('first')
    expect(run('second', ['--timings'])).toEqual(first)
    const pack = join(folder, 'rules.goshawk')
    expect(runProgram(['rules', 'compile', join(root, 'rules'), '-o', pack, '-q']).code).toBe(0)
    expect((run('packed', ['-r', pack]).counts as unknown[])[1]).toEqual((first.counts as unknown[])[1])
    const plain = join(folder, 'plain.jsonl')
    scan([fixtures, '-q', '-o', plain])
    expect(readFileSync(plain, 'utf8')).toBe(first.report)
  })

  it('adds up over threads', () => {
    const { logs, rule, records } = makeWorkersInput()
    const file = join(folder, 'threads.json')
    expect(scan([logs, '-r', rule, '-q', '-t', '2', '--profile-rules', file]).code).toBe(0)
    expect(readProfile(file).rules[0]).toMatchObject({
      records,
      evaluated: records,
      matches: records,
      slowTests: 0,
    })
    rmSync(join(logs, '..'), { recursive: true, force: true })
  })

  it('refuses the slow engine, a file that exists, and a folder', () => {
    const file = join(folder, 'refused.json')
    const slow = scan([fixtures, '-q', '--profile-rules', file, '--engine', 'reference'])
    expect(slow.code).toBe(2)
    expect(slow.err).toContain('--profile-rules measures the compiled program')
    expect(existsSync(file)).toBe(false)
    const twice = scan([fixtures, '-q', '--profile-rules', file, '--manifest', file])
    expect(twice.code).toBe(2)
    mkdirSync(join(folder, 'dir'))
    const taken = scan([fixtures, '-q', '--profile-rules', join(folder, 'dir')])
    expect(taken.code).toBe(1)
    expect(taken.err).toContain('[output-unwritable]')
    const lost = scan([fixtures, '-q', '--profile-rules', join(folder, 'nowhere', 'p.json')])
    expect(lost.code).toBe(1)
    expect(scan([fixtures, '-q', '--profile-rules']).code).toBe(2)
  })

  it('goes to standard output, where nothing else goes then', () => {
    const ran = scan([fixtures, '-t', '1', '--profile-rules', '-'])
    expect(ran.code).toBe(0)
    expect((JSON.parse(ran.out) as ProfileReport).tool).toBe('goshawk')
  })
})
