/** Processes, libraries and network of Sysmon's log, with their share of it. */
import { hashesOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { brand, innerAddress, outerAddress, siteName, word } from '../words.mjs'
import { accountOf, defineSysmon, now, ruleName } from './sysmon.mjs'

export const seenStart = defineSysmon(
  1,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid:Guid LogonId:HexInt64 TerminalSessionId:UInt32 IntegrityLevel Hashes ParentProcessGuid:Guid ParentProcessId:UInt32 ParentImage ParentCommandLine ParentUser',
  (a) => {
    const process = a.startProcess()
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
  return random.chance(0.75)
    ? PORTS[random.rank(PORTS.length)]
    : [10_000 + (mix(v.number(900, 0.02)) % 30_000), '-']
}

const connection = defineSysmon(
  3,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image User Protocol Initiated:Boolean SourceIsIpv6:Boolean SourceIp SourceHostname SourcePort:UInt16 SourcePortName DestinationIsIpv6:Boolean DestinationIp DestinationHostname DestinationPort:UInt16 DestinationPortName',
  (a) => {
    const { host, v, random } = a
    const process = a.networkProcess()
    const site = v.number(3000, 0.15)
    const there = random.chance(0.5) ? [innerAddress(site), '-'] : [outerAddress(site), siteName(site)]
    const here = [host.address, host.name]
    const isOut = random.chance(0.8)
    const [source, destination] = isOut ? [here, there] : [[innerAddress(site), '-'], here]
    const head = [process.guid, process.pid, process.path, accountOf(process)]
    const from = [false, ...source, 49_152 + random.below(16_384), '-']
    const to = [false, ...destination, ...drawService(a)]
    return [ruleName(a), now(a), ...head, random.chance(0.85) ? 'tcp' : 'udp', isOut, ...from, ...to]
  },
)

const processExit = defineSysmon(
  5,
  3,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image User',
  (a) => {
    const process = a.anyProcess()
    return ['-', now(a), process.guid, process.pid, process.path, accountOf(process)]
  },
)

const SYSTEM_LIBRARIES =
  'kernelbase,user32,gdi32full,msvcp_win,ucrtbase,advapi32,sechost,rpcrt4,combase,oleaut32,shlwapi,shcore,bcryptprimitives,uxtheme,propsys,windows.storage,profapi,cfgmgr32,powrprof,umpdc,netapi32,dnsapi,iphlpapi,winhttp,crypt32,msasn1,wintrust,version,userenv,winmm,textinputframework,coremessaging,coreuicomponents,ntmarta,wintypes,dwmapi,d3d11,dxgi,mmdevapi,audioses,twinapi,usermgrcli,mswsock,rasadhlp,fwpuclnt,schannel,ncrypt,cryptsp,rsaenh,edputil,urlmon,iertutil,sspicli,secur32,cscapi,linkinfo,thumbcache,policymanager,msvcrt,imm32'.split(
    ',',
  )

/** A library by number: path, file, version, maker, product, signer. Windows' own first, then those of programs. */
function libraryOf(number) {
  const name = SYSTEM_LIBRARIES[number]
  if (name !== undefined) {
    const file = `${name}.dll`
    const makers = ['Microsoft Corporation', 'Microsoft® Windows® Operating System', 'Microsoft Windows']
    return [`C:\\Windows\\System32\\${file}`, file, '10.0.19041.4597 (WinBuild.160101.0800)', ...makers]
  }
  const maker = brand(number % 700)
  const file = `${brand(number).toLowerCase()}${word(number)}.dll`
  const version = `${1 + (number % 9)}.${number % 40}.${number % 1000}.0`
  return [
    `C:\\Program Files\\${maker}\\${brand(number + 3)}\\${file}`,
    file,
    version,
    `${maker} Ltd`,
    maker,
    `${maker} Ltd`,
  ]
}

const imageLoad = defineSysmon(
  7,
  3,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus User',
  (a) => {
    const process = a.anyProcess()
    const number = a.v.number(900, 0.02)
    const [path, file, version, maker, product, signer] = libraryOf(number)
    const described = [version, `${word(number)} ${file}`, product, maker, file, hashesOf(number, 0xd11)]
    const head = [ruleName(a), now(a), process.guid, process.pid, process.path]
    return [...head, path, ...described, 'true', signer, 'Valid', accountOf(process)]
  },
)

const ACCESSES = [0x1000, 0x1400, 0x2000, 0x3000]

/** The way a call took through libraries: `path+offset|…`. */
function callTrace(number) {
  const frames = [
    'C:\\Windows\\SYSTEM32\\ntdll.dll+9d234',
    `C:\\Windows\\System32\\KERNELBASE.dll+${(mix(number, 1) % 0x40_000).toString(16)}`,
  ]
  for (let i = 0; i < 6 + (number % 12); i++) {
    const frame = mix(number, 2, i)
    frames.push(`${libraryOf(frame % SYSTEM_LIBRARIES.length)[0]}+${(frame >>> 12).toString(16)}`)
  }
  return frames.join('|')
}

export const processAccess = defineSysmon(
  10,
  3,
  'RuleName UtcTime SourceProcessGUID:Guid SourceProcessId:UInt32 SourceThreadId:UInt32 SourceImage TargetProcessGUID:Guid TargetProcessId:UInt32 TargetImage GrantedAccess:HexInt32 CallTrace SourceUser TargetUser',
  (a) => {
    const { v, random } = a
    const source = a.anyProcess()
    const target = a.otherProcess()
    const from = [source.guid, source.pid, 4 * (10 + random.rank(3000)), source.path]
    const to = [target.guid, target.pid, target.path]
    const trace = callTrace(v.number(400, 0.2))
    const access = ACCESSES[random.rank(ACCESSES.length)]
    return [ruleName(a), now(a), ...from, ...to, access, trace, accountOf(source), accountOf(target)]
  },
)

const pipe = defineSysmon(
  18,
  1,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 PipeName Image User',
  (a) => {
    const process = a.anyProcess()
    const number = a.v.number(300, 0.35)
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

const nameLookup = defineSysmon(
  22,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 QueryName QueryStatus QueryResults Image User',
  (a) => {
    const process = a.networkProcess()
    const site = a.v.number(3000, 0.15)
    const results = Array.from(
      { length: 1 + (site % 4) },
      (_, i) => `::ffff:${outerAddress(site + i)};`,
    ).join('')
    const head = [ruleName(a), now(a), process.guid, process.pid]
    return [...head, siteName(site), '0', results, process.path, accountOf(process)]
  },
)

/** Kinds, weights, and the longest run of one kind. */
export const SYSMON_PROCESS_KINDS = [
  [seenStart, 20],
  [connection, 12, 6],
  [processExit, 10],
  [imageLoad, 16, 100],
  [processAccess, 9, 16],
  [pipe, 3, 4],
  [nameLookup, 9, 4],
]
