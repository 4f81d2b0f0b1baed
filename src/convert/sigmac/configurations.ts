/**
 * Sigmac's configurations for PowerShell, Splunk and LogPoint, and which one a back end of a dialect has.
 */
import type { BackendName, Dialect } from '../conversion.ts'
import type { ByEventId, Configuration, SourceCondition } from './configuration.ts'
import { APPLOCKER, WINLOGBEAT_PAGES, WINLOGBEAT_SEED } from './winlogbeat.ts'

const MW = 'Microsoft-Windows-'

/** Logs by service; those with `asIs` stand without a prefix in Splunk. */
const LOGS: readonly {
  readonly service: string
  readonly log: string
  readonly category?: string
  readonly asIs?: true
}[] = [
  { service: 'application', log: 'Application' },
  { service: 'security', log: 'Security' },
  { service: 'system', log: 'System' },
  { service: 'sysmon', log: `${MW}Sysmon/Operational` },
  { service: 'powershell', log: `${MW}PowerShell/Operational` },
  { service: 'powershell-classic', log: 'Windows PowerShell', asIs: true },
  { service: 'taskscheduler', log: `${MW}TaskScheduler/Operational` },
  { service: 'wmi', log: `${MW}WMI-Activity/Operational` },
  { service: 'dns-server', category: 'dns', log: 'DNS Server', asIs: true },
  { service: 'dns-server-audit', log: `${MW}DNS-Server/Audit`, asIs: true },
  { service: 'driver-framework', log: `${MW}DriverFrameworks-UserMode/Operational`, asIs: true },
  { service: 'ntlm', log: `${MW}NTLM/Operational`, asIs: true },
  { service: 'dhcp', log: `${MW}DHCP-Server/Operational`, asIs: true },
]

function logs(field: string, prefix: string): readonly SourceCondition[] {
  return LOGS.map(({ service, category, log, asIs }) => ({
    service,
    ...(category === undefined ? {} : { category }),
    field,
    value: asIs === true ? log : prefix + log,
  }))
}

const POWERSHELL_PAGES: Configuration = { sources: logs('LogName', ''), fields: new Map() }

const POWERSHELL_SEED: Configuration = {
  sources: [
    ...POWERSHELL_PAGES.sources,
    { service: 'windefend', field: 'LogName', value: `${MW}Windows Defender/Operational` },
    { service: 'applocker', field: 'LogName', value: APPLOCKER },
  ],
  fields: new Map(),
}

const SPLUNK_PAGES: Configuration = {
  sources: logs('source', 'WinEventLog:'),
  fields: new Map([['EventID', 'EventCode']]),
}

const SPLUNK_SEED: Configuration = {
  ...SPLUNK_PAGES,
  sources: [...SPLUNK_PAGES.sources, { service: 'applocker', field: 'source', value: APPLOCKER }],
}

const EVERY_USER = ['caller_user', 'target_user', 'user', 'member']

function byEventId(rows: readonly (readonly [ids: string, names: readonly string[]])[]): ByEventId {
  return {
    byEventId: new Map(rows.flatMap(([ids, names]) => ids.split(' ').map((id) => [id, names] as const))),
    otherwise: EVERY_USER,
  }
}

const ACCOUNT = byEventId([
  [
    '4611 4634 4662 4672 4688 4719 4731 4735 4737 4755 4768 4769 4770 4771 4774 4776 4904 4905 5061 5136 5137',
    ['user'],
  ],
  ['4624 4625 4648 4720 4722 4723 4724 4738 4740 4742 4767 4781', ['target_user', 'caller_user']],
  ['4728 4729 4732 4756 4757', ['user', 'member']],
])

const SECURITY_AUDITING = 'Microsoft-Windows-Security-Auditing'

function logpoint(field: string, more: readonly SourceCondition[]): Configuration {
  return {
    sources: [
      { service: 'security', field: 'event_source', value: SECURITY_AUDITING },
      { service: 'system', field: 'event_source', value: SECURITY_AUDITING },
      { service: 'dns-server', field: 'event_source', value: 'DNS Server' },
      { service: 'driver-framework', field, value: `${MW}DriverFrameworks-UserMode/Operational` },
      { service: 'dhcp', field, value: `${MW}DHCP-Server/Operational` },
      ...more,
    ],
    fields: new Map<string, string | ByEventId>([
      ['EventID', 'event_id'],
      ['FailureCode', 'result_code'],
      ['GroupName', 'group_name'],
      ['GroupSid', 'group_sid'],
      ['KeyLength', 'key_length'],
      ['LogonProcessName', 'logon_process'],
      ['LogonType', 'logon_type'],
      ['ServiceName', 'service'],
      ['SubjectAccountName', ACCOUNT],
      ['TicketOptions', 'ticket_options'],
      ['TicketEnctyption', 'ticket_encryption'],
      ['Type', 'event_type'],
      ['UserName', byEventId([])],
      ['SourceWorkstation', 'workstation'],
    ]),
  }
}

const NOTHING: Configuration = { sources: [], fields: new Map() }

type SigmacBackend = Exclude<BackendName, 'sqlite'>

const PAGES: Readonly<Record<SigmacBackend, Configuration>> = {
  powershell: POWERSHELL_PAGES,
  'es-qs': WINLOGBEAT_PAGES,
  'xpack-watcher': WINLOGBEAT_PAGES,
  graylog: NOTHING,
  splunk: SPLUNK_PAGES,
  logpoint: logpoint('source', []),
  grep: NOTHING,
}

const SEED: Readonly<Record<SigmacBackend, Configuration>> = {
  powershell: POWERSHELL_SEED,
  'es-qs': WINLOGBEAT_SEED,
  'xpack-watcher': WINLOGBEAT_SEED,
  graylog: NOTHING,
  splunk: SPLUNK_SEED,
  logpoint: logpoint('event_source', [
    { service: 'ntlm', field: 'event_source', value: `${MW}NTLM/Operational` },
    { service: 'applocker', field: 'event_source', value: APPLOCKER },
  ]),
  grep: NOTHING,
}

export function configurationOf(backend: SigmacBackend, dialect: Exclude<Dialect, 'default'>): Configuration {
  return (dialect === 'sigmac-pages' ? PAGES : SEED)[backend]
}
