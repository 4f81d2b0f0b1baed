/** The built program with correlations over the example logs: reports, summary, manifest, exit code. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')

const RULES = `title: Failed logon
name: failed
level: low
logsource: {product: windows, service: security}
detection:
  s: {EventID: 4625}
  condition: s
---
title: Network logon
name: logon
level: informational
logsource: {product: windows, service: security}
detection:
  s: {EventID: 4624, LogonType: 3}
  condition: s
---
title: Many failed logons
name: many
level: medium
correlation:
  type: event_count
  rules: failed
  group-by: TargetUserName
  timespan: 5m
  condition: {gte: 3}
---
title: Logon after failed ones
level: high
correlation:
  type: temporal_ordered
  rules: [many, logon]
  group-by: TargetUserName
  timespan: 1h
---
title: Never
level: high
correlation:
  type: event_count
  rules: nobody
  timespan: 1m
  condition: {gte: 1}
`

const rulesFolder = makeFolder({ 'rules.yml': RULES })

function scan(...more: string[]) {
  const out = makeFolder()
  const paths = { csv: join(out, 'a.csv'), jsonl: join(out, 'a.jsonl'), manifest: join(out, 'm.json') }
  const outputs = ['-o', paths.csv, '-o', paths.jsonl, '--manifest', paths.manifest]
  const done = runProgram(['scan', fixtures, '--rules', rulesFolder, '--no-color', ...outputs, ...more])
  const rows = readFileSync(paths.jsonl, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  return {
    done,
    rows,
    csv: readFileSync(paths.csv, 'utf8'),
    manifest: JSON.parse(readFileSync(paths.manifest, 'utf8')),
  }
}

describe('goshawk scan with correlations', () => {
  const { done, rows, csv, manifest } = scan()

  it('reports an attack over the example hosts', () => {
    expect(done.code).toBe(0)
    expect(rows.map(({ RuleTitle, Details }) => [RuleTitle, Details.TargetUserName])).toEqual([
      ['Logon after failed ones', 'tbecker'],
      ['Logon after failed ones', 'jroth'],
    ])
    const [first] = rows
    expect(first.Evidence.map(({ RuleTitle }: { RuleTitle: string }) => RuleTitle)).toEqual([
      'Many failed logons',
      'Network logon',
    ])
    expect(first.Timestamp).toBe(first.Evidence[1].Timestamp)
    expect(first.EvtxFile.replaceAll('\\', '/')).toMatch(/fixtures\/FS01\/Archive-Security.*\.evtx$/)
    expect(csv.split('\n')).toHaveLength(rows.length + 2)
  })

  it('counts hits and names what does not run', () => {
    expect(done.out).toContain('2 hits: 2 high')
    expect(done.out).toMatch(/Correlations: 2 hits of 2 over \d+ matches/)
    expect(done.out).toContain("'nobody' is neither the id nor the name of a rule that was loaded")
    expect(manifest).toMatchObject({ hits: 2, hitsByLevel: { high: 2 }, rules: { running: 4, loaded: 5 } })
    expect(
      manifest.correlations.map((one: Record<string, unknown>) => [one.title, one.reported, one.hits]),
    ).toEqual([
      ['Many failed logons', false, 0],
      ['Logon after failed ones', true, 2],
    ])
    expect(manifest.rules.rejected).toMatchObject([{ title: 'Never', code: 'rule-correlation' }])
  })

  it('keeps base hits when asked to, also with fewer threads and the slow engine', () => {
    const kept = scan('--keep-base-hits')
    const titles = new Set(kept.rows.map(({ RuleTitle }) => RuleTitle))
    expect(titles).toEqual(
      new Set(['Failed logon', 'Network logon', 'Many failed logons', 'Logon after failed ones']),
    )
    expect(kept.rows.slice(-2)).toEqual(rows)
    const slow = scan('--engine', 'reference', '--threads', '1')
    expect(slow.rows).toEqual(rows)
  })

  it('needs base rules below the lowest level, and says nothing of their own', () => {
    const high = scan('--min-level', 'high', '--fail-on', 'high')
    expect(high.done.code).toBe(4)
    expect(high.rows.map(({ RuleTitle }) => RuleTitle)).toEqual(rows.map(({ RuleTitle }) => RuleTitle))
    const kept = scan('--min-level', 'high', '--keep-base-hits')
    expect(kept.rows).toHaveLength(rows.length)
  })
})
