/**
 * Events of the Security log, with their share of it. Invariant: nothing here is suspicious; what is comes from
 * `planted.mjs`.
 */
import { DOMAIN, sidOf } from './host.mjs'
import { defineKind } from './kind.mjs'
import { serviceOf } from './programs.mjs'
import { mix } from './random.mjs'
import { brand, documentFolder, documentName, hostName, innerAddress, userName, word } from './words.mjs'

const CHANNEL = {
  form: 'shared',
  bodyForm: 'fragment',
  provider: { name: 'Microsoft-Windows-Security-Auditing', guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}' },
  channel: 'Security',
  level: 0,
  keywords: '0x8020000000000000',
  // The system, and lsass.exe.
  processOf: (random) => (random.chance(0.4) ? 4 : 720),
}
const NO_GUID = [0, 0, 0, 0]
const SUBJECT = 'SubjectUserSid:Sid SubjectUserName SubjectDomainName SubjectLogonId:HexInt64'

const define = (eventId, version, task, fields, draw) =>
  defineKind(CHANNEL, { eventId, version, task }, fields, draw)

const subject = ({ host }, session) =>
  session.isSystem
    ? [session.sid, host.account, DOMAIN, session.logonId]
    : [session.sid, session.name, session.domain, session.logonId]

/** Somebody of the network, from some machine. */
function visitor({ v, random }) {
  const number = v.local(25, 0.003)
  const isMachine = random.chance(0.35)
  const name = isMachine ? `${hostName(number)}$` : userName(mix(number) % 5000)
  return { name, sid: sidOf(mix(number)), address: innerAddress(number), workstation: hostName(number) }
}

const port = (random) => String(49_152 + random.below(16_384))
const PRIVILEGES = [
  'SeSecurityPrivilege\r\n\t\t\tSeTakeOwnershipPrivilege\r\n\t\t\tSeLoadDriverPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\tSeRestorePrivilege\r\n\t\t\tSeDebugPrivilege\r\n\t\t\tSeSystemEnvironmentPrivilege\r\n\t\t\tSeImpersonatePrivilege\r\n\t\t\tSeDelegateSessionUserImpersonatePrivilege',
  'SeAssignPrimaryTokenPrivilege\r\n\t\t\tSeTcbPrivilege\r\n\t\t\tSeSecurityPrivilege\r\n\t\t\tSeTakeOwnershipPrivilege\r\n\t\t\tSeLoadDriverPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\tSeRestorePrivilege\r\n\t\t\tSeDebugPrivilege\r\n\t\t\tSeAuditPrivilege\r\n\t\t\tSeSystemEnvironmentPrivilege\r\n\t\t\tSeImpersonatePrivilege\r\n\t\t\tSeDelegateSessionUserImpersonatePrivilege',
  'SeAssignPrimaryTokenPrivilege\r\n\t\t\tSeAuditPrivilege\r\n\t\t\tSeImpersonatePrivilege',
]

const logon = define(
  4624,
  2,
  12_544,
  `${SUBJECT} TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 LogonType:UInt32 LogonProcessName AuthenticationPackageName WorkstationName LogonGuid:Guid TransmittedServices LmPackageName KeyLength:UInt32 ProcessId:HexInt64 ProcessName IpAddress IpPort ImpersonationLevel RestrictedAdminMode TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId:HexInt64 ElevatedToken`,
  (a) => {
    const { host, random } = a
    const tail = ['%%1833', '-', '-', '-', '%%1843', 0, '%%1842']
    if (random.chance(0.4))
      return [
        'S-1-5-18',
        host.account,
        DOMAIN,
        0x3e7,
        'S-1-5-18',
        'SYSTEM',
        'NT AUTHORITY',
        0x3e7,
        5,
        'Advapi  ',
        'Negotiate',
        '-',
        NO_GUID,
        '-',
        '-',
        0,
        712,
        'C:\\Windows\\System32\\services.exe',
        '-',
        '-',
        ...tail,
      ]
    if (random.chance(0.3)) {
      const { sid, name, domain, logonId, guid } = a.startSession()
      return [
        'S-1-5-18',
        host.account,
        DOMAIN,
        0x3e7,
        sid,
        name,
        domain,
        logonId,
        random.pick([2, 7, 11]),
        'User32 ',
        'Negotiate',
        host.shortName,
        guid,
        '-',
        '-',
        0,
        4 * (200 + random.below(300)),
        'C:\\Windows\\System32\\svchost.exe',
        '127.0.0.1',
        '0',
        ...tail,
      ]
    }
    const { sid, name, address } = visitor(a)
    return [
      'S-1-0-0',
      '-',
      '-',
      0,
      sid,
      name,
      DOMAIN,
      0x10000 + random.below(0x7fff_ffff),
      3,
      'Kerberos',
      'Kerberos',
      '-',
      [random.u32(), random.u32(), random.u32(), random.u32()],
      '-',
      '-',
      0,
      0,
      '-',
      address,
      port(random),
      ...tail,
    ]
  },
)

