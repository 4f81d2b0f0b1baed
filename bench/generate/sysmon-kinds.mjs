/** Events of Sysmon's log, with their share of it. Invariant: nothing here is suspicious. */
import { DOMAIN, sidOf } from './host.mjs'
import { defineKind } from './kind.mjs'
import { hashesOf, serviceOf } from './programs.mjs'
import { mix } from './random.mjs'
import { formatTime } from './time.mjs'
import {
  brand,
  documentFolder,
  documentName,
  guidDigits,
  hexDigits,
  innerAddress,
  outerAddress,
  siteName,
  word,
} from './words.mjs'

const CHANNEL = {
  form: 'shared',
  bodyForm: 'fragment',
  provider: { name: 'Microsoft-Windows-Sysmon', guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}' },
  channel: 'Microsoft-Windows-Sysmon/Operational',
  level: 4,
  keywords: '0x8000000000000000',
  userOf: () => 'S-1-5-18',
  processOf: () => 3128,
}

const define = (eventId, version, fields, draw) =>
  defineKind(CHANNEL, { eventId, version, task: eventId }, fields, draw)

const accountOf = ({ session }) => (session.isSystem ? 'NT AUTHORITY\\SYSTEM' : `${DOMAIN}\\${session.name}`)
const now = (a) => formatTime(a.ticks)

