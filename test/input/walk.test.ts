import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource } from '../../src/input/open.ts'
import { findFiles, findSources } from '../../src/input/walk.ts'
import { makeTree } from './temp-tree.ts'

const isWindows = process.platform === 'win32'
/** Names without the temporary folder. */
const below = (root: string, names: readonly string[]): string[] => {
  const prefix = root.replaceAll(sep, '/')
  return names.map((name) => name.replace(prefix, 'ROOT'))
}
const names = (root: string, paths: readonly string[] = [root]): string[] =>
  below(
    root,
    findSources(paths).sources.map((s) => s.name),
  )
const problems = (root: string, paths: readonly string[] = [root]): string[] =>
  findSources(paths).diagnostics.map((d) => `${d.severity} ${d.code} ${below(root, [d.source])[0]}`)

describe('findSources', () => {
  it('takes the .evtx files of a folder and of those below, in the order of their bytes', () => {
    const files = [
      'b.evtx',
      'a/z.evtx',
      'a.evtx',
      'a-1.evtx',
      'B.EVTX',
      'a/b/c.EvTx',
      'é.evtx',
      'notes.txt',
      'a/evtx',
    ]
    const root = makeTree(Object.fromEntries(files.map((path) => [path, path])))
    const wanted = ['B.EVTX', 'a-1.evtx', 'a.evtx', 'a/b/c.EvTx', 'a/z.evtx', 'b.evtx', 'é.evtx']
    expect(names(root)).toEqual(wanted.map((name) => `ROOT/${name}`))
    expect(problems(root)).toEqual([])
    const sizes = findSources([root]).sources.map((s) => s.sizeBytes)
    expect(sizes).toEqual(wanted.map((name) => Buffer.byteLength(name)))
  })

  it('takes a file named directly whatever its name, and says so', () => {
    const root = makeTree({ 'Security.bak': 'x', 'b.evtx': 'y' })
    const { sources } = findSources([join(root, 'Security.bak'), root])
    expect(sources.map((s) => s.isNamed)).toEqual([true, false])
    expect(names(root, [join(root, 'Security.bak')])).toEqual(['ROOT/Security.bak'])
  })

  it('keeps the order of arguments and takes a file once, by its real path', () => {
    const root = makeTree({ 'a.evtx': '', 'sub/b.evtx': '' })
    expect(names(root, [join(root, 'sub'), root, join(root, 'sub', 'b.evtx')])).toEqual([
      'ROOT/sub/b.evtx',
      'ROOT/a.evtx',
    ])
    const twice = findSources([root, join(root, 'a.evtx')]).sources
    expect(twice.map((s) => s.isNamed)).toEqual([true, false])
  })

  it('joins a relative argument with the path below it', () => {
    const root = makeTree({ 'x/a.evtx': '' })
    const before = process.cwd()
    process.chdir(root)
    try {
      const namesOf = (path: string): string[] => findSources([path]).sources.map((s) => s.name)
      expect(namesOf('x')).toEqual(['x/a.evtx'])
      expect(namesOf('x/')).toEqual(['x/a.evtx'])
      expect(namesOf('.')).toEqual(['./x/a.evtx'])
      expect(namesOf('x/a.evtx')).toEqual(['x/a.evtx'])
    } finally {
      process.chdir(before)
    }
  })

  it('reports what is missing and folders without logs', () => {
    const root = makeTree({ 'empty/readme.txt': '', 'file.evtx': '' })
    const paths = ['gone.evtx', 'empty', join('file.evtx', 'below')].map((path) => join(root, path))
    expect(problems(root, paths)).toEqual([
      'error path-missing ROOT/gone.evtx',
      'error path-missing ROOT/file.evtx/below',
      'warning no-logs ROOT/empty',
    ])
    expect(problems(root, [join(root, 'gone.evtx'), join(root, 'gone.evtx')])).toHaveLength(1)
  })

  it('takes names with blanks, line feeds and 255 bytes', () => {
    const odd = [
      ' a b .evtx',
      `${'n'.repeat(250)}.evtx`,
      ...(isWindows ? [] : ['line\nfeed.evtx', 'back\\slash.evtx']),
    ]
    const root = makeTree(Object.fromEntries(odd.map((name) => [name, name])))
    expect(names(root)).toEqual(odd.map((name) => `ROOT/${name}`).sort())
  })

  it('walks a tree of 200 folders, one in another', () => {
    const deep = Array.from({ length: 200 }, () => 'd').join('/')
    const root = makeTree({ [`${deep}/a.evtx`]: '' })
    expect(names(root)).toEqual([`ROOT/${deep}/a.evtx`])
  })
})

