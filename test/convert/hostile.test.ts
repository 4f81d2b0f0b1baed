/**
 * Text of a rule never leaves its place: whatever it holds, each query reads as one test of one field with exactly this
 * text, shells see one argument, and SQL changes nothing.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BACKEND_NAMES, type BackendName, DIALECTS, type Dialect } from '../../src/convert/conversion.ts'
import { convertRule } from '../../src/convert/convert.ts'
import type { DetectionRule, Item, PatternToken } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { hasSqlite, runSql } from '../support/query-runs.ts'
import { type Piece, testsOf } from '../support/query-tree.ts'
import { readLucene } from '../support/read-lucene.ts'
import { readPowerShell } from '../support/read-powershell.ts'
import { readSearch } from '../support/read-search.ts'

/** What breaks out of something somewhere. */
const PIECES = [
  "'",
  '"',
  '`',
  '\\',
  '\n',
  '\r',
  '\t',
  '$(touch broken)',
  '`touch broken`',
  '; touch broken;',
  "'; touch broken #",
  '"; touch broken; "',
  '\nEOF\ntouch broken\n',
  '</script>',
  '<!--',
  '](x)',
  '|',
  '||',
  '&&',
  '#',
  '--',
  "' OR 1=1 --",
  '; DROP TABLE fields; --',
  '%',
  '_',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '\u2018',
  '\u2019',
  '\u201b',
  '\u201c',
  'AND',
  ' OR ',
  'NOT ',
  ':',
  '/',
  '~',
  '^',
  '!',
  '$x',
  '{{x}}',
  'a',
  'B1',
  ' ',
]

const hostile = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''))

function ruleWith(
  fields: Partial<DetectionRule>,
  field: string,
  tokens: readonly PatternToken[],
): DetectionRule {
  const text =
    'title: T\nlogsource:\n    product: windows\n    service: security\ndetection:\n    a:\n        X: y\n    condition: a'
  const [rule] = parseSigma(text, 'rule.yml').documents
  if (rule?.kind !== 'detection') throw new Error('no rule')
  const [identifier] = rule.detection.identifiers
  const written = tokens.map((token) => (typeof token === 'string' ? token : '*')).join('')
  const item = {
    ...identifier!.search,
    field,
    values: [{ op: 'pattern', tokens, cased: false, text: written }],
  } as (typeof identifier & {})['search']
  return {
    ...rule,
    ...fields,
    detection: { ...rule.detection, identifiers: [{ ...identifier!, search: item }] },
  }
}

function convert(
  rule: DetectionRule,
  backend: BackendName,
  dialect: Dialect = 'default',
): string | undefined {
  const made = convertRule(rule, { backend, dialect })
  return made.type === 'queries' ? made.queries.join('\n') : undefined
}

const ANY: PatternToken = { wild: 'any' }

/** The field and the value of the one test beside that of the channel. */
function ownTest(
  backend: BackendName,
  query: string,
): { readonly field: string; readonly value: readonly Piece[] } {
  const tree =
    backend === 'powershell'
      ? readPowerShell(query)
      : backend === 'splunk' || backend === 'logpoint'
        ? readSearch(query, backend)
        : readLucene(query)
  const tests = testsOf(tree)
  expect(tests.length).toBe(2)
  return tests[1]!
}

const SEARCHES = ['es-qs', 'graylog', 'splunk', 'logpoint'] as const

