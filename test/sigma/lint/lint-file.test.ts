/** Each check of a rule's text: what it finds, where, and what it leaves alone. */
import { describe, expect, it } from 'vitest'
import { lintFile } from '../../../src/sigma/lint/lint-file.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'

const GOOD = `title: Example Program Started From Web
id: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69
status: test
description: Detects an example program that a browser starts.
references:
    - https://example.org/post
author: A. Author
date: 2026-01-15
modified: 2026-02-01
tags:
    - attack.execution
    - attack.t1059.001
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\example.exe'
        CommandLine|contains:
            - ' -a '
            - ' -b '
    filter_main_local:
        User: local
    condition: selection and not 1 of filter_main_*
falsepositives:
    - Unknown
level: medium
`

/** `code severity line:column`, in the order found. */
function lint(text: string, file = 'rules/example_program.yml'): string[] {
  const parsed = parseSigma(text, file)
  expect(parsed.rejected).toEqual([])
  return lintFile(text, file, parsed).diagnostics.map(
    ({ code, severity, line, column }) => `${code} ${severity} ${line}:${column}`,
  )
}

/** The good rule with `from` replaced. */
function changed(from: string | RegExp, to: string): string {
  const text = GOOD.replace(from, to)
  expect(text).not.toBe(GOOD)
  return text
}

it('finds nothing in a good rule', () => {
  expect(lint(GOOD)).toEqual([])
})

describe('meta fields', () => {
  it.each([
    ['no id', /^id.*\n/m, '', ['lint-missing warning 1:1']],
    ['no status', /^status.*\n/m, '', ['lint-missing warning 1:1']],
    ['no level', /^level.*\n/m, '', ['lint-missing warning 1:1']],
    ['no author', /^author.*\n/m, '', ['lint-missing warning 1:1']],
    ['no description', /^description.*\n/m, '', ['lint-missing warning 1:1']],
    ['no date', /^date.*\nmodified.*\n/m, '', ['lint-missing warning 1:1']],
    ['a long title', 'Example Program', `Example ${'Long '.repeat(30)}`, ['lint-title warning 1:8']],
    ['a title that detects', 'title: Example', 'title: Detects Example', ['lint-title warning 1:8']],
    ['a title with a full stop', 'From Web', 'From Web.', ['lint-title warning 1:8']],
    ['an empty title', 'title: Example Program Started From Web', "title: ''", ['lint-title warning 1:8']],
    ['a word in lower case', 'Example Program', 'Example program', ['lint-title info 1:8']],
    ['a file name in a title', 'Example Program', 'example.exe', []],
    ['small words of a title', 'Program Started From', 'Program of the', []],
    ['an id in upper case', '6d1c9f0e', '6D1C9F0E', ['lint-id warning 2:5']],
    ['an id without hyphens', '6d1c9f0e-3b74-4c55-9a8e-', '6d1c9f0e3b744c559a8e', ['lint-id warning 2:5']],
    ['slashes in a date', '2026-01-15', '2026/01/15', ['lint-date warning 8:7']],
    [
      'slashes in both',
      /2026-(\d\d)-(\d\d)/g,
      '2026/$1/$2',
      ['lint-date warning 8:7', 'lint-date warning 9:11'],
    ],
    ['changed before written', '2026-02-01', '2025-02-01', ['lint-date warning 9:11']],
    ['changed when written', '2026-02-01', '2026-01-15', ['lint-date warning 9:11']],
    ['changed and not written', /^date.*\n/m, '', ['lint-missing warning 1:1', 'lint-date warning 8:11']],
    ['a short description', /Detects an.*/, 'Detects it.', ['lint-description warning 4:14']],
    ['a link among references', 'a browser starts.', 'starts, see https://example.org.', []],
    [
      'a link without references',
      /description.*\nreferences:\n.*\n/,
      'description: Detects what https://example.org has.\n',
      ['lint-description warning 4:14'],
    ],
    [
      'a reference twice',
      '    - https://example.org/post\n',
      '    - https://example.org/post\n'.repeat(2),
      ['lint-reference warning 7:7'],
    ],
    [
      'a file of a branch',
      'https://example.org/post',
      'https://github.com/a/b/blob/main/c.md',
      ['lint-reference info 6:7'],
    ],
    [
      'a file of a commit',
      'https://example.org/post',
      `https://github.com/a/b/blob/${'0a'.repeat(20)}/c.md`,
      [],
    ],
    [
      'an ATT&CK page',
      'https://example.org/post',
      'https://attack.mitre.org/techniques/T1059/',
      ['lint-reference info 6:7'],
    ],
    ['a false positive that says nothing', '- Unknown', '- None', ['lint-falsepositive warning 26:7']],
    ['a misspelt false positive', '- Unknown', '- Ligitimate use', ['lint-falsepositive warning 26:7']],
    ['a false positive in lower case', '- Unknown', '- legitimate use', ['lint-falsepositive info 26:7']],
    ['a misspelt key', 'references:', 'refrences:', ['lint-key warning 5:1']],
    ['a key of its own', 'level: medium', 'level: medium\nowner: team', ['lint-key info 28:1']],
    ["SigmaHQ's own keys", 'level: medium', 'level: medium\nregression_tests_path: a\nsimulation: []', []],
    ['fields', 'level: medium', 'level: medium\nfields:\n    - User', ['lint-key info 29:5']],
    [
      'a misspelt key of the log source',
      'category:',
      'definition: a\n    catgory: b\n    category:',
      ['lint-key warning 15:5'],
    ],
    ['deprecated among others', 'status: test', 'status: deprecated', ['lint-status warning 3:9']],
  ])('%s', (_, from, to, expected) => {
    expect(lint(changed(from, to))).toEqual(expected)
  })

  it('lets deprecated rules be in a folder that says so', () => {
    const text = changed('status: test', 'status: deprecated')
    expect(lint(text, 'deprecated/windows/example_program.yml')).toEqual([])
  })
})

