/** Rules chosen on the command line: flags, lists in files, and what the account and the exit code say of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GivenFlags } from '../../src/cli/main.ts'
import { readRuleNames } from '../../src/cli/read-rule-list.ts'
import { type ReadScanRules, readScanRules } from '../../src/cli/read-scan-rules.ts'
import type { ScanRulesOptions } from '../../src/cli/scan-rules.ts'
import { readSelectionFlags } from '../../src/cli/selection-flags.ts'
import { makeTree } from '../input/temp-tree.ts'
import { makeFolder, root, runProgram } from './run-program.ts'

describe('readSelectionFlags', () => {
  const read: [GivenFlags, object][] = [
    [{}, { levels: [], statuses: [], tags: [], logsources: [], only: [], excluded: [] }],
    [
      { level: ['high', 'low'], status: ['test'], minLevel: 'low', preset: 'core+' },
      { levels: ['high', 'low'], statuses: ['test'], minLevel: 'low', preset: 'core+' },
    ],
    [{ tag: ['attack.t1059*', 'car.2016', '*'] }, { tags: ['attack.t1059*', 'car.2016', '*'] }],
    [{ logsource: ['category=process_creation'] }, { logsources: [{ category: 'process_creation' }] }],
    [
      { logsource: ['Service:security', 'product=windows, category=ps_*'] },
      { logsources: [{ service: 'security' }, { product: 'windows', category: 'ps_*' }] },
    ],
    [
      { onlyRule: ['A title, with a comma'], excludeRule: ['x.yml'] },
      { only: ['A title, with a comma'], excluded: ['x.yml'] },
    ],
  ]
  it.each(read)('%j', (flags, expected) => {
    const chosen = readSelectionFlags(flags)
    if (typeof chosen === 'string') throw new Error(chosen)
    expect(chosen.selection).toMatchObject(expected)
  })

  const wrong: [GivenFlags, string][] = [
    [{ tag: ['attack.*.t1059'] }, '--tag takes a tag or the beginning of one'],
    [{ tag: ['**'] }, '--tag takes a tag'],
    [{ tag: [''] }, '--tag takes a tag'],
    [{ logsource: ['process_creation'] }, '--logsource takes category=NAME'],
    [{ logsource: ['channel=Security'] }, 'not "channel=Security"'],
    [{ logsource: ['category='] }, '--logsource takes'],
    [{ logsource: ['category=a*b'] }, '--logsource takes'],
    [{ logsource: ['category=a,'] }, '--logsource takes'],
    [{ onlyRule: [''] }, '--only-rule needs an id, a title or a file, not empty text'],
    [{ excludeRule: ['a', ''] }, '--exclude-rule needs'],
  ]
  it.each(wrong)('refuses %j', (flags, message) => {
    expect(readSelectionFlags(flags)).toContain(message)
  })
})

describe('lists of rules', () => {
  it('are files that are no rule files, one name a line, with comments', () => {
    const tree = makeTree({
      'list.txt': '\ufeff# comment\r\nid-1  # why\r\n\r\n  A title \r\nC# in a title\n#only\n',
      'rule.yml': 'title: x\n',
    })
    const list = join(tree, 'list.txt')
    expect(readRuleNames('exclude-rule', ['one', list, join(tree, 'rule.yml'), 'nosuch.txt'])).toEqual([
      { text: 'one', source: '--exclude-rule', line: undefined },
      { text: 'id-1', source: list, line: 2 },
      { text: 'A title', source: list, line: 4 },
      { text: 'C# in a title', source: list, line: 5 },
      { text: join(tree, 'rule.yml'), source: '--exclude-rule', line: undefined },
      { text: 'nosuch.txt', source: '--exclude-rule', line: undefined },
    ])
  })

  it('must be text', () => {
    const tree = makeTree({ list: Buffer.from([0x61, 0xff]) })
    expect(readRuleNames('only-rule', [join(tree, 'list')])).toMatch(
      /^--only-rule .*list: it is no UTF-8 text$/,
    )
  })
})

const rule = (title: string, id: string, more = 'level: high\nstatus: test'): string =>
  `title: ${title}\nid: ${id}\n${more}\nlogsource:\n  product: windows\n  service: security\ndetection:\n  s:\n    EventID: 1\n  condition: s\n`
const ID = (n: number): string => `0000000${n}-0000-4000-8000-000000000000`
const FILTER = `title: House\nlogsource:\n  product: windows\nfilter:\n  rules: [${ID(1)}, nosuch]\n  s:\n    User: bob\n  condition: not s\n`

const TREE = {
  'rules/a.yml': rule('Alpha', ID(1)),
  'rules/b.yml': rule('Beta', ID(2), 'level: low'),
  'rules/linux.yml': rule('Penguin', ID(3)).replace('windows', 'linux'),
  'rules/bad.yml': rule('Bad', ID(4)).replace('EventID', 'EventID|nosuch'),
  'rules/expand.yml': rule('Expand', ID(5)).replace('EventID: 1', "User|expand: '%admins%'"),
  'filters/f.yml': FILTER,
  'filters/no.yml': rule('No filter', ID(6)),
  'values.yml': 'admins: [root]\n',
  'wrong.yml': 'admins:\n  - a: b\n',
}

function load(options: Partial<ScanRulesOptions> = {}, tree: string = makeTree(TREE)): ReadScanRules {
  const rules = readScanRules({ paths: [join(tree, 'rules')], mappingFile: undefined, ...options })
  if (typeof rules === 'string') throw new Error(rules)
  return rules
}

/** Everything that was given is somewhere: running, rejected, for something else, left out, or a filter. */
function sumOf({ account }: ReadScanRules): number {
  const count = (reasons: readonly { readonly count: number }[]): number =>
    reasons.reduce((sum, one) => sum + one.count, 0)
  return (
    account.running +
    account.rejected.length +
    count(account.notApplicable) +
    count(account.leftOut) +
    account.filters.length
  )
}

