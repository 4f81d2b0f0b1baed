/**
 * What the hard conformance cases say about reading a rule: which must be refused and where, and how the others are
 * read. Whether they match is the engine's test. Numbers are those of the document.
 */
import { describe, expect, it } from 'vitest'
import {
  errorPlaces,
  itemText,
  parseItem,
  parseRule,
  parseValues,
  ruleText,
  showTokens,
} from './rule-text.ts'

describe('hard cases that must be refused', () => {
  const items: [string, string, string, string][] = [
    ['26', 'F|gt', "'5'", '6:11 rule-modifier'],
    ['26', 'F|exists', "'true'", '6:15 rule-modifier'],
    ['26', 'F|contains', '12', '6:17 rule-modifier'],
    ['42', 'F|contains|re', 'x', '6:16 rule-modifier'],
    ['42', 'F|cidr|contains', '10.0.0.0/8', '6:12 rule-modifier'],
    ['42', 'F|i', 'x', '6:7 rule-modifier'],
    ['42', 'F|foo', 'x', '6:7 rule-modifier'],
    ['54', 'F|cidr', '10.0.0.1/8', '6:13 rule-value'],
  ]
  it.each(items)('%s %s: %s', (_, key, value, place) => {
    expect(errorPlaces(itemText(key, value))).toEqual([place])
  })

  it('70 a pattern that names nothing', () => {
    expect(errorPlaces(ruleText('  s: x\n  condition: s and not 1 of filter_*\n'))).toEqual([
      '6:29 rule-condition',
    ])
  })

  it('58 a placeholder stays one, for the engine to refuse without a value', () => {
    expect(parseValues('F|expand', "'%x%'")).toMatchObject([{ op: 'placeholder', names: ['x'] }])
    expect(parseValues('F', "'%x%'")).toMatchObject([{ op: 'pattern', tokens: ['%x%'] }])
  })
})

