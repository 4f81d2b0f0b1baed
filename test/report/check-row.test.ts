/** Lines of `check`: the keys that SigmaHQ's scripts read, and no way for an event to forge one. */
import { describe, expect, test } from 'vitest'
import { stringifyCheckRow } from '../../src/report/check-row.ts'
import { sampleRow } from '../support/sample-rows.ts'

const RULE = '"RuleId":"11111111-2222-4333-8444-555555555555"'

describe('a line of check', () => {
  test('has the keys of the rule first, then the event, flat', () => {
    const matched = [
      { identifier: 'selection', field: 'EventID', value: '1102', pattern: '1102' },
      { identifier: 'selection', field: 'Gone', value: undefined, pattern: 'null' },
    ]
    const line = stringifyCheckRow(sampleRow({ hit: { matched } }))
    expect(line.startsWith(`{${RULE},"RuleTitle":"Log cleared","RuleLevel":"high",`)).toBe(true)
    expect(JSON.parse(line)).toEqual({
      RuleId: '11111111-2222-4333-8444-555555555555',
      RuleTitle: 'Log cleared',
      RuleLevel: 'high',
      RuleFile: 'rules/log_cleared.yml',
      File: 'logs/Security.evtx',
      EventRecordID: 42,
      Event: 'SubjectUserName: alice  SubjectLogonId: 0x3e7  Empty:   EventID: 1102  Channel: Security',
      MatchStrings: [
        { SearchIdentifier: 'selection', Field: 'EventID', Data: '1102', Pattern: '1102' },
        { SearchIdentifier: 'selection', Field: 'Gone', Data: null, Pattern: 'null' },
      ],
      EventID: 1102,
      Channel: 'Security',
      SubjectUserName: 'alice',
      SubjectLogonId: '0x3e7',
      Empty: '',
    })
  })

  test('answers the searches of the pipeline', () => {
    const event = { System: { Level: 4, Task: 0, Computer: 'Agamemnon' } }
    const line = stringifyCheckRow(sampleRow({ rule: { level: 'low' }, snapshot: { event } }))
    expect(line).toContain('"RuleLevel":"low"')
    expect(line).toMatch(new RegExp(`${RULE}.*Level: 4 {2}Task: 0`))
    expect(line).toMatch(new RegExp(`${RULE}.*Computer: Agamemnon`))
  })

  test('lets no field of an event stand for a key of the rule or the header', () => {
    const fields = [
      ['RuleLevel', 'low'],
      ['ruleid', 'other'],
      ['File', 'x'],
      ['Channel', 'forged'],
      ['__proto__', 'p'],
      ['Image', 'a'],
      ['Image', 'b'],
      ['Quote', '","RuleLevel":"low'],
    ] as const
    const line = stringifyCheckRow(sampleRow({ snapshot: { fields } }))
    const row = JSON.parse(line)
    expect(line).not.toContain('"RuleLevel":"low"')
    expect(line.match(/"RuleId":"/gi)).toHaveLength(1)
    expect(row).toMatchObject({ RuleLevel: 'high', File: 'logs/Security.evtx', Channel: 'Security' })
    expect(row.Image).toEqual(['a', 'b'])
    expect(Object.entries(row)).toContainEqual(['__proto__', 'p'])
    expect(row.Event).toContain('RuleLevel: low  ruleid: other')
  })

  test('keeps record ids that a double cannot hold, and rules without id and level', () => {
    const row = JSON.parse(
      stringifyCheckRow(
        sampleRow({
          rule: { id: undefined, level: undefined },
          snapshot: { recordId: '18446744073709551615' },
        }),
      ),
    )
    expect(row).toMatchObject({
      RuleId: '',
      RuleLevel: 'informational',
      EventRecordID: '18446744073709551615',
    })
  })
})
