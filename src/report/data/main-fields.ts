/**
 * The fields that tell an analyst what an event is about, by channel and event id, most telling first.
 * Events that are not listed show their first non-empty fields instead.
 */

const LOGON = [
  'TargetUserName',
  'TargetDomainName',
  'LogonType',
  'IpAddress',
  'WorkstationName',
  'LogonProcessName',
]
const GROUP_CHANGE = ['MemberName', 'MemberSid', 'TargetUserName', 'TargetDomainName', 'SubjectUserName']
const ACCOUNT_CHANGE = ['TargetUserName', 'TargetDomainName', 'SubjectUserName', 'SubjectDomainName']
const TASK = ['TaskName', 'SubjectUserName', 'TaskContent', 'TaskContentNew']
const DEFENDER = [
  'Threat Name',
  'Severity Name',
  'Path',
  'Process Name',
  'Detection User',
  'Action Name',
  'Source Name',
]
const REGISTRY = ['EventType', 'TargetObject', 'Details', 'Image', 'User']
const FILE = ['TargetFilename', 'Image', 'User', 'Hash', 'Hashes']

/** Channel, lower case → event id → field names. */
export const MAIN_FIELDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  security: {
    1102: ['SubjectUserName', 'SubjectDomainName', 'SubjectUserSid'],
    4624: LOGON,
    4625: [...LOGON, 'Status', 'SubStatus'],
    4648: ['SubjectUserName', 'TargetUserName', 'TargetServerName', 'ProcessName', 'IpAddress'],
    4657: ['ObjectName', 'ObjectValueName', 'NewValue', 'OldValue', 'ProcessName', 'SubjectUserName'],
    4662: ['SubjectUserName', 'ObjectName', 'Properties', 'AccessMask'],
    4672: ['SubjectUserName', 'SubjectDomainName', 'PrivilegeList'],
    4688: ['CommandLine', 'NewProcessName', 'ParentProcessName', 'SubjectUserName', 'TargetUserName'],
    4697: ['ServiceName', 'ServiceFileName', 'ServiceAccount', 'ServiceStartType', 'SubjectUserName'],
    4698: TASK,
    4702: TASK,
    4719: ['SubcategoryGuid', 'AuditPolicyChanges', 'SubjectUserName'],
    4720: ACCOUNT_CHANGE,
    4722: ACCOUNT_CHANGE,
    4724: ACCOUNT_CHANGE,
    4728: GROUP_CHANGE,
    4732: GROUP_CHANGE,
    4740: ACCOUNT_CHANGE,
    4756: GROUP_CHANGE,
    4768: ['TargetUserName', 'IpAddress', 'TicketEncryptionType', 'PreAuthType', 'Status'],
    4769: ['TargetUserName', 'ServiceName', 'IpAddress', 'TicketEncryptionType', 'Status'],
    4776: ['TargetUserName', 'Workstation', 'Status'],
    5136: ['ObjectDN', 'AttributeLDAPDisplayName', 'AttributeValue', 'SubjectUserName'],
    5140: ['ShareName', 'IpAddress', 'SubjectUserName'],
    5145: ['ShareName', 'RelativeTargetName', 'IpAddress', 'SubjectUserName'],
    5156: ['Application', 'Direction', 'SourceAddress', 'SourcePort', 'DestAddress', 'DestPort'],
  },
  system: {
    104: ['Channel', 'SubjectUserName', 'SubjectDomainName'],
    7036: ['param1', 'param2'],
    7040: ['param1', 'param2', 'param3'],
    7045: ['ServiceName', 'ImagePath', 'AccountName', 'ServiceType', 'StartType'],
  },
  'microsoft-windows-sysmon/operational': {
    1: ['CommandLine', 'Image', 'ParentImage', 'ParentCommandLine', 'User', 'Hashes'],
    2: ['TargetFilename', 'Image', 'CreationUtcTime', 'PreviousCreationUtcTime'],
    3: [
      'Image',
      'Protocol',
      'SourceIp',
      'SourcePort',
      'DestinationIp',
      'DestinationHostname',
      'DestinationPort',
      'User',
    ],
    6: ['ImageLoaded', 'Signature', 'Signed', 'Hashes'],
    7: ['ImageLoaded', 'Image', 'Signed', 'Signature', 'Hashes'],
    8: ['SourceImage', 'TargetImage', 'StartModule', 'StartFunction'],
    9: ['Image', 'Device'],
    10: ['SourceImage', 'TargetImage', 'GrantedAccess', 'CallTrace'],
    11: FILE,
    12: REGISTRY,
    13: REGISTRY,
    14: [...REGISTRY, 'NewName'],
    15: FILE,
    17: ['PipeName', 'Image', 'User'],
    18: ['PipeName', 'Image', 'User'],
    22: ['QueryName', 'QueryResults', 'Image', 'User'],
    23: FILE,
    25: ['Image', 'Type', 'User'],
    26: FILE,
  },
  'microsoft-windows-powershell/operational': {
    4103: ['Payload', 'ContextInfo', 'UserData'],
    4104: ['ScriptBlockText', 'Path', 'MessageNumber', 'MessageTotal'],
  },
  'powershellcore/operational': { 4104: ['ScriptBlockText', 'Path', 'MessageNumber', 'MessageTotal'] },
  'microsoft-windows-windows defender/operational': {
    1006: DEFENDER,
    1116: DEFENDER,
    1117: DEFENDER,
    5007: ['New Value', 'Old Value'],
  },
  'microsoft-windows-taskscheduler/operational': {
    106: ['TaskName', 'UserContext'],
    140: ['TaskName', 'UserName'],
    141: ['TaskName', 'UserName'],
    200: ['TaskName', 'ActionName'],
  },
  'microsoft-windows-terminalservices-localsessionmanager/operational': {
    21: ['User', 'Address', 'SessionID'],
    24: ['User', 'Address', 'SessionID'],
    25: ['User', 'Address', 'SessionID'],
  },
  'microsoft-windows-bits-client/operational': { 59: ['url', 'name', 'fileLength'] },
  'microsoft-windows-wmi-activity/operational': {
    5861: ['Namespace', 'ESS', 'CONSUMER', 'PossibleCause'],
  },
}
