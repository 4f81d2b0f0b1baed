import { describe, expect, it } from 'vitest'
import type { Search } from '../../src/sigma/ast.ts'
import { MAX_IDENTIFIERS, MAX_MODIFIERS, MAX_REFUSED_VALUES } from '../../src/sigma/limits.ts'
import {
  errorPlaces,
  errorsOf,
  itemText,
  parseItem,
  parseRule,
  parseSearch,
  parseText,
  ruleText,
  showTokens,
} from './rule-text.ts'

/** Trees in short: `and(F=a|b, or(…))`; keywords have no field. */
function show(search: Search): string {
  if (search.type !== 'item') return `${search.type}(${search.children.map(show).join(', ')})`
  const values = search.values.map((value) =>
    value.op === 'pattern' ? showTokens(value) : `${value.op} ${value.text}`,
  )
  return `${search.field ?? ''}=${values.join(search.linking === 'and' ? ' & ' : ' | ')}`
}

describe('shapes under an identifier', () => {
  const cases: [string, string, string][] = [
    ['a map', '  s:\n    F: a\n    G: b\n', 'and(F="a", G="b")'],
    ['a map of one', '  s:\n    F: a\n', 'F="a"'],
    ['a list of maps', '  s:\n    - F: a\n      G: b\n    - H: c\n', 'or(and(F="a", G="b"), H="c")'],
    ['a list of keywords', '  s:\n    - a\n    - 5\n', '={*}"a"{*} | {*}"5"{*}'],
    ['one keyword', '  s: a b\n', '={*}"a b"{*}'],
    ['a number as keyword', '  s: 4688\n', '={*}"4688"{*}'],
    [
      'keywords and maps',
      '  s:\n    - foo\n    - F: bar\n    - baz\n    - x\n',
      'or(={*}"foo"{*}, F="bar", ={*}"baz"{*} | {*}"x"{*})',
    ],
    ['a list in a list', '  s:\n    - - a\n      - F: b\n    - c\n', 'or(or(={*}"a"{*}, F="b"), ={*}"c"{*})'],
    ['a list of one map', '  s:\n    - F: a\n', 'F="a"'],
    [
      'a field twice',
      '  s:\n    F|contains|all: [a, b]\n    F|contains: [c, d]\n',
      'and(F={*}"a"{*} & {*}"b"{*}, F={*}"c"{*} | {*}"d"{*})',
    ],
    ['lists of values', '  s:\n    F: [a, 5, true, null]\n', 'F="a" | number 5 | boolean true | null null'],
    ['nothing as value', '  s:\n    F:\n', 'F=null null'],
    ['an empty list as value', '  s:\n    F: []\n', 'F=null []'],
    ['an empty list under a modifier', '  s:\n    F|contains: []\n', 'F=null []'],
  ]
  it.each(cases)('%s', (_, lines, tree) => {
    expect(show(parseSearch(`${lines}  condition: s\n`))).toBe(tree)
  })
})

describe('keywords with modifiers', () => {
  const cases: [string, string, string][] = [
    ["'|all'", '[a, b]', '={*}"a"{*} & {*}"b"{*}'],
    ["'|contains'", 'a', '={*}"a"{*}'],
    ["'|re'", 'a', '=regex a'],
    ["'|re'", '5', '=regex 5'],
    ["'|startswith'", 'a', '="a"{*}'],
    ["'|endswith'", 'a', '={*}"a"'],
    ["'|startswith|endswith'", 'a', '={*}"a"{*}'],
    ["'|windash'", "' -a'", '={*}" "{-}"a"{*}'],
    ["'|neq'", '5', '={*}"5"{*}'],
    ["''", 'a', '={*}"a"{*}'],
  ]
  it.each(cases)('%s: %s', (key, value, tree) => {
    expect(show(parseItem(key, value))).toBe(tree)
  })

  it('surrounds what became several', () => {
    expect(showTokens(parseItem("'|base64offset'", 'foobar').values[0])).toBe(
      '{*}"Zm9vYmFy"{*} | {*}"Zvb2Jhc"{*} | {*}"mb29iYX"{*}',
    )
    expect(showTokens(parseItem("'|expand'", "'%a%'").values[0])).toBe('{*}{%a%}{*}')
  })
})

describe('fields', () => {
  it('are taken as written', () => {
    expect(parseItem("'Threat Name'", 'x').field).toBe('Threat Name')
    expect(parseItem("' F '", 'x').field).toBe(' F ')
    expect(parseItem('a.b-c|contains', 'x')).toMatchObject({ field: 'a.b-c', modifiers: ['contains'] })
    expect(parseItem('4688', 'x').field).toBe('4688')
    expect(parseItem('__proto__', 'x').field).toBe('__proto__')
  })

  it('keep long numbers exact', () => {
    expect(parseItem('F', '18446744073709551615').values[0]).toMatchObject({
      op: 'number',
      text: '18446744073709551615',
    })
    expect(parseItem('F', '1.0').values[0]).toEqual({ op: 'number', value: 1, text: '1' })
    expect(parseItem('F|contains', '00000429').values[0]).toMatchObject({ op: 'pattern', text: '00000429' })
  })
})

