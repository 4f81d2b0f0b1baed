import { describe, expect, it } from 'vitest'
import { canonicalChannel } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { logsource, targetsOf } from './support.ts'

const SYSMON = 'Microsoft-Windows-Sysmon/Operational'
const POWERSHELL = ['Microsoft-Windows-PowerShell/Operational', 'PowerShellCore/Operational']
const CLASSIC = 'Windows PowerShell'
const DEFENDER = 'Microsoft-Windows-Windows Defender/Operational'

type Row = readonly [
  channels: string | readonly string[],
  ids: readonly number[],
  view: string,
  test?: string,
]

/** sigma-logsource-mapping §2, row by row, with the names that mean the same. */
const CATEGORIES: Readonly<Record<string, readonly Row[]>> = {
  process_creation: [
    [SYSMON, [1], 'windows'],
    ['Security', [4688], 'security-4688'],
  ],
  file_change: [[SYSMON, [2], 'windows']],
  network_connection: [
    [SYSMON, [3], 'windows'],
    ['Security', [5156], 'security-5156'],
  ],
  sysmon_status: [[SYSMON, [4, 16], 'windows']],
  process_termination: [[SYSMON, [5], 'windows']],
  driver_load: [[SYSMON, [6], 'windows']],
  image_load: [[SYSMON, [7], 'windows']],
  create_remote_thread: [[SYSMON, [8], 'windows']],
  raw_access_thread: [[SYSMON, [9], 'windows']],
  raw_access_read: [[SYSMON, [9], 'windows']],
  process_access: [[SYSMON, [10], 'windows']],
  file_event: [[SYSMON, [11], 'windows']],
  file_create: [[SYSMON, [11], 'windows']],
  registry_add: [[SYSMON, [12], 'windows', 'EventType=CreateKey']],
  registry_delete: [
    [SYSMON, [12], 'windows', 'EventType=DeleteKey,DeleteValue'],
    ['Security', [4657], 'security-4657', 'OperationType=%%1906'],
  ],
  registry_set: [
    [SYSMON, [13], 'windows'],
    ['Security', [4657], 'security-4657', 'OperationType=%%1904,%%1905'],
  ],
  registry_rename: [[SYSMON, [14], 'windows']],
  registry_event: [
    [SYSMON, [12, 13, 14], 'windows'],
    ['Security', [4657], 'security-4657', 'OperationType=%%1904,%%1905,%%1906'],
  ],
  create_stream_hash: [[SYSMON, [15], 'windows']],
  pipe_created: [[SYSMON, [17, 18], 'windows']],
  wmi_event: [
    [SYSMON, [19, 20, 21], 'windows'],
    ['Microsoft-Windows-WMI-Activity/Operational', [5861], 'wmi-5861'],
  ],
  dns_query: [[SYSMON, [22], 'windows']],
  file_delete: [
    [SYSMON, [23], 'windows'],
    [SYSMON, [26], 'windows'],
  ],
  clipboard_capture: [[SYSMON, [24], 'windows']],
  clipboard_change: [[SYSMON, [24], 'windows']],
  process_tampering: [[SYSMON, [25], 'windows']],
  file_delete_detected: [[SYSMON, [26], 'windows']],
  file_block_executable: [[SYSMON, [27], 'windows']],
  file_block: [[SYSMON, [27], 'windows']],
  file_block_shredding: [[SYSMON, [28], 'windows']],
  file_executable_detected: [[SYSMON, [29], 'windows']],
  sysmon_error: [[SYSMON, [255], 'windows']],
  ps_module: [[POWERSHELL, [4103], 'windows']],
  ps_script: [[POWERSHELL, [4104], 'windows']],
  ps_classic_start: [[CLASSIC, [400], 'powershell-classic']],
  ps_classic_provider_start: [[CLASSIC, [600], 'powershell-classic']],
  ps_classic_script: [[CLASSIC, [800], 'powershell-classic']],
  antivirus: [
    [
      DEFENDER,
      [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116],
      'defender-antivirus',
    ],
  ],
}

const mapping = createBuiltinMapping()

function summarize(category: string, options = {}): readonly Row[] {
  return targetsOf(createBuiltinMapping(options), logsource(category)).map((target) => [
    (target.channels ?? []).map(({ key, isPrefix }) => `${key}${isPrefix ? '*' : ''}`),
    target.eventIds ?? [],
    target.view.id,
    target.conditions.map(({ field, values }) => `${field}=${values.join(',')}`).join(';'),
  ])
}

function canonical(row: Row): Row {
  return [[row[0]].flat().map(canonicalChannel), row[1], row[2], row[3] ?? '']
}

describe('categories of the built-in mapping', () => {
  it.each(Object.entries(CATEGORIES))('%s', (category, rows) => {
    expect(summarize(category)).toEqual(rows.map(canonical))
  })

  it('is told by options where sources decide differently', () => {
    expect(summarize('file_delete', { fileDelete26: false }).map((row) => row[1])).toEqual([[23]])
    expect(summarize('registry_add', { registryAdd4657: true }).at(-1)).toEqual([
      ['security'],
      [4657],
      'security-4657',
      'OperationType=%%1904',
    ])
    expect(createBuiltinMapping().name).toBe('builtin')
    expect(createBuiltinMapping({ fileDelete26: false }).name).toBe('builtin fileDelete26=false')
  })

  it('gives equal log sources the same targets, and equal views the same object', () => {
    const [sysmon, security] = targetsOf(mapping, logsource('process_creation'))
    expect(targetsOf(mapping, logsource('process_creation'))[0]).toBe(sysmon)
    expect(targetsOf(createBuiltinMapping(), logsource('process_creation'))[1]!.view).toBe(security!.view)
    expect(targetsOf(mapping, logsource('image_load'))[0]!.view).toBe(sysmon!.view)
    expect(targetsOf(mapping, logsource(undefined, 'sysmon'))[0]!.view).toBe(sysmon!.view)
  })

  it('names targets for people', () => {
    const ids = ['process_creation', 'registry_event', 'antivirus', 'sysmon_status'].map((category) =>
      targetsOf(mapping, logsource(category)).map(({ id }) => id),
    )
    expect(ids).toEqual([
      ['sysmon:1', 'security:4688'],
      ['sysmon:12-14', 'security:4657'],
      ['windefend:1006-1012,1017-1019,1115,1116'],
      ['sysmon:4,16'],
    ])
  })
})