export const processCreation = define(
  1,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid:Guid LogonId:HexInt64 TerminalSessionId:UInt32 IntegrityLevel Hashes ParentProcessGuid:Guid ParentProcessId:UInt32 ParentImage ParentCommandLine ParentUser',
  (a) => {
    const process = a.startProcess()
    const { program, session, parent } = process
    return [
      '-',
      now(a),
      process.guid,
      process.pid,
      process.path,
      program.version,
      program.description,
      program.product,
      program.company,
      program.file,
      process.commandLine,
      process.folder,
      accountOf(process),
      session.guid,
      session.logonId,
      session.terminal,
      process.integrity,
      program.hashes,
      parent.guid,
      parent.pid,
      parent.path,
      parent.commandLine,
      accountOf(parent),
    ]
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

const connection = define(
  3,
  5,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image User Protocol Initiated:Boolean SourceIsIpv6:Boolean SourceIp SourceHostname SourcePort:UInt16 SourcePortName DestinationIsIpv6:Boolean DestinationIp DestinationHostname DestinationPort:UInt16 DestinationPortName',
  (a) => {
    const { host, v, random } = a
    const process = a.networkProcess()
    const site = v.number(3000, 0.15)
    const isInner = random.chance(0.5)
    const [port, portName] = PORTS[random.rank(PORTS.length)]
    return [
      '-',
      now(a),
      process.guid,
      process.pid,
      process.path,
      accountOf(process),
      random.chance(0.85) ? 'tcp' : 'udp',
      true,
      false,
      host.address,
      host.name,
      49_152 + random.below(16_384),
      '-',
      false,
      isInner ? innerAddress(site) : outerAddress(site),
      isInner ? '-' : siteName(site),
      port,
      portName,
    ]
  },
)

const processExit = define(5, 3, 'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image User', (a) => {
  const process = a.anyProcess()
  return ['-', now(a), process.guid, process.pid, process.path, accountOf(process)]
})

const DLLS =
  'kernelbase,user32,gdi32full,msvcp_win,ucrtbase,advapi32,sechost,rpcrt4,combase,oleaut32,shlwapi,shcore,bcryptprimitives,uxtheme,propsys,windows.storage,profapi,cfgmgr32,powrprof,umpdc,netapi32,dnsapi,iphlpapi,winhttp,crypt32,msasn1,wintrust,version,userenv,winmm,textinputframework,coremessaging,coreuicomponents,ntmarta,wintypes,dwmapi,d3d11,dxgi,mmdevapi,audioses,twinapi,usermgrcli,mswsock,rasadhlp,fwpuclnt,schannel,ncrypt,cryptsp,rsaenh,edputil,urlmon,iertutil,sspicli,secur32,cscapi,linkinfo,thumbcache,policymanager,msvcrt,imm32'.split(
    ',',
  )

/** A library by number: Windows' own first, then those of programs. */
function libraryOf(number) {
  const name = DLLS[number]
  if (name !== undefined)
    return {
      path: `C:\\Windows\\System32\\${name}.dll`,
      file: `${name}.dll`,
      maker: 'Microsoft Corporation',
      product: 'Microsoft® Windows® Operating System',
      signer: 'Microsoft Windows',
      version: '10.0.19041.4597 (WinBuild.160101.0800)',
    }
  const maker = brand(number % 700)
  const file = `${brand(number).toLowerCase()}${word(number)}.dll`
  return {
    path: `C:\\Program Files\\${maker}\\${brand(number + 3)}\\${file}`,
    file,
    maker: `${maker} Ltd`,
    product: maker,
    signer: `${maker} Ltd`,
    version: `${1 + (number % 9)}.${number % 40}.${number % 1000}.0`,
  }
}

const imageLoad = define(
  7,
  3,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus User',
  (a) => {
    const process = a.anyProcess()
    const number = a.v.number(900, 0.02)
    const { path, file, maker, product, signer, version } = libraryOf(number)
    return [
      '-',
      now(a),
      process.guid,
      process.pid,
      process.path,
      path,
      version,
      `${word(number)} ${file}`,
      product,
      maker,
      file,
      hashesOf(number, 0xd11),
      'true',
      signer,
      'Valid',
      accountOf(process),
    ]
  },
)

const ACCESSES = [0x1000, 0x1400, 0x1000, 0x2000, 0x3000]

export const processAccess = define(
  10,
  3,
  'RuleName UtcTime SourceProcessGUID:Guid SourceProcessId:UInt32 SourceThreadId:UInt32 SourceImage TargetProcessGUID:Guid TargetProcessId:UInt32 TargetImage GrantedAccess:HexInt32 CallTrace SourceUser TargetUser',
  (a) => {
    const { v, random } = a
    const source = a.anyProcess()
    const target = a.anyProcess()
    const path = v.number(400, 0.2)
    const frames = [
      'C:\\Windows\\SYSTEM32\\ntdll.dll+9d234',
      `C:\\Windows\\System32\\KERNELBASE.dll+${(mix(path, 1) % 0x40_000).toString(16)}`,
    ]
    for (let i = 0; i < 3 + (path % 6); i++) {
      const frame = mix(path, 2, i)
      frames.push(`${libraryOf(frame % DLLS.length).path}+${(frame >>> 12).toString(16)}`)
    }
    return [
      '-',
      now(a),
      source.guid,
      source.pid,
      4 * random.below(3000),
      source.path,
      target.guid,
      target.pid,
      target.path,
      random.pick(ACCESSES),
      frames.join('|'),
      accountOf(source),
      accountOf(target),
    ]
  },
)

/** A file that programs write all day; a third are caches and temporary files. */
function writtenFile(a) {
  const { host, v } = a
  const number = v.local(6000, 0.8)
  const user = host.someUser(v)
  switch (number % 6) {
    case 0:
      return `C:\\Users\\${user}\\AppData\\Local\\Temp\\${hexDigits(number, 0xf1, 8)}-${guidDigits(number, 0xf2).slice(9)}.tmp`
    case 1:
      return `C:\\Users\\${user}\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Cache\\Cache_Data\\f_${hexDigits(number, 0xf3, 6)}`
    case 2:
      return `C:\\ProgramData\\${brand(number % 200)}\\Logs\\${word(number)}-${2024 + (number % 3)}${String(1 + (number % 12)).padStart(2, '0')}-${number % 9999}.log`
    case 3:
      return `C:\\Windows\\Temp\\${hexDigits(number, 0xf4, 12).toUpperCase()}.tmp`
    default:
      return `C:\\Users\\${user}\\Documents\\${documentFolder(number >> 3)}\\${documentName(number)}`
  }
}

const fileCreated = define(
  11,
  2,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image TargetFilename CreationUtcTime User',
  (a) => {
    const process = a.anyProcess()
    const time = now(a)
    return ['-', time, process.guid, process.pid, process.path, writtenFile(a), time, accountOf(process)]
  },
)

/** A key and what it is set to. */
function registryValue(a) {
  const { v } = a
  const number = v.local(2500, 0.6)
  const user = `HKU\\${sidOf(mix(number) % 5000)}`
  switch (number % 5) {
    case 0:
      return [
        `HKLM\\System\\CurrentControlSet\\Services\\${serviceOf(number % 900)}\\Parameters\\${brand(number)}`,
        `DWORD (0x${hexDigits(number, 0xe1, 8)})`,
      ]
    case 1:
      return [
        `${user}\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RecentDocs\\.${['docx', 'pdf', 'xlsx', 'txt'][number & 3]}\\${number % 150}`,
        'Binary Data',
      ]
    case 2:
      return [
        `HKLM\\SOFTWARE\\Microsoft\\Windows Search\\Gather\\Windows\\SystemIndex\\Sites\\{${guidDigits(number % 4000, 0xe2).toUpperCase()}}\\Frequency`,
        `DWORD (0x${hexDigits(number, 0xe3, 8)})`,
      ]
    case 3:
      return [
        `${user}\\Software\\${brand(number % 300)}\\${word(number)}\\${brand(number)}\\Position${number % 90}`,
        `${number % 4000},${mix(number) % 3000}`,
      ]
    default:
      return [
        `HKLM\\System\\CurrentControlSet\\Services\\bam\\State\\UserSettings\\${sidOf(mix(number) % 5000)}\\\\Device\\HarddiskVolume3\\Program Files\\${brand(number % 300)}\\${brand(number).toLowerCase()}.exe`,
        'Binary Data',
      ]
  }
}

export const registrySet = define(
  13,
  2,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 Image TargetObject Details User',
  (a) => {
    const process = a.anyProcess()
    return [
      '-',
      'SetValue',
      now(a),
      process.guid,
      process.pid,
      process.path,
      ...registryValue(a),
      accountOf(process),
    ]
  },
)

const registryKey = define(
  12,
  2,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 Image TargetObject User',
  (a) => {
    const process = a.anyProcess()
    return [
      '-',
      a.random.chance(0.5) ? 'CreateKey' : 'DeleteValue',
      now(a),
      process.guid,
      process.pid,
      process.path,
      registryValue(a)[0],
      accountOf(process),
    ]
  },
)

const pipe = define(
  18,
  1,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 PipeName Image User',
  (a) => {
    const process = a.anyProcess()
    const number = a.v.number(300, 0.35)
    return [
      '-',
      'ConnectPipe',
      now(a),
      process.guid,
      process.pid,
      number % 3 === 0
        ? `\\${['srvsvc', 'wkssvc', 'lsass', 'spoolss', 'eventlog'][number % 5]}`
        : `\\mojo.${number % 20_000}.${mix(number) % 30_000}.${mix(number, 1)}`,
      process.path,
      accountOf(process),
    ]
  },
)

const nameLookup = define(
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
    return [
      '-',
      now(a),
      process.guid,
      process.pid,
      siteName(site),
      '0',
      results,
      process.path,
      accountOf(process),
    ]
  },
)

/** Kinds with their weights. */
export const SYSMON_KINDS = [
  [processCreation, 20],
  [connection, 12],
  [processExit, 10],
  [imageLoad, 16],
  [processAccess, 9],
  [fileCreated, 12],
  [registryKey, 4],
  [registrySet, 11],
  [pipe, 3],
  [nameLookup, 9],
]