describe('readScanRules', () => {
  it('accounts for every rule', () => {
    const rules = load()
    expect(rules.account).toMatchObject({ files: 5, loaded: 4, running: 2, leftOut: [], filters: [] })
    expect(rules.account.rejected.map(({ title, code }) => [title, code])).toEqual([
      ['Bad', 'rule-modifier'],
      ['Expand', 'rule-placeholder'],
    ])
    expect(sumOf(rules)).toBe(5)
  })

  it('counts what was left out by reason, refused rules too', () => {
    const rules = load({
      selection: { only: ['alpha', ID(2), 'linux.yml'], minLevel: 'medium', excluded: [ID(4)] },
    })
    expect(rules.account.running).toBe(1)
    expect(rules.account.rejected).toEqual([])
    expect(rules.account.notApplicable).toEqual([{ reason: 'product linux', count: 1 }])
    expect(rules.account.leftOut).toEqual([
      { reason: 'excluded by --exclude-rule', count: 1 },
      { reason: 'level below --min-level', count: 1 },
      { reason: 'not named by --only-rule', count: 1 },
    ])
    expect(sumOf(rules)).toBe(5)
    expect(rules.leftOut.map(({ document }) => document.title).sort()).toEqual(['Beta', 'Expand'])
  })

  it('reports names that no rule has, at their place, but not those of refused rules', () => {
    const names = [
      { text: 'nosuch', source: '--only-rule', line: undefined },
      { text: ID(4), source: '--only-rule', line: undefined },
      { text: 'Alpha', source: '--only-rule', line: undefined },
      { text: 'gone', source: 'list.txt', line: 7 },
    ]
    const rules = load({
      names,
      selection: { only: names.slice(0, 3).map(({ text }) => text), excluded: ['gone'] },
    })
    const unknown = rules.diagnostics.filter(({ code }) => code === 'unknown-rule')
    expect(unknown).toEqual([
      {
        code: 'unknown-rule',
        severity: 'warning',
        source: '--only-rule',
        message: expect.stringContaining('"nosuch"'),
      },
      {
        code: 'unknown-rule',
        severity: 'warning',
        source: 'list.txt',
        line: 7,
        message: expect.stringContaining('"gone"'),
      },
    ])
  })

  it('takes filters from their own paths, and nothing else from there', () => {
    const tree = makeTree(TREE)
    const rules = load({ filterPaths: [join(tree, 'filters')] }, tree)
    expect(rules.account.filters).toEqual([
      expect.objectContaining({
        title: 'House',
        changed: [expect.objectContaining({ title: 'Alpha', id: ID(1) })],
      }),
    ])
    expect(rules.account.rejected).toContainEqual(
      expect.objectContaining({ title: 'No filter', code: 'not-a-filter' }),
    )
    expect(rules.diagnostics.filter(({ code }) => code === 'filter-target')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining("'nosuch'") },
    ])
    expect(rules.account.hash).not.toBe(load().account.hash)
    expect(rules.isIncomplete).toBe(false)
    const named = load({ filterPaths: [join(tree, 'filters/no.yml')] }, tree)
    expect(named.isIncomplete).toBe(true)
    // Once, though both paths lead to it.
    const twice = load({ paths: [tree], filterPaths: [join(tree, 'filters')] }, tree)
    expect(twice.account.filters).toHaveLength(1)
  })

  it('fills in placeholders, or says where their file is wrong', () => {
    const tree = makeTree(TREE)
    const placeholdersFile = join(tree, 'values.yml')
    const rules = load({ placeholdersFile }, tree)
    expect(rules.runnable.map((one) => one.rule.title)).toEqual(['Alpha', 'Beta', 'Expand'])
    expect(rules.account.hash).not.toBe(load({}, tree).account.hash)
    const wrong = (file: string): string | ReadScanRules =>
      readScanRules({ paths: [join(tree, 'rules')], mappingFile: undefined, placeholdersFile: file })
    const shown = join(tree, 'wrong.yml').replaceAll('\\', '/')
    expect(wrong(join(tree, 'wrong.yml'))).toBe(
      `--placeholders ${shown}:2:5: a value of 'admins' must be text or a number, not a map`,
    )
    expect(wrong(join(tree, 'nosuch.yml'))).toMatch(/nosuch\.yml: there is no such file or folder$/)
    expect(wrong(tree)).toMatch(/: a file of placeholder values is needed, not a folder$/)
  })
})

