/**
 * Fields of the audit events in the Security log, all versions of an event together (Windows 7 to 11 and servers to
 * 2025). Events that rules rarely look at are left out.
 */
import type { EventFields } from './event-fields.ts'

const SUBJECT = 'SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId'
const TARGET = 'TargetUserName TargetDomainName TargetSid'
const LOGON = 'TargetUserSid TargetUserName TargetDomainName TargetLogonId'
const PROCESS = 'ProcessId ProcessName'
const OBJECT = 'ObjectServer ObjectType ObjectName HandleId'
const CALLER = 'ClientProcessStartKey ClientProcessId ParentProcessId RpcCallClientLocality FQDN'
const AUTHENTICATION =
  'LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength IpAddress IpPort'
const ACCOUNT =
  'PrivilegeList SamAccountName DisplayName UserPrincipalName HomeDirectory HomePath ScriptPath ProfilePath UserWorkstations PasswordLastSet AccountExpires PrimaryGroupId AllowedToDelegateTo OldUacValue NewUacValue UserAccountControl UserParameters SidHistory LogonHours'
const MEMBER = 'MemberName MemberSid PrivilegeList MembershipExpirationTime'
const TICKET_KEYS =
  'AccountSupportedEncryptionTypes AccountAvailableKeys ServiceSupportedEncryptionTypes ServiceAvailableKeys DCSupportedEncryptionTypes DCAvailableKeys ClientAdvertizedEncryptionTypes SessionKeyEncryptionType'
const DIRECTORY = 'OpCorrelationID AppCorrelationID DSName DSType ObjectDN ObjectGUID ObjectClass'
const SHARE = 'ObjectType ShareName ShareLocalPath'
const FLOW =
  'Application Direction SourceAddress SourcePort DestAddress DestPort Protocol FilterRTID LayerName LayerRTID'
const LISTENER = 'Application SourceAddress SourcePort Protocol FilterRTID LayerName LayerRTID'
const FLOW_ORIGIN =
  'FilterOrigin OriginalProfile CurrentProfile IsLoopback HasRemoteDynamicKeywordAddress InterfaceIndex'
const CERTIFICATE = 'CertIssuerName CertSerialNumber CertThumbprint'

