import { cpSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRuleFiles } from '../../src/scan/rule-files.ts'
import { loadRuleSet } from '../../src/scan/rule-set.ts'
import { makeTree } from '../input/temp-tree.ts'

const good = (title: string): string =>
  `title: ${title}\nlogsource:\n  product: windows\n  service: security\ndetection:\n  a:\n    EventID: 1\n  condition: a\n`
const titles = (paths: readonly string[]): string[] =>
  loadRuleSet(paths, 'builtin').documents.map((d) => d.title)

describe('loadRuleSet', () => {
  it('reads files and folders in a fixed order', () => {
    const root = makeTree({
      'b.yml': good('Rule b'),
      'a/z.YAML': good('Rule z'),
      'a/c.yaml': `${good('Rule c1')}---\n${good('Rule c2')}`,
      'readme.md': '# no rule',
      'other.rule': good('Rule other'),
    })
    expect(titles([root])).toEqual(['Rule c1', 'Rule c2', 'Rule z', 'Rule b'])
    expect(titles([join(root, 'other.rule'), root])[0]).toBe('Rule other')
    const set = loadRuleSet([join(root, 'b.yml'), root], 'builtin')
    expect(set.files).toBe(3)
    expect([...set.namedFiles]).toEqual([`${root.replaceAll('\\', '/')}/b.yml`])
    expect(set.documents[0]!.file).toBe(`${root.replaceAll('\\', '/')}/b.yml`)
  })

  it('names what is refused, and whether its file was named', () => {
    const root = makeTree({
      'bad.yml': 'title: Bad rule\nid: x\n',
      'worse.yml': 'a: [',
      'good.yml': good('Rule'),
    })
    const set = loadRuleSet([join(root, 'bad.yml'), root], 'builtin')
    expect(set.documents).toHaveLength(1)
    const rejected = set.rejected.map(({ file, isNamed, title }) => [
      file.slice(root.length + 1),
      isNamed,
      title,
    ])
    expect(rejected).toEqual([
      ['bad.yml', true, 'Bad rule'],
      ['worse.yml', false, undefined],
    ])
    for (const { diagnostics } of set.rejected) expect(diagnostics[0]!.severity).toBe('error')
  })

  it('passes over tests that stand beside rules, unless they are named', () => {
    const root = makeTree({
      'a.yml': good('Rule'),
      'a.test.yml': 'must-match:\n  - name: n\n    event: {}\n',
      'b.test.yml': good('Rule named like a test'),
    })
    const set = loadRuleSet([root], 'builtin')
    expect([set.files, titles([root]), set.diagnostics]).toEqual([2, ['Rule', 'Rule named like a test'], []])
    expect(set.hash).toBe(loadRuleSet([join(root, 'a.yml'), join(root, 'b.test.yml')], 'builtin').hash)
    const { tests } = readRuleFiles([root])
    expect(tests.map(({ file }) => file.slice(root.length + 1))).toEqual(['a.test.yml'])
    const named = loadRuleSet([join(root, 'a.test.yml')], 'builtin')
    expect(named.diagnostics).toMatchObject([{ code: 'rule-unreadable', severity: 'warning' }])
  })

  it('reports what cannot be read and goes on', () => {
    const root = makeTree({
      'a/latin1.yml': Buffer.from([0x74, 0xe9]),
      'a/good.yml': good('Rule'),
      'none/x.txt': '',
    })
    const set = loadRuleSet([join(root, 'a'), join(root, 'none'), join(root, 'gone')], 'builtin')
    expect(set.documents).toHaveLength(1)
    expect(set.diagnostics.map((d) => `${d.severity} ${d.code} ${d.message}`)).toEqual([
      'error path-missing there is no such file or folder',
      'warning rule-unreadable no .yml or .yaml file in this folder',
      'error rule-unreadable it is no UTF-8 text',
    ])
  })

  it('reads a file with a byte order mark', () => {
    const root = makeTree({ 'a.yml': `\ufeff${good('Rule')}` })
    expect(titles([root])).toEqual(['Rule'])
  })

  it('has a hash of the content, the mapping and nothing else', () => {
    const root = makeTree({ 'a.yml': good('Rule a'), 'b/c.yml': good('Rule c') })
    const hash = (path: string, mapping = 'builtin'): string => loadRuleSet([path], mapping).hash
    const first = hash(root)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    const other = makeTree()
    cpSync(root, other, { recursive: true })
    renameSync(join(other, 'a.yml'), join(other, 'zz.yml'))
    expect(hash(other)).toBe(first)
    expect(hash(root, 'thor')).not.toBe(first)
    expect(hash(join(root, 'a.yml'))).not.toBe(first)
    const twice = makeTree({ 'a.yml': good('Rule a'), 'b.yml': good('Rule c'), 'c.yml': good('Rule c') })
    expect(hash(twice)).not.toBe(first)
    const changed = makeTree({ 'a.yml': good('Rule a'), 'b.yml': `${good('Rule c')}\n` })
    expect(hash(changed)).not.toBe(first)
  })
})

describe('readRuleFiles', () => {
  it('keeps the text as it is', () => {
    const root = makeTree({ 'a.yml': '\ufefftext\r\n' })
    const { files, digests, diagnostics } = readRuleFiles([root])
    expect(files.map((f) => f.text)).toEqual(['\ufefftext\r\n'])
    expect([digests.length, diagnostics.length]).toEqual([1, 0])
  })
})
