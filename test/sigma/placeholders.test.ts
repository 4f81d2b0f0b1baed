/** Files of placeholder values, and rules with their placeholders replaced (sigma-semantics §3). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DetectionRule, Value } from '../../src/sigma/ast.ts'
import {
  MAX_EXPANDED_REGEXES,
  MAX_EXPANDED_VALUES,
  MAX_FILE_UNITS,
  MAX_PLACEHOLDER_VALUES,
} from '../../src/sigma/limits.ts'
import { type Placeholders, readPlaceholders } from '../../src/sigma/read-placeholders.ts'
import { createResolver, resolvePlaceholders } from '../../src/sigma/resolve-placeholders.ts'
import { itemText, parseRule, ruleText, showTokens } from './rule-text.ts'

function values(text: string): Placeholders {
  const { placeholders, diagnostics } = readPlaceholders(text, 'values.yml')
  if (placeholders === undefined) throw new Error(JSON.stringify(diagnostics))
  return placeholders
}

describe('readPlaceholders', () => {
  it('reads text, numbers, wildcards and lists', () => {
    const read = values(
      "one: CORP\\admin\nmany:\n  - 'a*'\n  - 'b\\*?'\n  - 4711\n  - 1.50\n  - true\n  - 'a*'\n'a name': ''\n__proto__: x\n",
    )
    const shown = [...read].map(([name, list]) => [
      name,
      list.map(({ text, tokens }) => [text, showTokens(pattern(tokens))]),
    ])
    expect(shown).toEqual([
      ['one', [['CORP\\admin', '"CORP\\admin"']]],
      [
        'many',
        [
          ['a*', '"a"{*}'],
          ['b\\*?', '"b*"{?}'],
          ['4711', '"4711"'],
          ['1.5', '"1.5"'],
          ['true', '"true"'],
        ],
      ],
      ['a name', [['', '']]],
      ['__proto__', [['x', '"x"']]],
    ])
  })

  it('takes a byte order mark, comments and an empty map', () => {
    expect([...values('\ufeff# no value yet\n{}\n')]).toEqual([])
    expect(values('---\na: b\n').has('a')).toBe(true)
  })

  const wrong: [string, string, string][] = [
    ['an empty file', '', '1:1 a map of placeholder names'],
    ['only comments', '# x\n', '1:1 a map of placeholder names'],
    ['a list', '- a\n', '1:1 a map of placeholder names, each with its values, is needed, not a list'],
    ['text', 'abc\n', '1:1 a map of placeholder names, each with its values, is needed, not text'],
    ['two documents', 'a: b\n---\nc: d\n', '3:1 the file has more than one YAML document'],
    ['broken YAML', 'a: [b\nc: d\n', '2:1'],
    ['a tab', 'a:\n\t- b\n', '2:1'],
    ['a name twice', 'a: b\nc: d\na: e\n', '3:1'],
    ['no value', 'a:\nb: c\n', "1:1 a value of 'a' must be text or a number, not nothing (null)"],
    ['null in a list', 'a: [b, null]\n', "1:8 a value of 'a' must be text or a number, not nothing (null)"],
    ['an empty list', 'a: []\n', "1:4 the placeholder 'a' has no value"],
    ['a map as value', 'a:\n  b: c\n', "2:3 a value of 'a' must be text or a number, not a map"],
    ['a list in a list', 'a:\n  - b\n  - - c\n', "3:5 a value of 'a' must be text or a number, not a list"],
    ['a number that is none', 'a: .inf\n', "1:4 '.inf' is no finite number; quote it"],
    ['percent signs', "'%a%': b\n", '1:1 write the name without percent signs: a'],
    ['a percent sign', "'a%': b\n", "1:1 'a%' is no name of a placeholder"],
    ['a backslash', 'a\\b: c\n', "1:1 'a\\b' is no name of a placeholder"],
    ['an empty name', "'': b\n", "1:1 '' is no name of a placeholder"],
  ]
  it.each(wrong)('refuses %s', (_, text, expected) => {
    const { placeholders, diagnostics } = readPlaceholders(text, 'values.yml')
    expect(placeholders).toBeUndefined()
    const [first] = diagnostics
    expect(first).toMatchObject({ code: 'placeholders-invalid', severity: 'error', source: 'values.yml' })
    expect(`${first?.line}:${first?.column} ${first?.message}`).toContain(expected)
  })

  it('names every mistake and gives no values at all', () => {
    const { placeholders, diagnostics } = readPlaceholders('a: ok\nb:\nc: []\n', 'values.yml')
    expect(placeholders).toBeUndefined()
    expect(diagnostics.map(({ line }) => line)).toEqual([2, 3])
  })

  it('doubts values that other YAML readers take for something else', () => {
    const { placeholders, diagnostics } = readPlaceholders('a: [0123, yes]\n', 'values.yml')
    expect(placeholders?.get('a')?.map(({ text }) => text)).toEqual(['0123', 'yes'])
    expect(diagnostics.map(({ severity, code, column }) => [severity, code, column])).toEqual([
      ['warning', 'rule-doubtful', 5],
      ['warning', 'rule-doubtful', 11],
    ])
  })

  it('never throws: it gives values, or errors with their places', () => {
    const unit = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      ',',
      "'",
      '"',
      '%',
      '*',
      '&a',
      '*a',
      '!!str',
      '#',
      '|',
      '>',
      '\t',
      '<<',
      '\u0000',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(unit, { maxLength: 20 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const { placeholders, diagnostics } = readPlaceholders(text, 'values.yml')
          const errors = diagnostics.filter(({ severity }) => severity === 'error')
          expect(placeholders === undefined).toBe(errors.length > 0)
          for (const { line, column } of diagnostics) expect([line! >= 1, column! >= 1]).toEqual([true, true])
          for (const list of placeholders?.values() ?? []) expect(list.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 2000 },
    )
    const deep = `a: ${'['.repeat(5000)}`
    expect(readPlaceholders(deep, 'values.yml').placeholders).toBeUndefined()
    expect(readPlaceholders(`a: x${'y'.repeat(MAX_FILE_UNITS)}`, 'v.yml').diagnostics).toMatchObject([
      { code: 'placeholders-invalid', line: 1, column: 1 },
    ])
  })

  it('stops at the limit', () => {
    const list = (count: number): string => `a:\n${'- x\n'.repeat(count)}`
    // Equal values are one.
    expect(values(list(MAX_PLACEHOLDER_VALUES + 1)).get('a')).toHaveLength(1)
    const many = Array.from({ length: MAX_PLACEHOLDER_VALUES + 1 }, (_, i) => `- v${i}`).join('\n')
    expect(readPlaceholders(`a:\n${many}\n`, 'v.yml').diagnostics[0]?.message).toContain(
      String(MAX_PLACEHOLDER_VALUES),
    )
  })
})

function pattern(tokens: Extract<Value, { op: 'pattern' }>['tokens']): Value {
  return { op: 'pattern', tokens, cased: false, text: '' }
}

/** The values of the only item of a rule, after its placeholders were replaced. */
function resolve(key: string, written: string, given: string): readonly Value[] {
  const resolved = resolvePlaceholders(parseRule(itemText(key, written)), values(given))
  if (!('kind' in resolved)) throw new Error(JSON.stringify(resolved))
  const search = resolved.detection.identifiers[0]?.search
  if (search?.type !== 'item') throw new Error('expected an item')
  return search.values
}

