/** `rules compile` and scans with what it writes: the same bytes and words as with the rule files, or a clear refusal. */
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Section } from '../../src/engine/pack/packed-head.ts'
import { readSections, writeSections } from '../../src/engine/pack/sections.ts'
import { makeFolder, type Ran, root, runProgram } from './run-program.ts'

const fixtures = join(root, 'fixtures')

const PLACEHOLDER_RULE = `
title: Somebody of ours
id: 33333333-3333-4333-8333-333333333333
level: low
logsource: {product: windows, service: security}
detection:
  a: {TargetUserName|expand: '%ours%'}
  condition: a
`
const BROKEN_RULE = 'title: Broken\nlogsource: {product: windows}\ndetection: 5\n'
const LINUX_RULE = 'title: Other\nlogsource: {product: linux}\ndetection: {a: {b: c}, condition: a}\n'
const FILTER = `
title: Nothing of the file server
logsource: {product: windows}
filter:
  rules: any
  fs: {Computer|contains: FS01}
  condition: not fs
`

let folder = ''
let rules = ''
let pack = ''
beforeAll(() => {
  folder = makeFolder({
    'more/somebody.yml': PLACEHOLDER_RULE,
    'more/broken.yml': BROKEN_RULE,
    'more/linux.yml': LINUX_RULE,
    'filters/fs.yml': FILTER,
    'values.yml': "ours: ['*a*', svc]\n",
  })
  rules = join(folder, 'rules')
  cpSync(join(root, 'rules'), rules, { recursive: true })
  pack = join(folder, 'all.goshawk')
  const ran = inFolder(['rules', 'compile', 'rules', 'more', '-o', pack, ...COMPILED])
  expect(ran).toMatchObject({ code: 0, out: '' })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const COMPILED = ['--filters', 'filters', '--placeholders', 'values.yml']

/** Names in reports are as they are given, so the program runs where the rules are. */
function inFolder(args: readonly string[]): Ran {
  const before = process.cwd()
  process.chdir(folder)
  try {
    return runProgram(args)
  } finally {
    process.chdir(before)
  }
}

let number = 0
beforeEach(() => {
  number++
})

type Scanned = Ran & { readonly reports: readonly string[]; readonly manifest: Record<string, unknown> }

/** All formats, and the manifest without what is named as different: paths of rules, flags given at compile time. */
function scanWith(ruleFlags: readonly string[], others: readonly string[] = []): Scanned {
  const out = join(
    folder,
    `out-${number}-${createHash('sha256').update(ruleFlags.join()).digest('hex').slice(0, 8)}`,
  )
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out)
  const files = ['hits.csv', 'hits.jsonl', 'hits.json'].map((name) => join(out, name))
  const manifest = join(out, 'manifest')
  const outputs = [...files.flatMap((file) => ['-o', file]), '--manifest', manifest]
  const ran = inFolder(['scan', fixtures, '-q', '-t', '1', ...ruleFlags, ...outputs, ...others])
  if (ran.code === 2) return { ...ran, reports: [], manifest: {} }
  const [csv, jsonl, json] = files.map((file) => readFileSync(file, 'utf8')) as [string, string, string]
  const account = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>
  const { hits } = JSON.parse(json) as { hits: unknown }
  const { run: _, options, ...rest } = account
  const {
    rules: __,
    filters: ___,
    placeholders: ____,
    mapping: _____,
    ...decided
  } = options as Record<string, unknown>
  return { ...ran, reports: [csv, jsonl, JSON.stringify(hits)], manifest: { ...rest, options: decided } }
}

const FILES = ['-r', 'rules', 'more', ...COMPILED]

describe('a scan with a pack', () => {
  it('gives the same bytes and the same account', () => {
    const files = scanWith(FILES)
    expect(files.code).toBe(0)
    expect(files.reports[0]!.split('\n').length).toBeGreaterThan(20)
    expect(files.reports[0]).toContain('Somebody of ours')
    expect(files.reports[0]).not.toContain(',FS01.corp.example,')
    expect(files.manifest.rules).toMatchObject({
      rejected: [expect.objectContaining({ file: 'more/broken.yml', code: 'rule-detection' })],
      notApplicable: [expect.objectContaining({ count: 1 })],
    })
    expect(files.manifest.correlations).not.toEqual([])
    expect(scanWith(['-r', pack])).toEqual(files)
    expect(scanWith(['-r', pack], ['--engine', 'reference']).reports).toEqual(files.reports)
  })

  it.each([
    [['--min-level', 'high']],
    [['--level', 'medium', 'low']],
    [['--preset', 'core+']],
    [['--status', 'test']],
    [['--tag', 'attack.t1059*']],
    [['--logsource', 'service=security']],
    [['--exclude-rule', 'Somebody of ours', 'Nothing of the file server', 'no such rule']],
    [['--only-rule', 'more/somebody.yml']],
    [['--keep-base-hits']],
    [['--from', '-1d']],
  ])('takes %j', (flags) => {
    const files = scanWith(FILES, flags)
    expect(files.code).toBe(0)
    expect(scanWith(['-r', pack], flags)).toEqual(files)
  })

  it('joins several packs, and packs with files', () => {
    const files = scanWith(FILES)
    const first = join(folder, 'first.goshawk')
    const second = join(folder, 'second.goshawk')
    inFolder(['rules', 'compile', 'rules', '-o', first, '--overwrite', '--filters', 'filters', '-q'])
    inFolder(['rules', 'compile', 'more', '-o', second, '--overwrite', '--placeholders', 'values.yml', '-q'])
    const both = scanWith(['-r', first, second])
    expect(both.reports).toEqual(files.reports)
    expect(both.manifest.rules).toEqual(files.manifest.rules)
    expect(scanWith(['-r', second, 'rules', 'filters']).reports).toEqual(files.reports)
    // What is given twice runs once.
    expect(scanWith(['-r', first, first, second, 'rules']).reports).toEqual(files.reports)
    const joined = join(folder, 'joined.goshawk')
    expect(inFolder(['rules', 'compile', first, second, '-o', joined, '-q']).code).toBe(0)
    expect(scanWith(['-r', joined]).reports).toEqual(files.reports)
  })

  it('has the mapping that it was compiled for', () => {
    const mapping = join(folder, 'deep', 'thor.yml')
    mkdirSync(join(folder, 'deep'))
    writeFileSync(
      mapping,
      'logsources:\n  s: {product: windows, service: security, sources: [WinEventLog:Security]}\n',
    )
    const own = join(folder, 'thor.goshawk')
    inFolder(['rules', 'compile', 'rules', '--mapping', mapping, '-o', own, '-q'])
    const files = scanWith(['-r', 'rules', '--mapping', mapping])
    const packed = scanWith(['-r', own])
    expect(packed.reports).toEqual(files.reports)
    expect(files.reports[0]!.split('\n').length).toBeGreaterThan(2)
    expect(packed.manifest.mapping).toBe('thor.yml')
  })

  it('says that two packs do not go together', () => {
    const other = join(folder, 'other.goshawk')
    const mapping = join(folder, 'map.yml')
    writeFileSync(
      mapping,
      'logsources:\n  s: {product: windows, service: security, sources: [WinEventLog:Security]}\n',
    )
    inFolder(['rules', 'compile', 'rules', '--mapping', mapping, '-o', other, '-q'])
    const ran = scanWith(['-r', pack, other])
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('different --mapping')
    writeFileSync(join(folder, 'values2.yml'), 'ours: [nobody]\n')
    inFolder(['rules', 'compile', 'more', '--placeholders', 'values2.yml', '-o', other, '--overwrite', '-q'])
    expect(scanWith(['-r', pack, other]).err).toContain('different --placeholders')
  })

  it('says so also behind a pack that goes with both', () => {
    const plain = join(folder, 'plain.goshawk')
    const other = join(folder, 'third.goshawk')
    inFolder(['rules', 'compile', 'rules', '-o', plain, '-q'])
    writeFileSync(join(folder, 'values3.yml'), 'ours: [nobody]\n')
    inFolder(['rules', 'compile', 'more', '--placeholders', 'values3.yml', '-o', other, '-q'])
    expect(scanWith(['-r', plain, pack]).code).toBe(0)
    expect(scanWith(['-r', plain, other]).code).toBe(0)
    const ran = scanWith(['-r', plain, pack, other])
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(`${pack} and ${other} were compiled with different --placeholders`)
  })

  it.each(['--mapping', '--filters', '--placeholders'])('refuses %s', (flag) => {
    const ran = scanWith(['-r', pack], [flag, 'values.yml'])
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(`${flag} cannot be given with a pack of rules`)
  })

  it('serves bench, check and explain-hit', () => {
    const line = /"RuleTitle":"[^"]*"/g
    const check = (path: readonly string[]): string[] => {
      const ran = inFolder(['check', '--evtx-path', fixtures, ...path.flatMap((p) => ['--rule-path', p])])
      expect(ran.code).toBe(0)
      return [...ran.out.matchAll(line)].map(([text]) => text)
    }
    const plain = join(folder, 'plain.goshawk')
    inFolder(['rules', 'compile', 'rules', '-o', plain, '-q'])
    expect(check([plain])).toEqual(check(['rules']))
    expect(check([plain]).length).toBeGreaterThan(10)
    const bench = inFolder(['bench', fixtures, '-r', plain, '-q', '-f', 'json', '--repeat', '1', '-t', '1'])
    expect(JSON.parse(bench.out)).toMatchObject({ rules: { running: expect.any(Number) } })
    const log = join(fixtures, 'DC01', readdirSync(join(fixtures, 'DC01'))[0]!)
    const explained = (path: string): Ran =>
      inFolder(['explain-hit', '-r', path, '--rule', 'Security Log Cleared', '--file', log, '--record', '1'])
    expect(explained(plain)).toEqual(explained('rules'))
  })
})

