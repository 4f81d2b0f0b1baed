/**
 * Hard cases of Sigma's semantics, rows 1 to 81, as data: a detection in YAML, events, and what is right.
 * `isRefused`: the rule must be refused when it is loaded.
 */
import { ValueType } from '../../src/event/value-type.ts'
import type { MadeValue } from '../support/made-event.ts'
import { value } from '../support/made-event.ts'

/** Text, null for present but empty, a typed value, or several values of a repeated name. */
export type CaseValue = string | null | MadeValue | readonly (string | null)[]
type CaseFields = Readonly<Record<string, CaseValue>>

/** Body fields; System fields only for rows about log sources. */
export interface CaseEvent {
  readonly fields: CaseFields
  readonly system?: CaseFields
  /** The body is UserData instead of EventData. */
  readonly userData?: boolean
}

export interface HardCase {
  readonly row: number
  /** The map under `detection`; `condition: s` is added when there is none. */
  readonly detection: string
  readonly logsource?: string
  readonly events?: readonly (readonly [event: CaseEvent, expected: boolean])[]
  readonly isRefused?: true
}

const item = (text: string): string => `s:\n  ${text}`
const on = (fields: CaseFields, expected: boolean): readonly [CaseEvent, boolean] => [{ fields }, expected]
const yes = (fields: CaseFields): readonly [CaseEvent, boolean] => on(fields, true)
const not = (fields: CaseFields): readonly [CaseEvent, boolean] => on(fields, false)
const refused = (row: number, detection: string): HardCase => ({ row, detection, isRefused: true })

const STRINGS: readonly HardCase[] = [
  { row: 1, detection: item("F: 'a*c'"), events: [not({ F: 'xabcx' })] },
  { row: 2, detection: item("F: 'a*c'"), events: [yes({ F: 'abc' })] },
  { row: 3, detection: item("F: 'a*c'"), events: [yes({ F: 'a\nb\nc' }), yes({ F: 'a\r\nb\r\nc' })] },
  { row: 4, detection: item("F: 'a?c'"), events: [not({ F: 'ac' }), yes({ F: 'abc' })] },
  {
    row: 5,
    detection: item("F: 'C:\\Windows\\*'"),
    events: [not({ F: 'C:\\Windows\\x' }), yes({ F: 'C:\\Windows*' })],
  },
  { row: 6, detection: item("F: 'C:\\Windows\\\\*'"), events: [yes({ F: 'C:\\Windows\\x' })] },
  { row: 7, detection: item("F: '\\\\srv\\x'"), events: [not({ F: '\\\\srv\\x' })] },
  { row: 7, detection: item("F: '\\\\\\\\srv\\x'"), events: [yes({ F: '\\\\srv\\x' })] },
  { row: 7, detection: item("F: '\\\\\\srv\\x'"), events: [yes({ F: '\\\\srv\\x' })] },
  {
    row: 8,
    detection: item("F|contains: 'copy \\\\?\\GLOBALROOT'"),
    events: [not({ F: 'copy \\\\?\\GLOBALROOT\\x' }), yes({ F: 'copy \\a\\GLOBALROOT\\x' })],
  },
  {
    row: 8,
    detection: item("F|contains: 'copy \\\\\\\\\\?\\GLOBALROOT'"),
    events: [yes({ F: 'copy \\\\?\\GLOBALROOT\\x' })],
  },
  { row: 9, detection: item("F|endswith: '\\'"), events: [yes({ F: 'C:\\x\\' }), not({ F: 'C:\\x' })] },
  {
    row: 10,
    detection: item("F|startswith: 'C:\\x\\'"),
    events: [yes({ F: 'C:\\x\\y' }), not({ F: 'C:\\x' })],
  },
  { row: 11, detection: item("F|contains: '\\*'"), events: [not({ F: 'a\\b' }), yes({ F: 'a*b' })] },
  {
    row: 12,
    detection: item("F|endswith: '\\\\Modules\\\\*\\.ps'"),
    events: [yes({ F: 'C:\\Modules\\abc\\.ps' })],
  },
  {
    row: 12,
    detection: item("F|endswith: '\\Modules\\*\\.ps'"),
    events: [not({ F: 'C:\\Modules\\abc\\.ps' })],
  },
  {
    row: 13,
    detection: item("F: '*'"),
    events: [yes({ F: '' }), yes({ F: null }), yes({ F: 'x' }), not({ G: 'x' })],
  },
  { row: 13, detection: item("F|contains: ''"), events: [yes({ F: '' }), not({ G: 'x' })] },
  { row: 13, detection: item("F: '?*'"), events: [not({ F: '' }), yes({ F: 'x' })] },
  {
    row: 14,
    detection: item("F|contains: 'ipconfig*|*find'"),
    events: [yes({ F: 'cmd /c IPCONFIG /all | find "x"' }), not({ F: 'ipconfig find' })],
  },
  { row: 15, detection: item("F|contains: 'a.c'"), events: [not({ F: 'abc' }), yes({ F: 'xA.Cx' })] },
  { row: 16, detection: item('F|startswith|endswith: b'), events: [yes({ F: 'abc' })] },
  {
    row: 17,
    detection: item("F|endswith: 'chcp '"),
    events: [yes({ F: 'cmd /c chcp ' }), not({ F: 'cmd /c chcp' })],
  },
  { row: 18, detection: item("F|contains: 'ПРИВЕТ'"), events: [yes({ F: 'скажи привет' })] },
  { row: 18, detection: item("F: 'ПРИВЕТ'"), events: [yes({ F: 'привет' })] },
  { row: 19, detection: item('F|contains|cased: Aa'), events: [not({ F: 'xaax' }), yes({ F: 'xAax' })] },
  { row: 19, detection: item('F|cased|contains: Aa'), events: [not({ F: 'xaax' }), yes({ F: 'xAax' })] },
  { row: 20, detection: item("F|cased: 'A*Z'"), events: [not({ F: 'abz' }), yes({ F: 'AbZ' })] },
]

