import { describe, expect, it } from 'vitest'
import { SECURITY_4657 } from '../../src/mapping/views/security-4657.ts'
import { SECURITY_4688 } from '../../src/mapping/views/security-4688.ts'
import { SECURITY_5156 } from '../../src/mapping/views/security-5156.ts'
import type { Body } from './support.ts'
import { readField } from './support.ts'

const SUBJECT = {
  SubjectUserSid: 'S-1-5-21-1-2-3-1001',
  SubjectUserName: 'alice',
  SubjectDomainName: 'CORP',
  SubjectLogonId: '0x1a2b',
}
const NO_TARGET = {
  TargetUserSid: 'S-1-0-0',
  TargetUserName: '-',
  TargetDomainName: '-',
  TargetLogonId: '0x0',
}
const SYSTEM_SUBJECT = {
  SubjectUserSid: 'S-1-5-18',
  SubjectUserName: 'PC01$',
  SubjectDomainName: 'CORP',
  SubjectLogonId: '0x3e7',
}

type Row = readonly [field: string, data: Body, expected: readonly string[] | undefined]

describe('process creation in the Security log', () => {
  it.each<Row>([
    ['Image', { NewProcessName: 'C:\\a.exe' }, ['C:\\a.exe']],
    ['Image', { Image: 'C:\\other.exe' }, undefined],
    ['ParentImage', { ParentProcessName: 'C:\\p.exe' }, ['C:\\p.exe']],
    ['ParentImage', {}, undefined],
    ['CommandLine', { CommandLine: '' }, ['']],
    ['ProcessId', { NewProcessId: '0x1fc', ProcessId: '0x0' }, ['508']],
    ['processid', { NewProcessId: '0x1fc', ProcessId: '0x0' }, ['508']],
    ['ProcessId', { ProcessId: '0x0' }, undefined],
    ['ParentProcessId', { NewProcessId: '0x1fc', ProcessId: '0x278' }, ['632']],
    ['NewProcessId', { NewProcessId: '0x1fc' }, ['0x1fc']],
    ['TokenElevationType', { TokenElevationType: '%%1937' }, ['%%1937']],
    ['LogonId', { ...SUBJECT, ...NO_TARGET }, ['0x1a2b']],
    ['LogonId', { ...SUBJECT, TargetLogonId: '0x99' }, ['0x99']],
    ['LogonId', SUBJECT, ['0x1a2b']],
    ['LogonId', {}, undefined],
    ['IntegrityLevel', { MandatoryLabel: 'S-1-16-12288' }, ['S-1-16-12288', 'High']],
    ['IntegrityLevel', { MandatoryLabel: 'S-1-16-12289' }, ['S-1-16-12289']],
    ['IntegrityLevel', {}, undefined],
  ])('%s of %j', (field, data, expected) => {
    expect(readField(SECURITY_4688, field, data)).toEqual(expected)
  })

  it.each([
    ['S-1-16-0', 'Untrusted'],
    ['S-1-16-4096', 'Low'],
    ['S-1-16-8192', 'Medium'],
    ['S-1-16-8448', 'MediumPlus'],
    ['S-1-16-12288', 'High'],
    ['S-1-16-16384', 'System'],
    ['S-1-16-20480', 'Protected'],
  ])('integrity level %s is %s', (sid, name) => {
    expect(readField(SECURITY_4688, 'IntegrityLevel', { MandatoryLabel: sid })).toEqual([sid, name])
  })

  it.each<readonly [data: Body, user: readonly string[] | undefined, parent: readonly string[] | undefined]>([
    [SUBJECT, ['CORP\\alice'], undefined],
    [{ ...SUBJECT, ...NO_TARGET }, ['CORP\\alice'], undefined],
    [SYSTEM_SUBJECT, ['NT AUTHORITY\\SYSTEM'], undefined],
    [{ ...SYSTEM_SUBJECT, SubjectUserSid: 's-1-5-19' }, ['NT AUTHORITY\\LOCAL SERVICE'], undefined],
    [{ ...SYSTEM_SUBJECT, SubjectUserSid: 'S-1-5-20' }, ['NT AUTHORITY\\NETWORK SERVICE'], undefined],
    [{ ...SYSTEM_SUBJECT, SubjectUserSid: 'S-1-5-180' }, ['CORP\\PC01$'], undefined],
    [
      { ...SYSTEM_SUBJECT, ...NO_TARGET, TargetUserName: 'bob', TargetDomainName: 'CORP' },
      ['CORP\\bob'],
      ['NT AUTHORITY\\SYSTEM'],
    ],
    // The SID may be null where the name is not; the logon id then tells the service accounts.
    [
      { ...SUBJECT, ...NO_TARGET, TargetUserName: 'PC01$', TargetDomainName: 'CORP', TargetLogonId: '0x3e4' },
      ['NT AUTHORITY\\NETWORK SERVICE'],
      ['CORP\\alice'],
    ],
    [{ ...SUBJECT, SubjectDomainName: '-' }, ['alice'], undefined],
    [{ ...SUBJECT, SubjectUserName: '-' }, undefined, undefined],
    [{}, undefined, undefined],
  ])('accounts of %j', (data, user, parent) => {
    expect(readField(SECURITY_4688, 'User', data)).toEqual(user)
    expect(readField(SECURITY_4688, 'ParentUser', data)).toEqual(parent)
  })

  it.each([
    ...['OriginalFileName', 'Hashes', 'Description', 'Product', 'Company', 'FileVersion', 'imphash'],
    ...['CurrentDirectory', 'ParentCommandLine', 'ProcessGuid', 'ParentProcessGuid', 'LogonGuid'],
    ...['TerminalSessionId', 'UtcTime', 'RuleName', 'originalfilename', 'GrandParentImage'],
  ])('%s cannot exist', (field) => {
    expect(SECURITY_4688.sourcesOf(field)).toEqual([])
    expect(readField(SECURITY_4688, field, { [field]: 'forged' })).toBeUndefined()
  })
})