describe('a pack', () => {
  const words = /mimikatz|whoami|powershell|cmd\.exe|Security Log Cleared|EventID|logsource/i

  it('shows neither what rules look for nor where they lay', () => {
    const absolute = join(folder, 'absolute.goshawk')
    const ran = runProgram(['rules', 'compile', rules, join(folder, 'more'), '-o', absolute, '-q'])
    expect(ran.code).toBe(0)
    const utf16 = (bytes: Buffer): string => bytes.toString('utf16le')
    const bytes = readFileSync(absolute)
    for (const text of [bytes.toString('latin1'), utf16(bytes), utf16(bytes.subarray(1))])
      expect(words.test(text)).toBe(false)
    const scanned = scanWith(['-r', absolute])
    expect(scanned.reports.join('')).toContain('rules/windows/')
    expect(JSON.stringify([scanned.reports, scanned.manifest.rules])).not.toContain(folder)
  })

  it('is the same for the same rules', () => {
    const again = join(folder, 'again.goshawk')
    inFolder(['rules', 'compile', 'rules', 'more', '-o', again, ...COMPILED, '-q'])
    expect(readFileSync(again).equals(readFileSync(pack))).toBe(true)
  })

  const MAGIC_BYTES = 16
  const DIGEST_END = MAGIC_BYTES + 32
  const VERSION_AT = DIGEST_END + 4
  const TABLE_AT = VERSION_AT + 32
  const HEADER_BYTES = TABLE_AT + 16
  const sign = (bytes: Buffer): Buffer => {
    createHash('sha256').update(bytes.subarray(DIGEST_END)).digest().copy(bytes, MAGIC_BYTES)
    return bytes
  }
  const write = (bytes: Buffer, at: number, text: string): Buffer => {
    bytes.write(text, at, 'latin1')
    return bytes
  }
  const flip = (bytes: Buffer): Buffer => {
    bytes[bytes.length >> 1]! ^= 1
    return bytes
  }
  const build = (blocks: readonly Buffer[], sizes = blocks.map(({ length }) => length)): Buffer => {
    const header = readFileSync(pack).subarray(0, HEADER_BYTES)
    const packed = blocks.map((block) => deflateRawSync(block))
    packed.forEach(({ length }, i) => {
      header.writeUInt32LE(length, TABLE_AT + 8 * i)
      header.writeUInt32LE(sizes[i]!, TABLE_AT + 8 * i + 4)
    })
    return sign(Buffer.concat([header, ...packed]))
  }
  const packedLengthOf = (block: number): number => readFileSync(pack).readUInt32LE(TABLE_AT + 8 * block)
  const refusals: readonly [string, string, (bytes: Buffer) => Buffer][] = [
    ['that is empty', 'pack-damaged', () => Buffer.alloc(0)],
    ['that is something else', 'pack-damaged', () => Buffer.from('title: a rule\n')],
    ['cut within its header', 'pack-damaged', (bytes) => bytes.subarray(0, 40)],
    ['cut', 'pack-damaged', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['with more behind it', 'pack-damaged', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
    ['with one bit changed', 'pack-damaged', (bytes) => flip(bytes)],
    ['of another version', 'pack-version', (bytes) => sign(write(bytes, VERSION_AT, '9.9.9\x1b'))],
    ['of another format', 'pack-version', (bytes) => sign(write(bytes, DIGEST_END, '\x02'))],
    ['whose lengths lie', 'pack-damaged', (bytes) => sign(write(bytes, TABLE_AT, '\x05'))],
    [
      'that says it is huge',
      'pack-damaged',
      () => build([Buffer.alloc(9), Buffer.alloc(9)], [9, 0xffffffff]),
    ],
    [
      'that is larger than it says',
      'pack-damaged',
      () => build([Buffer.alloc(9), Buffer.alloc(5e7)], [9, 64]),
    ],
    [
      'that is smaller than it says',
      'pack-damaged',
      () => build([Buffer.alloc(9), Buffer.alloc(9)], [9, 64]),
    ],
    ['with no program in it', 'pack-damaged', () => build([Buffer.from('{}'), Buffer.from('{}')])],
  ]
  it.each(refusals)('%s is refused as %s', (_, code, change) => {
    const bad = join(folder, 'bad.goshawk')
    writeFileSync(bad, change(readFileSync(pack)))
    for (const flags of [[], ['--min-level', 'low']]) {
      const ran = scanWith(['-r', bad], flags)
      expect(ran).toMatchObject({ code: 2, out: '' })
      expect(ran.err).toContain(`[${code}]`)
      expect(ran.err.split('\n')).toHaveLength(2)
      expect(ran.err).not.toContain('\x1b')
    }
    expect(scanWith(['-r', pack, bad]).err).toContain(`[${code}]`)
  })

  it('with a rule that is none ends the scan when the rule is needed', () => {
    const program = inflateRawSync(readFileSync(pack).subarray(HEADER_BYTES + packedLengthOf(0)))
    const sections = [...readSections(new Uint8Array(program))!]
    const rule = Buffer.from(sections[Section.Rules]!)
    const text = rule.toString('latin1').replaceAll('"kind":"detection"', '"kind":"detectioN"')
    sections[Section.Rules] = Buffer.from(text, 'latin1')
    const documents = inflateRawSync(
      readFileSync(pack).subarray(HEADER_BYTES, HEADER_BYTES + packedLengthOf(0)),
    )
    const bad = join(folder, 'unsound.goshawk')
    writeFileSync(bad, build([documents, Buffer.from(writeSections(sections))]))
    for (const flags of [[], ['--engine', 'reference']]) {
      const ran = scanWith(['-r', bad], flags)
      expect(ran).toMatchObject({ code: 2, out: '' })
      expect(ran.err).toMatch(
        /^goshawk: error: the pack of rules holds a rule that is none: .*\[pack-damaged\]\n$/,
      )
    }
    const check = inFolder(['check', '--evtx-path', fixtures, '--rule-path', bad])
    // It chooses rules anew from the documents, which are sound.
    expect(check.code).toBe(0)
  })

  it('that is missing or a folder is named', () => {
    const missing = scanWith(['-r', join(folder, 'nowhere.goshawk')])
    expect(missing).toMatchObject({ code: 2 })
    expect(missing.err).toMatch(/nowhere\.goshawk: .*\[path-missing\]/)
    mkdirSync(join(folder, 'dir.goshawk'))
    expect(scanWith(['-r', join(folder, 'dir.goshawk')])).toMatchObject({ code: 2 })
  })

  it.each(['rules list', 'rules check', 'convert --to grep'])('is named as one by %s', (command) => {
    const ran = inFolder([...command.split(' '), pack])
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('a pack of compiled rules: scan, bench, check and explain-hit take it')
  })

  it('is known by how it begins, whatever its name', () => {
    const other = join(folder, 'rules.bin')
    cpSync(pack, other)
    expect(scanWith(['-r', other]).reports).toEqual(scanWith(['-r', pack]).reports)
  })
})

describe('rules compile', () => {
  const compile = (args: readonly string[]): Ran => inFolder(['rules', 'compile', ...args])

  it.each<[string, readonly string[], string]>([
    ['no path', ['-o', 'x.goshawk'], 'no rule given'],
    ['no output', ['rules'], '-o names the pack'],
    ['standard output', ['rules', '-o', '-'], '-o takes a file'],
    ['a YAML file', ['rules', '-o', 'x.yml'], 'no YAML'],
    ['one of the rules', ['all.goshawk', '-o', 'all.goshawk', '--overwrite'], 'not written over'],
    ['no rule that runs', ['more/linux.yml', '-o', 'x.goshawk'], 'none of the rules runs'],
    ['values that are missing', ['rules', '-o', 'x.goshawk', '--placeholders', 'none.yml'], '--placeholders'],
    ['a mapping that is missing', ['rules', '-o', 'x.goshawk', '--mapping', 'none.yml'], '--mapping'],
    ['a flag for scans', ['rules', '-o', 'x.goshawk', '--min-level', 'high'], 'unknown option'],
  ])('refuses %s', (_, args, message) => {
    const ran = compile(args)
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(message)
    expect(readdirSync(folder)).not.toContain('x.goshawk')
  })

  it('keeps a file that exists, and says where nothing can be written', () => {
    const before = readFileSync(pack)
    const kept = compile(['rules', '-o', pack, '-q'])
    expect(kept.code).toBe(1)
    expect(kept.err).toContain('[output-exists]')
    expect(readFileSync(pack).equals(before)).toBe(true)
    const nowhere = compile(['rules', '-o', join(folder, 'nowhere', 'x.goshawk'), '-q'])
    expect(nowhere.code).toBe(1)
    expect(nowhere.err).toContain('[output-unwritable]')
  })

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'leaves nothing in a folder that is read-only (root may write everywhere, Windows has no such modes)',
    () => {
      const locked = join(folder, 'locked')
      mkdirSync(locked, { mode: 0o555 })
      const ran = compile(['rules', '-o', join(locked, 'x.goshawk'), '-q'])
      expect(ran.code).toBe(1)
      expect(ran.err).toContain('permission denied')
      expect(readdirSync(locked)).toEqual([])
      chmodSync(locked, 0o755)
    },
  )

  it('tells what it left out, and ends with 3 for a rule that was named', () => {
    const out = join(folder, 'told.goshawk')
    const ran = compile(['rules', 'more', '-o', out])
    expect(ran.code).toBe(0)
    expect(ran.err).toContain('more/broken.yml')
    expect(ran.err).toMatch(/\d+ rules in .*told\.goshawk \(\d+ kB\); 2 rejected, 1 not applicable/)
    expect(compile(['rules', 'more', '-o', out, '--overwrite', '-q', '--strict']).code).toBe(3)
    expect(compile(['rules', 'more/broken.yml', '-o', out, '--overwrite', '-q']).code).toBe(3)
    expect(scanWith(['-r', out]).code).toBe(3)
    expect(compile(['rules', 'nowhere', '-o', out, '--overwrite', '-q']).code).toBe(3)
  })
})
