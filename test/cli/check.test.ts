/** `check` by the built program: the options and exit codes that SigmaHQ's scripts rely on. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { impliedArguments } from '../../src/cli/main.ts'
import { makeFolder, program, root, runProgram } from './run-program.ts'

const logs = join(root, 'fixtures')
const log = join(logs, 'DC01/Security.evtx')
const rules = join(root, 'rules')

const rule = (title: string, id: string, level: string, modifier = ''): string =>
  `title: ${title}\nid: ${id}\nlevel: ${level}\nlogsource:\n  product: windows\n  service: security\n` +
  `detection:\n  s:\n    EventID${modifier}: 4740\n  condition: s\n`

const ID_HIGH = '11111111-1111-4111-8111-111111111111'
const ID_INFO = '22222222-2222-4222-8222-222222222222'

const made = makeFolder({
  'high.yml': rule('high', ID_HIGH, 'high'),
  'info.yml': rule('info', ID_INFO, 'informational'),
})

function rows(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

describe('check', () => {
  it('takes its options as two arguments and as one, in any order, many times', () => {
    const one = runProgram(['check', '--evtx-path', log, '--rule-path', made])
    expect(one).toMatchObject({ code: 0, err: '' })
    expect(rows(one.out).map((row) => [row.RuleId, row.EventRecordID])).toEqual([
      [ID_HIGH, 5512870],
      [ID_INFO, 5512870],
      [ID_HIGH, 5512872],
      [ID_INFO, 5512872],
    ])
    const two = runProgram([
      'check',
      `--rule-path=${join(made, 'info.yml')}`,
      `--evtx-path=${join(logs, 'WS07')}`,
      '--rule-path',
      join(made, 'high.yml'),
      '--evtx-path',
      log,
      '--rule-level=informational',
    ])
    expect(two).toEqual(one)
  })

  it('prints the keys of a match, and the fields of its event', () => {
    const [row] = rows(runProgram(['check', '--evtx-path', log, '--rule-path', join(made, 'high.yml')]).out)
    expect(row).toMatchObject({
      RuleId: ID_HIGH,
      RuleTitle: 'high',
      RuleLevel: 'high',
      File: log.replaceAll('\\', '/'),
      EventRecordID: 5512870,
      EventID: 4740,
      Channel: 'Security',
      Computer: 'DC01.corp.example',
      MatchStrings: [{ SearchIdentifier: 's', Field: 'EventID', Data: '4740', Pattern: '4740' }],
    })
    expect(row!.TargetUserName).toEqual(expect.any(String))
    expect(row!.Event).toContain(`TargetUserName: ${row!.TargetUserName}  `)
    expect(row!.Event).toContain('  EventID: 4740  ')
  })

  it('leaves out rules below the level', () => {
    const done = runProgram(['check', '--evtx-path', log, '--rule-path', made, '--rule-level', 'low'])
    expect(new Set(rows(done.out).map((row) => row.RuleId))).toEqual(new Set([ID_HIGH]))
  })

  it('finds what a scan finds that keeps the hits of rules under a correlation', () => {
    const scan = runProgram(['scan', logs, '-r', rules, '--keep-base-hits', '-q', '-o', '-', '-f', 'jsonl'])
    const check = runProgram(['check', '--evtx-path', logs, '--rule-path', rules])
    const line = (...cells: unknown[]): string => cells.join('\t')
    expect(rows(check.out).map((r) => line(r.File, r.EventRecordID, r.RuleId))).toEqual(
      rows(scan.out).map((r) => line(r.EvtxFile, r.RecordID, r.RuleID)),
    )
    expect(check).toMatchObject({ code: 0, err: '' })
  })

  const broken = makeFolder({
    'good.yml': rule('good', ID_HIGH, 'high'),
    'yaml.yml': 'a: [',
    'modifier.yml': rule('typo', ID_INFO, 'high', '|contians'),
    'twice.yml': rule('twice', ID_HIGH, 'high'),
    'text.evtx': 'no log at all',
    'zero.evtx': '',
    'mapping.yml': 'logsources: [',
  })
  const nowhere = join(broken, 'nowhere')
  const empty = makeFolder()

  it.each([
    ['rules that are rejected', ['--evtx-path', log, '--rule-path', broken], '[rule-modifier]', 2],
    ['two rules with one id', ['--evtx-path', log, '--rule-path', broken], '[rule-duplicate]', 2],
    [
      'a rejected rule alone',
      ['--evtx-path', log, '--rule-path', join(broken, 'yaml.yml')],
      'none of the rules runs',
      0,
    ],
    ['a log that is none', ['--evtx-path', broken, '--evtx-path', log, '--rule-path', made], '[not-evtx]', 4],
    [
      'a rule folder without rules',
      ['--evtx-path', log, '--rule-path', made, '--rule-path', empty],
      'no .yml',
      4,
    ],
  ])('says so and exits with 0: %s', (_, args, message, lines) => {
    const done = runProgram(['check', ...args])
    expect(done.err).toContain(message)
    expect(done.code).toBe(0)
    expect(rows(done.out)).toHaveLength(lines)
  })

  it.each([
    ['no log', ['--rule-path', made], '--evtx-path'],
    ['no rule', ['--evtx-path', log], '--rule-path'],
    ['a missing log', ['--evtx-path', log, '--evtx-path', nowhere, '--rule-path', made], '[path-missing]'],
    ['a missing rule', ['--evtx-path', log, '--rule-path', made, '--rule-path', nowhere], '[path-missing]'],
    ['a missing mapping', ['--log-source', nowhere, '--evtx-path', log, '--rule-path', made], '--log-source'],
    [
      'a mapping that is none',
      ['--log-source', join(broken, 'mapping.yml'), '--evtx-path', log, '--rule-path', made],
      '--log-source',
    ],
    ['a folder without logs', ['--evtx-path', empty, '--rule-path', made], 'no event log to read'],
    ['a folder without rules', ['--evtx-path', log, '--rule-path', empty], 'no rule file to read'],
    ['an unknown level', ['--rule-level', 'huge', '--evtx-path', log, '--rule-path', made], '--rule-level'],
    ['an argument of no option', [log, '--evtx-path', log, '--rule-path', made], 'too many arguments'],
    ['an option without a value', ['--evtx-path', log, '--rule-path'], '--rule-path'],
  ])('exits with 2: %s', (_, args, message) => {
    const done = runProgram(['check', ...args])
    expect(done.err).toContain(message)
    expect(done).toMatchObject({ code: 2, out: '' })
  })
})

describe("under the checker's own name", () => {
  it.each([['/opt/evtx-sigma-checker'], ['C:\\tools\\evtx-sigma-checker.exe'], ['evtx-sigma-checker']])(
    '%s stands for check with its default level',
    (script) => {
      expect(impliedArguments(script, ['--x'])).toEqual(['check', '--rule-level', 'low', '--x'])
    },
  )

  it('no other name does', () => {
    expect(impliedArguments('/opt/not-evtx-sigma-checker', ['--x'])).toEqual(['--x'])
    expect(impliedArguments('/evtx-sigma-checker/main.js', ['--x'])).toEqual(['--x'])
  })

  it.skipIf(process.platform === 'win32')('works through a link (Windows needs rights for one)', () => {
    const link = join(makeFolder(), 'evtx-sigma-checker')
    symlinkSync(program, link)
    const args = ['--evtx-path', log, '--rule-path', made]
    expect(rows(runProgram(args, link).out)).toHaveLength(2)
    expect(rows(runProgram([...args, '--rule-level', 'informational'], link).out)).toHaveLength(4)
  })
})