const privileges = define(4672, 0, 12_548, `${SUBJECT} PrivilegeList`, (a) => {
  const session = a.anySession(0.6)
  return [...subject(a, session), session.isSystem ? a.random.pick(PRIVILEGES) : PRIVILEGES[0]]
})

export const processCreation = define(
  4688,
  2,
  13_312,
  `${SUBJECT} NewProcessId:HexInt64 NewProcessName TokenElevationType ProcessId:HexInt64 CommandLine TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 ParentProcessName MandatoryLabel:Sid`,
  (a) => {
    const { session, pid, path, commandLine, parent } = a.startProcess()
    const label = session.isSystem ? 'S-1-16-16384' : 'S-1-16-8192'
    return [
      ...subject(a, session),
      pid,
      path,
      session.isSystem ? '%%1936' : '%%1938',
      parent.pid,
      commandLine,
      'S-1-0-0',
      '-',
      '-',
      0,
      parent.path,
      label,
    ]
  },
)

const processExit = define(
  4689,
  0,
  13_313,
  `${SUBJECT} Status:HexInt32 ProcessId:HexInt64 ProcessName`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    return [...subject(a, session), a.random.chance(0.9) ? 0 : 1, pid, path]
  },
)

/** `\device\harddiskvolume3\program files\…` */
const devicePath = (path) => `\\device\\harddiskvolume3${path.slice(2).toLowerCase()}`

const connection = define(
  5156,
  1,
  12_810,
  'ProcessID:UInt64 Application Direction SourceAddress SourcePort DestAddress DestPort Protocol:UInt32 FilterRTID:UInt64 LayerName LayerRTID:UInt64 RemoteUserID:Sid RemoteMachineID:Sid',
  (a) => {
    const { host, v, random } = a
    const { pid, path } = a.networkProcess()
    const isOut = random.chance(0.6)
    const there = innerAddress(v.local(160, 0.02))
    const ports = [port(random), String(random.pick([443, 443, 443, 80, 53, 445, 135, 8080, 636]))]
    const [from, to] = isOut ? [host.address, there] : [there, host.address]
    return [
      pid,
      devicePath(path),
      isOut ? '%%14593' : '%%14592',
      from,
      ports[0],
      to,
      ports[1],
      random.chance(0.8) ? 6 : 17,
      60_000 + v.number(300, 0.01),
      isOut ? '%%14611' : '%%14610',
      isOut ? 48 : 44,
      'S-1-0-0',
      'S-1-0-0',
    ]
  },
)

const bind = define(
  5158,
  0,
  12_810,
  'ProcessId:UInt64 Application SourceAddress SourcePort Protocol:UInt32 FilterRTID:UInt64 LayerName LayerRTID:UInt64',
  (a) => {
    const { pid, path } = a.networkProcess()
    return [pid, devicePath(path), '0.0.0.0', port(a.random), a.random.chance(0.5) ? 6 : 17, 0, '%%14608', 36]
  },
)

const ACCESS = [
  ['%%4416\r\n\t\t\t\t', 0x1],
  ['%%4423\r\n\t\t\t\t', 0x80],
  ['%%4417\r\n\t\t\t\t%%4418\r\n\t\t\t\t', 0x6],
  ['%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t%%4416\r\n\t\t\t\t%%4419\r\n\t\t\t\t%%4423\r\n\t\t\t\t', 0x12_0089],
  ['%%1537\r\n\t\t\t\t%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t%%4423\r\n\t\t\t\t%%4424\r\n\t\t\t\t', 0x13_0180],
]
const filePath = ({ v }) => {
  const number = v.local(9000, 0.55)
  return `D:\\Shares\\${brand(number % 60)}\\${documentFolder(number >> 4)}\\${documentName(number)}`
}