const NUMBERS: readonly HardCase[] = [
  {
    row: 21,
    detection: item('F: 4688'),
    events: [yes({ F: '4688' }), yes({ F: value(ValueType.UInt32, '50 12 00 00') })],
  },
  {
    row: 21,
    detection: item("F: '4688'"),
    events: [yes({ F: value(ValueType.UInt16, '50 12') }), yes({ F: '4688' })],
  },
  {
    row: 22,
    detection: item('F: 10'),
    events: [not({ F: '0xa' }), not({ F: value(ValueType.HexInt32, '0a 00 00 00') })],
  },
  { row: 23, detection: item('F|gt: 9'), events: [yes({ F: '10' }), not({ F: '9' })] },
  { row: 24, detection: item('F|gte: -1'), events: [yes({ F: '-1' }), not({ F: '-2' })] },
  {
    row: 24,
    detection: item('F|gt: 1.5'),
    events: [yes({ F: '2' }), yes({ F: value(ValueType.Int8, '02') })],
  },
  { row: 25, detection: item('F|gt: 5'), events: [not({ F: '0x10' }), not({ F: 'abc' }), not({})] },
  {
    row: 25,
    detection: 's:\n  F|gt: 5\ncondition: not s',
    events: [yes({ F: '0x10' }), yes({ F: 'abc' }), yes({}), not({ F: '6' })],
  },
  refused(26, item("F|gt: '5'")),
  refused(26, item("F|exists: 'true'")),
  refused(26, item('F|contains: 12')),
  {
    row: 27,
    detection: item('F: true'),
    events: [yes({ F: 'True' }), yes({ F: value(ValueType.Boolean, '01 00 00 00') })],
  },
  {
    row: 28,
    detection: item('F: null'),
    events: [yes({}), yes({ F: '' }), yes({ F: null }), not({ F: '-' })],
  },
  { row: 29, detection: item("F: ''"), events: [yes({ F: '' }), yes({ F: null }), not({}), not({ F: '-' })] },
  { row: 30, detection: item('F|exists: true'), events: [yes({ F: '' }), yes({ F: null }), not({})] },
  { row: 30, detection: item('F|exists: false'), events: [not({ F: '' }), yes({})] },
  {
    row: 31,
    detection: 's:\n  F: x\nf:\n  G: y\ncondition: s and not f',
    events: [yes({ F: 'x' }), not({ F: 'x', G: 'y' })],
  },
  {
    row: 32,
    detection: 's:\n  F: x\nf:\n  G: null\ncondition: s and not f',
    events: [yes({ F: 'x', G: 'y' }), not({ F: 'x' })],
  },
  { row: 33, detection: item('F|neq: x'), events: [yes({}), yes({ F: '' }), not({ F: 'X' })] },
  { row: 34, detection: item('F|contains|neq: [a, b]'), events: [not({ F: 'zb' }), yes({ F: 'z' })] },
  { row: 35, detection: item('F|contains|all|neq: [a, b]'), events: [yes({ F: 'za' }), not({ F: 'ab' })] },
  { row: 36, detection: item('F|fieldref|neq: G'), events: [yes({ F: 'x' }), not({ F: 'x', G: 'X' })] },
]

