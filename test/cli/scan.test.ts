/** The built program on wrong use: the thing is named, the exit code is right, and nothing is lost of the rest. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')
const log = join(fixtures, 'DC01/System.evtx')

const rule = (modifier: string): string =>
  `title: t\nlogsource:\n  product: windows\n  service: system\ndetection:\n  s:\n    EventID|${modifier}: '1'\n  condition: s\n`

describe('wrong use', () => {
  const dir = makeFolder({
    'text.evtx': 'no log',
    'zero.evtx': '',
    'yaml.yml': 'a: [',
    'modifier.yml': rule('contians'),
  })
  const empty = makeFolder()
  it.each([
    [
      'a missing path alone',
      [join(dir, 'nowhere')],
      2,
      'nowhere: there is no such file or folder [path-missing]',
    ],
    ['a missing path among others', [log, join(dir, 'nowhere'), '-q'], 3, '[path-missing]'],
    ['a folder without logs', [empty], 2, 'no .evtx file in this folder [no-logs]'],
    ['a text file named .evtx', [join(dir, 'text.evtx'), log, '-q'], 3, 'it looks like text [not-evtx]'],
    ['an empty file', [join(dir, 'zero.evtx'), log, '-q'], 3, 'the file has no bytes [empty-file]'],
    ['only files that are no logs', [join(dir, 'text.evtx'), '-q'], 2, '[not-evtx]'],
    [
      'a rule named directly with a YAML error',
      [log, '-q', '-r', join(dir, 'yaml.yml'), join(root, 'rules')],
      3,
      '[rule-yaml]',
    ],
    [
      'an unknown modifier',
      [log, '-q', '-r', join(dir, 'modifier.yml'), join(root, 'rules')],
      3,
      "'contians', did you mean 'contains'? [rule-modifier]",
    ],
    ['no usable rule: the reasons', [log, '-r', dir], 2, '[rule-modifier]'],
    ['no usable rule: what to do', [log, '-r', dir], 2, 'no usable rule, nothing was scanned (2 rejected)'],
    ['no path', ['--rules', 'a', 'b'], 2, 'name logs first'],
    ['an output without a format', [log, '-o', join(dir, 'a.txt')], 2, 'its extension is none of'],
    ['a time that is none', [log, '--from', 'yesterday'], 2, '"yesterday" is no time'],
    ['an unknown level', [log, '--min-level', 'huge'], 2, 'Allowed choices are informational'],
    ['no thread', [log, '--threads', '0'], 2, 'from 1 to 256'],
  ])('%s', (_, args, code, message) => {
    const done = runProgram(['scan', ...args])
    expect(done.err).toContain(message)
    expect(done.code).toBe(code)
    expect(done.err).not.toContain('unexpected failure')
  })

  it('fails on an output that cannot be written, and finishes the others', () => {
    const out = makeFolder()
    const done = runProgram([
      'scan',
      fixtures,
      '-q',
      '-o',
      join(out, 'no/such/a.csv'),
      '-o',
      join(out, 'b.csv'),
    ])
    expect(done.err).toContain('a.csv: cannot be written: its folder does not exist [output-unwritable]')
    expect(done.code).toBe(1)
    expect(readdirSync(out)).toEqual(['b.csv'])
    runProgram(['scan', fixtures, '-q', '-o', join(out, 'c.csv')])
    expect(readFileSync(join(out, 'b.csv'), 'utf8')).toBe(readFileSync(join(out, 'c.csv'), 'utf8'))
  })

  it('keeps outputs that exist, and leaves nothing behind', () => {
    const out = makeFolder({ 'a.csv': 'before' })
    const done = runProgram(['scan', log, '-q', '-o', join(out, 'a.csv')])
    expect(done.err).toContain('give --overwrite to replace it')
    expect(done.code).toBe(1)
    expect(readFileSync(join(out, 'a.csv'), 'utf8')).toBe('before')
    expect(readdirSync(out)).toEqual(['a.csv'])
  })
})

describe('exit codes of complete scans', () => {
  it.each([
    ['hits', [fixtures, '-q'], 0],
    ['hits at the level asked for', [fixtures, '-q', '--fail-on', 'high'], 4],
    ['no hits at that level', [log, '-q', '--fail-on', 'critical'], 0],
  ])('%s', (_, args, code) => {
    expect(runProgram(['scan', ...args]).code).toBe(code)
  })
})