describe('a value of hostile text', () => {
  it.each(SEARCHES)('is the literal text of one test for %s', (backend) => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, isWild) => {
        const tokens = isWild ? [ANY, text, ANY] : [text]
        const query = convert(ruleWith({}, 'X', tokens), backend)
        // Line breaks have no place in Splunk's and LogPoint's texts.
        if (query === undefined) {
          expect(text).toMatch(/[\n\r]/)
          return
        }
        const expected = isWild ? [{ wild: '*' }, text, { wild: '*' }] : [text]
        expect(ownTest(backend, query).value).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('is an expression for PowerShell that finds the text in XML and nothing else', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const query = convert(ruleWith({}, 'X', [text]), 'powershell')!
        expect(query).not.toMatch(/[\n\r]/)
        const [source] = ownTest('powershell', query).value
        const expression = new RegExp(source as string, 'is')
        const xml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        expect(expression.test(`<Data Name='X'>${xml}</Data>`)).toBe(true)
        expect(expression.test(`<Data Name='X'>${xml}z</Data>`)).toBe(false)
        expect(expression.test(`<Data Name='Y'>${xml}</Data>`)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it.skipIf(!hasSqlite)('finds its event in SQLite and changes nothing (Python is needed)', () => {
    const texts = fc.sample(hostile, { numRuns: 150, seed: 7 })
    const queries = texts.flatMap((text) => [
      convert(ruleWith({}, 'X', [text]), 'sqlite')!,
      convert(ruleWith({}, 'X', [ANY, text, ANY]), 'sqlite')!,
    ])
    const rows = texts.flatMap((text, i) => [
      [i, 'Channel', 'Security', 'system'] as const,
      [i, 'X', text, 'body'] as const,
    ])
    const found = runSql(texts.length, rows, queries)
    const fold = (text: string): string => text.toLowerCase()
    texts.forEach((text, i) => {
      const equal = texts.flatMap((other, at) => (fold(other) === fold(text) ? [at] : []))
      const holding = texts.flatMap((other, at) => (fold(other).includes(fold(text)) ? [at] : []))
      expect(found[2 * i]).toEqual(equal)
      expect(found[2 * i + 1]).toEqual(holding)
    })
  })
})

/** Pieces of expressions, with what ends slashes, quotes and lines. */
const expression = fc
  .array(
    fc.constantFrom(
      ...PIECES,
      '.*',
      '[^"]',
      "[']",
      '\\d',
      '\\S+',
      '(a|b)',
      '[a/b]',
      '[+-/]',
      '[/-9]',
      '[!-#]',
      'x{1,3}',
      '\\/',
      '\\x27',
      '^',
      '$',
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''))

describe('an expression of hostile text', () => {
  it.each(['es-qs', 'graylog', 'powershell', 'grep'] as const)('stays in its place for %s', (backend) => {
    fc.assert(
      fc.property(expression, fc.constantFrom('', 'i', 's'), (source, flags) => {
        const rule = ruleWith({}, 'X', ['y'])
        const [identifier] = rule.detection.identifiers
        const values = [{ op: 'regex', source, flags, text: source }] as const
        const search = { ...(identifier!.search as Item), values }
        const detection = { ...rule.detection, identifiers: [{ ...identifier!, search }] }
        const query = convert({ ...rule, detection }, backend)
        if (query === undefined) return
        if (backend === 'grep') expect(query).toMatch(/^grep -P '[^'\n]*'$/)
        else ownTest(backend, query)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a field of hostile name', () => {
  it('is part of one expression for PowerShell', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const query = convert(ruleWith({}, name, ['v']), 'powershell')!
        expect(query).not.toMatch(/[\n\r]/)
        const [source] = ownTest('powershell', query).value
        const expression = new RegExp(source as string, 'is')
        const xml = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        expect(expression.test(`<Data Name='${xml}'>v</Data>`)).toBe(true)
        expect(expression.test("<Data Name='Y'>v</Data>")).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it.skipIf(!hasSqlite)('finds its event in SQLite and changes nothing (Python is needed)', () => {
    const names = fc.sample(hostile, { numRuns: 100, seed: 17 })
    const queries = names.map((name) => convert(ruleWith({}, name, ['v']), 'sqlite')!)
    const rows = names.flatMap((name, i) => [
      [i, 'Channel', 'Security', 'system'] as const,
      [i, name, 'v', 'body'] as const,
    ])
    const found = runSql(names.length, rows, queries)
    for (const [i, name] of names.entries())
      expect(found[i]).toEqual(
        names.flatMap((other, at) => (other.toLowerCase() === name.toLowerCase() ? [at] : [])),
      )
  })

  it('is one column of a table for Splunk', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (names) => {
        const query = convert(ruleWith({ fields: names }, 'X', ['v']), 'splunk')!
        const columns = query.slice(query.indexOf(' | table ') + ' | table '.length)
        const column = /(?:[A-Za-z_][\w.]*|"(?:\\[\s\S]|[^"\\])*")/
        expect(columns).toMatch(new RegExp(`^${column.source}(?:,${column.source}){${names.length - 1}}$`))
        const texts = [...columns.matchAll(new RegExp(column, 'g'))].map(([text]) =>
          text.startsWith('"') ? text.slice(1, -1).replace(/\\([\s\S])/g, '$1') : text,
        )
        expect(texts).toEqual(names)
      }),
    )
  })

  it.each(SEARCHES)('is one name for %s', (backend) => {
    fc.assert(
      fc.property(hostile, (name) => {
        const query = convert(ruleWith({}, name, ['v']), backend)
        if (query === undefined) {
          expect(backend).toBe('logpoint')
          return
        }
        const { field, value } = ownTest(backend, query)
        const own = backend === 'graylog' || backend === 'logpoint' ? name.replaceAll(' ', '_') : name
        expect(field).toBe(backend === 'es-qs' ? `winlog.event_data.${own}` : own)
        expect(value).toEqual(['v'])
      }),
      { numRuns: 300 },
    )
  })
})

/** Runs a command with `grep` and `curl` that print what they were given; nothing else may happen. */
function runInShell(command: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'goshawk-hostile-'))
  try {
    const show = `grep() { printf '%s\\0' "$@"; }; curl() { printf '%s\\0' "$@"; cat; }\n${command}`
    const out = execFileSync('sh', ['-c', show], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(readdirSync(folder)).toEqual([])
    return out.split('\0')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a shell', () => {
  const samples = fc.sample(fc.tuple(hostile, hostile, hostile), { numRuns: 60, seed: 11 })

  it('sees one expression for grep', () => {
    for (const [text, name] of samples) {
      const args = runInShell(convert(ruleWith({}, name, [ANY, text]), 'grep')!)
      expect(args.length).toBe(3)
      expect(args[0]).toBe('-P')
      expect(args[1]).toMatch(/^\(\?i\)\^/)
    }
  })

  it('sees one document for a watch, in whose search no template stands', () => {
    for (const [text, name] of samples) {
      const rule = ruleWith({}, name, [`{{${text}{{{`])
      const args = runInShell(convert(rule, 'xpack-watcher')!)
      const { input } = JSON.parse(args.at(-1)!) as { readonly input: object }
      const body = JSON.stringify(input)
      expect(body).not.toContain('{{')
      const [, query = ''] = /"query_string":\{"query":("(?:\\.|[^"\\])*")/.exec(body) ?? []
      // The same tests as the search of Elasticsearch, whatever is escaped more.
      expect(readLucene(JSON.parse(query))).toEqual(readLucene(convert(rule, 'es-qs')!))
    }
  })

  it('sees one document for a watch, whose texts are those of the rule', () => {
    for (const [text, name, title] of samples) {
      const rule = ruleWith({ title, description: text, tags: [name] }, name, [text])
      const args = runInShell(convert(rule, 'xpack-watcher')!)
      const watch = JSON.parse(args.at(-1)!) as { readonly metadata: object }
      expect(watch.metadata).toEqual({
        title,
        description: text,
        tags: [name],
        query: convert(rule, 'es-qs'),
      })
    }
  })
})

/** Quotes and brackets outside of quotes come in pairs, and nothing of the text stands as an operator. */
function expectClosed(query: string): void {
  const bare = query.replace(/\\[\s\S]/g, '').replace(/"[^"]*"/g, 'v')
  expect(bare).not.toMatch(/["|;&`$]/)
  expect(bare.replace(/[^(]/g, '').length).toBe(bare.replace(/[^)]/g, '').length)
}

describe('a dialect', () => {
  const samples = fc.sample(fc.tuple(hostile, hostile, hostile), { numRuns: 120, seed: 13 })
  const dialects = DIALECTS.filter((dialect) => dialect !== 'default')

  it.each(dialects)('%s refuses what a shell would run', (dialect) => {
    for (const [text, name, title] of samples) {
      const rule = ruleWith({ title, description: text, fields: [name] }, name, [text])
      for (const backend of ['grep', 'xpack-watcher'] as const) {
        const query = convert(rule, backend, dialect)
        // What is printed as Python shows bytes is no command any more.
        if (query !== undefined && dialect === 'sigmac-pages') runInShell(query)
      }
      if (dialect === 'sigmac-pages')
        for (const backend of SEARCHES) {
          const searched = convert(ruleWith({}, 'X', [text]), backend, dialect)
          if (searched !== undefined) expectClosed(searched)
          const named = convert(ruleWith({}, name, ['v']), backend, dialect)
          if (named !== undefined) expect(named).toContain(name)
          if (named !== undefined) expect(name).toMatch(/^[\w.-]+$/)
        }
      const query = convert(rule, 'powershell', dialect)
      if (query !== undefined) expect(query).not.toMatch(/`|\$\(|[\n\r]/)
    }
  })
})

describe('nothing', () => {
  it('throws, whatever the text and the back end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), hostile, (text, name) => {
        for (const backend of BACKEND_NAMES)
          for (const dialect of DIALECTS)
            convert(
              ruleWith({ title: text, id: undefined }, name, text === '' ? [] : [text, ANY]),
              backend,
              dialect,
            )
      }),
      { numRuns: 200 },
    )
  })
})