const show = (value: Value): string => {
  if (value.op === 'oneOf') return `(${value.values.map(show).join(' ')})`
  if (value.op === 'regex') return `/${value.source}/${value.flags}`
  return `${showTokens(value)}${value.op === 'pattern' && value.cased ? ' cased' : ''}`
}

describe('resolvePlaceholders', () => {
  const cases: [string, string, string, string[]][] = [
    ['F|expand', "'%x%'", 'x: a', ['"a"']],
    ['F|expand', "'%x%'", 'x: [a, b*]', ['"a"', '"b"{*}']],
    ['F|expand', "'%x%'", 'x: 4711', ['"4711"']],
    ['F|expand', "'%x%'", "x: ''", ['']],
    ['F|expand', "['%x%', c, '%y%']", 'x: [a, b]\ny: d', ['"a"', '"b"', '"c"', '"d"']],
    ['F|expand', "'pre-%x%-post'", 'x: [a, b]', ['"pre-a-post"', '"pre-b-post"']],
    [
      'F|expand',
      "'a%x%b%y%'",
      "x: [1, '2*']\ny: [3, 4.5]",
      ['"a1b3"', '"a1b4.5"', '"a2"{*}"b3"', '"a2"{*}"b4.5"'],
    ],
    ['F|expand', "'%x%%x%'", 'x: [1, 2]', ['"11"', '"12"', '"21"', '"22"']],
    ['F|expand', "'%%x%%'", 'x: 1', ['"%1%"']],
    ['F|expand', "'\\%x\\% %y%'", 'y: 1', ['"%x% 1"']],
    ['F|expand', "'%x%'", "x: '%y%'\ny: b", ['"%y%"']],
    ['F|expand', "'%x%'", "x: 'a\\*b'", ['"a*b"']],
    ['F|expand', "'%x%'", "x: 'a\\\\*'", ['"a\\"{*}']],
    ['F|contains|expand', "'%x%'", "x: ['*a', b]", ['{*}"a"{*}', '{*}"b"{*}']],
    ['F|expand|endswith', "'\\%x%'", "x: 'b'", ['{*}"%x%"']],
    ['F|expand|endswith', "'\\\\%x%'", "x: 'b'", ['{*}"\\b"']],
    ['F|contains|all|expand', "['%x%', c]", 'x: [a, b]', ['({*}"a"{*} {*}"b"{*})', '{*}"c"{*}']],
    ['F|contains|all|expand', "['%x%', c]", 'x: a', ['{*}"a"{*}', '{*}"c"{*}']],
    ['F|cased|expand', "'%x%'", 'x: a', ['"a" cased']],
    ['F|windash|contains|expand', "' -%x%'", 'x: [a -b]', ['{*}" -a -b"{*}']],
    ['F|expand|windash', "'%x% -c'", 'x: a -b', ['"a -b "{-}"c"']],
    ["'|expand'", "'%x%'", 'x: a', ['{*}"a"{*}']],
    ['F|re|expand', "'^%x%$'", 'x: [a.b, c]', ['/^a\\.b$/', '/^c$/']],
    ['F|re|expand', "'^%x%$'", "x: 'CORP\\svc$'", ['/^CORP\\\\svc\\$$/']],
    ['F|re|expand', "'%x%'", "x: ['a*b', 'c?', 'd\\*']", ['/a[\\s\\S]*b/', '/c[\\s\\S]/', '/d\\*/']],
    ['F|re|i|expand', "'(%x%|%y%)+'", 'x: a\ny: [1, 2]', ['/(a|1)+/i', '/(a|2)+/i']],
    ['F|re|expand', "'(?i)%x%'", "x: '(\\?s)'", ['/\\(\\?s\\)/i']],
    ['F|re|expand', "'100\\%%x%'", 'x: a', ['/100\\%a/']],
  ]
  it.each(cases)('%s: %s with %j', (key, written, given, expected) => {
    expect(resolve(key, written, given).map(show)).toEqual(expected)
  })

  it('shows a hit the value that was meant', () => {
    expect(resolve('F|contains|expand', "'a %x%'", "x: [b, 'c*']").map(({ text }) => text)).toEqual([
      'a b',
      'a c*',
    ])
    expect(resolve('F|re|expand', "'^%x%'", "x: 'a.b'").map(({ text }) => text)).toEqual(['^a\\.b'])
  })

  it('leaves rules without placeholders alone, and the tree that was given', () => {
    const plain = parseRule(itemText('F', "'%x%'"))
    expect(resolvePlaceholders(plain, values('x: a'))).toBe(plain)
    const rule = parseRule(ruleText("  s:\n    - G: y\n      F|expand: '%x%'\n    - H: z\n  condition: s\n"))
    const before = structuredClone(rule)
    const resolved = resolvePlaceholders(rule, values('x: a'))
    expect(rule).toEqual(before)
    expect(resolved).toMatchObject({ kind: 'detection', title: 't' })
    expect(JSON.stringify(resolved)).not.toContain('placeholder')
  })

  it('names what is missing, where it stands and what to do', () => {
    const rule = parseRule(
      ruleText("  s:\n    F|expand: ['%Admin%', '%b%-%c%']\n    G|re|expand: '%b%'\n  condition: s\n"),
    )
    expect(resolvePlaceholders(rule, values('Admins: x\nc: y'))).toEqual([
      {
        code: 'rule-placeholder',
        severity: 'error',
        source: 'rule.yml',
        message:
          "F|expand: '%Admin%' needs values for %Admin%, did you mean 'Admins'?; give them with --placeholders FILE, a line for each: Admin: [value, …]",
        line: 6,
        column: 5,
      },
      expect.objectContaining({
        message: expect.stringContaining("F|expand: '%b%-%c%' needs values for %b%"),
      }),
      expect.objectContaining({ line: 7, message: expect.stringContaining("G|re|expand: '%b%' needs") }),
    ])
  })

  const numbers = (count: number): string => `[${Array.from({ length: count }, (_, i) => i).join(', ')}]`
  const refused: [string, string, string, string][] = [
    ['too many combinations', 'F|expand', "'%x%%x%'", `x: ${numbers(Math.sqrt(MAX_EXPANDED_VALUES) + 1)}`],
    ['endless combinations', 'F|expand', `'${'%x%'.repeat(2000)}'`, 'x: [a, b]'],
    ['too many regular expressions', 'F|re|expand', "'%x%'", `x: ${numbers(MAX_EXPANDED_REGEXES + 1)}`],
    ['a regular expression that becomes too long', 'F|re|expand', "'%x%'", `x: ${'a'.repeat(9000)}`],
    ['a regular expression that breaks', 'F|re|expand', "'a{1,%x%}'", 'x: 0'],
  ].map(([name, key, written, given]) => [name!, key!, written!, given!])
  it.each(refused)('refuses %s', (_, key, written, given) => {
    const text = itemText(key, written)
    const parsed = parseRule(text)
    const outcome = resolvePlaceholders(parsed, values(given))
    expect(outcome).toMatchObject([{ code: 'rule-placeholder', severity: 'error', line: 6, column: 5 }])
  })

  it('keeps all rules of a run together within one budget', () => {
    const resolver = createResolver(values(`x: ${numbers(50_000)}`))
    const rule = parseRule(itemText('F|expand', `'${'a'.repeat(400)}%x%'`))
    const outcomes = [1, 2, 3, 4].map(() => resolver(rule))
    expect(outcomes.map((outcome) => 'kind' in outcome)).toEqual([true, true, true, false])
    expect(outcomes[3]).toMatchObject([{ message: expect.stringContaining('too much text') }])
    // What still fits runs.
    expect('kind' in resolver(parseRule(itemText('F|expand', "'%x%'")))).toBe(true)
  })
})

