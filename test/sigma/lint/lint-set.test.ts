/** Rules against each other: what must be unique, and what must be there. */
import { describe, expect, it } from 'vitest'
import { lintFile } from '../../../src/sigma/lint/lint-file.ts'
import { lintSet } from '../../../src/sigma/lint/lint-set.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'

const ID = ['6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69', '0c7a1b52-94de-4f0a-8a3c-5e6f7d8c9b10'] as const

interface Rule {
  readonly title?: string
  readonly id?: string
  readonly name?: string
  readonly file?: string
  /** Lines of the detection. */
  readonly detection?: string
  readonly logsource?: string
}

let count = 0
function rule({ title, id, name, detection, logsource = 'product: windows' }: Rule): string {
  const number = ++count
  return `title: ${title ?? `Rule ${number}`}
${id === undefined ? '' : `id: ${id}\n`}${name === undefined ? '' : `name: ${name}\n`}logsource:
    ${logsource}
detection:
${detection ?? `    s:\n        A: ${number}\n    condition: s`}
`
}

function lint(...files: readonly (readonly [file: string, text: string])[]): string[] {
  const rules = files.flatMap(([file, text]) => lintFile(text, file, parseSigma(text, file)).rules)
  return lintSet(rules).map(
    ({ code, severity, source, line, column }) => `${code} ${severity} ${source}:${line}:${column}`,
  )
}

const pair = (a: Rule, b: Rule): string[] =>
  lint([a.file ?? 'a_first_rule.yml', rule(a)], [b.file ?? 'b_second_rule.yml', rule(b)])

describe('uniqueness', () => {
  it.each([
    ['nothing in common', {}, {}, []],
    ['ids', { id: ID[0] }, { id: ID[0].toUpperCase() }, ['rule-duplicate error b_second_rule.yml:2:5']],
    ['other ids', { id: ID[0] }, { id: ID[1] }, []],
    [
      'titles',
      { title: 'One Title' },
      { title: 'one title' },
      ['lint-duplicate-title warning b_second_rule.yml:1:8'],
    ],
    [
      'id and title: the id is enough',
      { id: ID[0], title: 'T' },
      { id: ID[0], title: 'T' },
      ['rule-duplicate error b_second_rule.yml:2:5'],
    ],
    ['names', { name: 'n' }, { name: 'n' }, ['lint-duplicate-name error b_second_rule.yml:2:7']],
    [
      'file names',
      { file: 'a/same_file_name.yml' },
      { file: 'b/Same_File_Name.yml' },
      ['lint-file-name info b/Same_File_Name.yml:1:1'],
    ],
    ['a file with two rules', { file: 'a.yml', id: ID[0] }, { file: 'a.yml', id: ID[0] }, []],
  ] as const)('%s', (_, a, b, expected) => {
    expect(pair(a, b)).toEqual(expected)
  })

  const detection =
    '    s:\n        A|contains:\n            - x\n            - y\n        B: 1\n    condition: s'
  it.each([
    ['the same', detection, true],
    [
      'another order of values and items',
      '    s:\n        B: 1\n        A|contains:\n            - y\n            - x\n    condition: s',
      true,
    ],
    ['another name', detection.replaceAll(/\bs\b/g, 'selection'), true],
    [
      'a group of one',
      '    s_a:\n        A|contains:\n            - x\n            - y\n        B: 1\n    condition: all of s_*',
      true,
    ],
    ['another case of a value', detection.replace('- y', '- Y'), true],
    ['another value', detection.replace('- y', '- z'), false],
    ['another modifier', detection.replace('contains', 'endswith'), false],
    ['text for a number', detection.replace('B: 1', "B: '1'"), false],
    ['another condition', detection.replace('condition: s', 'condition: not s'), false],
  ])('detections: %s', (_, other, isSame) => {
    const found = pair({ detection }, { detection: other })
    expect(found).toEqual(isSame ? ['lint-duplicate-detection warning b_second_rule.yml:5:5'] : [])
  })

  it('tells log sources apart', () => {
    expect(pair({ detection }, { detection, logsource: 'product: linux' })).toEqual([])
  })
})

describe('references', () => {
  const correlation = (rules: string): string => `title: Correlation
correlation:
    type: event_count
    rules: ${rules}
    group-by: [User]
    timespan: 5m
    condition:
        gte: 5
`
  const filter = (rules: string): string => `title: Filter
logsource:
    product: windows
filter:
    rules: ${rules}
    s:
        A: 1
    condition: not s
`
  it.each([
    ['by name', correlation('[n]'), []],
    ['by id', correlation(`[${ID[0].toUpperCase()}]`), []],
    ['by title', correlation('[The Title]'), ['lint-rule-unknown warning x_correlation.yml:4:12']],
    ['of a filter', filter('[n, m]'), ['lint-rule-unknown warning x_correlation.yml:5:12']],
    ['of a filter for all', filter('any'), []],
  ])('%s', (_, text, expected) => {
    const base = rule({ title: 'The Title', id: ID[0], name: 'n' })
    expect(lint(['a_base_rule.yml', base], ['x_correlation.yml', text])).toEqual(expected)
  })
})
