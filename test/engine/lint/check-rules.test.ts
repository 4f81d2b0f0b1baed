/** The checks of rules against their log source, and all of them together. */
import { describe, expect, it } from 'vitest'
import { checkRules } from '../../../src/engine/lint/check-rules.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'

const mapping = createBuiltinMapping()
let count = 0

/** A rule without other findings around a detection that starts in line 12. */
function rule(logsource: string, detection: string, id = ''): string {
  const number = ++count
  const uuid = id || `6d1c9f0e-3b74-4c55-9a8e-${String(number).padStart(12, '0')}`
  return `title: Example Rule ${number}
id: ${uuid}
status: test
description: Detects an example of something.
author: A. Author
date: 2026-01-15
level: low
logsource:
    product: windows
    ${logsource}
detection:
${detection}
`
}

function check(...texts: readonly string[]) {
  const files = texts.map((text, i) => ({ file: `rules/example_rule_${i}.yml`, text }))
  return checkRules(files, mapping)
}

/** Codes with severity and place, without what does not matter here. */
function codes(text: string): string[] {
  return check(text).diagnostics.map(
    ({ code, severity, line, column }) => `${code} ${severity} ${line}:${column}`,
  )
}

const one = (item: string, condition = 's'): string => `    s:\n        ${item}\n    condition: ${condition}`

describe('log sources', () => {
  it.each([
    ['known', 'service: security', []],
    ['unknown', 'service: securty', ['rule-logsource error 1:1']],
    ['an unknown category', 'category: proces_creation', ['rule-logsource error 1:1']],
    ['live traces only', 'category: file_access', ['rule-logsource info 1:1']],
  ])('%s', (_, logsource, expected) => {
    expect(codes(rule(logsource, one('EventID: 4625')))).toEqual(expected)
  })

  it('of other products are counted, not checked', () => {
    const text = rule('service: auditd', one('nosuchfield: 1')).replace('windows', 'linux')
    expect(check(text)).toMatchObject({ diagnostics: [], rules: 1, rejected: 0, otherProducts: 1 })
  })
})

describe('reach', () => {
  const selection = (lines: string, condition: string): string => `${lines}\n    condition: ${condition}`
  it.each([
    ['an id that the category has', 'category: process_creation', one('Image: a'), []],
    [
      'an id that the category lacks',
      'category: process_creation',
      one('EventID: 4104'),
      ['lint-never-fires error 12:5'],
    ],
    [
      'two ids at once',
      'service: security',
      selection('    a:\n        EventID: 4624\n    b:\n        EventID: 4625', 'a and b'),
      ['lint-never-fires error 12:5'],
    ],
    [
      'two ids, one of them',
      'service: security',
      selection('    a:\n        EventID: 4624\n    b:\n        EventID: 4625', 'a or b'),
      [],
    ],
    [
      'what it filters',
      'service: security',
      selection('    a:\n        EventID: 4624\n    f:\n        EventID: 4624', 'a and not f'),
      ['lint-never-fires error 12:5'],
    ],
    [
      'the same test and its opposite',
      'category: dns_query',
      selection('    a:\n        QueryName: x\n    f:\n        QueryName: x', 'a and not f'),
      ['lint-never-fires error 12:5'],
    ],
    [
      'a filter wider than the selection',
      'category: dns_query',
      selection(
        '    a:\n        QueryName: x\n        Image: y\n    f:\n        - QueryName: x\n        - Image: z',
        'a and not f',
      ),
      ['lint-never-fires error 12:5'],
    ],
    [
      'a filter of something else',
      'category: dns_query',
      selection('    a:\n        QueryName: x\n    f:\n        Image: y', 'a and not f'),
      [],
    ],
    [
      'a field that Sysmon lacks',
      'category: dns_query',
      one('CommandLine: x'),
      ['lint-field-unknown warning 13:9', 'lint-never-fires warning 12:5'],
    ],
    [
      'a field that Sysmon lacks, or another',
      'category: dns_query',
      selection('    a:\n        CommandLine: x\n    b:\n        QueryName: x', '1 of them'),
      ['lint-field-unknown warning 13:9'],
    ],
    [
      'a field that one of two logs lacks',
      'category: process_creation',
      one('ParentCommandLine: x'),
      ['lint-target info 12:5'],
    ],
    [
      'a filter that one of two logs lacks',
      'category: process_creation',
      selection('    a:\n        Image: x\n    f:\n        ParentCommandLine: y', 'a and not f'),
      ['lint-target info 12:5'],
    ],
    ['keywords', 'service: security', '    s:\n        - mimikatz\n    condition: s', []],
  ])('%s', (_, logsource, detection, expected) => {
    const found = codes(rule(logsource, detection)).filter((line) => !line.startsWith('lint-condition'))
    expect(found.sort()).toEqual(expected)
  })
})

