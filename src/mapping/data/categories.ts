/**
 * What `category:` means on Windows: the events of each category and the view they are read through
 * (sigma-logsource-mapping §2, §4). A category without an entry is unknown.
 */
import type { FieldView } from '../mapping.ts'
import { DEFENDER_ANTIVIRUS } from '../views/defender.ts'
import { SECURITY_4657, VALUE_CREATED, VALUE_DELETED, VALUE_MODIFIED } from '../views/security-4657.ts'
import { SECURITY_4688 } from '../views/security-4688.ts'
import { SECURITY_5156 } from '../views/security-5156.ts'
import { WMI_5861 } from '../views/wmi-5861.ts'

/** Choices that sources decide differently. */
export interface BuiltinOptions {
  /** `file_delete` also takes Sysmon 26, a deletion that was not archived (default: yes). */
  readonly fileDelete26: boolean
  /** `registry_add` also takes Security 4657, which logs new values and no new keys (default: no). */
  readonly registryAdd4657: boolean
}

/** Events of one service. */
export interface CategoryEvents {
  readonly service: string
  readonly eventIds: readonly number[]
  /** A field of the event that must equal one of the values. */
  readonly where?: { readonly field: string; readonly values: readonly string[] }
  /** Where it is not the service's view. */
  readonly view?: FieldView
  /** Only with this option. */
  readonly option?: keyof BuiltinOptions
}

interface Category {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly events: readonly CategoryEvents[]
}

const sysmon = (...eventIds: readonly number[]): CategoryEvents => ({ service: 'sysmon', eventIds })

const sysmonRegistry = (...eventTypes: readonly string[]): CategoryEvents => ({
  service: 'sysmon',
  eventIds: [12],
  where: { field: 'EventType', values: eventTypes },
})

const audit4657 = (...operations: readonly string[]): CategoryEvents => ({
  service: 'security',
  eventIds: [4657],
  where: { field: 'OperationType', values: operations },
  view: SECURITY_4657,
})

const powershell = (eventId: number): CategoryEvents => ({ service: 'powershell', eventIds: [eventId] })

const powershellClassic = (eventId: number): CategoryEvents => ({
  service: 'powershell-classic',
  eventIds: [eventId],
})

export const CATEGORIES: readonly Category[] = [
  {
    name: 'process_creation',
    events: [sysmon(1), { service: 'security', eventIds: [4688], view: SECURITY_4688 }],
  },
  { name: 'file_change', events: [sysmon(2)] },
  {
    name: 'network_connection',
    events: [sysmon(3), { service: 'security', eventIds: [5156], view: SECURITY_5156 }],
  },
  { name: 'sysmon_status', events: [sysmon(4, 16)] },
  { name: 'process_termination', events: [sysmon(5)] },
  { name: 'driver_load', events: [sysmon(6)] },
  { name: 'image_load', events: [sysmon(7)] },
  { name: 'create_remote_thread', events: [sysmon(8)] },
  { name: 'raw_access_thread', aliases: ['raw_access_read'], events: [sysmon(9)] },
  { name: 'process_access', events: [sysmon(10)] },
  { name: 'file_event', aliases: ['file_create'], events: [sysmon(11)] },
  {
    name: 'registry_add',
    events: [sysmonRegistry('CreateKey'), { ...audit4657(VALUE_CREATED), option: 'registryAdd4657' }],
  },
  {
    name: 'registry_delete',
    events: [sysmonRegistry('DeleteKey', 'DeleteValue'), audit4657(VALUE_DELETED)],
  },
  { name: 'registry_set', events: [sysmon(13), audit4657(VALUE_CREATED, VALUE_MODIFIED)] },
  { name: 'registry_rename', events: [sysmon(14)] },
  {
    name: 'registry_event',
    events: [sysmon(12, 13, 14), audit4657(VALUE_CREATED, VALUE_MODIFIED, VALUE_DELETED)],
  },
  { name: 'create_stream_hash', events: [sysmon(15)] },
  { name: 'pipe_created', events: [sysmon(17, 18)] },
  {
    name: 'wmi_event',
    events: [sysmon(19, 20, 21), { service: 'wmi', eventIds: [5861], view: WMI_5861 }],
  },
  { name: 'dns_query', events: [sysmon(22)] },
  { name: 'file_delete', events: [sysmon(23), { ...sysmon(26), option: 'fileDelete26' }] },
  { name: 'clipboard_capture', aliases: ['clipboard_change'], events: [sysmon(24)] },
  { name: 'process_tampering', events: [sysmon(25)] },
  { name: 'file_delete_detected', events: [sysmon(26)] },
  { name: 'file_block_executable', aliases: ['file_block'], events: [sysmon(27)] },
  { name: 'file_block_shredding', events: [sysmon(28)] },
  { name: 'file_executable_detected', events: [sysmon(29)] },
  { name: 'sysmon_error', events: [sysmon(255)] },
  { name: 'ps_module', events: [powershell(4103)] },
  { name: 'ps_script', events: [powershell(4104)] },
  { name: 'ps_classic_start', events: [powershellClassic(400)] },
  { name: 'ps_classic_provider_start', events: [powershellClassic(600)] },
  { name: 'ps_classic_script', events: [powershellClassic(800)] },
  {
    name: 'antivirus',
    events: [
      {
        service: 'windefend',
        eventIds: [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116],
        view: DEFENDER_ANTIVIRUS,
      },
    ],
  },
]

/** Categories that Windows has, but no event log holds. */
export const ETW_ONLY_CATEGORIES: readonly string[] = ['file_access', 'file_rename']

/** What a rule of such a category could be written for instead. */
export const NEAREST_LOGGED: Readonly<Record<string, string>> = {
  file_access: 'object access auditing comes nearest (service security, EventID 4663)',
  file_rename: 'Sysmon logs creations (category file_event) and deletions (category file_delete)',
}
