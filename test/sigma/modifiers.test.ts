import { describe, expect, it } from 'vitest'
import { MODIFIER_NAMES } from '../../src/sigma/modifiers.ts'
import { errorPlaces, errorsOf, itemText, parseItem, parseValues, showTokens } from './rule-text.ts'

describe('text modifiers', () => {
  const cases: [string, string, string][] = [
    ['F', 'abc', '"abc"'],
    ['F|contains', 'abc', '{*}"abc"{*}'],
    ['F|startswith', 'abc', '"abc"{*}'],
    ['F|endswith', 'abc', '{*}"abc"'],
    ['F|startswith|endswith', 'b', '{*}"b"{*}'],
    ['F|contains|contains', 'b', '{*}"b"{*}'],
    ['F|contains', "''", '{*}'],
    ['F|contains', "'*a*'", '{*}"a"{*}'],
    ['F|contains', "'?a'", '{*}{?}"a"{*}'],
    ['F|cased|contains', 'Aa', '{*}"Aa"{*}'],
    ['F|all', '[a]', '"a"'],
    ['F|base64', 'foo', '"Zm9v"'],
    ['F|base64', 'fo', '"Zm8="'],
    ['F|base64', "'foo\\*'", '"Zm9vKg=="'],
    ['F|base64', '\u00e9a', '"w6lh"'],
    ['F|base64|contains', 'ping', '{*}"cGluZw=="{*}'],
    ['F|base64offset', 'foobar', '"Zm9vYmFy" | "Zvb2Jhc" | "mb29iYX"'],
    ['F|base64offset|contains', '\u00e9a', '{*}"w6lh"{*} | {*}"OpY"{*} | {*}"DqW"{*}'],
    ['F|wide|base64offset|contains', 'ping', '{*}"cABpAG4AZw"{*} | {*}"AAaQBuAGcA"{*} | {*}"wAGkAbgBnA"{*}'],
    ['F|utf16|base64', 'ping', '"//5wAGkAbgBnAA=="'],
    ['F|utf16le|base64', '\u00e9', '"6QA="'],
    ['F|utf16be|base64', 'A', '"AEE="'],
    ['F|windash', "' -foo-bar'", '" "{-}"foo-bar"'],
    ['F|contains|windash', "' -p '", '{*}" "{-}"p "{*}'],
    ['F|windash|contains', "' -p '", '{*}" "{-}"p "{*}'],
    ['F|endswith|windash', "' -s'", '{*}" "{-}"s"'],
    ['F|expand', "'%name%'", '{%name%}'],
    ['F|contains|expand', "'a%b%c'", '{*}"a"{%b%}"c"{*}'],
    ['F|expand|contains', "'a%b%c'", '{*}"a"{%b%}"c"{*}'],
    ['F|expand', "'\\%a%'", '"%a%"'],
    ['F|expand', "'\\\\%a%'", '"\\"{%a%}'],
    ['F|expand', "'100%'", '"100%"'],
    ['F|expand', "'%%a%'", '"%"{%a%}'],
    ['F', "'%a%'", '"%a%"'],
  ]
  it.each(cases)('%s: %s', (key, value, tokens) => {
    expect(showTokens(parseValues(key, value)[0])).toBe(tokens)
  })

  it('keeps the text as written', () => {
    expect(parseValues('F|base64offset|contains', "'a\\*'")[0]).toMatchObject({ op: 'oneOf', text: 'a\\*' })
    expect(parseValues('F|contains', "'*x'")[0]).toMatchObject({ op: 'pattern', text: '*x' })
  })

  it('marks case wherever cased stands', () => {
    for (const key of [
      'F|cased',
      'F|cased|contains',
      'F|contains|cased',
      'F|windash|cased',
      'F|cased|windash',
    ])
      expect(parseValues(key, "' -A'")[0]).toMatchObject({ op: 'pattern', cased: true })
    expect(parseValues('F|base64offset|cased', 'a')[0]).toMatchObject({
      values: Array(3).fill({ cased: true }),
    })
    expect(parseValues('F|contains', 'A')[0]).toMatchObject({ cased: false })
  })

  it('names the placeholders, each once', () => {
    expect(parseValues('F|expand', "'%b%-%a%-%b%'")[0]).toMatchObject({
      op: 'placeholder',
      names: ['b', 'a'],
    })
    expect(parseValues('F|re|expand|i', "'^%user%\\%$'")[0]).toEqual({
      op: 'placeholder',
      names: ['user'],
      template: { op: 'regex', parts: ['^', { placeholder: 'user' }, '\\%$'], flags: 'i' },
      text: '^%user%\\%$',
    })
  })

  it('writes dashes out before an encoder', () => {
    const [value] = parseValues('F|windash|base64', "' -a'")
    expect(showTokens(value)).toBe('"IC1h" | "IC9h" | "IOKAk2E=" | "IOKAlGE=" | "IOKAlWE="')
    expect(errorPlaces(itemText('F|windash|base64', "' -a -b -c -d'"))).toEqual(['6:23 rule-value'])
  })
})

