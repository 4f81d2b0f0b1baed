/**
 * Events of PowerShell's log, with their share of it: script blocks, pipelines, starts of the console.
 * Invariant: scripts are an administrator's ordinary ones; no two long ones are alike.
 */
import { DOMAIN } from '../host.mjs'
import { serviceOf } from '../programs.mjs'
import { mix } from '../random.mjs'
import { brand, guidDigits, hostName, word } from '../words.mjs'
import { defineKind } from './kind.mjs'

const CHANNEL = {
  form: 'shared',
  bodyForm: 'fragment',
  provider: { name: 'Microsoft-Windows-PowerShell', guid: '{a0c1853b-5c40-4b15-8766-3cf1c58f985a}' },
  channel: 'Microsoft-Windows-PowerShell/Operational',
  level: 4,
  keywords: '0x0',
  hasActivity: true,
  userOf: (activity) => activity.anySession(0.4).sid,
  processOf: (random) => 4 * (300 + random.below(3000)),
}

const define = (eventId, system, fields, draw) =>
  defineKind(CHANNEL, { eventId, version: 1, ...system }, fields, draw)

const COMMANDS = [
  'Get-Service',
  'Get-ChildItem',
  'Get-Content',
  'Get-CimInstance',
  'Select-Object',
  'Where-Object',
  'ForEach-Object',
  'Export-Csv',
  'Test-Path',
  'Join-Path',
  'Write-Output',
  'Out-File',
  'Measure-Object',
  'Sort-Object',
  'Get-Date',
  'ConvertTo-Html',
]

/** Lines of scripts by number; names in them make nearly every one new. */
const LINES = [
  (n) =>
    `$${word(n)}${brand(n)} = Get-ChildItem -Path "D:\\Data\\${brand(n >> 3)}" -Filter *.${word(n >> 5).slice(0, 3)} | Sort-Object LastWriteTime`,
  (n) => `foreach ($item in $${word(n)}${brand(n)}) { $total${brand(n)} += $item.Length }`,
  (n) =>
    `if (-not (Test-Path "D:\\Data\\${brand(n)}\\${word(n)}.csv")) { Write-Output "${brand(n)} has no ${word(n)}" }`,
  (n) =>
    `$${word(n)} | Select-Object Name, Length, LastWriteTime | Export-Csv "D:\\Reports\\${brand(n)}-${n % 1000}.csv" -NoTypeInformation`,
  (n) =>
    `Get-Service -Name "${serviceOf(n % 400)}" -ErrorAction SilentlyContinue | Where-Object Status -ne 'Running'`,
  (n) => `function Get-${brand(n)}${brand(n >> 2)} { param([string]$${word(n)}, [int]$limit = ${n % 500}) }`,
  (n) => `# ${brand(n)} ${word(n)}: checked by ${word(n >> 4)} ${brand(n >> 6)} every ${1 + (n % 24)} hours`,
  (n) =>
    `$result = Get-CimInstance Win32_LogicalDisk -Filter "DriveType=3" -ComputerName ${hostName(n)} | Measure-Object FreeSpace -Sum`,
  (n) => `Write-Output ("{0} of {1} ${word(n)}s in ${brand(n)}" -f $count, $${word(n >> 2)}.Count)`,
  (n) =>
    `$${brand(n).toLowerCase()} = Join-Path $PSScriptRoot '${word(n)}\\${brand(n)}.xml'; [xml](Get-Content $${brand(n).toLowerCase()})`,
]

function scriptText(number, lines) {
  const text = []
  for (let i = 0; i < lines; i++) {
    const n = mix(number, 0x5c, i)
    text.push(LINES[n % LINES.length](n >>> 4))
  }
  return text.join('\r\n')
}

const scriptPath = (number) => `C:\\Tools\\${brand(number % 40)}\\${word(number)}-${word(number >> 2)}.ps1`

export const scriptBlock = define(
  4104,
  { level: 5, task: 2, opcode: 15 },
  'MessageNumber:Int32 MessageTotal:Int32 ScriptBlockText ScriptBlockId Path',
  (a) => {
    const { v, random } = a
    const number = v.local(200, 0.75)
    // Mostly a line or two; modules have hundreds.
    const lines = random.chance(0.96) ? 1 + random.rank(2) : 1 + random.rank(160)
    return [
      1,
      1,
      scriptText(number, lines),
      guidDigits(random.u32(), 0x104),
      random.chance(0.5) ? '' : scriptPath(v.local(200, 0.2)),
    ]
  },
)

const pipeline = define(4103, { task: 106, opcode: 20 }, 'ContextInfo UserData Payload', (a) => {
  const { v, random } = a
  const command = COMMANDS[random.rank(COMMANDS.length)]
  const number = v.local(40, 0.6)
  const session = a.anySession(0.4)
  const script = random.chance(0.5) ? scriptPath(v.local(200, 0.2)) : ''
  const context = `        Severity = Informational\r\n        Host Name = ConsoleHost\r\n        Host Version = 5.1.19041.4522\r\n        Host ID = ${guidDigits(v.local(40, 0.05), 0x40)}\r\n        Host Application = C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -NoLogo -WorkingDirectory D:\\Services\\${brand(number % 40)}\\${word(number)} -File ${script === '' ? scriptPath(number) : script} -Log D:\\Reports\\${brand(number)}\\${word(number >> 2)}-${number % 1000}.log -Site ${brand(number >> 4)} -Task ${word(number >> 5)}-${word(number >> 7)} -Limit ${number % 500}\r\n        Engine Version = 5.1.19041.4522\r\n        Runspace ID = ${guidDigits(v.local(40, 0.05), 0x41)}\r\n        Pipeline ID = ${random.below(200)}\r\n        Command Name = ${command}\r\n        Command Type = Cmdlet\r\n        Script Name = ${script}\r\n        Command Path = \r\n        Sequence Number = ${random.below(4000)}\r\n        User = ${session.isSystem ? 'NT AUTHORITY\\SYSTEM' : `${DOMAIN}\\${session.name}`}\r\n        Connected User = \r\n        Shell ID = Microsoft.PowerShell\r\n`
  const bindings = Array.from({ length: 2 + (number % 6) }, (_, i) => {
    const n = mix(number, 0x41, i)
    return `ParameterBinding(${command}): name="${['Path', 'Name', 'Filter', 'InputObject'][n & 3]}"; value="${brand(n >>> 3)} ${word(n >>> 9)} ${n % 10_000}"\r\n`
  })
  return [context, '', `CommandInvocation(${command}): "${command}"\r\n${bindings.join('')}`]
})

const consoleStart = define(53_504, { task: 111, opcode: 10 }, 'param1 param2', (a) => [
  String(4 * (300 + a.random.below(3000))),
  'DefaultAppDomain',
])

/** Kinds, weights, and the longest run of one kind. */
export const POWERSHELL_KINDS = [
  [scriptBlock, 45],
  [pipeline, 50, 8],
  [consoleStart, 5],
]