const MODIFIERS: readonly HardCase[] = [
  { row: 37, detection: item('F|re: b'), events: [yes({ F: 'abc' })] },
  { row: 38, detection: item('F|re: abc'), events: [not({ F: 'ABC' })] },
  { row: 38, detection: item('F|re|i: abc'), events: [yes({ F: 'ABC' })] },
  {
    row: 39,
    detection: item("F|re: 'a.b'"),
    events: [not({ F: 'a\nb' }), yes({ F: 'a\rb' }), yes({ F: 'a\u2028b' })],
  },
  { row: 40, detection: item("F|re|all: ['a', 'b']"), events: [yes({ F: 'xbax' }), not({ F: 'xbx' })] },
  { row: 40, detection: item("F|re|i|m: '^a'"), events: [yes({ F: 'x\nA' })] },
  {
    row: 41,
    detection: item("F|re: 'C:\\\\Temp\\\\\\*'"),
    events: [yes({ F: 'C:\\Temp\\*' }), not({ F: 'C:\\Temp\\x' })],
  },
  refused(42, item('F|contains|re: x')),
  refused(42, item('F|cidr|contains: 10.0.0.0/8')),
  refused(42, item('F|i: x')),
  refused(42, item('F|foo: x')),
  { row: 43, detection: item("F|base64|contains: 'foo\\*'"), events: [yes({ F: 'Zm9vKg==' })] },
  { row: 44, detection: item('F|utf16|base64: ping'), events: [yes({ F: '//5wAGkAbgBnAA==' })] },
  {
    row: 45,
    detection: item('F|base64|contains: ping'),
    events: [not({ F: 'x cGluZw y' }), yes({ F: 'x cGluZw== y' })],
  },
  {
    row: 46,
    detection: item('F|base64offset|contains: foobar'),
    events: [yes({ F: 'eGZvb2Jhcng=' }), not({ F: 'eGZvb2Jh' })],
  },
  { row: 47, detection: item('F|base64offset|contains: foobar'), events: [yes({ F: 'ZM9VYMFY' })] },
  { row: 48, detection: item('F|base64offset|contains: éa'), events: [yes({ F: 'w6lh' })] },
  {
    row: 49,
    detection: item("F|contains|windash: ' -p '"),
    events: [yes({ F: 'C:\\my-tool.exe –p y' }), yes({ F: 'x /p y' }), not({ F: 'x +p y' })],
  },
  {
    row: 50,
    detection: item("F|contains|windash: ' -foo-bar'"),
    events: [yes({ F: 'x /foo-bar' }), not({ F: 'x /foo/bar' })],
  },
  {
    row: 51,
    detection: item("F|contains|windash: 'start/b'"),
    events: [not({ F: 'start-b' }), yes({ F: 'start/b' })],
  },
  {
    row: 52,
    detection: item("F|endswith|windash: ' -s'"),
    events: [yes({ F: 'x /s' }), not({ F: 'x /sy' })],
  },
  {
    row: 53,
    detection: item("F|contains|all|windash: [' -a', ' -b']"),
    events: [yes({ F: 'x /b ―a' }), not({ F: 'x /b' })],
  },
  {
    row: 54,
    detection: item("F|cidr: 'fe80::/10'"),
    events: [yes({ F: 'FE80:0:0:0:0:0:0:1' }), not({ F: '-' }), not({})],
  },
  refused(54, item('F|cidr: 10.0.0.1/8')),
  {
    row: 55,
    detection: item('F|cidr: 10.0.0.0/8'),
    events: [yes({ F: '::ffff:10.1.2.3' }), yes({ F: '10.1.2.3' })],
  },
  {
    row: 56,
    detection: item('F|fieldref: G'),
    events: [yes({ F: 'ABC', G: 'abc' }), not({ F: 'ABC', G: 'ab' })],
  },
  {
    row: 57,
    detection: item('F|fieldref|contains: G'),
    events: [not({ F: 'z100z', G: '1%0' }), not({ F: 'z100z', G: '1*0' }), yes({ F: 'z1%0z', G: '1%0' })],
  },
  refused(58, item("F|expand: '%x%'")),
  { row: 58, detection: item("F: '%x%'"), events: [yes({ F: '%X%' }), not({ F: 'x' })] },
]

