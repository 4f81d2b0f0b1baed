import { describe, expect, it } from 'vitest'
import { errorPlaces, parseText, warningsOf } from './rule-text.ts'

/** The filter's lines start in line 5, column 3. */
function text(lines: string): string {
  return `title: f\nlogsource:\n  category: Process_Creation\nfilter:\n${lines}`
}

const UUID = '5f0a1b2c-0000-1111-2222-333344445555'

describe('filters', () => {
  it('are read in full', () => {
    const lines = `  rules:\n    - ${UUID.toUpperCase()}\n    - a_rule\n  sel:\n    User|startswith: adm_\n  _own: x\n  condition: not 1 of s* or _own\n`
    expect(parseText(text(lines)).documents).toMatchObject([
      {
        kind: 'filter',
        title: 'f',
        logsource: { category: 'process_creation' },
        rules: [UUID, 'a_rule'],
        detection: {
          identifiers: [{ name: 'sel' }, { name: '_own' }],
          conditions: [
            {
              type: 'or',
              children: [
                { type: 'not', child: { names: ['sel'] } },
                { type: 'identifier', name: '_own' },
              ],
            },
          ],
        },
      },
    ])
  })

  it.each(['any', 'Any', '[]'])('apply to every covered rule with rules: %s', (rules) => {
    expect(parseText(text(`  rules: ${rules}\n  s: x\n  condition: not s\n`)).documents).toMatchObject([
      { rules: 'any' },
    ])
  })

  it('take one rule as text', () => {
    expect(parseText(text('  rules: r\n  s: x\n  condition: not s\n')).documents).toMatchObject([
      { rules: ['r'] },
    ])
    expect(parseText(text('  rules: [any]\n  s: x\n  condition: not s\n')).documents).toMatchObject([
      { rules: ['any'] },
    ])
  })

  it('are doubtful without not', () => {
    expect(warningsOf(text('  rules: any\n  s: x\n  condition: s\n'))).toMatchObject([
      {
        code: 'filter-without-not',
        line: 7,
        column: 14,
        message: expect.stringContaining("write 'not' before it"),
      },
    ])
    expect(warningsOf(text('  rules: any\n  s: x\n  t: y\n  condition: s and not t\n'))).toEqual([])
  })

  const refused: [string, string[]][] = [
    ['  s: x\n  condition: not s\n', ['5:3 rule-schema']],
    ['  rules: {a: b}\n  s: x\n  condition: not s\n', ['5:10 rule-schema']],
    ['  rules: any\n  s: x\n', ['5:3 rule-condition']],
    ['  rules: any\n  s: x\n  condition: [not s]\n', ['7:14 rule-condition']],
    ['  rules: any\n  s: x\n  condition: not nosuch\n', ['7:18 rule-condition']],
    ['  rules: any\n  s: x\n  condition: not rules\n', ['7:18 rule-condition']],
    ['  rules: any\n  condition: not s\n', ['5:3 rule-detection', '6:18 rule-condition']],
    ['  rules: any\n  s:\n    F|foo: x\n  condition: not s\n', ['7:7 rule-modifier']],
    ['  rules: any\n  s: x\n  condition: not s | count() > 5\n', ['5:3 rule-condition']],
  ]
  it.each(refused)('refuses %j', (lines, places) => {
    expect(errorPlaces(text(lines))).toEqual(places)
  })

  it('need a map and a log source', () => {
    expect(errorPlaces('title: f\nlogsource:\n  product: p\nfilter: x\n')).toEqual(['4:9 rule-schema'])
    expect(errorPlaces('title: f\nfilter:\n  rules: any\n  s: x\n  condition: not s\n')).toEqual([
      '1:1 rule-schema',
    ])
  })
})