describe('hard cases that must be read', () => {
  const tokens: [string, string, string, string][] = [
    ['1', 'F', "'a*c'", '"a"{*}"c"'],
    ['4', 'F', "'a?c'", '"a"{?}"c"'],
    ['5', 'F', "'C:\\Windows\\*'", '"C:\\Windows*"'],
    ['6', 'F', "'C:\\Windows\\\\*'", '"C:\\Windows\\"{*}'],
    ['7', 'F', "'\\\\srv\\x'", '"\\srv\\x"'],
    ['7', 'F', "'\\\\\\\\srv\\x'", '"\\\\srv\\x"'],
    ['7', 'F', "'\\\\\\srv\\x'", '"\\\\srv\\x"'],
    ['8', 'F|contains', "'copy \\\\?\\GLOBALROOT'", '{*}"copy \\"{?}"\\GLOBALROOT"{*}'],
    ['9', 'F|endswith', "'\\'", '{*}"\\"'],
    ['10', 'F|startswith', "'C:\\x\\'", '"C:\\x\\"{*}'],
    ['11', 'F|contains', "'\\*'", '{*}"*"{*}'],
    ['12', 'F|endswith', "'\\\\Modules\\\\*\\.ps'", '{*}"\\Modules\\"{*}"\\.ps"'],
    ['13', 'F', "'*'", '{*}'],
    ['13', 'F|contains', "''", '{*}'],
    ['13', 'F', "'?*'", '{?}{*}'],
    ['14', 'F|contains', "'ipconfig*|*find'", '{*}"ipconfig"{*}"|"{*}"find"{*}'],
    ['15', 'F|contains', "'a.c'", '{*}"a.c"{*}'],
    ['16', 'F|startswith|endswith', 'b', '{*}"b"{*}'],
    ['17', 'F|endswith', "'chcp '", '{*}"chcp "'],
    ['29', 'F', "''", ''],
    ['43', 'F|base64|contains', "'foo\\*'", '{*}"Zm9vKg=="{*}'],
    ['44', 'F|utf16|base64', 'ping', '"//5wAGkAbgBnAA=="'],
    ['45', 'F|base64|contains', 'ping', '{*}"cGluZw=="{*}'],
    ['46', 'F|base64offset|contains', 'foobar', '{*}"Zm9vYmFy"{*} | {*}"Zvb2Jhc"{*} | {*}"mb29iYX"{*}'],
    ['49', 'F|contains|windash', "' -p '", '{*}" "{-}"p "{*}'],
    ['50', 'F|contains|windash', "' -foo-bar'", '{*}" "{-}"foo-bar"{*}'],
    ['51', 'F|contains|windash', "'start/b'", '{*}"start/b"{*}'],
    ['52', 'F|endswith|windash', "' -s'", '{*}" "{-}"s"'],
    ['53', 'F|contains|all|windash', "[' -a', ' -b']", '{*}" "{-}"a"{*}'],
    ['61', 'F|all', "['*a*', '*b*']", '{*}"a"{*}'],
  ]
  it.each(tokens)('%s %s: %s', (_, key, value, shown) => {
    expect(showTokens(parseValues(key, value)[0])).toBe(shown)
  })

  const values: [string, string, string, object][] = [
    ['19', 'F|contains|cased', 'Aa', { op: 'pattern', cased: true }],
    ['20', 'F|cased', "'A*Z'", { op: 'pattern', cased: true }],
    ['21', 'F', '4688', { op: 'number', value: 4688, text: '4688' }],
    ['21', 'F', "'4688'", { op: 'pattern', tokens: ['4688'] }],
    ['24', 'F|gte', '-1', { op: 'compare', relation: 'gte', value: -1 }],
    ['24', 'F|gt', '1.5', { op: 'compare', relation: 'gt', value: 1.5 }],
    ['27', 'F', 'true', { op: 'boolean', value: true }],
    ['28', 'F', 'null', { op: 'null' }],
    ['30', 'F|exists', 'true', { op: 'exists', expected: true }],
    ['38', 'F|re|i', 'abc', { op: 'regex', flags: 'i' }],
    ['41', 'F|re', "'C:\\\\Temp\\\\\\*'", { op: 'regex', source: 'C:\\\\Temp\\\\\\*' }],
    ['55', 'F|cidr', '10.0.0.0/8', { op: 'cidr', network: [10, 0, 0, 0], prefixBits: 8 }],
    ['56', 'F|fieldref', 'G', { op: 'fieldref', mode: 'equals' }],
    ['57', 'F|fieldref|contains', 'G', { op: 'fieldref', mode: 'contains' }],
  ]
  it.each(values)('%s %s: %s', (_, key, value, expected) => {
    expect(parseValues(key, value)[0]).toMatchObject(expected)
  })

  it('33–36 neq negates the item', () => {
    expect(parseItem('F|neq', 'x')).toMatchObject({ negated: true, linking: 'or' })
    expect(parseItem('F|contains|neq', '[a, b]')).toMatchObject({ negated: true, linking: 'or' })
    expect(parseItem('F|contains|all|neq', '[a, b]')).toMatchObject({ negated: true, linking: 'and' })
    expect(parseItem('F|fieldref|neq', 'G')).toMatchObject({ negated: true })
  })

  it('40 re with all', () => {
    expect(parseItem('F|re|all', "['a', 'b']")).toMatchObject({
      linking: 'and',
      values: [{ op: 'regex' }, { op: 'regex' }],
    })
  })

  it('63–66 keywords', () => {
    expect(showTokens(parseItem("'|all'", '[a1, b1]').values[1])).toBe('{*}"b1"{*}')
    const { identifiers } = parseRule(ruleText('  s: [foo, {F: bar}]\n  condition: s\n')).detection
    expect(identifiers[0]?.search).toMatchObject({
      type: 'or',
      children: [{ field: undefined }, { field: 'F' }],
    })
  })

  const conditions: [string, string, string[], string][] = [
    ['67', 'a or b and c', ['a', 'b', 'c'], 'or'],
    ['68', 'all of them', ['a', '_b'], 'of'],
    ['69', '1 of x*_1', ['xa_1', 'xb_1'], 'of'],
    ['71', 'not not a', ['a'], 'not'],
    ['71', 'notepad', ['notepad'], 'identifier'],
    ['71', 'android', ['android'], 'identifier'],
    ['73', 'all of them', ['a'], 'of'],
  ]
  it.each(conditions)('%s %s', (number, condition, names, type) => {
    const lines =
      names.map((name) => `  ${name}: x\n`).join('') + (number === '73' ? '  timeframe: 5m\n' : '')
    const { detection } = parseRule(ruleText(`${lines}  condition: ${condition}\n`))
    expect(detection.conditions).toMatchObject([{ type }])
    if (condition === 'all of them') expect(detection.conditions).toMatchObject([{ names: ['a'] }])
  })

  it('72 a list of conditions', () => {
    expect(parseRule(ruleText('  a: x\n  b: y\n  condition: [a, b]\n')).detection.conditions).toHaveLength(2)
  })
})