const LISTS: readonly HardCase[] = [
  {
    row: 59,
    detection: 's:\n  - F: a\n    G: b\n  - H: c',
    events: [not({ F: 'a', H: 'x' }), yes({ F: 'a', G: 'b' }), yes({ H: 'c' })],
  },
  {
    row: 60,
    detection: 's:\n  F|contains|all: [a, b]\n  F|contains: [c, d]',
    events: [yes({ F: 'abd' }), not({ F: 'ab' }), not({ F: 'ad' })],
  },
  { row: 61, detection: item("F|all: ['*a*', '*b*']"), events: [yes({ F: 'ba' }), not({ F: 'a' })] },
  { row: 62, detection: item('Data|contains|all: [a, b]'), events: [yes({ Data: ['xax', 'xbx'] })] },
  { row: 62, detection: item('Data|neq: a'), events: [not({ Data: ['a', 'b'] }), yes({ Data: ['b', 'c'] })] },
  {
    row: 63,
    detection: 's:\n  - \' -Confirm "False"\'',
    events: [yes({ F: 'x -confirm "False" y' }), not({ F: '-Confirm' })],
  },
  { row: 63, detection: "s:\n  - 'C:\\perfc.dat'", events: [yes({ F: 'a', G: 'x C:\\perfc.dat y' })] },
  { row: 64, detection: 's:\n  - CommandLine', events: [not({ CommandLine: 'x' })] },
  {
    row: 65,
    detection: "s:\n  '|all': [a1, b1]",
    events: [yes({ F: 'a1', G: 'b1' }), yes({ F: 'xa1b1x' }), not({ F: 'a1' })],
  },
  {
    row: 66,
    detection: 's:\n  - foo\n  - F: bar',
    events: [yes({ G: 'xfoox' }), yes({ F: 'bar' }), not({ G: 'bar' })],
  },
  {
    row: 67,
    detection: 'a:\n  F: x\nb:\n  G: x\nc:\n  H: x\ncondition: a or b and c',
    events: [yes({ F: 'x' }), not({ G: 'x' }), yes({ G: 'x', H: 'x' })],
  },
  {
    row: 67,
    detection: 'a:\n  F: x\nb:\n  G: x\ncondition: not a and b',
    events: [yes({ G: 'x' }), not({}), not({ F: 'x', G: 'x' })],
  },
  {
    row: 68,
    detection: 'a:\n  F: x\n_b:\n  G: x\ncondition: all of them',
    events: [yes({ F: 'x' }), not({ G: 'x' })],
  },
  {
    row: 68,
    detection: 'a:\n  F: x\n_b:\n  G: x\ncondition: 1 of them',
    events: [not({ G: 'x' }), yes({ F: 'x' })],
  },
  {
    row: 69,
    detection: 'xa_1:\n  F: x\nxb_1:\n  G: x\nxb_2:\n  H: x\ncondition: 1 of x*_1',
    events: [yes({ G: 'x' }), yes({ F: 'x' }), not({ H: 'x' })],
  },
  refused(70, 's:\n  F: x\ncondition: s and not 1 of filter_*'),
  {
    row: 71,
    detection: 'notepad:\n  F: x\nandroid:\n  G: x\ncondition: notepad or android',
    events: [yes({ F: 'x' }), yes({ G: 'x' }), not({})],
  },
  { row: 71, detection: 'a:\n  F: x\ncondition: not not a', events: [yes({ F: 'x' }), not({})] },
  {
    row: 72,
    detection: 'a:\n  F: x\nb:\n  G: x\ncondition: [a, b]',
    events: [yes({ G: 'x' }), yes({ F: 'x' }), not({})],
  },
  {
    row: 73,
    detection: 'a:\n  F: x\ntimeframe: 5m\ncondition: all of them',
    events: [yes({ F: 'x' }), not({})],
  },
]

const CLEARED = ['Security', 'System', 'Windows PowerShell', 'Microsoft-Windows-Sysmon/Operational']
const eventlog104: CaseFields = {
  EventID: '104',
  Channel: 'System',
  Provider_Name: 'Microsoft-Windows-Eventlog',
}
const cleared = (channel: string): CaseEvent => ({
  system: eventlog104,
  fields: { Channel: channel },
  userData: true,
})

function builtin(channel: string, eventId: string, fields: CaseFields, system: CaseFields = {}): CaseEvent {
  return { system: { ...system, EventID: eventId, Channel: channel }, fields }
}