// Windows allows neither these names nor, without rights of its own, links.
describe.skipIf(isWindows)('findSources on trees of other systems', () => {
  it('follows links to files and takes the file once', () => {
    const root = makeTree({ 'real/z.evtx': 'zz', 'other.log': 'oo' })
    symlinkSync(join(root, 'real', 'z.evtx'), join(root, 'a.evtx'))
    symlinkSync(join(root, 'other.log'), join(root, 'b.evtx'))
    const { sources } = findSources([root])
    expect(
      below(
        root,
        sources.map((s) => s.name),
      ),
    ).toEqual(['ROOT/a.evtx', 'ROOT/b.evtx'])
    expect(sources.map((s) => s.sizeBytes)).toEqual([2, 2])
  })

  it('does not follow links to folders, and says so when they lead elsewhere', () => {
    const outside = makeTree({ 'secret.evtx': '' })
    const root = makeTree({ 'sub/a.evtx': '' })
    symlinkSync('..', join(root, 'sub', 'up'))
    symlinkSync(join(root, 'sub'), join(root, 'again.evtx'))
    symlinkSync(outside, join(root, 'out'))
    expect(names(root)).toEqual(['ROOT/sub/a.evtx'])
    expect(problems(root)).toEqual(['info path-unreadable ROOT/out'])
    expect(findSources([root]).diagnostics[0]!.message).toContain(outside)
  })

  it('follows an argument that is a link', () => {
    const root = makeTree({ 'sub/a.evtx': '' })
    symlinkSync(join(root, 'sub'), join(root, 'link'))
    expect(names(root, [join(root, 'link')])).toEqual(['ROOT/link/a.evtx'])
  })

  it('reports links that lead nowhere or in circles', () => {
    const root = makeTree()
    symlinkSync('nowhere', join(root, 'a.evtx'))
    symlinkSync('b.evtx', join(root, 'b.evtx'))
    expect(problems(root)).toEqual([
      'error path-unreadable ROOT/a.evtx',
      'error path-unreadable ROOT/b.evtx',
      'warning no-logs ROOT',
    ])
  })

  it('never opens a pipe', () => {
    const root = makeTree()
    execFileSync('mkfifo', [join(root, 'p.evtx')])
    expect(problems(root)).toEqual(['error path-unreadable ROOT/p.evtx', 'warning no-logs ROOT'])
    expect(problems(root, [join(root, 'p.evtx')])).toEqual(['error path-unreadable ROOT/p.evtx'])
  })

  it('takes both names of a hard link', () => {
    const root = makeTree({ 'a.evtx': 'x' })
    linkSync(join(root, 'a.evtx'), join(root, 'b.evtx'))
    expect(names(root)).toEqual(['ROOT/a.evtx', 'ROOT/b.evtx'])
  })

  // macOS refuses such names.
  it.skipIf(process.platform === 'darwin')('opens files whose names are no valid UTF-8', () => {
    const root = makeTree()
    const folder = Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xff])])
    mkdirSync(folder)
    for (const [byte, content] of [
      [0xfe, 'one'],
      [0xff, 'two'],
    ] as const) {
      writeFileSync(
        Buffer.concat([folder, Buffer.from('/é'), Buffer.from([byte]), Buffer.from('.evtx')]),
        content,
      )
    }
    const { sources, diagnostics } = findSources([root])
    expect(
      below(
        root,
        sources.map((s) => s.name),
      ),
    ).toEqual(['ROOT/d\\xff/é\\xfe.evtx', 'ROOT/d\\xff/é\\xff.evtx'])
    expect(diagnostics).toEqual([])
    const contents = sources.map((source) => {
      const reader = openSource(structuredClone(source.path), source.sizeBytes)
      const bytes = Buffer.alloc(3)
      reader.readAt(bytes, 0, 3, 0)
      reader.close()
      return bytes.toString()
    })
    expect(contents).toEqual(['one', 'two'])
  })

  // Nothing is forbidden to root.
  it.skipIf(process.getuid?.() === 0)('reports a folder that may not be read', () => {
    const root = makeTree({ 'locked/a.evtx': '', 'b.evtx': '' })
    chmodSync(join(root, 'locked'), 0)
    try {
      expect(names(root)).toEqual(['ROOT/b.evtx'])
      expect(problems(root)).toEqual(['error path-unreadable ROOT/locked'])
      expect(problems(root, [join(root, 'locked')])).toEqual(['error path-unreadable ROOT/locked'])
    } finally {
      chmodSync(join(root, 'locked'), 0o700)
    }
  })
})

describe('findFiles', () => {
  it('takes what is asked for', () => {
    const root = makeTree({ 'a.yml': '', 'b.yaml': '', 'c.evtx': '' })
    const found = findFiles([root], (name) => /\.ya?ml$/i.test(name))
    expect(
      below(
        root,
        found.sources.map((s) => s.name),
      ),
    ).toEqual(['ROOT/a.yml', 'ROOT/b.yaml'])
    expect(found.emptyFolders).toEqual([])
    expect(readFileSync(String(found.sources[0]!.path), 'utf8')).toBe('')
  })
})
