/** The logs that are generated: their files, kinds of events, and what is planted among them. */
import { PLANTED } from './planted.mjs'
import { POWERSHELL_KINDS } from './powershell.mjs'
import { SECURITY_LOGON_KINDS } from './security-logons.mjs'
import { SECURITY_OBJECT_KINDS } from './security-objects.mjs'
import { SECURITY_PROCESS_KINDS } from './security-processes.mjs'
import { SYSMON_FILE_KINDS } from './sysmon-files.mjs'
import { SYSMON_PROCESS_KINDS } from './sysmon-processes.mjs'
import { SYSTEM_KINDS } from './system.mjs'

const SECURITY_KINDS = [...SECURITY_LOGON_KINDS, ...SECURITY_PROCESS_KINDS, ...SECURITY_OBJECT_KINDS]
const SYSMON_KINDS = [...SYSMON_PROCESS_KINDS, ...SYSMON_FILE_KINDS]

/** Logs of a host by name. */
export const CHANNELS = {
  security: { file: 'Security.evtx', kinds: SECURITY_KINDS, planted: PLANTED.security },
  sysmon: {
    file: 'Microsoft-Windows-Sysmon%4Operational.evtx',
    kinds: SYSMON_KINDS,
    planted: PLANTED.sysmon,
  },
  powershell: {
    file: 'Microsoft-Windows-PowerShell%4Operational.evtx',
    kinds: POWERSHELL_KINDS,
    planted: PLANTED.powershell,
  },
  system: { file: 'System.evtx', kinds: SYSTEM_KINDS, planted: PLANTED.system },
}

/** One log of the whole network, whose records have no templates: what other machines sent as text. */
export const FORWARDED = {
  file: 'ForwardedEvents.evtx',
  kinds: [...SECURITY_KINDS, ...SYSMON_KINDS],
  planted: [],
  isDirect: true,
}