describe('modifiers that change the kind of a value', () => {
  const cases: [string, string, object][] = [
    ['F|re', "'a.b'", { op: 'regex', source: 'a.b', flags: '', text: 'a.b' }],
    ['F|re', "'C:\\\\Temp\\\\\\*'", { op: 'regex', source: 'C:\\\\Temp\\\\\\*', flags: '' }],
    ['F|re', "'(?i)a'", { op: 'regex', source: 'a', flags: 'i', text: '(?i)a' }],
    ['F|re|s|i', "'(?m)a'", { op: 'regex', source: 'a', flags: 'ims' }],
    ['F|re|ignorecase|dotall|multiline', 'a', { op: 'regex', flags: 'ims' }],
    ['F|re|i|i', 'a', { op: 'regex', flags: 'i' }],
    ['F|re|contains', 'a', { op: 'regex', source: 'a' }],
    ['F|re', '4688', { op: 'regex', source: '4688' }],
    ['F|re', '1.0', { op: 'regex', source: '1.0' }],
    ['F|cidr', '10.0.0.0/8', { op: 'cidr', network: [10, 0, 0, 0], prefixBits: 8 }],
    ['F|exists', 'true', { op: 'exists', expected: true, text: 'true' }],
    ['F|exists', 'false', { op: 'exists', expected: false, text: 'false' }],
    ['F|gt', '9', { op: 'compare', relation: 'gt', value: 9, text: '9' }],
    ['F|gte', '-1', { op: 'compare', relation: 'gte', value: -1 }],
    ['F|lt', '1.5', { op: 'compare', relation: 'lt', value: 1.5 }],
    ['F|lte', '1.0', { op: 'compare', relation: 'lte', value: 1, text: '1' }],
    ['F|fieldref', 'G', { op: 'fieldref', field: 'G', mode: 'equals', text: 'G' }],
    ['F|fieldref', "'a\\*b'", { op: 'fieldref', field: 'a*b', mode: 'equals' }],
    ['F|fieldref|startswith', 'G', { op: 'fieldref', mode: 'startswith' }],
    ['F|fieldref|endswith', 'G', { op: 'fieldref', mode: 'endswith' }],
    ['F|fieldref|contains', 'G', { op: 'fieldref', mode: 'contains' }],
    ['F|fieldref|startswith|endswith', 'G', { op: 'fieldref', mode: 'contains' }],
    ['F|equalsfield', 'G', { op: 'fieldref', field: 'G', mode: 'equals' }],
    ['F|endswithfield', 'G', { op: 'fieldref', field: 'G', mode: 'endswith' }],
    ['F|minute', '59', { op: 'timepart', part: 'minute', value: 59, text: '59' }],
    ['F|hour', '2', { op: 'timepart', part: 'hour', value: 2 }],
    ['F|day', '3', { op: 'timepart', part: 'day', value: 3 }],
    ['F|week', '4', { op: 'timepart', part: 'week', value: 4 }],
    ['F|month', '5', { op: 'timepart', part: 'month', value: 5 }],
    ['F|year', '2026', { op: 'timepart', part: 'year', value: 2026 }],
  ]
  it.each(cases)('%s: %s', (key, value, expected) => {
    expect(parseValues(key, value)[0]).toMatchObject(expected)
  })
})