describe('registry changes in the Security log', () => {
  const run = '\\REGISTRY\\MACHINE\\SOFTWARE\\Run'

  it.each<Row>([
    ['TargetObject', { ObjectName: run, ObjectValueName: 'x' }, ['HKLM\\SOFTWARE\\Run\\x']],
    ['TargetObject', { ObjectName: run.toLowerCase(), ObjectValueName: 'x' }, ['HKLM\\software\\run\\x']],
    ['TargetObject', { ObjectName: run }, ['HKLM\\SOFTWARE\\Run']],
    ['TargetObject', { ObjectName: run, ObjectValueName: '' }, ['HKLM\\SOFTWARE\\Run\\(Default)']],
    [
      'TargetObject',
      { ObjectName: run, ObjectValueName: '-' },
      ['HKLM\\SOFTWARE\\Run\\(Default)', 'HKLM\\SOFTWARE\\Run\\-'],
    ],
    [
      'TargetObject',
      { ObjectName: '\\REGISTRY\\USER\\S-1-5-18\\X', ObjectValueName: 'v' },
      ['HKU\\S-1-5-18\\X\\v'],
    ],
    [
      'TargetObject',
      { ObjectName: '\\REGISTRY\\MACHINES', ObjectValueName: 'v' },
      ['\\REGISTRY\\MACHINES\\v'],
    ],
    ['TargetObject', { ObjectName: '\\REGISTRY\\A\\{1}', ObjectValueName: 'v' }, ['\\REGISTRY\\A\\{1}\\v']],
    [
      'TargetObject',
      { ObjectName: '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\a', ObjectValueName: 'ImagePath' },
      [
        'HKLM\\SYSTEM\\ControlSet001\\Services\\a\\ImagePath',
        'HKLM\\SYSTEM\\CurrentControlSet\\Services\\a\\ImagePath',
      ],
    ],
    [
      'TargetObject',
      { ObjectName: '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet0010\\a', ObjectValueName: 'v' },
      ['HKLM\\SYSTEM\\ControlSet0010\\a\\v'],
    ],
    [
      'TargetObject',
      { ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\Classes\\.txt', ObjectValueName: 'v' },
      ['HKLM\\SOFTWARE\\Classes\\.txt\\v', 'HKCR\\.txt\\v'],
    ],
    [
      'TargetObject',
      { ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\ClassesX', ObjectValueName: 'v' },
      ['HKLM\\SOFTWARE\\ClassesX\\v'],
    ],
    ['TargetObject', { ObjectValueName: 'x' }, undefined],
    ['Details', { NewValue: 'C:\\a.exe', NewValueType: '%%1873' }, ['C:\\a.exe']],
    ['Details', { NewValue: '%TEMP%', NewValueType: '%%1874' }, ['%TEMP%']],
    ['Details', { NewValue: '', NewValueType: '%%1873' }, ['(Empty)']],
    ['Details', { NewValue: '-', NewValueType: '%%1873' }, ['-', '(Empty)']],
    ['Details', { NewValue: '1', NewValueType: '%%1876' }, ['DWORD (0x00000001)']],
    ['Details', { NewValue: '0xAB', NewValueType: '%%1876' }, ['DWORD (0x000000ab)']],
    ['Details', { NewValue: '4294967295', NewValueType: 'REG_DWORD' }, ['DWORD (0xffffffff)']],
    ['Details', { NewValue: '4294967296', NewValueType: '%%1876' }, ['4294967296']],
    ['Details', { NewValue: '-1', NewValueType: '%%1876' }, ['-1']],
    ['Details', { NewValue: '4294967297', NewValueType: '%%1883' }, ['QWORD (0x00000001-0x00000001)']],
    [
      'Details',
      { NewValue: '18446744073709551615', NewValueType: '%%1883' },
      ['QWORD (0xffffffff-0xffffffff)'],
    ],
    ['Details', { NewValue: '18446744073709551616', NewValueType: '%%1883' }, ['18446744073709551616']],
    ['Details', { NewValue: '4D5A', NewValueType: '%%1875' }, ['Binary Data']],
    ['Details', { NewValue: 'x', NewValueType: '%%1872' }, ['x']],
    ['Details', { NewValue: '-', NewValueType: '-' }, undefined],
    ['Details', { NewValue: 'x' }, ['x']],
    ['Details', {}, undefined],
    ['EventType', { OperationType: '%%1904' }, ['SetValue']],
    ['EventType', { OperationType: '%%1905' }, ['SetValue']],
    ['EventType', { OperationType: '%%1906' }, ['DeleteValue']],
    ['EventType', { OperationType: '%%1907' }, undefined],
    ['Image', { ProcessName: 'C:\\reg.exe' }, ['C:\\reg.exe']],
    ['ProcessId', { ProcessId: '0x278' }, ['632']],
    ['User', SYSTEM_SUBJECT, ['NT AUTHORITY\\SYSTEM']],
    ['User', SUBJECT, ['CORP\\alice']],
    ['ObjectName', { ObjectName: run }, [run]],
    ['NewName', { NewName: 'forged' }, undefined],
  ])('%s of %j', (field, data, expected) => {
    expect(readField(SECURITY_4657, field, data)).toEqual(expected)
  })
})

describe('network connections in the Security log', () => {
  const device = '\\device\\harddiskvolume1\\windows\\system32\\svchost.exe'

  it.each<Row>([
    ['Image', { Application: device }, [device, 'C:\\windows\\system32\\svchost.exe']],
    [
      'Image',
      { Application: '\\Device\\HarddiskVolume12\\a.exe' },
      ['\\Device\\HarddiskVolume12\\a.exe', 'C:\\a.exe'],
    ],
    ['Image', { Application: 'System' }, ['System']],
    ['Image', { Application: '\\device\\harddiskvolume\\a.exe' }, ['\\device\\harddiskvolume\\a.exe']],
    ['Image', { Application: '\\device\\harddiskvolume1' }, ['\\device\\harddiskvolume1']],
    ['Image', { Application: '\\device\\mup\\a\\b.exe' }, ['\\device\\mup\\a\\b.exe']],
    ['Initiated', { Direction: '%%14593' }, ['true']],
    ['Initiated', { Direction: '%%14592' }, ['false']],
    ['Initiated', { Direction: '%%1' }, undefined],
    ['Protocol', { Protocol: '6' }, ['6', 'tcp']],
    ['Protocol', { Protocol: '17' }, ['17', 'udp']],
    ['Protocol', { Protocol: '1' }, ['1', 'icmp']],
    ['Protocol', { Protocol: '58' }, ['58']],
    ['SourceIp', { SourceAddress: '10.0.0.1' }, ['10.0.0.1']],
    ['SourcePort', { SourcePort: '49263' }, ['49263']],
    ['DestinationIp', { DestAddress: 'ff02::1:2' }, ['ff02::1:2']],
    ['DestinationPort', { DestPort: '88' }, ['88']],
    ['SourceIsIpv6', { SourceAddress: '10.0.0.1' }, ['false']],
    ['DestinationIsIpv6', { DestAddress: 'ff02::1:2' }, ['true']],
    ['DestinationIsIpv6', {}, undefined],
    ['ProcessId', { ProcessID: '820' }, ['820']],
    ['User', { User: 'forged' }, undefined],
    ['DestinationHostname', {}, undefined],
    ['LayerName', { LayerName: '%%14611' }, ['%%14611']],
  ])('%s of %j', (field, data, expected) => {
    expect(readField(SECURITY_5156, field, data)).toEqual(expected)
  })

  it.each([
    ...['User', 'DestinationHostname', 'SourceHostname', 'ProcessGuid', 'CommandLine', 'ParentImage'],
  ])('%s cannot exist', (field) => {
    expect(SECURITY_5156.sourcesOf(field)).toEqual([])
  })
})
