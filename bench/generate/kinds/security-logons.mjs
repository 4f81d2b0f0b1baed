/** Logons, tickets and privileges of the Security log, with their share of it. */
import { DOMAIN, sidOf } from '../host.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { hostName, userName } from '../words.mjs'
import { defineSecurity, drawPort, NO_GUID, SUBJECT, subject, systemSubject, visitor } from './security.mjs'

const SVCHOST = 'C:\\Windows\\System32\\svchost.exe'
const SERVICES = 'C:\\Windows\\System32\\services.exe'
const LSASS = 'C:\\Windows\\System32\\lsass.exe'
/** TransmittedServices, LmPackageName, KeyLength where no NTLM is used. */
const NOT_NTLM = ['-', '-', 0]

const newGuid = ({ u32 }) => [u32(), u32(), u32(), u32()]
/** Process ids of what lets people in: a few services that run for days. */
const logonProcess = spell(3, ({ v }) => 4 * (200 + (mix(v.local(20, 0.05)) % 3000)))
const WINLOGON = 'C:\\Windows\\System32\\winlogon.exe'

/** Accounts that services run as: SID, name, domain, logon id. */
const SERVICE_ACCOUNTS = [
  ['S-1-5-18', 'SYSTEM', 'NT AUTHORITY', 0x3e7],
  ['S-1-5-20', 'NETWORK SERVICE', 'NT AUTHORITY', 0x3e4],
  ['S-1-5-19', 'LOCAL SERVICE', 'NT AUTHORITY', 0x3e5],
]
const serviceAccount = ({ random }) => SERVICE_ACCOUNTS[random.rank(SERVICE_ACCOUNTS.length)]

const LOGON_FIELDS = `${SUBJECT} TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 LogonType:UInt32 LogonProcessName AuthenticationPackageName WorkstationName LogonGuid:Guid TransmittedServices LmPackageName KeyLength:UInt32 ProcessId:HexInt64 ProcessName IpAddress IpPort ImpersonationLevel RestrictedAdminMode TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId:HexInt64 ElevatedToken`
/** From ImpersonationLevel on. */
const LOGON_TAIL = ['%%1833', '-', '-', '-', '%%1843', 0, '%%1842']

function serviceLogon(a) {
  return [
    ...systemSubject(a),
    ...serviceAccount(a),
    5,
    'Advapi  ',
    'Negotiate',
    '-',
    NO_GUID,
    ...NOT_NTLM,
    712,
    SERVICES,
    '-',
    '-',
  ]
}

function consoleLogon(a) {
  const { random, host } = a
  const { sid, name, domain, logonId } = a.startSession()
  const how = [random.pick([2, 7, 11]), 'User32 ', 'Negotiate', host.shortName, NO_GUID, ...NOT_NTLM]
  return [
    ...systemSubject(a),
    sid,
    name,
    domain,
    logonId,
    ...how,
    logonProcess(a),
    random.pick([SVCHOST, WINLOGON, LSASS]),
    '127.0.0.1',
    '0',
  ]
}

function networkLogon(a) {
  const { random } = a
  const { sid, name, address, workstation } = visitor(a)
  const port = drawPort(random)
  const target = [sid, name, DOMAIN, 0x10000 + random.below(0x7fff_ffff)]
  const how = random.chance(0.15)
    ? [3, 'Kerberos', 'Kerberos', '-', newGuid(random), ...NOT_NTLM, 0, '-']
    : [3, 'NtLmSsp ', 'NTLM', workstation, NO_GUID, '-', 'NTLM V2', 128, 0, '-']
  return ['S-1-0-0', '-', '-', 0, ...target, ...how, address, port]
}

const logon = defineSecurity(4624, 2, 12_544, LOGON_FIELDS, (a) => {
  const draw = a.random.chance(0.75) ? serviceLogon : a.random.chance(0.75) ? consoleLogon : networkLogon
  return [...draw(a), ...LOGON_TAIL]
})

const join = (names) => names.map((name) => `Se${name}Privilege`).join('\r\n\t\t\t')
const ADMINISTRATOR = [
  'Security',
  'TakeOwnership',
  'LoadDriver',
  'Backup',
  'Restore',
  'Debug',
  'SystemEnvironment',
  'Impersonate',
  'DelegateSessionUserImpersonate',
]
const PRIVILEGES = [
  join(ADMINISTRATOR),
  join(['AssignPrimaryToken', 'Tcb', ...ADMINISTRATOR, 'Audit']),
  join(['AssignPrimaryToken', 'Audit', 'Impersonate']),
]

const privileges = defineSecurity(4672, 0, 12_548, `${SUBJECT} PrivilegeList`, (a) => {
  if (a.random.chance(0.89)) return [...serviceAccount(a), a.random.pick(PRIVILEGES)]
  const { sid, name, domain, logonId } = a.startSession()
  return [sid, name, domain, logonId, PRIVILEGES[0]]
})

