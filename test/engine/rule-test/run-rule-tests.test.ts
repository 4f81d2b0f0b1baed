/** Tests of rules: that they pass, fail and prove nothing when they should, and say why. */
import { describe, expect, it } from 'vitest'
import { runRuleTests } from '../../../src/engine/rule-test/run-rule-tests.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'
import { readRuleTests } from '../../../src/sigma/rule-test/read-rule-tests.ts'

const RULE = `title: Certutil
id: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69
name: certutil
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        Image|endswith: '\\certutil.exe'
    filter:
        CommandLine|contains: '-hashfile'
    condition: selection and not filter
`

const FAILED_LOGON = `title: Failed Logon
name: failed_logon
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID: 4625
    condition: selection
`

const CORRELATION = `title: Many
correlation:
    type: event_count
    rules: [failed_logon]
    group-by: [IpAddress]
    timespan: 1m
    condition: { gte: 3 }
`

const FILTER = `title: Not Machines
logsource:
    product: windows
filter:
    rules: [failed_logon]
    s:
        TargetUserName|endswith: $
    condition: not s
`

async function run(rules: Readonly<Record<string, string>>, tests: Readonly<Record<string, string>>) {
  const documents = Object.entries(rules).flatMap(([file, text]) => parseSigma(text, file).documents)
  const read = Object.entries(tests).map(([file, text]) => readRuleTests(text, file))
  expect(read.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
  const result = await runRuleTests(
    { documents, mapping: createBuiltinMapping(), placeholders: new Map() },
    read.flatMap((one) => one.tests),
  )
  const [first] = result.tested
  return { ...result, problem: first?.problem, results: first?.results ?? [] }
}

const event = (text: string): string => `  - name: n\n    event: ${text}\n`
const sysmon = (image: string, commandLine = ''): string =>
  `{ Channel: Microsoft-Windows-Sysmon/Operational, EventID: 1, EventData: { Image: '${image}', CommandLine: '${commandLine}' } }`

describe('single events', () => {
  it.each([
    ['matches and must', 'must-match', sysmon('C:\\certutil.exe'), 'passed', ''],
    [
      'matches through another log',
      'must-match',
      "{ Channel: Security, EventID: 4688, EventData: { NewProcessName: 'C:\\certutil.exe' } }",
      'passed',
      '',
    ],
    ['does not match and must not', 'must-not-match', sysmon('C:\\certutil.exe', '-hashfile'), 'passed', ''],
    ['does not match and must', 'must-match', sysmon('C:\\cmd.exe'), 'failed', 'does not match the event'],
    [
      'matches and must not',
      'must-not-match',
      sysmon('C:\\certutil.exe'),
      'failed',
      'matches the event, and must not',
    ],
    [
      'is of another log and must match',
      'must-match',
      '{ Channel: System, EventID: 1 }',
      'failed',
      'which needs Channel',
    ],
    [
      'is of another log and must not match',
      'must-not-match',
      '{ Channel: System, EventID: 1 }',
      'doubted',
      'none of sysmon:1, security:4688',
    ],
  ])('%s', async (_, list, text, outcome, message) => {
    const { results, problem, untested } = await run(
      { 'a.yml': RULE },
      { 'a.test.yml': `${list}:\n${event(text)}` },
    )
    expect(problem).toBeUndefined()
    expect(untested).toEqual([])
    const [{ failure, doubt, judged }] = results as [(typeof results)[number]]
    expect(failure === undefined ? (doubt === undefined ? 'passed' : 'doubted') : 'failed').toBe(outcome)
    expect(failure ?? doubt ?? '').toContain(message)
    expect(judged === undefined).toBe(outcome !== 'failed')
    if (judged !== undefined) expect(judged.verdict.holds).toBe(list === 'must-not-match')
  })

  it('names the event of several that decided', async () => {
    const text = `must-match:\n  - name: n\n    events:\n      - ${sysmon('C:\\certutil.exe')}\n      - ${sysmon('C:\\cmd.exe')}\n`
    const { results } = await run({ 'a.yml': RULE }, { 'a.test.yml': text })
    expect(results[0]).toMatchObject({ failure: 'the rule does not match event 2', judged: { index: 1 } })
  })

  it('have no number of hits', async () => {
    const text = `must-match:\n  - name: n\n    hits: 1\n    event: ${sysmon('C:\\certutil.exe')}\n`
    const { results } = await run({ 'a.yml': RULE }, { 'a.test.yml': text })
    expect(results[0]!.failure).toContain("'hits' is for correlations")
  })
})

describe('the rule of the tests', () => {
  const tests = `must-match:\n${event(sysmon('C:\\certutil.exe'))}`
  it.each([
    ['beside them', { 'r/a.yml': RULE }, { 'r/a.test.yml': tests }, undefined],
    ['in another folder', { 'q/a.yml': RULE }, { 'r/a.test.yml': tests }, 'there is no rule file r/a.yml'],
    ['one of two', { 'a.yml': `${RULE}---\n${FAILED_LOGON}` }, { 'a.test.yml': tests }, 'holds 2 rules'],
    ['by name', { 'q/b.yml': RULE }, { 'a.test.yml': `rule: certutil\n${tests}` }, undefined],
    [
      'by id',
      { 'q/b.yml': RULE },
      { 'a.test.yml': `rule: 6D1C9F0E-3b74-4c55-9a8e-1f2d3c4b5a69\n${tests}` },
      undefined,
    ],
    ['by title', { 'q/b.yml': RULE }, { 'a.test.yml': `rule: Certutil\n${tests}` }, undefined],
    [
      'by nothing',
      { 'q/b.yml': RULE },
      { 'a.test.yml': `rule: other\n${tests}` },
      "no rule has the id, name, title or file 'other'",
    ],
    [
      'for another product',
      { 'a.yml': RULE.replace('product: windows', 'product: linux') },
      { 'a.test.yml': tests },
      'the rule does not run: product linux',
    ],
    [
      'for an unknown log',
      { 'a.yml': RULE.replace('process_creation', 'proces_creation') },
      { 'a.test.yml': tests },
      'unknown on Windows',
    ],
    ['a filter', { 'a.yml': FILTER }, { 'a.test.yml': tests }, 'a filter does not match events'],
  ])('%s', async (_, rules, files, expected) => {
    const { problem, results } = await run(rules as Record<string, string>, files as Record<string, string>)
    if (expected === undefined) expect(problem).toBeUndefined()
    else expect(problem).toContain(expected)
    expect(results.map(({ failure }) => failure)).toEqual([problem])
  })
})

const logon = (at: string, address = '192.0.2.1', user = 'u'): string =>
  `      - { at: ${at}, Channel: Security, EventID: 4625, EventData: { IpAddress: ${address}, TargetUserName: ${user} } }\n`
const sequence = (list: string, events: string, more = ''): string =>
  `${list}:\n  - name: n\n${more}    events:\n${events}`

describe('correlations', () => {
  const rules = { 'base.yml': FAILED_LOGON, 'many.yml': CORRELATION }
  const three = logon('0s') + logon('30s') + logon('60s')
  it.each([
    ['three in a minute', sequence('must-match', three), undefined],
    ['three in a minute, one hit', sequence('must-match', three, '    hits: 1\n'), undefined],
    [
      'three in a minute, not two hits',
      sequence('must-match', three, '    hits: 2\n'),
      'it has 1 hit: IpAddress 192.0.2.1 (3 events), and must have 2',
    ],
    [
      'two',
      sequence('must-match', logon('0s') + logon('1s')),
      'it has no hit: its rules match 2 times, 2 of these count',
    ],
    ['two must not', sequence('must-not-match', logon('0s') + logon('1s')), undefined],
    [
      'three must not',
      sequence('must-not-match', three),
      'it has 1 hit: IpAddress 192.0.2.1 (3 events), and must have none',
    ],
    ['a second too late', sequence('must-not-match', logon('0s') + logon('30s') + logon('61s')), undefined],
    [
      'of two addresses',
      sequence('must-not-match', logon('0s') + logon('1s') + logon('2s', '192.0.2.2')),
      undefined,
    ],
  ])('%s', async (_, text, failure) => {
    const { results, problem, untested } = await run(rules, { 'many.test.yml': text })
    expect(problem).toBeUndefined()
    expect(results).toMatchObject([{ failure, doubt: undefined }])
    // The base rule is tested with the correlation.
    expect(untested).toEqual([])
  })

  it('in one file with their rules are what its tests are for', async () => {
    const { results } = await run(
      { 'all.yml': `${FAILED_LOGON}---\n${CORRELATION}` },
      { 'all.test.yml': sequence('must-match', three) },
    )
    expect(results).toMatchObject([{ failure: undefined }])
  })

  it('are told when no event matters', async () => {
    const { results } = await run(rules, { 'many.test.yml': `must-not-match:\n${event(sysmon('a'))}` })
    expect(results[0]!.doubt).toBe('no rule of the correlation matches any of the events')
  })

  it('without their rules do not run', async () => {
    const { problem } = await run(
      { 'many.yml': CORRELATION },
      { 'many.test.yml': sequence('must-match', three) },
    )
    expect(problem).toContain('the rule does not run')
  })

  it('count what lacks the field that groups', async () => {
    const text = sequence('must-match', three.replaceAll('IpAddress', 'Address'))
    const { results } = await run(rules, { 'many.test.yml': text })
    expect(results[0]!.failure).toContain('0 of these count, 3 lack a field of group-by')
  })
})

describe('filters', () => {
  const rules = { 'base.yml': FAILED_LOGON, 'machines.yml': FILTER }
  const one = (user: string): string =>
    event(`{ Channel: Security, EventID: 4625, EventData: { TargetUserName: ${user} } }`)
  it.each([
    ['let through', `must-match:\n${one('u')}`, undefined, undefined],
    ['hold back', `must-not-match:\n${one('m$')}`, undefined, undefined],
    [
      'let through, and must not',
      `must-not-match:\n${one('u')}`,
      'the rule matches the event, and must not',
      undefined,
    ],
    [
      'have no part in it',
      `must-not-match:\n${event('{ Channel: Security, EventID: 4624 }')}`,
      undefined,
      'without the filter either',
    ],
  ])('%s', async (_, text, failure, doubt) => {
    const { results, untested } = await run(rules, { 'machines.test.yml': `rule: failed_logon\n${text}` })
    expect(results[0]!.failure).toBe(failure)
    if (doubt === undefined) expect(results[0]!.doubt).toBeUndefined()
    else expect(results[0]!.doubt).toContain(doubt)
    expect(untested).toEqual([])
  })
})

it('names rules without tests', async () => {
  const { untested } = await run(
    { 'a.yml': RULE, 'b.yml': FAILED_LOGON },
    { 'a.test.yml': `must-match:\n${event(sysmon('C:\\certutil.exe'))}` },
  )
  expect(untested.map(({ title }) => title)).toEqual(['Failed Logon'])
})