describe('modifiers of the item', () => {
  it('links and negates', () => {
    expect(parseItem('F', '[a, b]')).toMatchObject({ linking: 'or', negated: false, modifiers: [] })
    expect(parseItem('F|contains|all', '[a, b]')).toMatchObject({ linking: 'and', negated: false })
    expect(parseItem('F|all|contains', '[a, b]')).toMatchObject({ linking: 'and' })
    expect(parseItem('F|contains|neq', '[a, b]')).toMatchObject({ linking: 'or', negated: true })
    expect(parseItem('F|contains|all|neq', '[a, b]')).toMatchObject({ linking: 'and', negated: true })
    expect(parseItem('F|gt|neq', '5')).toMatchObject({ negated: true })
    expect(parseItem('F|fieldref|neq', 'G')).toMatchObject({ negated: true })
    expect(parseItem('F|exists|neq', 'true')).toMatchObject({ negated: true })
    expect(parseItem('F|neq', 'a')).toMatchObject({
      field: 'F',
      modifiers: ['neq'],
      values: [{ op: 'pattern' }],
    })
  })

  it('lets all stand before re and cidr, which take the value as written', () => {
    expect(parseItem('F|all|re', '[a, b]')).toMatchObject({
      linking: 'and',
      values: [{ op: 'regex' }, { op: 'regex' }],
    })
    expect(parseItem('F|neq|cidr', '10.0.0.0/8')).toMatchObject({ negated: true, values: [{ op: 'cidr' }] })
  })
})

