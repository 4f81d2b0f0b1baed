/** The built program's commands for rules: outputs, exit codes, wrong use. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeLines } from '../../src/cli/commands/rules/describe-lines.ts'
import { tableLines } from '../../src/cli/commands/rules/table-lines.ts'
import { textColumns } from '../../src/cli/fit-text.ts'
import { describeRule } from '../../src/engine/describe/describe-rule.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { makeFolder, type Ran, root, runProgram } from './run-program.ts'

const bundled = join(root, 'rules')

const run = (...args: readonly string[]): Ran => runProgram(['rules', ...args])

const RULE = `title: Example Rule
id: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69
status: test
description: Detects an example of something.
author: A. Author, B. Writer
date: 2026-01-15
tags:
    - attack.execution
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID: 4625
    condition: selection
level: high
`
const WARNED = RULE.replace('6d1c9f0e', '7d1c9f0e')
  .replace('title: Example Rule', 'title: Detects More')
  .replace('4625', '4624')
const BROKEN = RULE.replace('EventID:', 'EventID|contians:')
const TESTS = `base: { Channel: Security }
must-match:
  - name: failed
    event: { EventID: 4625 }
must-not-match:
  - name: succeeded
    event: { EventID: 4624 }
`

describe('check', () => {
  it('prints findings as editors take them, and a summary apart', () => {
    const dir = makeFolder({ 'a/example_rule.yml': RULE, 'a/other_rule.yml': WARNED })
    const { code, out, err } = run('check', dir)
    expect(out).toBe(
      `${dir.replaceAll('\\', '/')}/a/other_rule.yml:1:8: warning: the title starts with 'Detects': leave that out, every rule detects [lint-title]\n`,
    )
    expect(err).toContain('2 rules in 2 files: 0 errors, 1 warning, 0 infos')
    expect(code).toBe(0)
  })

  it.each([
    ['clean', { 'example_rule.yml': RULE }, [], 0],
    ['warnings', { 'other_rule.yml': WARNED }, [], 0],
    ['warnings, strict', { 'other_rule.yml': WARNED }, ['--strict'], 3],
    [
      'warnings that are ignored, strict',
      { 'other_rule.yml': WARNED },
      ['--strict', '--ignore', 'lint-title'],
      0,
    ],
    ['errors', { 'broken_rule.yml': BROKEN }, [], 3],
    ['errors among others', { 'example_rule.yml': RULE, 'broken_rule.yml': BROKEN }, [], 3],
    ['no rules', {}, [], 2],
  ] as const)('%s', (_, files, flags, expected) => {
    expect(run('check', makeFolder(files), ...flags).code).toBe(expected)
  })

  it('gives JSON with counts of all and findings that are listed', () => {
    const dir = makeFolder({ 'Other Rule.yml': WARNED, 'broken_rule.yml': BROKEN })
    const { code, out } = run('check', dir, '--format', 'json', '--severity', 'error')
    expect(JSON.parse(out)).toMatchObject({
      rules: 2,
      rejected: 1,
      counts: { error: 1, warning: 1, info: 1 },
      findings: [{ code: 'rule-modifier', severity: 'error', line: 14, column: 17 }],
    })
    expect(code).toBe(3)
  })

  it.each([
    ['no path', [], 'no path given'],
    ['a missing path', ['/nowhere/at/all'], '[path-missing]'],
    ['an unknown code', ['.', '--ignore', 'lint-titel'], '--ignore takes codes'],
    ['an unknown severity', ['.', '--severity', 'high'], 'Allowed choices are error'],
    ['a mapping that is none', ['.', '--mapping', '/nowhere'], '--mapping /nowhere'],
  ])('wrong use: %s', (_, args, message) => {
    const { code, err } = run('check', ...args)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })

  it('escapes what is in rules', () => {
    const dir = makeFolder({ 'example_rule.yml': RULE.replace('Example Rule', '"Detects \\e[31mred"') })
    const { out } = run('check', dir)
    expect(out).not.toContain('\u001b')
  })
})

describe('list', () => {
  it('fits the width, with the bundled rules', () => {
    const { out, err, code } = run('list')
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^LEVEL +STATUS +CHANGED +LOG SOURCE +TITLE +ID$/)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(160)
    expect(err).toContain(`${lines.length - 1} rules of ${lines.length - 1}`)
    expect(code).toBe(0)
  })

  const dir = makeFolder({
    'a_rule.yml': RULE,
    'b_rule.yml': WARNED.replace('level: high', 'level: low')
      .replace('2026-01-15', '2025-01-15\nmodified: 2026-06-01')
      .replace('product: windows', 'product: linux'),
    'c_rule.yml': BROKEN.replace('6d1c9f0e', '8d1c9f0e'),
  })
  const titles = (...flags: readonly string[]): string[] =>
    JSON.parse(run('list', dir, '--format', 'json', ...flags).out).map(({ file }: { file: string }) =>
      file.slice(-10, -9),
    )

  it.each([
    ['all', [], ['a', 'b', 'c']],
    ['a level', ['--level', 'low'], ['b', 'c']],
    ['since a date', ['--since', '2026-05-01'], ['b']],
    ['until a date', ['--until', '2026-05-01'], ['a']],
    ['an author', ['--author', 'b. writer'], ['a', 'b']],
    ['a log source', ['--logsource', 'product=linux'], ['b', 'c']],
    ['by level', ['--sort', 'level'], ['a', 'b', 'c']],
    ['by date', ['--sort', 'date'], ['b', 'a', 'c']],
  ])('%s', (_, flags, expected) => {
    expect(titles(...flags)).toEqual(expected)
  })

  it.each([60, 80, 100, 150, 200])('fits %d columns', (columns) => {
    const rows = JSON.parse(run('list', dir, '-f', 'json').out)
    rows[0].title = '\u001b[31m漢字'.repeat(40)
    const [heading, ...lines] = tableLines(rows, columns, (_, text) => text)
    expect(heading!.includes(' ID\n')).toBe(columns >= 150)
    for (const line of lines) {
      expect(textColumns(line.trimEnd())).toBeLessThanOrEqual(columns)
      expect(line).not.toContain('\u001b')
    }
  })

  it('says what becomes of a rule', () => {
    const rows = JSON.parse(run('list', dir, '-f', 'json').out)
    expect(rows.map(({ state, reason }: { state: string; reason: string }) => [state, reason])).toEqual([
      ['runs', ''],
      ['not applicable', 'product linux'],
      ['refused', expect.stringContaining('[rule-modifier]')],
    ])
  })

  it.each([
    [
      'level',
      [
        ['high', 1],
        ['low', 1],
        ['(none)', 1],
      ],
    ],
    [
      'author',
      [
        ['A. Author', 2],
        ['B. Writer', 2],
        ['(none)', 1],
      ],
    ],
    [
      'tag',
      [
        ['attack.execution', 2],
        ['(none)', 1],
      ],
    ],
    [
      'year',
      [
        ['(none)', 1],
        ['2025', 1],
        ['2026', 1],
      ],
    ],
    [
      'state',
      [
        ['not applicable', 1],
        ['refused', 1],
        ['runs', 1],
      ],
    ],
  ])('counts by %s', (key, expected) => {
    const counts = JSON.parse(run('list', dir, '-f', 'json', '--count', key).out)
    const found = counts.map(({ value, rules }: { value: string; rules: number }) => [value, rules])
    expect(found.sort()).toEqual([...expected].sort())
  })

  it.each([
    ['a date that is none', ['--since', 'monday'], 'takes a date as YYYY-MM-DD'],
    ['an unknown key', ['--sort', 'colour'], 'Allowed choices are file'],
    ['a missing path', ['/nowhere/at/all'], 'no rule to list'],
  ])('wrong use: %s', (_, args, message) => {
    const { code, err } = run('list', ...args)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })
})

describe('explain', () => {
  it.each([
    ['by id', '323ac423-32e4-4868-b67d-654a69854a06'],
    ['by title', 'file downloaded with certutil'],
    ['by file', 'certutil_download.yml'],
    ['by path', join(bundled, 'windows/process_creation/certutil_download.yml')],
  ])('%s', (_, name) => {
    const { code, out } = run('explain', name)
    expect(out).toContain('File Downloaded With Certutil\n')
    expect(out).toContain('security:4688  Security, event 4688\n')
    expect(out).toContain('these events lack OriginalFileName\n')
    expect(out).toContain(
      '  all of selection_*\n    selection_image: one of\n      Image|endswith: \\certutil.exe\n',
    )
    expect(code).toBe(0)
  })

  it('gives JSON', () => {
    const { out } = run('explain', 'user_account_created', '--format', 'json')
    expect(JSON.parse(out)).toMatchObject({
      name: 'user_account_created',
      targets: [{ id: 'security', matchableEventIds: [4720] }],
    })
  })

  it('shows correlations and filters', () => {
    expect(run('explain', 'Password Guessing From One Address').out).toContain(
      'rule failed_network_logon: Failed Network Logon',
    )
    expect(run('explain', 'Failed Logons of Machine Accounts').out).toContain('failed_network_logon')
    expect(run('explain', 'failed_network_logon').out).toContain('TargetUserName|endswith: $')
  })

  it.each([
    ['no name', [], 'one rule is needed'],
    ['two names', ['a', 'b'], 'one rule is needed'],
    ['an unknown name', ['nothing like it'], 'has the id, name, title or file "nothing like it"'],
    [
      'a rule that was refused',
      [join(makeFolder({ 'broken_rule.yml': BROKEN }), 'broken_rule.yml')],
      'could not be read',
    ],
  ])('wrong use: %s', (_, args, message) => {
    const { code, err } = run('explain', ...args)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })

  it('takes no more columns than there are, and escapes', () => {
    const text = RULE.replace('Example Rule', '"\\e[31mred"').replace(
      'EventID: 4625',
      `EventID: 4625\n        Status: "\\e]0;${'x'.repeat(300)}"`,
    )
    const { documents } = parseSigma(text, 'a.yml')
    const lines = describeLines(describeRule(documents[0]!, undefined, documents), 60, (_, plain) => plain)
    expect(lines.join('\n')).not.toContain('\u001b')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60)
  })
})

describe('test', () => {
  it('passes over the bundled rules, none without tests', () => {
    const { code, out, err } = run('test', bundled, '--strict')
    expect(out).toBe('')
    expect(err).toMatch(/^\d+ rules, \d+ tests: \d+ passed, 0 failed\n$/)
    expect(code).toBe(0)
  })

  it.each([
    ['passed', { 'example_rule.yml': RULE, 'example_rule.test.yml': TESTS }, [], 0],
    ['failed', { 'example_rule.yml': RULE.replace('4625', '4624'), 'example_rule.test.yml': TESTS }, [], 3],
    ['a rule that is not there', { 'other_rule.yml': RULE, 'example_rule.test.yml': TESTS }, [], 3],
    [
      'a mistake in the tests',
      { 'example_rule.yml': RULE, 'example_rule.test.yml': `${TESTS}  - name: n\n` },
      [],
      3,
    ],
    ['a rule that is refused', { 'example_rule.yml': BROKEN, 'example_rule.test.yml': TESTS }, [], 3],
    [
      'a rule without tests',
      { 'example_rule.yml': RULE, 'other_rule.yml': WARNED, 'example_rule.test.yml': TESTS },
      [],
      0,
    ],
    [
      'a rule without tests, strict',
      { 'example_rule.yml': RULE, 'other_rule.yml': WARNED, 'example_rule.test.yml': TESTS },
      ['--strict'],
      3,
    ],
    [
      'a test that proves nothing',
      {
        'example_rule.yml': RULE,
        'example_rule.test.yml': TESTS.replace('EventID: 4624', 'Channel: System'),
      },
      [],
      0,
    ],
    [
      'a test that proves nothing, strict',
      {
        'example_rule.yml': RULE,
        'example_rule.test.yml': TESTS.replace('EventID: 4624', 'Channel: System'),
      },
      ['--strict'],
      3,
    ],
    ['no tests', { 'example_rule.yml': RULE }, [], 2],
  ] as const)('%s', (_, files, flags, expected) => {
    expect(run('test', makeFolder(files), ...flags).code).toBe(expected)
  })

  it('shows what failed, part by part', () => {
    const dir = makeFolder({
      'example_rule.yml': RULE.replace('4625', '4740'),
      'example_rule.test.yml': TESTS,
    })
    const { out } = run('test', dir)
    expect(out).toContain('✗ 3: must match: failed\n    the rule does not match the event\n')
    expect(out).toContain('✗ EventID: "4625"')
    expect(out).not.toContain('succeeded')
    expect(run('test', dir, '--verbose').out).toContain('✓ 6: must not match: succeeded\n')
  })

  it('gives JSON', () => {
    const dir = makeFolder({ 'example_rule.yml': RULE, 'example_rule.test.yml': TESTS })
    expect(JSON.parse(run('test', dir, '-f', 'json').out)).toMatchObject({
      tests: 2,
      passed: 2,
      failed: 0,
      files: [
        {
          rule: { title: 'Example Rule' },
          results: [
            { name: 'failed', line: 3, mustMatch: true, passed: true },
            { name: 'succeeded', mustMatch: false },
          ],
        },
      ],
      untested: [],
    })
  })

  it('takes rules from elsewhere', () => {
    const tests = makeFolder({ 't/example_rule.test.yml': `rule: Example Rule\n${TESTS}` })
    const rules = makeFolder({ 'example_rule.yml': RULE })
    expect(run('test', tests, '--rules', rules).code).toBe(0)
    expect(run('test', join(tests, 't/example_rule.test.yml'), '--rules', rules).code).toBe(0)
    const nowhere = run('test', join(tests, 'nowhere'))
    expect(nowhere.code).toBe(2)
    expect(nowhere.err).toContain('[path-missing]')
  })
})

it('without a sub-command shows what there is', () => {
  const { code, err } = run()
  expect(err).toMatch(/check.*list.*explain.*test/s)
  expect(code).toBe(2)
})
