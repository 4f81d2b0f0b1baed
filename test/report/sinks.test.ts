import { describe, expect, it } from 'vitest'
import { createSink, formatOf } from '../../src/report/report.ts'
import { sampleManifest } from '../support/sample-manifest.ts'
import { sampleRow } from '../support/sample-rows.ts'

const manifest = sampleManifest({ run: { started: 'now', threads: 7, arguments: [], phasesMs: {} } })

describe('csv', () => {
  it('writes the standard columns', () => {
    const sink = createSink('csv')
    expect(sink.begin()).toBe(
      'Timestamp,RuleTitle,Level,Computer,Channel,Provider,EventID,RecordID,Details,ExtraFieldInfo,MitreTactics,MitreTags,OtherTags,RuleID,RuleFile,EvtxFile\n',
    )
    expect(sink.row(sampleRow())).toBe(
      '2026-03-04T05:06:07.1234567Z,Log cleared,high,ws01.corp.example,Security,Microsoft-Windows-Eventlog,1102,42,' +
        'SubjectUserName: alice,SubjectLogonId: 0x3e7 ¦ Empty: ,Defense Evasion ¦ Privilege Escalation,T1070.001 ¦ G0007,cve.2026-1,' +
        '11111111-2222-4333-8444-555555555555,rules/log_cleared.yml,logs/Security.evtx\n',
    )
    expect(sink.end(manifest)).toBe('')
  })

  it.each([
    ['=cmd|calc!A1', "'=cmd|calc!A1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\r\nb', 'a¦r¦nb'],
  ])('keeps the cell %j whole and harmless', (computer, cell) => {
    const line = createSink('csv').row(sampleRow({ snapshot: { computer } }))
    expect(line.split('Log cleared,high,')[1]!.startsWith(`${cell},Security,`)).toBe(true)
    expect(line.indexOf('\n')).toBe(line.length - 1)
  })
})

describe('json lines', () => {
  it('writes one typed object a line', () => {
    const line = createSink('jsonl').row(
      sampleRow({
        hit: { matched: [{ identifier: 's', field: 'EventID', value: '1102', pattern: '1102' }] },
      }),
    )
    expect(line.endsWith('\n')).toBe(true)
    const row = JSON.parse(line)
    expect(row).toMatchObject({
      Timestamp: '2026-03-04T05:06:07.1234567Z',
      EventID: 1102,
      RecordID: 42,
      Details: { SubjectUserName: 'alice' },
      ExtraFieldInfo: { SubjectLogonId: '0x3e7', Empty: '' },
      MitreTags: ['T1070.001', 'G0007'],
      Matched: [{ Identifier: 's', Field: 'EventID', Value: '1102', Pattern: '1102' }],
      Rule: { Status: 'test', FalsePositives: ['unlikely'] },
      Event: { UserData: { LogFileCleared: { SubjectUserName: 'alice' } } },
    })
  })

  it('keeps typed values, large numbers, repeated and hostile names', () => {
    const line = createSink('jsonl').row(
      sampleRow({
        snapshot: {
          recordId: '18446744073709551615',
          event: { EventData: { Port: 443, Big: '18446744073709551615', Data: ['a', 'b'] } },
          fields: [
            ['Port', '443'],
            ['Big', '18446744073709551615'],
            ['Data', 'a'],
            ['Data', 'b'],
            ['__proto__', 'x'],
          ],
          eventId: '0',
          channel: '',
        },
      }),
    )
    expect(line).toContain('"RecordID":"18446744073709551615"')
    expect(line).toContain(
      '"Details":{"Port":443,"Big":"18446744073709551615","Data":["a","b"],"__proto__":"x"}',
    )
  })

  it('escapes lone surrogates, so that the line is valid UTF-8', () => {
    expect(createSink('jsonl').row(sampleRow({ snapshot: { computer: '\ud800' } }))).toContain(
      '"Computer":"\\ud800"',
    )
  })
})

describe('json', () => {
  it.each([0, 1, 3])(
    'is one document with %i hits and the manifest without what differs between runs',
    (count) => {
      const sink = createSink('json')
      const rows = Array.from({ length: count }, () => sink.row(sampleRow()))
      const document = JSON.parse(sink.begin() + rows.join('') + sink.end(manifest))
      expect(document.hits).toHaveLength(count)
      expect(document.manifest.complete).toBe(true)
      expect(document.manifest).not.toHaveProperty('run')
    },
  )
})

describe('formats by extension', () => {
  it.each([
    ['a.csv', 'csv'],
    ['b/A.JSON', 'json'],
    ['x.jsonl', 'jsonl'],
    ['x.ndjson', 'jsonl'],
    ['x.txt', undefined],
    ['csv', undefined],
  ])('%s → %s', (path, format) => {
    expect(formatOf(path)).toBe(format)
  })
})