describe('identifiers', () => {
  it('keep the order of the file and their places', () => {
    const { identifiers } = parseRule(ruleText('  b: x\n  condition: a or b\n  a:\n    F: y\n')).detection
    expect(identifiers.map(({ name, position }) => [name, position])).toEqual([
      ['b', { line: 5, column: 3 }],
      ['a', { line: 7, column: 3 }],
    ])
  })

  it('may be unused, and named like properties', () => {
    const rule = parseRule(
      ruleText('  __proto__: x\n  constructor: y\n  condition: __proto__ or constructor\n'),
    )
    expect(rule.detection.identifiers.map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  })
})

describe('refused detections', () => {
  const cases: [string, string, string[]][] = [
    ['no identifier', '  condition: s\n', ['5:3 rule-detection', '5:14 rule-condition']],
    ['an empty map', '  s: {}\n  condition: s\n', ['5:6 rule-detection']],
    ['an empty list', '  s: []\n  condition: s\n', ['5:6 rule-detection']],
    ['an empty list in a list', '  s: [a, []]\n  condition: s\n', ['5:10 rule-detection']],
    ['an empty map in a list', '  s: [{}]\n  condition: s\n', ['5:7 rule-detection']],
    ['null as a keyword', '  s: null\n  condition: s\n', ['5:6 rule-value']],
    ['null among keywords', '  s: [a, null]\n  condition: s\n', ['5:10 rule-value']],
    ['a boolean as a keyword', '  s: true\n  condition: s\n', ['5:6 rule-value']],
    ['no keywords', "  s:\n    '|all': []\n  condition: s\n", ['6:13 rule-value']],
    ['a map as a value', '  s:\n    F: {min_length: 10}\n  condition: s\n', ['6:8 rule-detection']],
    ['a list as a value', '  s:\n    F: [a, [b]]\n  condition: s\n', ['6:12 rule-detection']],
    ['a map in a list of values', '  s:\n    F: [a, {b: c}]\n  condition: s\n', ['6:12 rule-detection']],
    ['no field name', '  s:\n    : a\n  condition: s\n', ['6:5 rule-detection']],
    ['infinity', '  s:\n    F: .inf\n  condition: s\n', ['6:8 rule-value']],
    ['no number', '  s:\n    F: .nan\n  condition: s\n', ['6:8 rule-value']],
    ['a number without end', '  s:\n    F: 1e999\n  condition: s\n', ['6:8 rule-value']],
  ]
  it.each(cases)('%s', (_, lines, places) => {
    expect(errorPlaces(ruleText(lines))).toEqual(places)
  })

  it.each(['detection: x\n', 'detection: [a]\n', 'detection:\n'])('%j', (lines) => {
    expect(errorsOf(`title: t\nlogsource:\n  product: windows\n${lines}`)[0]?.code).toBe('rule-detection')
  })

  it('each once, all of a rule', () => {
    const lines = '  a:\n    F|foo: x\n    G|gt: y\n  b: []\n  condition: a and c\n'
    expect(errorPlaces(ruleText(lines))).toEqual([
      '6:7 rule-modifier',
      '7:11 rule-modifier',
      '8:6 rule-detection',
      '9:20 rule-condition',
    ])
  })
})

describe('limits', () => {
  it('of identifiers', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `  a${i}: x\n`).join('')
    expect(
      parseRule(ruleText(`${lines(MAX_IDENTIFIERS)}  condition: 1 of a*\n`)).detection.identifiers,
    ).toHaveLength(MAX_IDENTIFIERS)
    expect(errorsOf(ruleText(`${lines(MAX_IDENTIFIERS + 1)}  condition: 1 of a*\n`))[0]?.code).toBe(
      'rule-detection',
    )
  })

  it('of modifiers', () => {
    expect(parseItem(`F${'|contains'.repeat(MAX_MODIFIERS)}`, 'x').modifiers).toHaveLength(MAX_MODIFIERS)
    expect(errorPlaces(itemText(`F${'|contains'.repeat(MAX_MODIFIERS + 1)}`, 'x'))).toEqual([
      '6:5 rule-modifier',
    ])
  })

  it('of diagnostics, which are counted on', () => {
    const { rejected } = parseText(itemText('F|gt', `[${Array(500).fill('x').join(', ')}]`))
    expect(rejected[0]?.diagnostics).toHaveLength(51)
    expect(rejected[0]?.diagnostics.at(-1)?.message).toBe('450 more findings of this rule are not listed')
    const many = errorsOf(
      itemText(
        'F|gt',
        `[${Array(MAX_REFUSED_VALUES * 2)
          .fill('x')
          .join(', ')}]`,
      ),
    )
    expect(many.at(-1)?.message).toBe(`${MAX_REFUSED_VALUES - 50} more findings of this rule are not listed`)
  })
})