describe('fields', () => {
  it.each([
    ['of the event', 'service: security', '        EventID: 4625\n        SubStatus: x', []],
    ['of System', 'service: security', '        EventID: 4625\n        Execution_ProcessID: 4', []],
    ['by another name', 'service: security', '        EventID: 4625\n        ComputerName: x', []],
    ['of a view', 'category: image_load', '        md5: x', []],
    ['in PowerShell lines', 'category: ps_classic_start', '        HostApplication: x', []],
    [
      'of no event',
      'service: security',
      '        EventID: 4625\n        SubSatus: x',
      ['lint-field-unknown warning 14:9', 'lint-never-fires warning 12:5'],
    ],
    [
      'of one of two events',
      'service: security',
      '        EventID:\n            - 4625\n            - 4624\n        SubStatus: x',
      [],
    ],
    ['of an event nobody knows', 'service: security', '        EventID: 59999\n        SubSatus: x', []],
    ['of any event', 'service: security', '        SubSatus: x', []],
    ['in another case', 'category: ps_module', '        payload: x', ['lint-field-case info 13:9']],
    [
      'compared with',
      'service: security',
      '        EventID: 4624\n        SubjectUserName|fieldref: TargetUserNam',
      ['lint-field-unknown warning 14:9', 'lint-never-fires warning 12:5'],
    ],
  ])('%s', (_, logsource, items, expected) => {
    expect(codes(rule(logsource, `    s:\n${items}\n    condition: s`)).sort()).toEqual(expected)
  })

  it('suggests the name that was meant', () => {
    const [finding] = check(
      rule('service: security', one('EventID: 4625\n        SubSatus: x')),
    ).diagnostics.filter(({ code }) => code === 'lint-field-unknown')
    expect(finding!.message).toBe(
      "no event of security:4625 has a field 'SubSatus', did you mean 'SubStatus'?",
    )
  })
})

describe('event ids', () => {
  it.each([
    ['a category for Sysmon', 'service: sysmon', 'EventID: 11', ['lint-event-id warning 13:9']],
    ['a category for process creation', 'service: security', 'EventID: 4688', ['lint-event-id warning 13:9']],
    ['no category', 'service: security', 'EventID: 4625', []],
    ['Sysmon without an id', 'service: sysmon', 'Image: x', ['lint-event-id warning 12:5']],
    ['what the category says', 'category: dns_query', 'EventID: 22', ['lint-event-id warning 13:9']],
    [
      'less than the category',
      'category: process_creation',
      'EventID: 1',
      ['lint-event-id info 13:9', 'lint-target info 12:5'],
    ],
    ['part of a category', 'category: pipe_created', 'EventID: 17', []],
    [
      'the provider of a category',
      'category: dns_query',
      'Provider_Name: Microsoft-Windows-Sysmon',
      ['lint-event-id info 13:9'],
    ],
  ])('%s', (_, logsource, item, expected) => {
    expect(codes(rule(logsource, one(item))).sort()).toEqual(expected)
  })
})

describe('values', () => {
  it.each([
    [
      'a device prefix as it looks',
      "CommandLine|contains: '\\\\?\\GLOBALROOT'",
      'rule-doubtful warning 13:31',
    ],
    ['a device prefix', "CommandLine|contains: '\\\\\\\\\\?\\GLOBALROOT'", 'lint-escape info 13:31'],
    ['lookahead', "CommandLine|re: 'a(?=b)'", 'rule-doubtful warning 13:9'],
    ['a linear pattern', "CommandLine|re: 'a[bc]+'", undefined],
    ['a placeholder without values', "CommandLine|expand: '%names%'", 'rule-placeholder info 13:9'],
  ])('%s', (_, item, expected) => {
    const found = codes(rule('category: process_creation', one(item)))
    expect(found).toEqual(expected === undefined ? [] : [expected])
  })

  it('are complete with those of placeholders', () => {
    const text = rule('category: process_creation', one("CommandLine|expand: '%names%'"))
    const files = [{ file: 'rules/example_rule.yml', text }]
    expect(
      checkRules(files, mapping, new Map([['names', [{ text: 'a', tokens: ['a'] }]]])).diagnostics,
    ).toEqual([])
  })
})

it('counts what could not be read, and goes on', () => {
  const checked = check('a: [', rule('service: security', one('EventID: 4625')), 'title: t\n')
  expect(checked).toMatchObject({ rules: 3, rejected: 2 })
  expect(checked.diagnostics.map(({ source, severity }) => `${source} ${severity}`)).toContain(
    'rules/example_rule_0.yml error',
  )
})

it('gives the same for any order of files', () => {
  const texts = [
    rule('service: securty', one('A: 1')),
    rule('category: dns_query', one('CommandLine: x')),
    rule('service: sysmon', one('EventID: 1')),
  ]
  const files = texts.map((text, i) => ({ file: `rules/example_rule_${i}.yml`, text }))
  expect(checkRules([...files].reverse(), mapping)).toEqual(checkRules(files, mapping))
})

it('says once what several rules of one file share', () => {
  const text = `action: global\ntitle: Shared\nid: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69\nlogsource:\n    product: windows\n    service: security\n---\n${['4624', '4625'].map((id) => `detection:\n    s:\n        EventID: ${id}\n    condition: s\n`).join('---\n')}`
  const found = check(text).diagnostics
  expect(found.filter(({ code }) => code === 'rule-duplicate')).toEqual([])
  expect(new Set(found.map((one) => JSON.stringify(one))).size).toBe(found.length)
})