describe('tags', () => {
  it.each([
    ['attack.t1059', []],
    ['attack.s0029', []],
    ['attack.g0010', []],
    ['attack.ta0002', []],
    ['attack.ds0005', []],
    ['attack.stealth', []],
    ['car.2016-04-005', []],
    ['cve.2021-44228', []],
    ['d3fend.d3-am', []],
    ['detection.threat-hunting', []],
    ['stp.4a', []],
    ['tlp.amber-strict', []],
    ['attack.execution', ['lint-tag warning 12:7']],
    ['attack.credential_access', ['lint-tag warning 12:7']],
    ['attack.exekution', ['lint-tag warning 12:7']],
    ['attack.t105', ['lint-tag warning 12:7']],
    ['Attack.T1059', ['lint-tag warning 12:7']],
    ['car.2016-4-5', ['lint-tag warning 12:7']],
    ['cve.2021.44228', ['lint-tag warning 12:7']],
    ['detection.hunting', ['lint-tag warning 12:7']],
    ['stp.9z', ['lint-tag warning 12:7']],
    ['tlp.black', ['lint-tag warning 12:7']],
    ['mitre.t1059', ['lint-tag warning 12:7']],
  ])('%s', (tag, expected) => {
    expect(lint(changed('attack.t1059.001', tag))).toEqual(expected)
  })

  it('has that of its folder', () => {
    const file = 'sigma/rules-threat-hunting/windows/example_program.yml'
    expect(lint(GOOD, file)).toEqual(['lint-tag info 11:5'])
    expect(lint(changed('attack.t1059.001', 'detection.threat-hunting'), file)).toEqual([])
  })

  it('takes one of some namespaces', () => {
    const text = changed('    - attack.t1059.001', '    - tlp.clear\n    - tlp.red')
    expect(lint(text)).toEqual(['lint-tag warning 13:7'])
  })
})