describe('replacing placeholders', () => {
  const unit = fc.constantFrom('a', 'B', '*', '?', '-', ' ', '.', 'é')
  const piece = fc.string({ unit, maxLength: 5 })

  it('equals writing the values into the rule', () => {
    const list = fc.array(piece, { minLength: 1, maxLength: 3 })
    const keys = fc.constantFrom('', '|contains', '|endswith', '|startswith', '|cased')
    fc.assert(
      fc.property(piece, piece, piece, list, list, keys, (start, middle, end, xs, ys, modifiers) => {
        const given: Placeholders = new Map(
          (
            [
              ['x', xs],
              ['y', ys],
            ] as const
          ).map(([name, texts]) => [
            name,
            [...values(`a: ${JSON.stringify([...new Set(texts)])}`).get('a')!],
          ]),
        )
        const template = JSON.stringify(`${start}%x%${middle}%y%${end}`)
        const rule = resolvePlaceholders(
          parseRule(itemText(`F${modifiers}|expand`, template)),
          given,
        ) as DetectionRule
        const written = [...new Set(xs)].flatMap((x) =>
          [...new Set(ys)].map((y) => JSON.stringify(`${start}${x}${middle}${y}${end}`)),
        )
        const plain = parseRule(itemText(`F${modifiers}`, `[${written.join(', ')}]`))
        expect(itemOf(rule).values).toEqual(itemOf(plain).values)
      }),
    )
  })

  it('finds in regular expressions the letters of the values and nothing else', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'aB1\\^$.|+()[]{}-/#& é'),
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(letters, letters, (value, other) => {
        const written = value.replaceAll('\\', '\\\\')
        const [regex] = resolve('F|re|expand', "'^%x%$'", `x: ${JSON.stringify(written)}`)
        if (regex?.op !== 'regex') throw new Error('expected a regular expression')
        const test = new RegExp(regex.source)
        expect(test.test(value)).toBe(true)
        expect(test.test(other)).toBe(other === value)
      }),
    )
  })
})

function itemOf(rule: DetectionRule): { readonly values: readonly Value[] } {
  const search = rule.detection.identifiers[0]?.search
  if (search?.type !== 'item') throw new Error('expected an item')
  return search
}
