/** Events of the System log, with their share of it: several providers and all forms of templates. */

import { sidOf } from '../host.mjs'
import { serviceOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { brand, guidDigits, hexDigits, siteName, word } from '../words.mjs'
import { defineClassicKind, defineKind } from './kind.mjs'
import { nextDownload, nextUpdate } from './updates.mjs'

const CHANNEL = { channel: 'System', level: 4, keywords: '0x8000000000000000' }

/** Provider and channel as values of one shared template. */
const shared = (name, guid, more) => ({
  ...CHANNEL,
  form: 'shared',
  bodyForm: 'instance',
  provider: { name, guid },
  userOf: () => 'S-1-5-18',
  processOf: () => 4,
  ...more,
})

const KERNEL = shared('Microsoft-Windows-Kernel-General', '{a68ca8b7-004f-d7b6-a698-07e2de0f1f5d}')
const UPDATES = shared('Microsoft-Windows-WindowsUpdateClient', '{945a8954-c147-4acd-923f-40c45405a658}', {
  processOf: () => 5212,
})
const DNS = shared('Microsoft-Windows-DNS-Client', '{1c95126e-7eea-49a9-a3fe-a378b03ddb4d}', {
  userOf: () => 'S-1-5-20',
  processOf: () => 1744,
})
const POLICY = shared('Microsoft-Windows-GroupPolicy', '{aea1b4fa-97d1-45f2-a64c-4d69fffd92c9}', {
  hasActivity: true,
  processOf: () => 1180,
})
const DCOM = {
  ...CHANNEL,
  form: 'literal',
  bodyForm: 'fragment',
  provider: {
    name: 'Microsoft-Windows-DistributedCOM',
    guid: '{1b562e86-b7aa-4131-badc-b6f3a001407e}',
    eventSourceName: 'DCOM',
  },
  level: 3,
  keywords: '0x8080000000000000',
  qualifiers: 0,
  userOf: (activity) => activity.anySession(0.5).sid,
  processOf: () => 940,
}
const SERVICES = {
  ...CHANNEL,
  form: 'literal',
  bodyForm: 'fragment',
  provider: {
    name: 'Service Control Manager',
    guid: '{555908d1-a6d7-4695-8e1e-26931d2012f4}',
    eventSourceName: 'Service Control Manager',
  },
  qualifiers: 16_384,
  keywords: '0x8080000000000000',
  processOf: () => 672,
}

const define = (channel, eventId, system, fields, draw) =>
  defineKind(channel, { eventId, version: 0, task: 0, ...system }, fields, draw)

/** The registry file of a packaged program: its own, its helper's, or a person's. */
function hivePath(number, user) {
  const program = `${brand(number)}.${word(number >> 2)}${word(number >> 5)}`
  const folder = `\\??\\C:\\Users\\${user}\\AppData\\Local\\Packages\\${program}_${hexDigits(number, 0x16, 13)}`
  if (number % 5 === 0) return `${folder}\\Settings\\settings.dat`
  if (number % 5 === 1) return `${folder}\\${word(number >> 7)}\\Helium\\UserClasses.dat`
  return `${folder}\\SystemAppData\\Helium\\Cache\\${hexDigits(number, 0x17, 8 + (number % 9))}.dat`
}

const hiveUnloaded = define(
  KERNEL,
  16,
  {},
  'HiveNameLength:UInt16 HiveName KeysUpdated:UInt32 DirtyPages:UInt32',
  (a) => {
    const { host, v, random } = a
    const number = v.local(100, 0.72)
    const name = hivePath(number, host.someUser(v))
    return [name.length, name, random.rank(9), random.rank(6)]
  },
)

const clock = define(
  KERNEL,
  1,
  { version: 1, task: 5 },
  'NewTime:FileTime OldTime:FileTime Reason:UInt32',
  (a) => [a.ticks, Math.max(0, a.ticks - a.random.below(90_000_000)), a.random.pick([2, 2, 1])],
)

const updateDownloaded = define(
  UPDATES,
  44,
  { version: 1, task: 1, opcode: 12, keywords: '0x8000000000000014' },
  'updateTitle updateGuid:Guid updateRevisionNumber:UInt32',
  (a) => {
    const { title, guid, revision } = nextDownload(a)
    return [title, guid, revision]
  },
)

const updateStarted = define(
  UPDATES,
  43,
  { version: 1, task: 1, opcode: 13, keywords: '0x8000000000000028' },
  'updateTitle updateGuid:Guid updateRevisionNumber:UInt32',
  (a) => {
    const { title, guid, revision } = nextUpdate(a, 'started')
    return [title, guid, revision]
  },
)

const updateInstalled = define(
  UPDATES,
  19,
  { version: 1, task: 1, opcode: 13, keywords: '0x8000000000000018' },
  'updateTitle updateGuid:Guid updateRevisionNumber:UInt32 serviceGuid:Guid',
  (a) => {
    const { title, guid, revision, service } = nextUpdate(a, 'installed')
    return [title, guid, revision, service]
  },
)

const unansweredName = spell(8, ({ v }) => siteName(v.number(100, 0.1)))
const nameServer = spell(30, ({ v }) => {
  const address = Buffer.alloc(128)
  address.writeUInt32BE(mix(v.number(4), 0x14), 4)
  return address
})

const nameTimeout = define(
  DNS,
  1014,
  { level: 3, task: 1014, keywords: '0x4000000010000000' },
  'QueryName AddressLength:UInt32 Address:Binary',
  (a) => [unansweredName(a), 128, nameServer(a)],
)

const policyApplied = define(
  POLICY,
  1501,
  { opcode: 1 },
  'SupportInfo1:UInt32 SupportInfo2:UInt32 ProcessingMode:UInt32 ProcessingTimeInMilliseconds:UInt32 DCName',
  (a) => [1, 4000 + a.v.number(60), 0, a.random.below(4000), `\\\\DC0${1 + a.random.below(3)}.corp.example`],
)

/** As the service manager shows them. */
const serviceTitle = (name, number) => `${name} ${word(number)} ${word(number >> 1)} Service`

const serviceState = define(SERVICES, 7036, {}, 'param1 param2 Binary:Binary', (a) => {
  const number = changedService(a)
  const name = serviceOf(number)
  const state = a.random.pick(['running', 'stopped'])
  return [
    serviceTitle(name, number),
    state,
    Buffer.from(`${name}/${state === 'running' ? 4 : 1}\0`, 'utf16le'),
  ]
})

const changedService = spell(1.3, ({ v }) => v.number(80, 0.06))
const startChanged = spell(5, ({ v }) => v.number(12, 0.01))

const serviceStart = define(SERVICES, 7040, {}, 'param1 param2 param3 param4', (a) => {
  const number = startChanged(a)
  const name = serviceOf(number)
  const [from, to] = a.random.pick([
    ['auto start', 'demand start'],
    ['demand start', 'auto start'],
    ['disabled', 'demand start'],
    ['auto start', 'disabled'],
  ])
  return [serviceTitle(name, number), from, to, name]
})

export const serviceInstalled = define(
  SERVICES,
  7045,
  {},
  'ServiceName ImagePath ServiceType StartType AccountName',
  (a) => {
    const number = a.v.local(300, 0.85)
    return [
      `MpKsl${hexDigits(number, 0x45, 8)}`,
      `C:\\ProgramData\\Microsoft\\Windows Defender\\Definition Updates\\{${guidDigits(number, 0x46).toUpperCase()}}\\MpKslDrv.sys`,
      'kernel mode driver',
      'system start',
      '',
    ]
  },
)

const refused = spell(10, ({ v }) => v.number(12, 0.005))

const permission = define(
  DCOM,
  10_016,
  {},
  'param1 param2 param3 param4 param5 param6 param7 param8 param9 param10 param11',
  (a) => {
    const { host } = a
    const application = refused(a)
    const session = a.anySession(0.4)
    return [
      'application-specific',
      'Local',
      'Activation',
      `{${guidDigits(application, 0xdc).toUpperCase()}}`,
      `{${guidDigits(application, 0xdd).toUpperCase()}}`,
      session.isSystem ? 'NT AUTHORITY' : host.shortName,
      session.name,
      session.sid,
      'LocalHost (Using LRPC)',
      ...(application % 3 === 0
        ? [`${brand(application)}_${hexDigits(application, 0xde, 13)}`, sidOf(application)]
        : ['Unavailable', 'Unavailable']),
    ]
  },
)

const uptime = defineClassicKind(
  { ...CHANNEL, provider: { name: 'EventLog' }, qualifiers: 32_768, keywords: '0x80000000000000' },
  { eventId: 6013, task: 0 },
  (a) => ({
    strings: ['', '', '', '', String(a.random.below(3_000_000)), '60', '0 Coordinated Universal Time'],
  }),
)

const printerFailure = defineClassicKind(
  { ...CHANNEL, provider: { name: 'Application Popup' }, qualifiers: 16_384, keywords: '0x80000000000000' },
  { eventId: 26, task: 0 },
  (a) => {
    const number = a.v.local(60, 0.1)
    return {
      strings: [
        `${brand(number)} ${word(number)}`,
        `The ${word(number >> 2)} of ${brand(number)} is not ready: ${number % 900}`,
      ],
    }
  },
)

/** Kinds, weights, and the longest run of one kind. */
export const SYSTEM_KINDS = [
  [hiveUnloaded, 22, 30],
  [clock, 9, 4],
  [updateDownloaded, 9, 8],
  [updateStarted, 9, 8],
  [updateInstalled, 9, 8],
  [nameTimeout, 5, 4],
  [policyApplied, 4],
  [serviceState, 14],
  [serviceStart, 5],
  [serviceInstalled, 7],
  [permission, 5, 4],
  [uptime, 6],
  [printerFailure, 4],
]