describe('goshawk scan', () => {
  const fixtures = join(root, 'fixtures')

  it('writes into the manifest what was left out, filters and options', () => {
    const tree = makeTree({ ...TREE, list: `${ID(2)}\n` })
    const out = makeFolder()
    const manifest = join(out, 'm.json')
    const args = [fixtures, '-q', '-r', join(tree, 'rules'), '--filters', join(tree, 'filters/f.yml')]
    args.push(
      '--exclude-rule',
      join(tree, 'list'),
      'nosuch',
      '--placeholders',
      join(tree, 'values.yml'),
      '--manifest',
      manifest,
    )
    expect(runProgram(['scan', ...args]).code).toBe(0)
    const { rules, options } = JSON.parse(readFileSync(manifest, 'utf8'))
    expect(rules.leftOut).toEqual([{ reason: 'excluded by --exclude-rule', count: 1 }])
    expect(rules.filters).toMatchObject([{ title: 'House', changed: [{ title: 'Alpha' }] }])
    expect(options).toMatchObject({
      excludeRule: [join(tree, 'list'), 'nosuch'],
      excludeRuleResolved: [ID(2), 'nosuch'],
      filters: [join(tree, 'filters/f.yml')],
      placeholders: join(tree, 'values.yml'),
    })
  })

  it.each<[string, string[], number, string]>([
    ['a rule that is not there alone', ['--only-rule', 'nosuch'], 2, '"nosuch" [unknown-rule]'],
    [
      'a rule that is not there: why nothing runs',
      ['--only-rule', 'nosuch'],
      2,
      'not named by --only-rule); give other rules',
    ],
    ['a selection without a rule', ['--level', 'low', '--min-level', 'critical'], 2, 'left out: '],
    ['an unknown level', ['--level', 'high', 'huge'], 2, 'Allowed choices are informational'],
    ['an unknown status', ['--status', 'old'], 2, 'Allowed choices are stable'],
    ['an unknown preset', ['--preset', 'core++'], 2, 'Allowed choices are core, core+, all'],
    ['a log source that is none', ['--logsource', 'security'], 2, '--logsource takes category=NAME'],
    [
      'an unknown rule to exclude',
      ['--exclude-rule', 'nosuch'],
      0,
      'has the id, title or file "nosuch" [unknown-rule]',
    ],
  ])('%s', (_, args, code, message) => {
    const done = runProgram(['scan', fixtures, ...args])
    expect(done.err).toContain(message)
    expect(done.code).toBe(code)
  })

  it('tells the summary what was left out and what filters changed', () => {
    const tree = makeTree(TREE)
    const done = runProgram([
      'scan',
      fixtures,
      '-r',
      join(tree, 'rules'),
      join(tree, 'filters/f.yml'),
      '--preset',
      'core',
    ])
    expect(done.out).toContain(
      'Rules: 1 of 5 ran, 1 do not apply, 2 were rejected; left out: 1 level not in --preset core',
    )
    expect(done.out).toContain('Filter House: changed 1 rule')
  })

  it('names the list that took the paths', () => {
    expect(runProgram(['scan', '--tag', 'attack.*', 'logs']).err).toContain(
      'all that follows --tag is taken for its values',
    )
  })
})