const objectAccess = define(
  4663,
  1,
  12_800,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 AccessList AccessMask:HexInt32 ProcessId:HexInt64 ProcessName ResourceAttributes`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    const [list, mask] = a.random.pick(ACCESS)
    return [
      ...subject(a, session),
      'Security',
      'File',
      filePath(a),
      4 * a.random.below(2000),
      list,
      mask,
      pid,
      path,
      'S:AI',
    ]
  },
)

const handleOpened = define(
  4656,
  1,
  12_800,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 TransactionId:Guid AccessList AccessReason AccessMask:HexInt32 PrivilegeList RestrictedSidCount:UInt32 ProcessId:HexInt64 ProcessName ResourceAttributes`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    const [list, mask] = a.random.pick(ACCESS)
    const reason = `%%4416:\t%%1801\tD:(A;ID;FA;;;${session.sid})\r\n\t\t\t\t%%4423:\t%%1811\tD:(A;OICI;FA;;;BA)\r\n\t\t\t\t`
    return [
      ...subject(a, session),
      'Security',
      'File',
      filePath(a),
      4 * a.random.below(2000),
      NO_GUID,
      list,
      reason,
      mask,
      '-',
      0,
      pid,
      path,
      'S:AI',
    ]
  },
)

const handleClosed = define(
  4658,
  0,
  12_800,
  `${SUBJECT} ObjectServer HandleId:HexInt64 ProcessId:HexInt64 ProcessName`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    return [...subject(a, session), 'Security', 4 * a.random.below(2000), pid, path]
  },
)

const SHARES = ['Finance', 'Home', 'Projects', 'Public', 'Sales']
const shareOf = (name) => [`\\\\*\\${name}`, `\\??\\D:\\Shares\\${name}`]

const shareFile = define(
  5145,
  0,
  12_811,
  `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath RelativeTargetName AccessMask:HexInt32 AccessList AccessReason`,
  (a) => {
    const { v, random } = a
    const { sid, name, address } = visitor(a)
    const number = v.local(9000, 0.8)
    const [list, mask] = ACCESS[random.rank(ACCESS.length)]
    return [
      sid,
      name,
      DOMAIN,
      0x10000 + mix(v.local(300, 0.05)),
      'File',
      address,
      port(random),
      ...shareOf(random.pick(SHARES)),
      `${documentFolder(number >> 3)}\\${documentName(number)}`,
      mask,
      list,
      '-',
    ]
  },
)

const shareOpened = define(
  5140,
  1,
  12_808,
  `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath AccessMask:HexInt32 AccessList`,
  (a) => {
    const { sid, name, address } = visitor(a)
    return [
      sid,
      name,
      DOMAIN,
      0x10000 + a.random.below(0x7fff_ffff),
      'File',
      address,
      port(a.random),
      ...shareOf(a.random.pick(SHARES)),
      0x1,
      '%%4416\r\n\t\t\t\t',
    ]
  },
)

const explicitLogon = define(
  4648,
  0,
  12_544,
  `${SUBJECT} LogonGuid:Guid TargetUserName TargetDomainName TargetLogonGuid:Guid TargetServerName TargetInfo ProcessId:HexInt64 ProcessName IpAddress IpPort`,
  (a) => {
    const { name, guid } = a.startSession()
    return [
      'S-1-5-18',
      a.host.account,
      DOMAIN,
      0x3e7,
      NO_GUID,
      name,
      DOMAIN,
      guid,
      'localhost',
      'localhost',
      4 * (200 + a.random.below(300)),
      'C:\\Windows\\System32\\svchost.exe',
      '127.0.0.1',
      '0',
    ]
  },
)

