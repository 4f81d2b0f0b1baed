/** `explain-hit` by the built program: the right rule and record, or what is wrong. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder, root, runProgram } from './run-program.ts'

const log = join(root, 'fixtures/DC01/Security.evtx')
const LOCKED = '629fc6e9-eb34-41cf-9954-57e87b442a75'

const explain = (...args: string[]) => runProgram(['explain-hit', ...args])
const at = (record: string): string[] => ['--file', log, '--record', record]

describe('explain-hit', () => {
  it.each([
    ['its id', LOCKED.toUpperCase()],
    ['its title', 'account locked OUT'],
    ['its file', 'account_locked_out.yml'],
  ])('finds a bundled rule by %s', (_, name) => {
    const done = explain('--rule', name, ...at('5512870'))
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain('Rule    Account Locked Out')
    expect(done.out).toContain('\n✓ the rule matches\n')
    expect(done.out).not.toContain('\u001b')
  })

  const rule = (title: string, body: string, source = 'service: security'): string =>
    `title: ${title}\nlogsource:\n  product: windows\n  ${source}\ndetection:\n${body}\n  condition: s\n`
  const made = makeFolder({
    'locked.yml': rule('made', '  s:\n    EventID: 4740\n    Gone: x'),
    'typo.yml': rule('typo', '  s:\n    EventID|contians: 4740'),
    'linux.yml': 'title: tux\nlogsource: {product: linux}\ndetection: {s: {a: b}, condition: s}\n',
    'one.yml': rule('same', '  s:\n    EventID: 1'),
    'two.yml': rule('same', '  s:\n    EventID: 2'),
  })

  it('takes a rule file alone, and says why it does not match', () => {
    const done = explain('--rule', join(made, 'locked.yml'), ...at('5512870'))
    expect(done.code).toBe(0)
    expect(done.out).toContain('\n✗ the rule does not match\n')
    expect(done.out).toContain('      ✗ Gone: absent\n        ✗ "x"\n')
  })

  it('shows which target a record of another kind misses', () => {
    const done = explain('--rule', 'PowerShell Run With Encoded Command', ...at('5512870'))
    expect(done.out).toContain(
      '\n✗ target security:4688\n  ✓ Channel: "Security"\n  ✗ EventID: "4740"; needed: 4688\n',
    )
  })

  it('judges a rule as filters and placeholders change it', () => {
    const folder = makeFolder({
      'rule.yml': `id: 11111111-1111-4111-8111-111111111111\n${rule('changed', "  s:\n    EventID|expand: '%ids%'")}`,
      'filter.yml':
        'title: f\nid: 22222222-2222-4222-8222-222222222222\nlogsource: {product: windows, service: security}\n' +
        'filter:\n  rules: [11111111-1111-4111-8111-111111111111]\n  known:\n    EventID: 4740\n  condition: not known\n',
      'values.yml': 'ids: [1, 4740]\n',
    })
    const base = ['--rule', join(folder, 'rule.yml'), '--placeholders', join(folder, 'values.yml')]
    expect(explain(...base, ...at('5512870')).out).toContain('\n✓ the rule matches\n')
    const filtered = explain(...base, ...at('5512870'), '--filters', join(folder, 'filter.yml'))
    expect(filtered.out).toContain('\n✗ the rule does not match\n')
    expect(filtered.out).toMatch(/✗ not\n +✓ .*known/)
  })

  it('writes all of it as JSON', () => {
    const done = explain('--rule', LOCKED, ...at('5512870'), '--format', 'json')
    const { rule: explained, records } = JSON.parse(done.out)
    expect(explained).toMatchObject({ title: 'Account Locked Out', id: LOCKED })
    expect(records).toMatchObject([
      { evtxFile: log.replaceAll('\\', '/'), recordId: '5512870', eventId: '4740', verdict: { holds: true } },
    ])
  })

  it('shows every record with the number', () => {
    const bytes = readFileSync(log)
    const folder = makeFolder({ 'a.evtx': bytes, 'b.evtx': bytes })
    const done = explain('--rule', LOCKED, '--file', folder, '--record', '5512870')
    expect(done.out.match(/^Record .*/gm)).toEqual([
      expect.stringContaining('a.evtx'),
      expect.stringContaining('b.evtx'),
    ])
  })

  it.each([
    ['no rule', at('1'), '--rule takes'],
    ['no log', ['--rule', LOCKED, '--record', '1'], '--file takes'],
    ['no record', ['--rule', LOCKED, '--file', log], '--record takes'],
    ['a record that is no number', ['--rule', LOCKED, ...at('x1')], 'not "x1"'],
    [
      'a record beyond all numbers',
      ['--rule', LOCKED, ...at('18446744073709551616')],
      'to 18446744073709551615',
    ],
    ['a record that is not there', ['--rule', LOCKED, ...at('7')], 'records have ids from'],
    ['a rule that is not there', ['--rule', 'nonsense', ...at('5512870')], 'none of the'],
    ['a piece of a title', ['--rule', 'locked', ...at('5512870')], 'similar: "Account Locked Out"'],
    [
      'a title of two rules',
      ['--rules', made, '--rule', 'same', ...at('5512870')],
      '2 rules are called "same"',
    ],
    ['a rejected rule', ['--rules', made, '--rule', 'typo.yml', ...at('5512870')], '[rule-modifier]'],
    ['a rule for another product', ['--rules', made, '--rule', 'tux', ...at('5512870')], 'product linux'],
    [
      'a log that is missing',
      ['--rule', LOCKED, '--file', join(made, 'x'), '--record', '1'],
      '[path-missing]',
    ],
  ])('exits with 2 and says why: %s', (_, args, message) => {
    const done = explain(...args)
    expect(done.err).toContain(message)
    expect(done).toMatchObject({ code: 2, out: '' })
  })
})