describe('refused modifiers', () => {
  // Column 5 is the field, 7 the first modifier; the value starts behind the key, colon and space.
  const cases: [string, string, string][] = [
    ['F|foo', 'x', '6:7 rule-modifier'],
    ['F|Contains', 'x', '6:7 rule-modifier'],
    ['F|contains|startwith', 'x', '6:16 rule-modifier'],
    ['F|', 'x', '6:7 rule-modifier'],
    ['F|contains|re', 'x', '6:16 rule-modifier'],
    ['F|startswith|fieldref', 'x', '6:18 rule-modifier'],
    ['F|cased|fieldref', 'x', '6:13 rule-modifier'],
    ['F|windash|re', 'x', '6:15 rule-modifier'],
    ['F|expand|re', "'%a%'", '6:14 rule-modifier'],
    ['F|cidr|contains', '10.0.0.0/8', '6:12 rule-modifier'],
    ['F|contains|cidr', '10.0.0.0/8', '6:16 rule-modifier'],
    ['F|re|cased', 'x', '6:10 rule-modifier'],
    ['F|re|re', 'x', '6:10 rule-modifier'],
    ['F|i', 'x', '6:7 rule-modifier'],
    ['F|m', '5', '6:7 rule-modifier'],
    ['F|contains|i', 'x', '6:16 rule-modifier'],
    ['F|gt|hour', '5', '6:10 rule-modifier'],
    ['F|hour|gt', '5', '6:12 rule-modifier'],
    ['F|gt|lt', '5', '6:10 rule-modifier'],
    ['F|contains|base64offset', 'x', '6:30 rule-value'],
    ['F|base64', "'a*'", '6:15 rule-value'],
    ['F|base64offset', "'a?'", '6:21 rule-value'],
    ['F|expand|base64', "'%a%'", '6:22 rule-modifier'],
    ['F|contains', '12', '6:17 rule-modifier'],
    ['F|startswith', 'null', '6:19 rule-modifier'],
    ['F|endswith', 'true', '6:17 rule-modifier'],
    ['F|cased', '5', '6:14 rule-modifier'],
    ['F|re', 'true', '6:11 rule-modifier'],
    ['F|re', 'null', '6:11 rule-modifier'],
    ['F|re', "'a(b'", '6:11 rule-regex'],
    ['F|gt', "'5'", '6:11 rule-modifier'],
    ['F|gt', 'abc', '6:11 rule-modifier'],
    ['F|hour', "'5'", '6:13 rule-modifier'],
    ['F|hour', '1.5', '6:13 rule-value'],
    ['F|exists', "'true'", '6:15 rule-modifier'],
    ['F|exists', '1', '6:15 rule-modifier'],
    ['F|exists|contains', 'true', '6:14 rule-modifier'],
    ['F|exists|all', 'true', '6:14 rule-modifier'],
    ['F|neq|exists', 'true', '6:11 rule-modifier'],
    ['F|cidr', '10.0.0.1/8', '6:13 rule-value'],
    ['F|cidr', '5', '6:13 rule-modifier'],
    ['F|fieldref', "'a*'", '6:17 rule-value'],
    ['F|fieldref', "''", '6:17 rule-value'],
    ['F|fieldref|cased', 'G', '6:16 rule-modifier'],
    ['F|fieldref|expand', 'G', '6:16 rule-modifier'],
    ['F|contains', '[a, 5]', '6:21 rule-modifier'],
    ["'|exists'", 'true', '6:7 rule-modifier'],
    ["'|cidr'", '10.0.0.0/8', '6:7 rule-modifier'],
    ["'|fieldref'", 'G', '6:7 rule-modifier'],
    ["'|gt'", '5', '6:7 rule-modifier'],
    ["'|hour'", '5', '6:7 rule-modifier'],
  ]
  it.each(cases)('%s: %s', (key, value, place) => {
    expect(errorPlaces(itemText(key, value))).toEqual([place])
  })

  it('names a misplaced modifier once, a wrong value each time', () => {
    expect(errorPlaces(itemText('F|contains|re', '[a, b]'))).toEqual(['6:16 rule-modifier'])
    expect(errorPlaces(itemText('F|gt', "['5', '6']"))).toEqual(['6:12 rule-modifier', '6:17 rule-modifier'])
  })

  it('says what to do', () => {
    const messages: [string, string, string][] = [
      ['F|startwith', 'x', "did you mean 'startswith'?"],
      ['F|Contains', 'x', "did you mean 'contains'?"],
      ['F|base64ofset', 'x', "did you mean 'base64offset'?"],
      ['F|hour|gt', '5', 'no comparison of a part of a time'],
      ['F|gt|hour', '5', 'no comparison of a part of a time'],
      ['F|gt', "'5'", 'without quotes'],
      ['F|exists', "'true'", 'without quotes'],
      ['F|contains', '12', 'quote it'],
      ['F|i', 'x', "stands behind 're'"],
      ['F|cidr', '10.0.0.1/8', '10.0.0.0/8'],
    ]
    for (const [key, value, part] of messages)
      expect(errorsOf(itemText(key, value))[0]?.message).toContain(part)
    expect(errorsOf(itemText('F|zzzzzz', 'x'))[0]?.message).not.toContain('did you mean')
  })

  it('knows every modifier of the specification', () => {
    expect(new Set(MODIFIER_NAMES)).toEqual(
      new Set(
        `contains startswith endswith all cased neq exists re i m s ignorecase multiline dotall base64 base64offset
        utf16le wide utf16be utf16 windash cidr gt gte lt lte fieldref expand minute hour day week month year
        equalsfield endswithfield`.split(/\s+/),
      ),
    )
  })
})
