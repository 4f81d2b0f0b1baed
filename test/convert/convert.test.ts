/** What the default dialect makes of small rules, back end by back end. */
import { describe, expect, it } from 'vitest'
import { BACKEND_NAMES, type BackendName, type ConvertOptions } from '../../src/convert/conversion.ts'
import { convertRule } from '../../src/convert/convert.ts'
import type { DetectionRule } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'

function parseRule(detection: string, logsource = 'product: windows\n    service: security'): DetectionRule {
  const text = `title: T\nid: 11111111-2222-3333-4444-555555555555\nlogsource:\n    ${logsource}\ndetection:\n${detection}`
  const [rule] = parseSigma(text, 'rule.yml').documents
  if (rule?.kind !== 'detection') throw new Error('no rule')
  return rule
}

function convert(detection: string, backend: BackendName, options: Partial<ConvertOptions> = {}): string {
  const made = convertRule(parseRule(detection), { backend, ...options })
  return made.type === 'queries' ? made.queries.join('\n') : `${made.code}: ${made.message}`
}

const PLAIN = `  a:
    EventID: 4624
    TargetUserName|startswith: 'adm'
    LogonType: [3, 10]
  b:
    IpAddress: '-'
  condition: a and not b`

describe('a plain rule', () => {
  it.each<[BackendName, string]>([
    [
      'powershell',
      String.raw`Get-WinEvent -LogName 'Security' | where {$xml = $_.ToXml(); ($_.LogName -match '^Security$' -and $_.Id -eq 4624 -and $xml -match '<(?:Data Name=[\x22\x27]TargetUserName[\x22\x27]|TargetUserName)(?: [^>]*)?>adm[^<]*</' -and $xml -match '<(?:Data Name=[\x22\x27]LogonType[\x22\x27]|LogonType)(?: [^>]*)?>(?:3|10)</' -and -not ($xml -match '<(?:Data Name=[\x22\x27]IpAddress[\x22\x27]|IpAddress)(?: [^>]*)?>\-</'))} | select TimeCreated,Id,RecordId,ProcessId,MachineName,Message`,
    ],
    [
      'es-qs',
      '(winlog.channel:"Security" AND winlog.event_id:"4624" AND winlog.event_data.TargetUserName.keyword:adm* AND winlog.event_data.LogonType:("3" OR "10") AND (NOT winlog.event_data.IpAddress:"-"))',
    ],
    [
      'graylog',
      '(Channel:"Security" AND EventID:"4624" AND TargetUserName:adm* AND LogonType:("3" OR "10") AND (NOT IpAddress:"-"))',
    ],
    [
      'splunk',
      '(source="WinEventLog:Security" EventCode="4624" TargetUserName="adm*" (LogonType="3" OR LogonType="10") NOT IpAddress="-")',
    ],
    [
      'logpoint',
      '(channel="Security" event_id="4624" target_user="adm*" logon_type IN ["3", "10"] -IpAddress="-")',
    ],
    [
      'grep',
      String.raw`grep -P '(?i)^(?:(?=.*<Channel(?: [^>]*)?>Security</)(?=.*<EventID(?: [^>]*)?>4624</)(?=.*<(?:Data Name=[\x22\x27]TargetUserName[\x22\x27]|TargetUserName)(?: [^>]*)?>adm[^<]*</)(?=.*<(?:Data Name=[\x22\x27]LogonType[\x22\x27]|LogonType)(?: [^>]*)?>(?:3|10)</)(?!(?=.*<(?:Data Name=[\x22\x27]IpAddress[\x22\x27]|IpAddress)(?: [^>]*)?>\-</)))'`,
    ],
    [
      'sqlite',
      `SELECT e.* FROM events e WHERE (EXISTS (SELECT 1 FROM fields f WHERE f.event = e.id AND f.name = 'Channel' COLLATE NOCASE AND f.value = 'Security' COLLATE NOCASE) AND EXISTS (SELECT 1 FROM fields f WHERE f.event = e.id AND f.name = 'EventID' COLLATE NOCASE AND f.value = '4624') AND EXISTS (SELECT 1 FROM fields f WHERE f.event = e.id AND f.name = 'TargetUserName' COLLATE NOCASE AND f.value LIKE 'adm%' ESCAPE '\\') AND EXISTS (SELECT 1 FROM fields f WHERE f.event = e.id AND f.name = 'LogonType' COLLATE NOCASE AND (f.value = '3' OR f.value = '10')) AND NOT EXISTS (SELECT 1 FROM fields f WHERE f.event = e.id AND f.name = 'IpAddress' COLLATE NOCASE AND f.value = '-' COLLATE NOCASE))`,
    ],
  ])('for %s', (backend, expected) => {
    expect(convert(PLAIN, backend)).toBe(expected)
  })

  it('is a shell command for the watcher, whose document holds the query', () => {
    const [first, ...rest] = convert(PLAIN, 'xpack-watcher').split('\n')
    expect(first).toMatch(/watch\/11111111-2222-3333-4444-555555555555 <<'EOF'$/)
    expect(rest.pop()).toBe('EOF')
    const watch = JSON.parse(rest.join('\n')) as { readonly metadata: { readonly query: string } }
    expect(watch.metadata.query).toBe(convert(PLAIN, 'es-qs'))
  })
})

describe('what a back end cannot say', () => {
  const REGEX = `  a:
    CommandLine|re: 'a.b'
    EventID: 1
  condition: a`
  it('is refused', () => {
    expect(convert(REGEX, 'splunk')).toMatch(/^convert-unsupported: .*regular expressions/)
  })
  it('is left out, which finds more, when the nearest query will do', () => {
    expect(convert(REGEX, 'splunk', { approximate: true })).toBe(
      '(source="WinEventLog:Security" EventCode="1")',
    )
  })
  it('never makes a query narrower under not', () => {
    const negated = `  a:\n    EventID: 1\n  b:\n    X|re: 'a.b'\n  condition: a and not b`
    expect(convert(negated, 'splunk', { approximate: true })).toBe(
      '(source="WinEventLog:Security" EventCode="1")',
    )
  })
  it('becomes a wider wildcard', () => {
    const one = `  a:\n    X: 'a?b*'\n  condition: a`
    expect(convert(one, 'splunk')).toMatch(/one character/)
    expect(convert(one, 'splunk', { approximate: true })).toContain('X="a*b*"')
  })
  it('is an aggregation', () => {
    const counted = `  a:\n    EventID: 1\n  condition: a | count() by X > 5`
    for (const backend of BACKEND_NAMES) expect(convert(counted, backend)).toMatch(/^convert-unsupported/)
  })
})

describe('an empty value', () => {
  const EMPTY = `  a:\n    X: ''\n  condition: a`
  it.each<[BackendName, string]>([
    ['es-qs', '(winlog.event_data.X:"" OR (NOT _exists_:winlog.event_data.X))'],
    ['graylog', '(X:"" OR (NOT _exists_:X))'],
    ['splunk', '(X="" OR NOT X="*")'],
    ['logpoint', '(X="" OR -X=*)'],
  ])('is also an absent field for %s, which keeps no empty values', (backend, expected) => {
    expect(convert(EMPTY, backend)).toContain(expected)
  })
  it('is what is there and empty where it is kept', () => {
    expect(convert(EMPTY, 'grep')).toMatch(/\|X\)\(\?: \[\^>\]\*\)\?><\//)
    expect(convert(EMPTY, 'sqlite')).toContain("f.value = ''")
  })
})
