import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeYaml } from '../../src/sigma/compose-yaml.ts'
import { MAX_ALIAS_NODES, MAX_COMPOSED_UNITS, MAX_DOCUMENTS, MAX_YAML_DEPTH } from '../../src/sigma/limits.ts'
import { readYaml } from '../../src/sigma/read-yaml.ts'
import { toPlain } from '../../src/sigma/to-plain.ts'

/** The documents as plain data, and where something is wrong. */
function read(text: string) {
  return readYaml(text).map(({ root, problems }) => ({
    value: root === undefined ? undefined : JSON.parse(JSON.stringify(toPlain(root))),
    problems: problems.map(({ offset, message }) => `${offset} ${message}`),
  }))
}

function problemsOf(text: string): string[] {
  return read(text).flatMap(({ problems }) => problems)
}

describe('YAML 1.2 with anchors, aliases and merge keys', () => {
  const cases: [string, string, unknown][] = [
    ['flow collections', 'a: [b, {c: d}, [e: f]]', { a: ['b', { c: 'd' }, [{ e: 'f' }]] }],
    ['escapes', 'a: "\\x41\\n\\u00e9"', { a: 'A\n\u00e9' }],
    ['folding', 'a: >\n  b\n  c\n', { a: 'b c\n' }],
    ['plain text on two lines', 'a: b\n  c\n', { a: 'b c' }],
    [
      'scalars of the core schema',
      'a: [1, 0x10, 0o17, 1.5, true, ~, 2024-01-01, yes]',
      { a: [1, 16, 15, 1.5, true, null, '2024-01-01', 'yes'] },
    ],
    [
      'tags of the core schema',
      'a: [!!str 1, !!int "2", !!float 3, !!bool "true", !!null ""]',
      { a: ['1', 2, 3, true, null] },
    ],
    ['the tag that says nothing', 'a: ! 1', { a: '1' }],
    ['aliases', 'a: &x [b]\nc: *x\nd: &x e\nf: *x', { a: ['b'], c: ['b'], d: 'e', f: 'e' }],
    ['anchors on keys', '&k a: b\nc: *k', { a: 'b', c: 'a' }],
    ['merge keys', 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3', { a: { b: 1, c: 2 }, d: { c: 3, b: 1 } }],
    [
      'merge lists',
      'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}',
      { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } },
    ],
    ['a quoted merge sign', "a: {'<<': b}", { a: { '<<': 'b' } }],
    ['explicit keys', '? a\n: b\n? c\n', { a: 'b', c: null }],
    ['a version 1.1 directive does not change types', '%YAML 1.1\n---\na: yes', { a: 'yes' }],
  ]
  it.each(cases)('reads %s', (_, text, value) => {
    expect(read(text)).toEqual([{ value, problems: [] }])
  })

  const wrong: [string, string, string][] = [
    ['a key twice', 'a: 1\nb: 2\na: 3\n', "10 the key 'a' is there twice"],
    ['a key twice in a list', 'x:\n  - a: 1\n    a: 2\n', "16 the key 'a' is there twice"],
    ['a key twice, once quoted', "a: 1\n'a': 2\n", "5 the key 'a' is there twice"],
    ['a collection as a key', '[a]: b\n', '0 a key must be text, not a collection'],
    ['an alias without anchor', 'a: *x\n', '3 the alias *x has no anchor before it'],
    ['an alias in its own anchor', 'a: &x [b, *x]\n', '10 the alias *x is inside of its own anchor'],
    ['an unknown tag', 'a: !foo b\n', '8 the tag !foo is not supported'],
    ['a tag of YAML 1.1', 'a: !!binary aGk=\n', '12 the tag tag:yaml.org,2002:binary is not supported'],
    ['a wrong tag', 'a: !!int b\n', "9 'b' is not what its tag !!int says"],
    ['a tag of the wrong kind', 'a: !!seq {b: c}\n', '9 the tag tag:yaml.org,2002:seq is not supported here'],
    ['merging a text', 'a: {<<: b}\n', '8 the merge key << needs a map or a list of maps'],
    [
      'too deep brackets',
      `a: ${'['.repeat(MAX_YAML_DEPTH + 1)}`,
      '0 collections are nested deeper than 64 levels',
    ],
    [
      'too deep dashes',
      'a:\n  '.concat('- '.repeat(MAX_YAML_DEPTH + 1)),
      '0 collections are nested deeper than 64 levels',
    ],
    [
      'too deep indentation',
      Array.from({ length: MAX_YAML_DEPTH + 2 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      '0 collections are nested deeper than 64 levels',
    ],
  ]
  it.each(wrong)('refuses %s', (_, text, problem) => {
    expect(problemsOf(text)).toContain(problem)
  })

  it('finds the place of what is no YAML', () => {
    expect(problemsOf('a: b\nc: [d\ne: f')[0]).toMatch(/^\d+ /)
    expect(problemsOf('a: "b\n')).toHaveLength(1)
  })

  it('caps what aliases expand to', () => {
    const bomb = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &x${i} [${Array(9).fill(i === 0 ? 'b' : `*x${i - 1}`)}]`,
    )
    expect(problemsOf(bomb.join('\n'))).toContainEqual(
      expect.stringContaining(`aliases expand to more than ${MAX_ALIAS_NODES} values`),
    )
    const tower = Array.from({ length: 70 }, (_, i) => `a${i}: &x${i} ${i === 0 ? 'b' : `[*x${i - 1}]`}`)
    expect(problemsOf(tower.join('\n'))).toContainEqual(
      expect.stringContaining(`aliases expand to more than ${MAX_YAML_DEPTH} levels`),
    )
  })

  it('never recurses with the text', () => {
    for (const unit of ['[', '{a: ', '- ', '? ', '[]', '!!x ', '&a ', '"\\', "'", '*a ', '>\n'])
      expect(readYaml(`a: ${unit.repeat(20_000)}`).length).toBeGreaterThan(0)
  })
})

describe('documents of a stream', () => {
  it('are cut at their markers and numbered', () => {
    expect(read('# c\n---\na: 1\n---\n---\nb: [2]\n--- # x\nc: 3\n').map(({ value }) => value)).toEqual([
      { a: 1 },
      undefined,
      { b: [2] },
      { c: 3 },
    ])
    expect(read('a: 1\n---\n').map(({ value }) => value)).toEqual([{ a: 1 }, undefined])
    expect(read('a: |\n  x\n---\nb: 1').map(({ value }) => value)).toEqual([{ a: 'x\n' }, { b: 1 }])
    expect(read('a: --- x\n---b: 1\n').map(({ value }) => value)).toEqual([{ a: '--- x', '---b': 1 }])
  })

  it('do not spoil each other', () => {
    const texts = ['a: "open', "a: 'open", 'a: [open', 'a: {open', 'a: 1\na: 2', '\ta: b', 'a: *x']
    for (const text of texts) {
      const [first, second] = read(`${text}\n---\nb: 1\n`)
      expect(first?.problems.length).toBeGreaterThan(0)
      expect(second).toEqual({ value: { b: 1 }, problems: [] })
    }
  })

  it('have their places in the file', () => {
    const text = 'a: 1\n---\nb: [2]\nc: *x\n'
    const [, second] = readYaml(text)
    expect(second?.root?.offset).toBe(text.indexOf('b:'))
    expect(second?.problems).toEqual([expect.objectContaining({ offset: text.indexOf('*x') })])
  })

  it('equal what the library reads in one go', () => {
    const document = fc.constantFrom(
      'a: 1\n',
      'b: [2]\n',
      '',
      '# c\n',
      'd: |\n  e\n',
      '- f\n',
      "g: 'h'\n",
      'i: &x j\n',
    )
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 6 }), (documents) => {
        const text = `---\n${documents.join('---\n')}`
        const roots = readYaml(text).map(({ root }) => root)
        const whole = composeYaml(text, 0).map(({ root }) => root)
        expect(roots).toEqual(whole)
      }),
    )
  })

  it('are limited in number and in what only the library can read', () => {
    expect(problemsOf('---\n'.repeat(MAX_DOCUMENTS + 1))).toEqual([
      `0 the file has more than ${MAX_DOCUMENTS} documents`,
    ])
    const long = `a: [${'x'.repeat(MAX_COMPOSED_UNITS)}]\n`
    expect(read(`${long}---\nb: 1\n`)).toEqual([
      { value: undefined, problems: [expect.stringContaining(String(MAX_COMPOSED_UNITS))] },
      { value: { b: 1 }, problems: [] },
    ])
  })
})
