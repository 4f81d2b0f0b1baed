/** Processes, connections, files and shares of the Security log, with their share of it. */
import { DOMAIN } from '../host.mjs'
import { serviceOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { brand, documentFolder, documentName, hexDigits, innerAddress, word } from '../words.mjs'
import { defineSecurity, drawPort, NO_GUID, SUBJECT, subject, systemSubject, visitor } from './security.mjs'

const NOBODY = 'S-1-0-0'
const HIGH = 'S-1-16-16384'
const MEDIUM = 'S-1-16-8192'

export const auditedStart = defineSecurity(
  4688,
  2,
  13_312,
  `${SUBJECT} NewProcessId:HexInt64 NewProcessName TokenElevationType ProcessId:HexInt64 CommandLine TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 ParentProcessName MandatoryLabel:Sid`,
  (a) => {
    const { session, pid, path, commandLine, parent } = a.startProcess()
    const [elevation, label] = session.isSystem ? ['%%1936', HIGH] : ['%%1938', MEDIUM]
    const target = [NOBODY, '-', '-', 0]
    return [
      ...subject(a, session),
      pid,
      path,
      elevation,
      parent.pid,
      commandLine,
      ...target,
      parent.path,
      label,
    ]
  },
)

const processExit = defineSecurity(
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

/** Ports that are asked for; many programs have their own. */
const drawService = ({ v, random }) =>
  random.chance(0.75)
    ? random.pick(['443', '443', '80', '53', '445', '135', '389'])
    : String(1024 + (mix(v.number(900, 0.02)) % 40_000))

const connection = defineSecurity(
  5156,
  1,
  12_810,
  'ProcessID:UInt64 Application Direction SourceAddress SourcePort DestAddress DestPort Protocol:UInt32 FilterRTID:UInt64 LayerName LayerRTID:UInt64 RemoteUserID:Sid RemoteMachineID:Sid',
  (a) => {
    const { host, v, random } = a
    const { pid, path } = a.networkProcess()
    const isOut = random.chance(0.6)
    const there = innerAddress(v.local(160, 0.02))
    const [direction, from, to, layer, layerId] = isOut
      ? ['%%14593', host.address, there, '%%14611', 48]
      : ['%%14592', there, host.address, '%%14610', 44]
    const ends = [from, drawPort(random), to, drawService(a), random.chance(0.8) ? 6 : 17]
    return [
      pid,
      devicePath(path),
      direction,
      ...ends,
      60_000 + v.number(300, 0.01),
      layer,
      layerId,
      NOBODY,
      NOBODY,
    ]
  },
)

const bind = defineSecurity(
  5158,
  0,
  12_810,
  'ProcessId:UInt64 Application SourceAddress SourcePort Protocol:UInt32 FilterRTID:UInt64 LayerName LayerRTID:UInt64',
  (a) => {
    const { pid, path } = a.networkProcess()
    return [
      pid,
      devicePath(path),
      '0.0.0.0',
      drawPort(a.random),
      a.random.chance(0.5) ? 6 : 17,
      0,
      '%%14608',
      36,
    ]
  },
)

const list = (...codes) => codes.map((code) => `%%${code}\r\n\t\t\t\t`).join('')
/** Rights asked for, as a list and as a mask. */
const ACCESS = [
  [list(4416), 0x1],
  [list(4423), 0x80],
  [list(4417, 4418), 0x6],
  [list(1538, 1541, 4416, 4419, 4423), 0x12_0089],
  [list(1537, 1538, 1541, 4423, 4424), 0x13_0180],
]
const drawAccess = ({ random }) => ACCESS[random.rank(ACCESS.length)]

function sharedFile({ v }) {
  const number = v.local(9000, 0.55)
  return `D:\\Shares\\${brand(number % 60)}\\${documentFolder(number >> 4)}\\${documentName(number)}`
}

const drawHandle = (random) => 4 * random.below(2000)

const objectAccess = defineSecurity(
  4663,
  1,
  12_800,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 AccessList AccessMask:HexInt32 ProcessId:HexInt64 ProcessName ResourceAttributes`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    const handle = drawHandle(a.random)
    return [
      ...subject(a, session),
      'Security',
      'File',
      sharedFile(a),
      handle,
      ...drawAccess(a),
      pid,
      path,
      'S:AI',
    ]
  },
)

const handleOpened = defineSecurity(
  4656,
  1,
  12_800,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 TransactionId:Guid AccessList AccessReason AccessMask:HexInt32 PrivilegeList RestrictedSidCount:UInt32 ProcessId:HexInt64 ProcessName ResourceAttributes`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    const [rights, mask] = drawAccess(a)
    const reason = `%%4416:\t%%1801\tD:(A;ID;FA;;;${session.sid})\r\n\t\t\t\t%%4423:\t%%1811\tD:(A;OICI;FA;;;BA)\r\n\t\t\t\t`
    const object = ['Security', 'File', sharedFile(a), drawHandle(a.random), NO_GUID]
    return [...subject(a, session), ...object, rights, reason, mask, '-', 0, pid, path, 'S:AI']
  },
)

const handleClosed = defineSecurity(
  4658,
  0,
  12_800,
  `${SUBJECT} ObjectServer HandleId:HexInt64 ProcessId:HexInt64 ProcessName`,
  (a) => {
    const { session, pid, path } = a.anyProcess()
    return [...subject(a, session), 'Security', drawHandle(a.random), pid, path]
  },
)

const SHARES = ['Finance', 'Home', 'Projects', 'Public', 'Sales']

function drawShare({ random }) {
  const name = SHARES[random.rank(SHARES.length)]
  return [`\\\\*\\${name}`, `\\??\\D:\\Shares\\${name}`]
}

const shareFile = defineSecurity(
  5145,
  0,
  12_811,
  `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath RelativeTargetName AccessMask:HexInt32 AccessList AccessReason`,
  (a) => {
    const { sid, name, address, port, logonId } = visitor(a)
    const number = a.v.local(9000, 0.8)
    const file = `${documentFolder(number >> 3)}\\${documentName(number)}`
    const [rights, mask] = drawAccess(a)
    return [sid, name, DOMAIN, logonId, 'File', address, port, ...drawShare(a), file, mask, rights, '-']
  },
)

const shareOpened = defineSecurity(
  5140,
  1,
  12_808,
  `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath AccessMask:HexInt32 AccessList`,
  (a) => {
    const { sid, name, address, port, logonId } = visitor(a)
    return [sid, name, DOMAIN, logonId, 'File', address, port, ...drawShare(a), 0x1, list(4416)]
  },
)

const auditChanged = defineSecurity(
  4907,
  0,
  13_568,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 OldSd NewSd ProcessId:HexInt64 ProcessName`,
  (a) => {
    const number = a.v.number(20_000, 0.8)
    const component = `amd64_${brand(number).toLowerCase()}-${word(number)}_31bf3856ad364e35_10.0.19041.${number % 5000}_none_${hexDigits(number, 0x49, 16)}`
    const path = `C:\\Windows\\WinSxS\\${component}\\${serviceOf(number % 400)}.dll`
    const sd = ['S:AI', a.random.pick(['S:ARAI(AU;SAFA;DCLCRPCRSDWDWO;;;WD)', 'S:ARAI'])]
    const pid = a.stays(a.lastServicing) ? a.lastServicing : 4 * (60 + a.random.below(4000))
    a.lastServicing = pid
    const process = 'C:\\Windows\\servicing\\TrustedInstaller.exe'
    return [...systemSubject(a), 'Security', 'File', path, drawHandle(a.random), ...sd, pid, process]
  },
)

/** Kinds, weights, and the longest run of one kind. */
export const SECURITY_OBJECT_KINDS = [
  [auditedStart, 20],
  [processExit, 6],
  [connection, 9, 8],
  [bind, 2, 4],
  [objectAccess, 6, 30],
  [handleOpened, 3, 8],
  [handleClosed, 4, 16],
  [shareFile, 8, 60],
  [shareOpened, 1, 4],
  [auditChanged, 2, 60],
]