const explicitLogon = defineSecurity(
  4648,
  0,
  12_544,
  `${SUBJECT} LogonGuid:Guid TargetUserName TargetDomainName TargetLogonGuid:Guid TargetServerName TargetInfo ProcessId:HexInt64 ProcessName IpAddress IpPort`,
  (a) => {
    const target = [a.anySession(0).name, DOMAIN, NO_GUID, 'localhost', 'localhost']
    const process = a.random.pick([SVCHOST, SVCHOST, LSASS, WINLOGON])
    const from = a.random.pick([
      ['127.0.0.1', '0'],
      ['-', '-'],
    ])
    return [...systemSubject(a), NO_GUID, ...target, logonProcess(a), process, ...from]
  },
)

const failedLogon = defineSecurity(
  4625,
  0,
  12_544,
  `${SUBJECT} TargetUserSid:Sid TargetUserName TargetDomainName Status:HexInt32 FailureReason SubStatus:HexInt32 LogonType:UInt32 LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength:UInt32 ProcessId:HexInt64 ProcessName IpAddress IpPort`,
  (a) => {
    const target = ['S-1-0-0', a.host.someUser(a.v), DOMAIN, 0xc000_006d, '%%2313', 0xc000_006a]
    const how = [7, 'User32 ', 'Negotiate', a.host.shortName, ...NOT_NTLM]
    return [...systemSubject(a), ...target, ...how, logonProcess(a), SVCHOST, '127.0.0.1', '0']
  },
)

const NOBODY = 'S-1-0-0'
const OPTIONS = 0x4081_0010
const REALM = `${DOMAIN}.EXAMPLE`
const KRBTGT = 'S-1-5-21-1843332746-2206491873-3390771265-502'

const ticketGranted = defineSecurity(
  4768,
  0,
  14_339,
  'TargetUserName TargetDomainName TargetSid:Sid ServiceName ServiceSid:Sid TicketOptions:HexInt32 Status:HexInt32 TicketEncryptionType:HexInt32 PreAuthType IpAddress IpPort CertIssuerName CertSerialNumber CertThumbprint',
  (a) => {
    const { address } = visitor(a)
    const number = a.v.local(40, 0.9)
    const from = [`::ffff:${address}`, drawPort(a.random), '', '', '']
    // Names that nobody has: mistyped, or of accounts that are gone.
    if (a.random.chance(0.6))
      return [
        userName(number),
        DOMAIN,
        NOBODY,
        `krbtgt/${DOMAIN}`,
        NOBODY,
        OPTIONS,
        0x6,
        0xffff_ffff,
        '-',
        ...from,
      ]
    const { sid, name } = visitor(a)
    return [name, DOMAIN, sid, 'krbtgt', KRBTGT, OPTIONS, 0, 0x12, '2', ...from]
  },
)

const rightsProcess = spell(10, (a) => a.anyProcess())

const ticket = spell(3, ({ v, random }) => {
  const server = v.number(12, 0.002)
  return { server, port: drawPort(random), guid: newGuid(random) }
})

const serviceTicket = defineSecurity(
  4769,
  0,
  14_337,
  'TargetUserName TargetDomainName ServiceName ServiceSid:Sid TicketOptions:HexInt32 TicketEncryptionType:HexInt32 IpAddress IpPort Status:HexInt32 LogonGuid:Guid TransmittedServices',
  (a) => {
    const { name, address } = visitor(a)
    const { server, port, guid } = ticket(a)
    const service = [`${hostName(server)}$`, sidOf(mix(server)), 0x4081_0000, 0x12]
    return [`${name}@${REALM}`, REALM, ...service, `::ffff:${address}`, port, 0, guid, '-']
  },
)

const credentials = defineSecurity(
  4776,
  0,
  14_336,
  'PackageName TargetUserName Workstation Status:HexInt32',
  (a) => {
    const { name, workstation } = visitor(a)
    return ['MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', name, workstation, 0]
  },
)

const tokenRights = defineSecurity(
  4703,
  0,
  13_317,
  `${SUBJECT} TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 ProcessName ProcessId:HexInt64 EnabledPrivilegeList DisabledPrivilegeList`,
  (a) => {
    const { session, pid, path } = rightsProcess(a)
    const right = a.random.pick(['SeBackupPrivilege', 'SeIncreaseQuotaPrivilege', 'SeSecurityPrivilege'])
    return [...subject(a, session), ...subject(a, session), path, pid, right, '-']
  },
)

/** Kinds, weights, and the longest run of one kind. */
export const SECURITY_LOGON_KINDS = [
  [logon, 16, 60],
  [privileges, 6, 40],
  [explicitLogon, 1, 30],
  [failedLogon, 0.5, 30],
  [ticketGranted, 1, 30],
  [serviceTicket, 2, 60],
  [credentials, 1, 30],
  [tokenRights, 1, 40],
]