describe('detection', () => {
  const item = (key: string, value: string): string =>
    changed("Image|endswith: '\\example.exe'", `${key}: ${value}`)

  it.each([
    ['a value twice', changed("' -b '", "' -a '"), ['lint-duplicate-value warning 21:15']],
    ['a value twice in another case', changed("' -b '", "' -A '"), ['lint-duplicate-value warning 21:15']],
    [
      'case counts with cased',
      changed('CommandLine|contains', 'CommandLine|contains|cased').replace("' -b '", "' -A '"),
      [],
    ],
    [
      'an identifier that is not used',
      changed('    condition', '    other:\n        User: x\n    condition'),
      ['lint-unused warning 24:5'],
    ],
    ['wildcards for contains', item('Image', "'*a*'"), ['lint-wildcard info 18:16']],
    ['wildcard for startswith', item('Image', "'a*'"), ['lint-wildcard info 18:16']],
    ['wildcard for endswith', item('Image', "'*a'"), ['lint-wildcard info 18:16']],
    ['a wildcard inside', item('Image', "'*a*b*'"), []],
    ['a wildcard alone', item('Image', "'*'"), []],
    ['two stars', item('Image|contains', "'a**b'"), ['lint-wildcard info 18:25']],
    ['an escaped star', item('Image|endswith', "'\\Windows\\*'"), ['lint-escape info 18:25']],
    ['a backslash before a star', item('Image|contains', "'\\Windows\\\\*\\x'"), []],
    ['an escaped question mark', item('Image|contains', "'a\\?b'"), ['lint-escape info 18:25']],
    [
      'a tab in double quotes',
      item('Image|contains', '"C:\\temp"'),
      ['lint-control-character warning 18:25'],
    ],
    ['a number in quotes', item('ProcessId', "'4711'"), ['lint-number info 18:20']],
    ['zeros in front', item('ProcessId', "'0047'"), []],
    ['base64offset alone', item('Image|base64offset', 'abc'), ['lint-modifier warning 18:9']],
    ['base64offset in text', item('Image|base64offset|contains', 'abc'), []],
    [
      'all exact texts at once',
      item('Image|all', '\n            - a\n            - b'),
      ['lint-modifier warning 18:9'],
    ],
    ['all with wildcards', item('Image|all', "\n            - 'a*b'\n            - 'b*a'"), []],
    [
      'all dashes at once',
      item('Image|contains|all|windash', "\n            - ' -a'\n            - ' -b'"),
      ['lint-modifier info 18:9'],
    ],
    ['a modifier twice', item('Image|contains|contains', 'a'), ['lint-modifier warning 18:9']],
    ['a blank in a field', item('Threat Name|contains', 'a'), ['lint-field-name warning 18:9']],
    ['a blank behind a field', item("'Image |contains'", 'a'), ['lint-field-name warning 18:9']],
    ['a hash', item('Hashes|contains', `MD5=${'0a'.repeat(16)}`), []],
    ['a hash too short', item('Hashes|contains', 'MD5=0a0a'), ['lint-hash warning 18:26']],
    ['a hash of no algorithm', item('Hashes|contains', '0'.repeat(32)), ['lint-hash warning 18:26']],
    [
      'an unknown algorithm',
      item('Hashes|contains', `SHA512=${'0'.repeat(128)}`),
      ['lint-hash warning 18:26'],
    ],
    ['whether there is a hash', item('Hashes|contains', "'IMPHASH='"), []],
    [
      'an account of Windows in English',
      item('User|contains', "'NT AUTHORITY'"),
      ['lint-localised warning 18:24'],
    ],
    [
      'an account of Windows in all languages',
      item('User|contains', '\n            - AUTHORI\n            - AUTORI'),
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(lint(text)).toEqual(expected)
  })

  it.each([
    ['1 of them', 'selection', 'warning'],
    ['all of them', 'a b', 'info'],
    ['1 of them', 'a b', ''],
    ['all of selection', 'selection', 'warning'],
    ['1 of sel*', 'selection', 'info'],
    ['all of selection_*', 'selection_one', ''],
    ['1 of sel*', 'sel1 sel2', ''],
    ['not 1 of filter_main_*', 'filter_main_x', ''],
  ])('condition %s over %s', (condition, names, severity) => {
    const identifiers = names.split(' ').map((name) => `    ${name}:\n        A: x\n`)
    const head = 'title: T\nlogsource:\n    product: windows\ndetection:\n'
    const found = lint(`${head}${identifiers.join('')}    condition: ${condition}\n`)
    const line = 5 + 2 * identifiers.length
    expect(found.filter((text) => text.startsWith('lint-condition'))).toEqual(
      severity === '' ? [] : [`lint-condition ${severity} ${line}:16`],
    )
  })

  it('lists ten findings of a kind, then how many more there are', () => {
    const values = Array.from({ length: 30 }, (_, i) => `            - 'a${i}\\*'\n`).join('')
    const text = changed(/ {8}CommandLine.*\n.*\n.*\n/, `        CommandLine|contains:\n${values}`)
    const parsed = parseSigma(text, 'rules/example_program.yml')
    const found = lintFile(text, 'rules/example_program.yml', parsed).diagnostics
    expect(found).toHaveLength(11)
    expect(found.at(-1)!.message).toBe('20 more of the same kind in this rule are not listed')
  })
})

describe('correlations', () => {
  const correlation = (type: string, rules: string, more: string): string => `title: Example Correlation
id: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69
status: test
description: Detects what happens too often.
author: A. Author
date: 2026-01-15
correlation:
    type: ${type}
    rules: ${rules}
    timespan: 5m
${more}level: medium
`
  const count = '    condition:\n        gte: 5\n'
  it.each([
    ['grouped', correlation('event_count', '[a]', `    group-by: [User]\n${count}`), []],
    ['not grouped', correlation('event_count', '[a]', count), ['lint-correlation warning 8:5']],
    [
      'one rule in time',
      correlation('temporal', '[a]', '    group-by: [User]\n'),
      ['lint-correlation warning 9:12'],
    ],
    [
      'a rule twice',
      correlation('event_count', '[a, a]', `    group-by: [User]\n${count}`),
      ['lint-correlation warning 9:12'],
    ],
    ['a rule twice in order', correlation('temporal_ordered', '[a, b, a]', '    group-by: [User]\n'), []],
    [
      'an alias of a strange rule',
      correlation(
        'temporal',
        '[a, b]',
        '    group-by: [u]\n    aliases:\n        u:\n            a: User\n            c: User\n',
      ),
      ['lint-correlation warning 13:9'],
    ],
    [
      'an alias that lacks a rule',
      correlation('temporal', '[a, b]', '    group-by: [u]\n    aliases:\n        u:\n            a: User\n'),
      ['lint-correlation warning 13:9'],
    ],
  ])('%s', (_, text, expected) => {
    expect(lint(text)).toEqual(expected)
  })
})

describe('file names', () => {
  it.each([
    ['a/proc_creation_win_example.yml', []],
    ['a/Proc_Creation.yml', ['lint-file-name info 1:1']],
    ['a/proc creation example.yml', ['lint-file-name info 1:1']],
    ['a/short.yml', ['lint-file-name info 1:1']],
    ['a/proc_creation_win_example.yaml', ['lint-file-name info 1:1']],
    [`a/${'x'.repeat(90)}.yml`, ['lint-file-name info 1:1']],
  ])('%s', (file, expected) => {
    expect(lint(GOOD, file)).toEqual(expected)
  })
})

it('passes over rules that were refused, and over files without rules', () => {
  for (const text of ['a: [', '', 'title: t\n']) {
    const parsed = parseSigma(text, 'x.yml')
    expect(lintFile(text, 'x.yml', parsed)).toEqual({ diagnostics: [], rules: [] })
  }
})