const SYSMON = 'Microsoft-Windows-Sysmon/Operational'
const windows = (key: string): string => `{product: windows, ${key}}`

const EVTX: readonly HardCase[] = [
  {
    row: 74,
    logsource: windows('service: security'),
    detection: 's:\n  EventID: 4624\n  LogonProcessName: NtLmSsp',
    events: [
      [builtin('Security', '4624', { LogonProcessName: 'NtLmSsp ' }), true],
      [builtin('Security', '4624', { LogonProcessName: 'NtLmSsp' }), true],
      [builtin('Security', '4624', { LogonProcessName: ' NtLmSsp' }), false],
    ],
  },
  {
    row: 75,
    logsource: windows('service: security'),
    detection: "s:\n  EventID: 4719\n  SubcategoryGuid: '{0CCE9217-69AE-11D9-BED3-505054503030}'",
    events: [
      [
        builtin('Security', '4719', {
          SubcategoryGuid: value(ValueType.Guid, '17 92 ce 0c ae 69 d9 11 be d3 50 50 54 50 30 30'),
        }),
        true,
      ],
      [
        builtin('Security', '4719', {
          SubcategoryGuid: value(ValueType.Guid, '18 92 ce 0c ae 69 d9 11 be d3 50 50 54 50 30 30'),
        }),
        false,
      ],
    ],
  },
  {
    row: 76,
    logsource: windows('service: system'),
    detection: `s:\n  EventID: 104\n  Channel: [${CLEARED.join(', ')}]`,
    events: [
      [cleared('Application'), false],
      [cleared('Security'), true],
    ],
  },
  {
    row: 76,
    logsource: windows('service: system'),
    detection: `s:\n  EventID: 104\nf:\n  Channel: [${CLEARED.join(', ')}]\ncondition: s and not f`,
    events: [
      [cleared('Application'), true],
      [cleared('Security'), false],
    ],
  },
  {
    row: 77,
    logsource: windows('service: windefend'),
    detection: 's:\n  ThreatName: x',
    events: [
      [builtin('Microsoft-Windows-Windows Defender/Operational', '1116', { 'Threat Name': 'x' }), true],
      [builtin('Microsoft-Windows-Windows Defender/Operational', '1116', { 'Threat Name': 'y' }), false],
    ],
  },
  {
    row: 78,
    logsource: windows('category: registry_delete'),
    detection: "s:\n  TargetObject|contains: 'x'",
    events: [
      [builtin(SYSMON, '12', { EventType: 'CreateKey', TargetObject: 'x' }), false],
      [builtin(SYSMON, '12', { EventType: 'DeleteKey', TargetObject: 'x' }), true],
      [builtin(SYSMON, '12', { EventType: 'DeleteValue', TargetObject: 'x' }), true],
    ],
  },
  {
    row: 79,
    logsource: windows('service: security'),
    detection: 's:\n  EventID: 1102',
    events: [
      [builtin('Security', '1102', {}, { Provider_Name: 'Microsoft-Windows-Eventlog' }), true],
      [builtin('System', '1102', {}, { Provider_Name: 'Microsoft-Windows-Eventlog' }), false],
    ],
  },
  {
    row: 80,
    logsource: windows('category: process_creation'),
    detection: 's:\n  ProcessId: 0',
    events: [[builtin('Security', '4688', { NewProcessId: '0x1fc', ProcessId: '0x0' }), false]],
  },
  {
    row: 80,
    logsource: windows('category: process_creation'),
    detection: 's:\n  ProcessId: 508\n  ParentProcessId: 0',
    events: [[builtin('Security', '4688', { NewProcessId: '0x1fc', ProcessId: '0x0' }), true]],
  },
  {
    row: 81,
    logsource: windows('category: registry_set'),
    detection: "s:\n  Details: 'DWORD (0x00000001)'",
    events: [
      [
        builtin('Security', '4657', {
          ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\x',
          ObjectValueName: 'y',
          OperationType: '%%1905',
          NewValueType: '%%1876',
          NewValue: '1',
        }),
        true,
      ],
      [builtin(SYSMON, '13', { EventType: 'SetValue', Details: 'DWORD (0x00000001)' }), true],
      [builtin(SYSMON, '13', { EventType: 'SetValue', Details: 'DWORD (0x00000002)' }), false],
    ],
  },
]

export const HARD_CASES: readonly HardCase[] = [...STRINGS, ...NUMBERS, ...MODIFIERS, ...LISTS, ...EVTX]
