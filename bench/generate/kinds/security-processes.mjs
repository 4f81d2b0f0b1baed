/** Processes and connections of the Security log, with their share of it. */
import { drawRank, SCRIPTED } from '../programs.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { innerAddress } from '../words.mjs'
import { defineSecurity, drawPort, SUBJECT, subject } from './security.mjs'

const NOBODY = 'S-1-0-0'
const HIGH = 'S-1-16-16384'
const MEDIUM = 'S-1-16-8192'

/** A script starts the same program again and again. */
const startedRank = spell(8, ({ v, random }) => (random.chance(0.5) ? SCRIPTED : drawRank(v)))

/** A quarter of what starts again does the same again. */
function repeatedStart(a, process) {
  const { lastStart } = a
  a.lastStart = process
  if (lastStart?.program !== process.program || a.v.changes(1.35)) return process
  process.commandLine = lastStart.commandLine
  return process
}

export const auditedStart = defineSecurity(
  4688,
  2,
  13_312,
  `${SUBJECT} NewProcessId:HexInt64 NewProcessName TokenElevationType ProcessId:HexInt64 CommandLine TargetUserSid:Sid TargetUserName TargetDomainName TargetLogonId:HexInt64 ParentProcessName MandatoryLabel:Sid`,
  (a) => {
    const { session, pid, path, commandLine, parent } = repeatedStart(a, a.start(startedRank(a)))
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

const endingProcess = spell(2, (a) => a.anyProcess())

const processExit = defineSecurity(
  4689,
  0,
  13_313,
  `${SUBJECT} Status:HexInt32 ProcessId:HexInt64 ProcessName`,
  (a) => {
    const { session, pid, path } = endingProcess(a)
    return [...subject(a, session), a.random.chance(0.9) ? 0 : 1, pid, path]
  },
)

/** `\device\harddiskvolume3\program files\…` */
const devicePath = (path) => `\\device\\harddiskvolume3${path.slice(2).toLowerCase()}`

const connecting = spell(6, (a) => a.networkProcess())
const localPort = spell(1.2, ({ random }) => drawPort(random))
const peer = spell(4, ({ v }) => innerAddress(v.local(60, 0.02)))

/** Ports that are asked for; many programs have their own. */
const drawService = ({ v, random }) =>
  random.chance(0.6)
    ? random.pick(['443', '443', '80', '53', '445', '135', '389'])
    : String(1024 + (mix(v.number(900, 0.02)) % 40_000))

const FILTERS = [65_587, 66_120, 0]

const connection = defineSecurity(
  5156,
  1,
  12_810,
  'ProcessID:UInt64 Application Direction SourceAddress SourcePort DestAddress DestPort Protocol:UInt32 FilterRTID:UInt64 LayerName LayerRTID:UInt64 RemoteUserID:Sid RemoteMachineID:Sid',
  (a) => {
    const { host, random } = a
    const { pid, path } = connecting(a)
    const isOut = random.chance(0.6)
    const there = peer(a)
    const [direction, from, to, layer, layerId] = isOut
      ? ['%%14593', host.address, there, '%%14611', 48]
      : ['%%14592', there, host.address, '%%14610', 44]
    const ends = [from, localPort(a), to, drawService(a), random.chance(0.8) ? 6 : 17]
    return [pid, devicePath(path), direction, ...ends, random.pick(FILTERS), layer, layerId, NOBODY, NOBODY]
  },
)

const bind = defineSecurity(
  5158,
  0,
  12_810,
  'ProcessId:UInt64 Application SourceAddress SourcePort Protocol:UInt32 FilterRTID:UInt64 LayerName LayerRTID:UInt64',
  (a) => {
    const { pid, path } = connecting(a)
    return [pid, devicePath(path), '0.0.0.0', localPort(a), a.random.chance(0.5) ? 6 : 17, 0, '%%14608', 36]
  },
)

/** Kinds, weights, the longest run of one kind and its pace. */
export const SECURITY_PROCESS_KINDS = [
  [auditedStart, 18, 100, 'steady'],
  [processExit, 6, 60],
  [connection, 6, 100],
  [bind, 2, 60],
]
