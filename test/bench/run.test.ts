/** The parts of a bench run that can be tried without measuring: hits of other tools, rules, tables, one command. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { writeRules } from '../../bench/run/choose-rules.mjs'
import { compareHits } from '../../bench/run/compare-hits.mjs'
import { measureCommand, measureInTurn, median, medianRun } from '../../bench/run/measure-command.mjs'
import { readChainsaw, readGoshawk, readHayabusa, readZircolite, SCANNERS } from '../../bench/run/peers.mjs'
import { formatFigures, putTables, runsIn } from '../../bench/run/put-tables.mjs'
import { withFolder } from './temp-folder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What each tool prints for one hit of the rule "Log Cleared" on record 17 of Security. */
const OUTPUTS = [
  ['goshawk', readGoshawk, { RuleTitle: 'Log Cleared', Channel: 'Security', RecordID: 17, EventID: 1102 }],
  [
    'chainsaw',
    readChainsaw,
    {
      group: 'Sigma',
      kind: 'individual',
      name: 'Log Cleared',
      document: {
        kind: 'evtx',
        path: 'Security.evtx',
        data: { Event: { System: { EventRecordID: 17, Channel: 'Security' } } },
      },
    },
  ],
  ['hayabusa', readHayabusa, { RuleTitle: 'Log Cleared', Channel: 'Security', RecordID: 17, Level: 'high' }],
] as const

describe('hits of', () => {
  const expected = [{ title: 'Log Cleared', recordId: '17', channel: 'Security' }]

  it.each(OUTPUTS)('%s', (_, read, row) => {
    withFolder((folder) => {
      const file = join(folder, 'hits.jsonl')
      writeFileSync(file, `${JSON.stringify(row)}\n`)
      expect(read(file)).toEqual(expected)
    })
  })

  it('chainsaw, of several records together', () => {
    withFolder((folder) => {
      const file = join(folder, 'hits.jsonl')
      const documents = [17, 18].map((id) => ({
        data: { Event: { System: { EventRecordID: id, Channel: 'Security' } } },
      }))
      writeFileSync(file, `${JSON.stringify({ kind: 'aggregate', name: 'Many', documents })}\n`)
      expect(readChainsaw(file).map(({ recordId }: { recordId: string }) => recordId)).toEqual(['17', '18'])
    })
  })

  it('zircolite, grouped by rule', () => {
    withFolder((folder) => {
      const file = join(folder, 'hits.json')
      const matches = [{ row_id: 1, EventRecordID: 17, Channel: 'Security', EventID: 1102 }]
      writeFileSync(file, JSON.stringify([{ title: 'Log Cleared', id: 'x', count: 1, matches }]))
      expect(readZircolite(file)).toEqual(expected)
    })
  })

  it('two tools are compared one by one, repeated ones as often as they are', () => {
    const hit = (title: string, recordId: string) => ({ title, recordId, channel: 'System' })
    const ours = [hit('a', '1'), hit('a', '1'), hit('a', '2'), hit('b', '1')]
    const theirs = [hit('a', '1'), hit('b', '1'), hit('c', '1')]
    expect(compareHits(ours, theirs)).toEqual({ ours: 4, theirs: 3, common: 2, onlyOurs: 2, onlyTheirs: 1 })
  })

  it.each(SCANNERS.map((peer) => [peer.name, peer] as const))(
    '%s is called with logs, rules and output',
    (_, peer) => {
      const options = { 'chainsaw-mapping': 'MAPPING', 'hayabusa-rules': 'RULES' }
      const work = {
        input: 'LOGS',
        rules: 'RULES',
        output: 'OUT',
        threads: 2,
        options,
        version: '3.1.0',
      }
      const command = peer.command(work)
      expect(command).toEqual(expect.arrayContaining([peer.name, 'LOGS', 'RULES', 'OUT']))
      expect(peer.unlike.length).toBeGreaterThan(10)
    },
  )
})

