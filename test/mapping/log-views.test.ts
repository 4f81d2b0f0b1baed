import { describe, expect, it } from 'vitest'
import { DEFENDER, DEFENDER_ANTIVIRUS } from '../../src/mapping/views/defender.ts'
import { POWERSHELL_CLASSIC } from '../../src/mapping/views/powershell-classic.ts'
import { WINDOWS_VIEW } from '../../src/mapping/views/windows-view.ts'
import { WMI_5861 } from '../../src/mapping/views/wmi-5861.ts'
import type { Body } from './support.ts'
import { readField } from './support.ts'

type Row = readonly [field: string, data: Body, system: Body, expected: readonly string[] | undefined]

const GUID = '0CCE9217-69AE-11D9-BED3-505054503030'
const HASHES = 'SHA1=AA,MD5=BB, SHA256 = CC ,IMPHASH=DD'

describe('every Windows log', () => {
  it.each<Row>([
    ['Provider_Name', {}, { Provider_Name: 'P' }, ['P']],
    ['Provider_Name', {}, { Provider_Name: 'P', Provider_EventSourceName: 'E' }, ['P', 'E']],
    ['ProviderName', {}, { Provider_Name: 'P', Provider_EventSourceName: 'E' }, ['P', 'E']],
    ['Source', {}, { Provider_Name: 'P', Provider_EventSourceName: 'E' }, ['P', 'E']],
    ['Source', { Source: 'body' }, { Provider_Name: 'P', Provider_EventSourceName: 'E' }, ['body']],
    ['Provider', { Provider: 'userdata' }, { Provider_Name: 'P' }, ['userdata']],
    ['ComputerName', {}, { Computer: 'PC' }, ['PC']],
    ['Level', {}, { Level: '0' }, ['0', 'Information']],
    ['Level', {}, { Level: '1' }, ['1', 'Critical']],
    ['Level', {}, { Level: '2' }, ['2', 'Error']],
    ['Level', {}, { Level: '3' }, ['3', 'Warning']],
    ['Level', {}, { Level: '4' }, ['4', 'Information']],
    ['Level', {}, { Level: '9' }, ['9']],
    ['Keywords', {}, { Keywords: '0x8010000000000000' }, ['0x8010000000000000']],
    ['Keywords', {}, { Keywords: '0x80000000000000' }, ['0x80000000000000', '0x0080000000000000']],
    ['Channel', { Channel: 'Application' }, { Channel: 'System' }, ['Application']],
    ['LogonProcessName', { LogonProcessName: 'NtLmSsp ' }, {}, ['NtLmSsp ', 'NtLmSsp']],
    ['LogonProcessName', { LogonProcessName: ' Kerberos' }, {}, [' Kerberos']],
    ['CommandLine', { CommandLine: 'chcp ' }, {}, ['chcp ']],
    ['SubcategoryGuid', { SubcategoryGuid: `{${GUID}}` }, {}, [`{${GUID}}`, GUID]],
    ['SubcategoryGuid', { SubcategoryGuid: GUID }, {}, [GUID, `{${GUID}}`]],
    ['ProcessGuid', { ProcessGuid: `{${GUID}` }, {}, [`{${GUID}`]],
    ['ProcessGuid', { ProcessGuid: `{${GUID.replace('-', '_')}}` }, {}, [`{${GUID.replace('-', '_')}}`]],
    ['Correlation_ActivityID', {}, { Correlation_ActivityID: `{${GUID}}` }, [`{${GUID}}`, GUID]],
    ['imphash', { Hashes: HASHES }, {}, ['DD']],
    ['Imphash', { Hashes: HASHES }, {}, ['DD']],
    ['MD5', { Hash: HASHES }, {}, ['BB']],
    ['sha1', { Hashes: HASHES }, {}, ['AA']],
    ['sha256', { Hashes: HASHES }, {}, ['CC']],
    ['sha256', { Hashes: 'SHA1=AA' }, {}, undefined],
    ['md5', { md5: 'own' }, {}, ['own']],
    ['Hashes', { Hashes: HASHES }, {}, [HASHES]],
    ['Message', { a: '1', b: ['2', '3'] }, { Level: '4' }, ['1', '2', '3']],
    ['Data', { Data: ['1', '2'] }, {}, ['1', '2']],
    ['EventData', { Data: ['1', '2'] }, {}, ['1', '2']],
    ['Feature_Name', { 'Feature Name': 'x' }, {}, ['x']],
    ['Image', { Image: 'x' }, {}, ['x']],
    ['constructor', {}, {}, undefined],
  ])('%s of %j %j', (field, data, system, expected) => {
    expect(readField(WINDOWS_VIEW, field, data, system)).toEqual(expected)
  })
})