const failedLogon = define(
  4625,
  0,
  12_544,
  `${SUBJECT} TargetUserSid:Sid TargetUserName TargetDomainName Status:HexInt32 FailureReason SubStatus:HexInt32 LogonType:UInt32 LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength:UInt32 ProcessId:HexInt64 ProcessName IpAddress IpPort`,
  (a) => {
    const name = a.host.someUser(a.v)
    return [
      'S-1-5-18',
      a.host.account,
      DOMAIN,
      0x3e7,
      'S-1-0-0',
      name,
      DOMAIN,
      0xc000_006d,
      '%%2313',
      0xc000_006a,
      7,
      'User32 ',
      'Negotiate',
      a.host.shortName,
      '-',
      '-',
      0,
      4 * (200 + a.random.below(300)),
      'C:\\Windows\\System32\\svchost.exe',
      '127.0.0.1',
      '0',
    ]
  },
)

const REALM = `${DOMAIN}.EXAMPLE`

const ticketGranted = define(
  4768,
  0,
  14_339,
  'TargetUserName TargetDomainName TargetSid:Sid ServiceName ServiceSid:Sid TicketOptions:HexInt32 Status:HexInt32 TicketEncryptionType:HexInt32 PreAuthType IpAddress IpPort CertIssuerName CertSerialNumber CertThumbprint',
  (a) => {
    const { sid, name, address } = visitor(a)
    return [
      name,
      DOMAIN,
      sid,
      'krbtgt',
      'S-1-5-21-1843332746-2206491873-3390771265-502',
      0x4081_0010,
      0,
      0x12,
      '2',
      `::ffff:${address}`,
      port(a.random),
      '',
      '',
      '',
    ]
  },
)

const serviceTicket = define(
  4769,
  0,
  14_337,
  'TargetUserName TargetDomainName ServiceName ServiceSid:Sid TicketOptions:HexInt32 TicketEncryptionType:HexInt32 IpAddress IpPort Status:HexInt32 LogonGuid:Guid TransmittedServices',
  (a) => {
    const { v, random } = a
    const { name, address } = visitor(a)
    const server = v.number(120, 0.002)
    return [
      `${name}@${REALM}`,
      REALM,
      `${hostName(server)}$`,
      sidOf(mix(server)),
      0x4081_0000,
      0x12,
      `::ffff:${address}`,
      port(random),
      0,
      [random.u32(), random.u32(), random.u32(), random.u32()],
      '-',
    ]
  },
)

const credentials = define(4776, 0, 14_336, 'PackageName TargetUserName Workstation Status:HexInt32', (a) => {
  const { name, workstation } = visitor(a)
  return ['MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', name, workstation, 0]
})

const tokenRights = define(
  4703,
  0,
  13_317,
  `${SUBJECT} TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 ProcessName ProcessId:HexInt64 EnabledPrivilegeList DisabledPrivilegeList`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    return [
      ...subject(a, session),
      ...subject(a, session),
      path,
      pid,
      a.random.pick(['SeBackupPrivilege', 'SeIncreaseQuotaPrivilege', 'SeSecurityPrivilege']),
      '-',
    ]
  },
)

const auditChanged = define(
  4907,
  0,
  13_568,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 OldSd NewSd ProcessId:HexInt64 ProcessName`,
  (a) => {
    const number = a.v.number(20_000, 0.8)
    return [
      'S-1-5-18',
      a.host.account,
      DOMAIN,
      0x3e7,
      'Security',
      'File',
      `C:\\Windows\\WinSxS\\amd64_${brand(number).toLowerCase()}-${word(number)}_31bf3856ad364e35_10.0.19041.${number % 5000}_none_${mix(number).toString(16)}${mix(number, 1).toString(16)}\\${serviceOf(number % 400)}.dll`,
      4 * a.random.below(2000),
      'S:AI',
      'S:ARAI(AU;SAFA;DCLCRPCRSDWDWO;;;WD)',
      4 * (60 + a.random.below(4000)),
      'C:\\Windows\\servicing\\TrustedInstaller.exe',
    ]
  },
)

/** Kinds with their weights. */
export const SECURITY_KINDS = [
  [logon, 16],
  [privileges, 8],
  [processCreation, 20],
  [processExit, 6],
  [connection, 9],
  [bind, 2],
  [objectAccess, 6],
  [handleOpened, 3],
  [handleClosed, 4],
  [shareFile, 8],
  [shareOpened, 1],
  [explicitLogon, 1],
  [failedLogon, 0.5],
  [ticketGranted, 1],
  [serviceTicket, 3],
  [credentials, 1],
  [tokenRights, 1],
  [auditChanged, 2],
]