export const SECURITY_FIELDS: EventFields = {
  channels: ['Security'],
  events: [
    [[1100], 'ServiceShutdown'],
    [[1102], SUBJECT, 'ClientProcessId ClientProcessStartKey'],
    [[4608]],
    [[4611], SUBJECT, 'LogonProcessName'],
    [[4616], SUBJECT, PROCESS, 'PreviousDate PreviousTime NewDate NewTime'],
    [[4622], 'SecurityPackageName'],
    [
      [4624],
      SUBJECT,
      LOGON,
      AUTHENTICATION,
      PROCESS,
      'LogonGuid ImpersonationLevel RestrictedAdminMode RemoteCredentialGuard TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId ElevatedToken',
    ],
    [
      [4625],
      SUBJECT,
      'TargetUserSid TargetUserName TargetDomainName',
      AUTHENTICATION,
      PROCESS,
      'Status FailureReason SubStatus',
    ],
    [[4627], SUBJECT, LOGON, 'LogonType EventIdx EventCountTotal GroupMembership'],
    [[4634], LOGON, 'LogonType'],
    [[4647], LOGON],
    [
      [4648],
      SUBJECT,
      PROCESS,
      'LogonGuid TargetUserName TargetDomainName TargetLogonGuid TargetServerName TargetInfo IpAddress IpPort',
    ],
    [
      [4649],
      SUBJECT,
      'TargetUserName TargetDomainName RequestType LogonProcessName AuthenticationPackage WorkstationName TransmittedServices ProcessId ProcessName',
    ],
    [
      [4656],
      SUBJECT,
      OBJECT,
      PROCESS,
      'TransactionId AccessList AccessReason AccessMask PrivilegeList RestrictedSidCount ResourceAttributes',
    ],
    [
      [4657],
      SUBJECT,
      PROCESS,
      'ObjectName ObjectValueName HandleId OperationType OldValueType OldValue NewValueType NewValue',
    ],
    [[4658, 4660], SUBJECT, PROCESS, 'ObjectServer HandleId TransactionId'],
    [
      [4661],
      SUBJECT,
      OBJECT,
      PROCESS,
      'TransactionId AccessList AccessReason AccessMask PrivilegeList Properties RestrictedSidCount',
    ],
    [
      [4662],
      SUBJECT,
      OBJECT,
      'OperationType AccessList AccessMask Properties AdditionalInfo AdditionalInfo2',
    ],
    [[4663], SUBJECT, OBJECT, PROCESS, 'AccessList AccessMask ResourceAttributes'],
    [[4664], SUBJECT, 'FileName LinkName TransactionId'],
    [[4670, 4907], SUBJECT, OBJECT, PROCESS, 'OldSd NewSd'],
    [[4672], SUBJECT, 'PrivilegeList'],
    [[4673], SUBJECT, PROCESS, 'ObjectServer Service PrivilegeList'],
    [[4674], SUBJECT, OBJECT, PROCESS, 'AccessMask PrivilegeList'],
    [
      [4688],
      SUBJECT,
      LOGON,
      'NewProcessId NewProcessName TokenElevationType ProcessId CommandLine ParentProcessName MandatoryLabel',
    ],
    [[4689], SUBJECT, PROCESS, 'Status'],
    [[4692], SUBJECT, 'MasterKeyId RecoveryServer RecoveryKeyId FailureReason'],
    [[4697], SUBJECT, CALLER, 'ServiceName ServiceFileName ServiceType ServiceStartType ServiceAccount'],
    [[4698, 4699, 4700, 4701], SUBJECT, CALLER, 'TaskName TaskContent'],
    [[4702], SUBJECT, CALLER, 'TaskName TaskContentNew'],
    [[4703], SUBJECT, LOGON, PROCESS, 'EnabledPrivilegeList DisabledPrivilegeList'],
    [[4704, 4705], SUBJECT, 'TargetSid PrivilegeList'],
    [[4717], SUBJECT, 'TargetSid AccessGranted'],
    [[4718], SUBJECT, 'TargetSid AccessRemoved'],
    [
      [4719],
      SUBJECT,
      'CategoryId SubcategoryId SubcategoryGuid AuditPolicyChanges',
      'ClientProcessId ClientProcessStartKey',
    ],
    [[4720], SUBJECT, TARGET, ACCOUNT],
    [[4738], SUBJECT, TARGET, ACCOUNT, 'Dummy'],
    [[4722, 4725], SUBJECT, TARGET],
    [[4723, 4726, 4743], SUBJECT, TARGET, 'PrivilegeList'],
    [[4724], SUBJECT, TARGET, 'PrivilegeList'],
    [[4740], SUBJECT, TARGET],
    [[4767], SUBJECT, TARGET],
    [[4728, 4729, 4732, 4733, 4746, 4747, 4751, 4752, 4756, 4757, 4761, 4762], SUBJECT, TARGET, MEMBER],
    [[4727, 4731, 4735, 4737, 4754, 4755], SUBJECT, TARGET, 'PrivilegeList SamAccountName SidHistory'],
    [[4730, 4734, 4758], SUBJECT, TARGET, 'PrivilegeList'],
    [
      [4739],
      SUBJECT,
      'DomainPolicyChanged DomainName DomainSid PrivilegeList MinPasswordAge MaxPasswordAge ForceLogoff LockoutThreshold LockoutObservationWindow LockoutDuration PasswordProperties MinPasswordLength PasswordHistoryLength MachineAccountQuota MixedDomainMode DomainBehaviorVersion OemInformation',
    ],
    [[4741], SUBJECT, TARGET, ACCOUNT, 'DnsHostName ServicePrincipalNames'],
    [[4742], SUBJECT, TARGET, ACCOUNT, 'DnsHostName ServicePrincipalNames ComputerAccountChange'],
    [[4765], SUBJECT, TARGET, 'SourceUserName SourceSid PrivilegeList SidList'],
    [[4766], SUBJECT, TARGET, 'SourceUserName PrivilegeList'],
    [
      [4768],
      TARGET,
      CERTIFICATE,
      TICKET_KEYS,
      'ServiceName ServiceSid TicketOptions Status TicketEncryptionType PreAuthType IpAddress IpPort PreAuthEncryptionType ResponseTicket',
    ],
    [
      [4769],
      TARGET,
      TICKET_KEYS,
      'ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort Status LogonGuid TransmittedServices RequestTicketHash ResponseTicketHash',
    ],
    [
      [4770],
      TARGET,
      'ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort RequestTicketHash ResponseTicketHash',
    ],
    [
      [4771],
      CERTIFICATE,
      'TargetUserName TargetSid ServiceName TicketOptions Status PreAuthType IpAddress IpPort',
    ],
    [[4776], 'PackageName TargetUserName Workstation Status'],
    [[4778, 4779], 'AccountName AccountDomain LogonID SessionName ClientName ClientAddress'],
    [[4781], SUBJECT, 'OldTargetUserName NewTargetUserName TargetDomainName TargetSid PrivilegeList'],
    [[4794], SUBJECT, 'Workstation Status'],
    [[4798, 4799], SUBJECT, TARGET, 'CallerProcessId CallerProcessName'],
    [[4800, 4801, 4802, 4803], 'TargetUserSid TargetUserName TargetDomainName TargetLogonId SessionId'],
    [[4825], 'AccountName AccountDomain LogonID ClientAddress'],
    [[4904, 4905], SUBJECT, PROCESS, 'AuditSourceName EventSourceId'],
    [[4964], SUBJECT, LOGON, 'LogonGuid TargetLogonGuid SidList'],
    [[5136], SUBJECT, DIRECTORY, 'AttributeLDAPDisplayName AttributeSyntaxOID AttributeValue OperationType'],
    [[5137], SUBJECT, DIRECTORY],
    [[5138], SUBJECT, DIRECTORY, 'OldObjectDN NewObjectDN'],
    [[5139], SUBJECT, DIRECTORY, 'OldObjectDN NewObjectDN'],
    [[5141], SUBJECT, DIRECTORY, 'TreeDelete'],
    [[5140], SUBJECT, SHARE, 'IpAddress IpPort AccessMask AccessList'],
    [[5142, 5144], SUBJECT, 'ShareName ShareLocalPath'],
    [
      [5143],
      SUBJECT,
      SHARE,
      'OldRemark NewRemark OldMaxUsers NewMaxUsers OldShareFlags NewShareFlags OldSD NewSD',
    ],
    [[5145], SUBJECT, SHARE, 'IpAddress IpPort RelativeTargetName AccessMask AccessList AccessReason'],
    [[5152, 5153], FLOW, FLOW_ORIGIN, 'ProcessId'],
    [[5154, 5155, 5158, 5159], LISTENER, FLOW_ORIGIN, 'ProcessId'],
    [[5156, 5157], FLOW, FLOW_ORIGIN, 'ProcessID RemoteUserID RemoteMachineID'],
    [
      [5379],
      SUBJECT,
      'TargetName Type CountOfCredentialsReturned ReadOperation ReturnCode ProcessCreationTime ClientProcessId',
    ],
    [
      [6416],
      SUBJECT,
      'DeviceId DeviceDescription ClassId ClassName VendorIds CompatibleIds LocationInformation',
    ],
  ],
}