describe('Defender', () => {
  it.each<Row>([
    ['Signature', { 'Threat Name': 'T' }, {}, ['T']],
    ['ThreatName', { 'Threat Name': 'T' }, {}, ['T']],
    ['Filename', { Path: 'file:_C:\\a.exe' }, {}, ['file:_C:\\a.exe', 'C:\\a.exe']],
    [
      'Filename',
      { Path: 'containerfile:_C:\\a; b.zip; file:_C:\\a; b.zip->c' },
      {},
      ['containerfile:_C:\\a; b.zip; file:_C:\\a; b.zip->c', 'C:\\a', 'b.zip', 'C:\\a', 'b.zip->c'],
    ],
    ['Filename', { Path: 'C:\\a.exe' }, {}, ['C:\\a.exe', 'C:\\a.exe']],
    ['Filename', { Path: '' }, {}, ['', '']],
    ['Path', { Path: 'file:_C:\\a.exe' }, {}, ['file:_C:\\a.exe']],
    ['Action', { 'Action Name': 'Quarantine' }, {}, ['Quarantine']],
    ['SourceName', { 'Source Name': '%%818', 'Source ID': '3' }, {}, ['%%818', 'Real-Time Protection']],
    ['SourceName', { 'Source Name': '%%818', 'Source ID': '4' }, {}, ['%%818']],
    ['Source_Name', { 'Source Name': 'AMSI', 'Source ID': '10' }, {}, ['AMSI']],
  ])('antivirus: %s of %j', (field, data, system, expected) => {
    expect(readField(DEFENDER_ANTIVIRUS, field, data, system)).toEqual(expected)
  })

  it('keeps its own names for the service', () => {
    const data = { 'Threat Name': 'T', Path: 'p', 'Source Name': '%%818', 'Source ID': '3' }
    expect(readField(DEFENDER, 'Signature', data)).toBeUndefined()
    expect(readField(DEFENDER, 'Filename', data)).toBeUndefined()
    expect(readField(DEFENDER, 'SourceName', data)).toEqual(['%%818', 'Real-Time Protection'])
  })
})

describe('WMI subscriptions', () => {
  it('shows the cause as Destination, and no other name of Sysmon', () => {
    expect(readField(WMI_5861, 'Destination', { PossibleCause: 'Binding' })).toEqual(['Binding'])
    expect(readField(WMI_5861, 'Namespace', { Namespace: 'root' })).toEqual(['root'])
    for (const field of [
      'Consumer',
      'Filter',
      'Query',
      'Name',
      'Type',
      'EventNamespace',
      'EventType',
      'User',
    ])
      expect(WMI_5861.sourcesOf(field)).toEqual([])
  })
})

describe('Windows PowerShell', () => {
  const context = [
    '\tNewEngineState=Available',
    '\tPreviousEngineState=None',
    '',
    '\tSequenceNumber=13',
    '',
    '\tHostName=ConsoleHost',
    '\tHostVersion=5.1',
    '\tHostApplication=powershell -c "a',
    'b=c" ',
    '\tEngineVersion=5.1',
    '\tCommandLine=',
  ].join('\r\n')
  const read = (field: string, eventId: string, ...data: string[]): readonly string[] | undefined =>
    readField(POWERSHELL_CLASSIC, field, { Data: data }, { EventID: eventId, Provider_Name: 'PowerShell' })

  it.each([
    ['NewEngineState', ['Available']],
    ['SequenceNumber', ['13']],
    ['HostName', ['ConsoleHost']],
    ['hostname', ['ConsoleHost']],
    ['HostApplication', ['powershell -c "a\r\nb=c" ']],
    ['EngineVersion', ['5.1']],
    ['CommandLine', ['']],
    ['ScriptName', undefined],
    ['Data', ['Available', 'None', context]],
  ])('%s', (field, expected) => {
    for (const eventId of ['400', '403', '600'])
      expect(read(field, eventId, 'Available', 'None', context)).toEqual(expected)
  })

  it('looks into the second text of event 800', () => {
    expect(read('HostName', '800', 'HostName=forged', context, '\tHostName=forged')).toEqual(['ConsoleHost'])
    expect(read('HostName', '400', '\tHostName=forged', context)).toBeUndefined()
  })

  it('adds the key ProviderName to the name of the provider', () => {
    const data = ['Registry', 'Started', '\tProviderName=Registry\r\n\tNewProviderState=Started']
    expect(read('ProviderName', '600', ...data)).toEqual(['PowerShell', 'Registry'])
  })

  it('loses nothing when a command line forges key lines', () => {
    const forged =
      '\tHostName=A\r\n\tHostApplication=x\r\n\tHostName=B evil\r\n\tEngineVersion=5\r\n\tRunspaceId=r'
    expect(read('HostApplication', '400', '', '', forged)).toEqual([
      'x',
      'x\r\n\tHostName=B evil\r\n\tEngineVersion=5\r\n\tRunspaceId=r',
    ])
    expect(read('HostName', '400', '', '', forged)).toEqual([
      'A',
      'B evil',
      forged.slice('\tHostName='.length),
    ])
  })

  it('stops at more key lines than an event has, and still shows the rest', () => {
    const many = `\tHostName=${'a\n\tHostName='.repeat(10_000)}end`
    const values = read('HostName', '400', '', '', many)!
    expect(values).toHaveLength(65)
    expect(values.at(-1)).toBe(many.slice('\tHostName='.length))
  })
})
