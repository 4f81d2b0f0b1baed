/** Channels, event ids and settings that a rule needs. */
import { describe, expect, it } from 'vitest'
import { findDataNeeded } from '../../../src/convert/page/data-needed.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'

const mapping = createBuiltinMapping()

function needs(logsource: string, detection: string): unknown {
  const text = `title: T\nlogsource: {product: windows, ${logsource}}\ndetection: ${detection}\n`
  const [rule] = parseSigma(text, 'x.yml').documents
  if (rule?.kind !== 'detection') throw new Error('no rule')
  const data = findDataNeeded(rule, mapping)
  return data.type === 'none' ? data.reason : data.rows.map((row) => [row.channel, row.eventIds, row.setting])
}

const SYSMON = 'Microsoft-Windows-Sysmon/Operational'
const LOGON = 'Audit policy: Logon'

describe('data needed', () => {
  it('comes from the category', () => {
    expect(needs('category: process_creation', '{a: {Image: x}, condition: a}')).toEqual([
      [SYSMON, [1], 'Sysmon configuration: ProcessCreate'],
      [
        'Security',
        [4688],
        'Audit policy: Process Creation; "Include command line in process creation events" for CommandLine',
      ],
    ])
    expect(needs('category: pipe_created', '{a: {PipeName: x}, condition: a}')).toEqual([
      [SYSMON, [17, 18], 'Sysmon configuration: PipeEvent'],
    ])
  })

  it.each([
    ['{a: {EventID: [4624, 4648]}, condition: a}', [[4624, 4648]]],
    ["{a: {EventID: '4624'}, b: {X: y}, condition: a and not b}", [[4624]]],
    ['{a: {EventID: 4624}, b: [{EventID: 4648}, {EventID: 4624}], condition: a or b}', [[4624, 4648]]],
    ['{a1: {EventID: 4624}, a2: {EventID: 4648}, condition: 1 of a*}', [[4624, 4648]]],
    ['{a1: {EventID: 4624}, a2: {X: y}, condition: all of a*}', [[4624]]],
  ])('asks for the event ids that %s tests', (detection, ids) => {
    expect(needs('service: security', detection)).toEqual(ids.map((some) => ['Security', some, LOGON]))
  })

  it.each([
    '{a: {EventID: 4624}, b: {X: y}, condition: a or b}',
    '{a: {EventID: 4624}, condition: not a}',
    "{a: {EventID|startswith: '46'}, condition: a}",
  ])('names no event id where %s holds for others', (detection) => {
    expect(needs('service: security', detection)).toEqual([['Security', [], 'Audit policy']])
  })

  it('says what must be done for a channel', () => {
    expect(needs('service: iis-configuration', '{a: {EventID: 29}, condition: a}')).toEqual([
      ['Microsoft-IIS-Configuration/Operational', [29], 'The channel must be enabled'],
    ])
    expect(needs('service: shell-core', '{a: {EventID: 28115}, condition: a}')).toEqual([
      ['Microsoft-Windows-Shell-Core/Operational', [28115], 'Written by default'],
    ])
  })

  it('says why there is none', () => {
    expect(needs('category: no_such', '{a: {X: y}, condition: a}')).toContain('no_such')
  })
})
