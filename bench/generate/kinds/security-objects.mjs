/** Files, shares and their audit in the Security log, with their share of it. */
import { DOMAIN } from '../host.mjs'
import { serviceOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { brand, documentFolder, documentName, hexDigits, word } from '../words.mjs'
import { connectionOf, defineSecurity, NO_GUID, SUBJECT, subject, systemSubject } from './security.mjs'

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
const objectAccessed = spell(40, drawAccess)

function drawFile({ v }) {
  const number = v.local(9000, 0.55)
  return `D:\\Shares\\${brand(number % 60)}\\${documentFolder(number >> 4)}\\${documentName(number)}`
}

const drawHandle = ({ v }) => 4 * (mix(v.local(60, 0.1)) % 2000)
/** A file that is read again and again, one that is opened once or twice. */
const watchedFile = spell(12, drawFile)
const openedFile = spell(2, drawFile)
const watchedHandle = spell(8, drawHandle)
const openedHandle = spell(2, drawHandle)
const closedHandle = spell(4, drawHandle)
const servicingHandle = spell(8, drawHandle)
const watchedProcess = spell(100, (a) => a.anyProcess())
const openingProcess = spell(20, (a) => a.anyProcess())
const closingProcess = spell(100, (a) => a.anyProcess())

const objectAccess = defineSecurity(
  4663,
  1,
  12_800,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 AccessList AccessMask:HexInt32 ProcessId:HexInt64 ProcessName ResourceAttributes`,
  (a) => {
    const { session, pid, path } = watchedProcess(a)
    return [
      ...subject(a, session),
      'Security',
      'File',
      watchedFile(a),
      watchedHandle(a),
      ...objectAccessed(a),
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
    const { session, pid, path } = openingProcess(a)
    const [rights, mask] = objectAccessed(a)
    const reason = `%%4416:\t%%1801\tD:(A;ID;FA;;;${session.sid})\r\n\t\t\t\t%%4423:\t%%1811\tD:(A;OICI;FA;;;BA)\r\n\t\t\t\t`
    const object = ['Security', 'File', openedFile(a), openedHandle(a), NO_GUID]
    return [...subject(a, session), ...object, rights, reason, mask, '-', 0, pid, path, 'S:AI']
  },
)

const handleClosed = defineSecurity(
  4658,
  0,
  12_800,
  `${SUBJECT} ObjectServer HandleId:HexInt64 ProcessId:HexInt64 ProcessName`,
  (a) => {
    const { session, pid, path } = closingProcess(a)
    return [...subject(a, session), 'Security', closedHandle(a), pid, path]
  },
)

const SHARES = ['Data', 'Home', 'Sales']

const share = spell(150, ({ random }) => {
  const name = SHARES[random.rank(SHARES.length)]
  return [`\\\\*\\${name}`, `\\??\\D:\\${name}`]
})

/** Of files on shares, by number: one of eleven is asked for again at once. */
const shareFileNumber = spell(1.1, ({ v }) => v.local(9000, 0.95))
const shareAccess = spell(40, ({ random }) => ACCESS[ACCESS.length - 1 - random.rank(ACCESS.length)])

const shareFile = defineSecurity(
  5145,
  0,
  12_811,
  `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath RelativeTargetName AccessMask:HexInt32 AccessList AccessReason`,
  (a) => {
    const { sid, name, address, port, logonId } = connectionOf(a)
    const number = shareFileNumber(a)
    const file = `${brand(number >> 5)} ${word(number >> 4)}s ${word(number >> 7)}\\${documentFolder(number >> 3)}\\${documentName(number)}`
    const [rights, mask] = shareAccess(a)
    return [sid, name, DOMAIN, logonId, 'File', address, port, ...share(a), file, mask, rights, '-']
  },
)

const shareOpened = defineSecurity(
  5140,
  1,
  12_808,
  `${SUBJECT} ObjectType IpAddress IpPort ShareName ShareLocalPath AccessMask:HexInt32 AccessList`,
  (a) => {
    const { sid, name, address, port, logonId } = connectionOf(a)
    return [sid, name, DOMAIN, logonId, 'File', address, port, ...share(a), 0x1, list(4416)]
  },
)

const SERVICING = [
  'C:\\Windows\\servicing\\TrustedInstaller.exe',
  'C:\\Windows\\System32\\poqexec.exe',
  'C:\\Windows\\System32\\drvinst.exe',
]
const servicing = spell(60, ({ v, random }) => [
  4 * (60 + (mix(v.local(100, 0.3)) % 4000)),
  SERVICING[random.rank(SERVICING.length)],
])
const descriptors = spell(60, ({ random }) =>
  random.pick([
    ['', 'S:ARAI(AU;SAFA;DCLCRPCRSDWDWO;;;WD)'],
    ['', 'S:ARAI(AU;SAFA;WDWO;;;WD)'],
    ['S:AI', 'S:ARAI(AU;SAFA;DCLCRPCRSDWDWO;;;WD)'],
    ['', 'S:ARAI'],
  ]),
)

function servicedFile({ v }) {
  const number = v.number(20_000, 0.9)
  if (number % 3 > 0)
    return `C:\\Windows\\System32\\${word(number)}\\${brand(number >> 3)}\\${serviceOf(number % 400)}.${number % 900}.dll`
  return `C:\\Windows\\WinSxS\\amd64_${brand(number).toLowerCase()}-${word(number)}_31bf3856ad364e35_10.0.19041.${number % 5000}_none_${hexDigits(number, 0x49, 16)}\\${serviceOf(number % 400)}.dll`
}

const auditChanged = defineSecurity(
  4907,
  0,
  13_568,
  `${SUBJECT} ObjectServer ObjectType ObjectName HandleId:HexInt64 OldSd NewSd ProcessId:HexInt64 ProcessName`,
  (a) => {
    const object = ['Security', 'File', servicedFile(a), servicingHandle(a)]
    return [...systemSubject(a), ...object, ...descriptors(a), ...servicing(a)]
  },
)

/** Kinds, weights, and the longest run of one kind. */
export const SECURITY_OBJECT_KINDS = [
  [objectAccess, 6, 150],
  [handleOpened, 3, 80],
  [handleClosed, 4, 100],
  [shareFile, 17, 400],
  [shareOpened, 1, 40],
  [auditChanged, 5, 300],
]
