/**
 * Sigmac's configuration `winlogbeat`, as the two dialects know it.
 */
import type { Configuration, SourceCondition } from './configuration.ts'

const EVENT_DATA = `
  AccessMask AccountName AllowedToDelegateTo AttributeLDAPDisplayName AuditPolicyChanges
  AuthenticationPackageName CallingProcessName CallTrace CommandLine CurrentDirectory Description
  DestinationHostname DestinationIp DestinationIsIpv6 DestinationPort Details EngineVersion EventType
  FailureCode FileName GrantedAccess GroupName GroupSid Hashes HiveName HostVersion Image ImageLoaded
  ImagePath Imphash IpAddress KeyLength LogonProcessName LogonType NewProcessName ObjectClass ObjectName
  ObjectType ObjectValueName ParentCommandLine ParentProcessName ParentImage Path PipeName
  ProcessCommandLine ProcessName Properties SecurityID ServiceFileName ServiceName ShareName Signature
  Source SourceImage StartModule Status SubjectUserName SubjectUserSid TargetFilename TargetImage
  TargetObject TicketEncryptionType TicketOptions User WorkstationName`

const SEED_EVENT_DATA = `
  RuleName SourceIp SourcePort AuthenticationAlgorithm BSSID BSSType CipherAlgorithm ConnectionId
  ConnectionMode InterfaceDescription InterfaceGuid OnexEnabled PHYType ProfileName SSID`

function eventData(names: string): readonly (readonly [string, string])[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, `winlog.event_data.${name}`])
}

function channel(service: string, value: string | readonly string[]): SourceCondition {
  return { service, field: 'winlog.channel', value }
}

function provider(service: string, value: string): SourceCondition {
  return { service, field: 'winlog.provider_name', value }
}

const COMMON: readonly SourceCondition[] = [
  channel('application', 'Application'),
  channel('security', 'Security'),
  channel('sysmon', 'Microsoft-Windows-Sysmon/Operational'),
  channel('dns-server', 'DNS Server'),
]

const DRIVER_FRAMEWORK = 'Microsoft-Windows-DriverFrameworks-UserMode/Operational'
const DHCP = 'Microsoft-Windows-DHCP-Server/Operational'

/** The logs of AppLocker, as all configurations of the seed's time name them. */
export const APPLOCKER: readonly string[] = [
  'Microsoft-Windows-AppLocker/MSI and Script',
  'Microsoft-Windows-AppLocker/EXE and DLL',
  'Microsoft-Windows-AppLocker/Packaged app-Deployment',
  'Microsoft-Windows-AppLocker/Packaged app-Execution',
]

export const WINLOGBEAT_PAGES: Configuration = {
  sources: [...COMMON, provider('driver-framework', DRIVER_FRAMEWORK), provider('dhcp', DHCP)],
  fields: new Map([
    ['EventID', 'winlog.event_id'],
    ['ComputerName', 'winlog.computer_name'],
    ...eventData(`${EVENT_DATA} ContextInfo Message`),
  ]),
}

export const WINLOGBEAT_SEED: Configuration = {
  sources: [
    ...COMMON,
    channel('driver-framework', DRIVER_FRAMEWORK),
    channel('dhcp', DHCP),
    channel('ntlm', 'Microsoft-Windows-NTLM/Operational'),
    channel('windefend', 'Microsoft-Windows-Windows Defender/Operational'),
    channel('applocker', APPLOCKER),
  ],
  fields: new Map([
    ['EventID', 'winlog.event_id'],
    ['Channel', 'winlog.channel'],
    ['ComputerName', 'winlog.ComputerName'],
    ['dst_ip', 'winlog.event_data.DestinationIp'],
    ['dst_port', 'winlog.event_data.DestinationPort'],
    ['src_ip', 'winlog.event_data.SourceIp'],
    ['src_port', 'winlog.event_data.SourcePort'],
    ...eventData(EVENT_DATA + SEED_EVENT_DATA),
  ]),
}
