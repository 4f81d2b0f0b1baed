/** Processes, libraries and network of Sysmon's log, with their share of it. */
import { drawRank, hashesOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { brand, hexDigits, innerAddress, outerAddress, siteName, word } from '../words.mjs'
import { accountOf, defineSysmon, now, ruleName } from './sysmon.mjs'

/** Programs start in pairs and rows. */
const startedRank = spell(2.2, ({ v }) => drawRank(v))

export const seenStart = defineSysmon(
  1,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid:Guid LogonId:HexInt64 TerminalSessionId:UInt32 IntegrityLevel Hashes ParentProcessGuid:Guid ParentProcessId:UInt32 ParentImage ParentCommandLine ParentUser',
  (a) => {
    const process = a.start(startedRank(a))
    const { program, session, parent } = process
    const file = [program.version, program.description, program.product, program.company, program.file]
    const logon = [accountOf(process), session.guid, session.logonId, session.terminal]
    const by = [parent.guid, parent.pid, parent.path, parent.commandLine, accountOf(parent)]
    const started = [process.guid, process.pid, process.path, ...file, process.commandLine, process.folder]
    return [ruleName(a), now(a), ...started, ...logon, process.integrity, program.hashes, ...by]
  },
)

const PORTS = [
  [443, 'https'],
  [80, 'http'],
  [445, 'microsoft-ds'],
  [8530, '-'],
  [135, 'epmap'],
  [9100, '-'],
]

/** Port and its name; many programs have their own. */
function drawService({ v, random }) {
  return random.chance(0.5)
    ? PORTS[random.rank(PORTS.length)]
    : [10_000 + (mix(v.number(900, 0.02)) % 30_000), '-']
}

const connecting = spell(6, (a) => a.networkProcess())
const site = spell(3, ({ v }) => v.number(300, 0.15))
const asked = spell(3, ({ v }) => v.number(300, 0.15))
const localPort = spell(2, ({ random }) => 49_152 + random.below(16_384))

/** Of the link, as Sysmon writes it. */
const wideAddress = (number) => {
  const digits = hexDigits(number, 0x6, 16)
  return `fe80:0:0:0:${[0, 4, 8, 12].map((at) => digits.slice(at, at + 4)).join(':')}`
}

/** Services of the network have accounts of their own. */
const networkAccount = (process) =>
  process.session.isSystem && process.pid % 3 > 0
    ? `NT AUTHORITY\\${process.pid % 3 > 1 ? 'NETWORK' : 'LOCAL'} SERVICE`
    : accountOf(process)

const connection = defineSysmon(
  3,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image User Protocol Initiated:Boolean SourceIsIpv6:Boolean SourceIp SourceHostname SourcePort:UInt16 SourcePortName DestinationIsIpv6:Boolean DestinationIp DestinationHostname DestinationPort:UInt16 DestinationPortName',
  (a) => {
    const { host, random } = a
    const process = connecting(a)
    const number = site(a)
    const isIpv6 = number % 8 === 3
    const there = isIpv6
      ? [wideAddress(number), '-']
      : number & 1
        ? [innerAddress(number), '-']
        : [outerAddress(number), siteName(number)]
    const here = [isIpv6 ? wideAddress(host.index) : host.address, host.name]
    const isOut = random.chance(0.8)
    const [source, destination] = isOut ? [here, there] : [there, here]
    const head = [process.guid, process.pid, process.path, networkAccount(process)]
    const from = [isIpv6, ...source, ...(random.chance(0.3) ? drawService(a) : [localPort(a), '-'])]
    const to = [isIpv6, ...destination, ...drawService(a)]
    return [ruleName(a), now(a), ...head, random.chance(0.85) ? 'tcp' : 'udp', isOut, ...from, ...to]
  },
)

const ending = spell(2, (a) => a.anyProcess())

const processExit = defineSysmon(
  5,
  3,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image User',
  (a) => {
    const process = ending(a)
    return ['-', now(a), process.guid, process.pid, process.path, accountOf(process)]
  },
)

const SYSTEM_LIBRARIES =
  'kernelbase,user32,gdi32full,msvcp_win,ucrtbase,advapi32,sechost,rpcrt4,combase,oleaut32,shlwapi,shcore,bcryptprimitives,uxtheme,propsys,windows.storage,profapi,cfgmgr32,powrprof,umpdc,netapi32,dnsapi,iphlpapi,winhttp,crypt32,msasn1,wintrust,version,userenv,winmm,textinputframework,coremessaging,coreuicomponents,ntmarta,wintypes,dwmapi,d3d11,dxgi,mmdevapi,audioses,twinapi,usermgrcli,mswsock,rasadhlp,fwpuclnt,schannel,ncrypt,cryptsp,rsaenh,edputil,urlmon,iertutil,sspicli,secur32,cscapi,linkinfo,thumbcache,policymanager,msvcrt,imm32'.split(
    ',',
  )

/** Libraries that come with Windows; the numbers after them are those of programs. */
const WINDOWS_LIBRARIES = 86
const PROGRAM_LIBRARIES = 60
const WINDOWS = 'Microsoft® Windows® Operating System'

/** A library by number: path, file, version, maker, product, signer. */
function libraryOf(number) {
  if (number < WINDOWS_LIBRARIES) {
    const file = `${SYSTEM_LIBRARIES[number] ?? `${brand(number).toLowerCase()}${word(number).slice(0, 3)}`}.dll`
    const product =
      number % 15 > 0 ? WINDOWS : number % 2 > 0 ? 'Microsoft® Visual Studio®' : '.NET Framework'
    const makers = ['Microsoft Corporation', product, 'Microsoft Windows']
    const version = `10.0.19041.${1 + (mix(number, 0x7e) % 24)} (WinBuild.160101.0800)`
    return [`C:\\Windows\\System32\\${file}`, file, version, ...makers]
  }
  const maker = brand(number % 700)
  const file = `${brand(number).toLowerCase()}${word(number)}.dll`
  const version = `${1 + (number % 9)}.${number % 40}.${number % 1000}.0`
  const makers = [`${maker} Ltd`, maker, `${maker} Ltd`]
  return [`C:\\Program Files\\${maker}\\${brand(number + 3)}\\${file}`, file, version, ...makers]
}

const loading = spell(16, (a) => a.anyProcess())
const firstLibrary = spell(70, ({ random }) => ({ number: random.rank(WINDOWS_LIBRARIES) }))

/** A program loads one library after another, Windows' own in an order of theirs. */
function nextLibrary(a) {
  if (a.random.chance(0.006)) return WINDOWS_LIBRARIES + a.v.number(PROGRAM_LIBRARIES, 0.05)
  const last = firstLibrary(a)
  last.number = (last.number + (a.random.chance(0.9) ? 1 : 0)) % WINDOWS_LIBRARIES
  return last.number
}

/** Nearly all are signed. */
const signed = ({ random }, signer) =>
  random.chance(0.995) ? ['true', signer, 'Valid'] : ['false', '-', 'Unavailable']

const imageLoad = defineSysmon(
  7,
  3,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus User',
  (a) => {
    const process = loading(a)
    const number = nextLibrary(a)
    const [path, file, version, maker, product, signer] = libraryOf(number)
    const described = [version, `${word(number)} ${file}`, product, maker, file, hashesOf(number, 0xd11)]
    const head = [ruleName(a), now(a), process.guid, process.pid, process.path]
    return [...head, path, ...described, ...signed(a, signer), accountOf(process)]
  },
)

const ACCESSES = [0x1000, 0x1400, 0x2000, 0x3000]

/** The way a call took through libraries: `path+offset|…`. */
function callTrace(number) {
  const frames = [
    'C:\\Windows\\SYSTEM32\\ntdll.dll+9d234',
    `C:\\Windows\\System32\\KERNELBASE.dll+${(mix(number, 1) % 0x40_000).toString(16)}`,
  ]
  // Mostly short, some long: 1 to 35 more.
  const more = 2 ** (mix(number, 3) % 6) + (number % 4)
  for (let i = 0; i < more; i++) {
    const frame = mix(number, 2, i)
    frames.push(`${libraryOf(frame % SYSTEM_LIBRARIES.length)[0]}+${(frame >>> 12).toString(16)}`)
  }
  return frames.join('|')
}

const accessing = spell(10, (a) => a.anyProcess())
const accessThread = spell(5, ({ random }) => 4 * (10 + random.rank(3000)))
const trace = spell(7, ({ v }) => callTrace(v.number(80, 0.2)))

export const processAccess = defineSysmon(
  10,
  3,
  'RuleName UtcTime SourceProcessGUID:Guid SourceProcessId:UInt32 SourceThreadId:UInt32 SourceImage TargetProcessGUID:Guid TargetProcessId:UInt32 TargetImage GrantedAccess:HexInt32 CallTrace SourceUser TargetUser',
  (a) => {
    const source = accessing(a)
    const target = a.anyProcess()
    const from = [source.guid, source.pid, accessThread(a), source.path]
    const to = [target.guid, target.pid, target.path]
    const access = ACCESSES[a.random.rank(ACCESSES.length)]
    return [ruleName(a), now(a), ...from, ...to, access, trace(a), accountOf(source), accountOf(target)]
  },
)

const piping = spell(6, (a) => a.anyProcess())

const pipe = defineSysmon(
  18,
  1,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 PipeName Image User',
  (a) => {
    const process = piping(a)
    const number = a.v.number(60, 0.2)
    const name =
      number % 3 === 0
        ? `\\${['srvsvc', 'wkssvc', 'lsass', 'spoolss', 'eventlog'][number % 5]}`
        : `\\mojo.${number % 20_000}.${mix(number) % 30_000}.${mix(number, 1)}`
    return [
      ruleName(a),
      'ConnectPipe',
      now(a),
      process.guid,
      process.pid,
      name,
      process.path,
      accountOf(process),
    ]
  },
)

const asking = spell(6, (a) => a.networkProcess())

const nameLookup = defineSysmon(
  22,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 QueryName QueryStatus QueryResults Image User',
  (a) => {
    const process = asking(a)
    const number = asked(a)
    const results = Array.from(
      { length: 1 + (number % 4) },
      (_, i) => `::ffff:${outerAddress(number + i)};`,
    ).join('')
    const head = [ruleName(a), now(a), process.guid, process.pid]
    return [...head, siteName(number), '0', results, process.path, accountOf(process)]
  },
)

/** Kinds, weights, the longest run of one kind and its pace. */
export const SYSMON_PROCESS_KINDS = [
  [seenStart, 26, 80, 'steady'],
  [connection, 12, 80, 'quick'],
  [processExit, 8, 60, 'quick'],
  [imageLoad, 14, 400],
  [processAccess, 15, 120],
  [pipe, 3, 40],
  [nameLookup, 8, 60],
]