describe('rule folders', () => {
  it('are parts of each other, and the last has all', () => {
    withFolder((folder) => {
      const files = Array.from({ length: 7 }, (_, i) => ({ digest: `d${i}`, text: `title: ${i}` }))
      const made = writeRules(files, [3, 5, 100], folder)
      expect(made.map(({ count }: { count: number }) => count)).toEqual([3, 5, 7])
      const names = made.map(({ path }: { path: string }) => readdirSync(path).sort())
      expect(names[1]!.slice(0, 3)).toEqual(names[0])
      expect(names[2]!.slice(0, 5)).toEqual(names[1])
    })
  })
})

describe('measuring', () => {
  const node = (code: string): string[] => [process.execPath, '-e', code]

  it('gives the figures of a process and keeps its output', async () => {
    await withFolder(async (folder) => {
      const stdout = join(folder, 'out')
      const run = await measureCommand(
        node('process.stdout.write("x"); process.stderr.write("y"); process.exitCode = 3'),
        {
          stdout,
        },
      )
      expect(readFileSync(stdout, 'utf8')).toBe('x')
      expect(run.exitCode).toBe(3)
      expect(run.errors).toBe('y')
      expect(run.wallMs).toBeGreaterThan(1)
      if (existsSync('/usr/bin/time')) {
        expect(run.cpuMs).toBeGreaterThan(1)
        expect(run.peakBytes).toBeGreaterThan(1_000_000)
      }
    })
  })

  it('runs jobs in turn, the first run apart', async () => {
    const told: string[] = []
    const jobs = ['a', 'b'].map((name) => ({ name, commands: [node(''), node('')] }))
    const measured = await measureInTurn(jobs, 2, (text: string) => told.push(text))
    expect(told).toEqual(['a, first run', 'b, first run', 'a, 1 of 2', 'b, 1 of 2', 'a, 2 of 2', 'b, 2 of 2'])
    expect(measured.map((job) => job.runs?.length)).toEqual([2, 2])
  })

  it('tells which job failed and why, and goes on with the others', async () => {
    const told: string[] = []
    const jobs = [
      { name: 'broken', commands: [node('console.error("no luck"); process.exit(9)')] },
      { name: 'good', commands: [node('')] },
    ]
    const [broken, good] = await measureInTurn(jobs, 1, (text: string) => told.push(text))
    expect(broken).toEqual({ failure: 'exit code 9' })
    expect(good?.runs).toHaveLength(1)
    expect(told.join('\n')).toContain('broken failed: exit code 9\nno luck')
  })

  it('takes medians, and leaves out what was not measured', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    const runs = [
      { wallMs: 1, cpuMs: Number.NaN },
      { wallMs: 3, cpuMs: Number.NaN },
    ]
    expect(medianRun(runs)).toEqual({ wallMs: 2 })
  })
})

describe('documents', () => {
  const read = (name: string): object => JSON.parse(readFileSync(join(root, 'bench/runs', name), 'utf8'))

  it.each(['README.md', 'docs/benchmarks.md'])('%s shows what the raw figures say', (name) => {
    const text = readFileSync(join(root, name), 'utf8')
    expect(runsIn(text).length).toBeGreaterThan(0)
    expect(putTables(text, read)).toBe(text)
  })

  it('have tables that change with the figures', () => {
    const text = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8')
    const changed = (name: string): object =>
      JSON.parse(JSON.stringify(read(name)).replaceAll(/\d+\.\d+/g, '7.5'))
    expect(putTables(text, changed)).not.toBe(text)
  })

  it('and raw figures hold no path and no name of a machine', () => {
    for (const name of readdirSync(join(root, 'bench/runs'))) {
      const text = readFileSync(join(root, 'bench/runs', name), 'utf8')
      expect(text, name).not.toMatch(/"[^"]*(?:\/(?:home|root|tmp|work|Users)\/|[A-Z]:\\\\)[^"]*"/)
      expect(formatFigures(JSON.parse(text)).length, name).toBeGreaterThan(5)
    }
  })
})
