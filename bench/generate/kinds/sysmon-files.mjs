/** Files and registry of Sysmon's log, with their share of it. */
import { sidOf } from '../host.mjs'
import { serviceOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { spell } from '../spell.mjs'
import { brand, documentFolder, documentName, guidDigits, hexDigits, word } from '../words.mjs'
import { accountOf, defineSysmon, now, ruleName } from './sysmon.mjs'

/** A file that programs write all day: caches, logs, temporary files, documents. */
function writtenFile({ host, v }) {
  const number = v.local(3000, 0.55)
  const profile = `C:\\Users\\${host.someUser(v)}`
  switch (number % 6) {
    case 0:
      return `${profile}\\AppData\\Local\\Temp\\${hexDigits(number, 0xf1, 8)}.tmp`
    case 1:
      return `${profile}\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Cache\\Cache_Data\\f_${hexDigits(number, 0xf3, 6)}`
    case 2:
      return `C:\\ProgramData\\${brand(number % 200)}\\Logs\\${word(number)}-${2024 + (number % 3)}-${number % 9999}.log`
    case 3:
      return `C:\\Windows\\Temp\\${hexDigits(number, 0xf4, 12).toUpperCase()}.tmp`
    default:
      return `${profile}\\Documents\\${documentFolder(number >> 3)}\\${documentName(number)}`
  }
}

const writing = spell(6, (a) => a.anyProcess())
const settingValues = spell(10, (a) => a.anyProcess())
const changingKeys = spell(8, (a) => a.anyProcess())

const fileCreated = defineSysmon(
  11,
  2,
  'RuleName UtcTime ProcessGuid:Guid ProcessId:UInt32 Image TargetFilename CreationUtcTime User',
  (a) => {
    const process = writing(a)
    const time = now(a)
    const head = [ruleName(a), time, process.guid, process.pid, process.path]
    return [...head, writtenFile(a), time, accountOf(process)]
  },
)

/** A value of the registry and what it is set to. */
function registryValue({ v }) {
  const number = v.local(1000, 0.36)
  const user = `HKU\\${sidOf(mix(number) % 5000)}`
  switch (number % 5) {
    case 0: {
      const service = `HKLM\\System\\CurrentControlSet\\Services\\${serviceOf(number % 900)}`
      return [`${service}\\Parameters\\${brand(number)}`, `DWORD (0x${hexDigits(number, 0xe1, 8)})`]
    }
    case 1: {
      const extension = ['docx', 'pdf', 'xlsx', 'txt'][number & 3]
      const recent = `${user}\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RecentDocs`
      return [`${recent}\\.${extension}\\${number % 150}`, 'Binary Data']
    }
    case 2: {
      const site = `HKLM\\SOFTWARE\\Microsoft\\Windows Search\\Gather\\Windows\\SystemIndex\\Sites\\{${guidDigits(number % 4000, 0xe2).toUpperCase()}}`
      return [`${site}\\Frequency`, `DWORD (0x${hexDigits(number, 0xe3, 8)})`]
    }
    case 3: {
      const window = `${user}\\Software\\${brand(number % 300)}\\${word(number)}\\${brand(number)}`
      return [`${window}\\Position${number % 90}`, `${number % 4000},${mix(number) % 3000}`]
    }
    default: {
      const settings = `HKLM\\System\\CurrentControlSet\\Services\\bam\\State\\UserSettings\\${sidOf(mix(number) % 5000)}`
      const program = `Program Files\\${brand(number % 300)}\\${brand(number).toLowerCase()}.exe`
      return [`${settings}\\\\Device\\HarddiskVolume3\\${program}`, 'Binary Data']
    }
  }
}

export const registrySet = defineSysmon(
  13,
  2,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 Image TargetObject Details User',
  (a) => {
    const process = settingValues(a)
    const head = [ruleName(a), 'SetValue', now(a), process.guid, process.pid, process.path]
    return [...head, ...registryValue(a), accountOf(process)]
  },
)

const registryKey = defineSysmon(
  12,
  2,
  'RuleName EventType UtcTime ProcessGuid:Guid ProcessId:UInt32 Image TargetObject User',
  (a) => {
    const process = changingKeys(a)
    const action = a.random.chance(0.5) ? 'CreateKey' : 'DeleteValue'
    const head = [ruleName(a), action, now(a), process.guid, process.pid, process.path]
    return [...head, registryValue(a)[0], accountOf(process)]
  },
)

/** Kinds, weights, and the longest run of one kind. */
export const SYSMON_FILE_KINDS = [
  [fileCreated, 10, 80],
  [registryKey, 4, 60],
  [registrySet, 9, 120],
]
