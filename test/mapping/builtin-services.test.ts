import { describe, expect, it } from 'vitest'
import { canonicalChannel } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { logsource, targetsOf } from './support.ts'

const M = 'Microsoft-Windows-'

/** sigma-logsource-mapping §3: service → channels as they stand in records. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  application: ['Application'],
  'application-experience': [
    `${M}Application-Experience/Program-Telemetry`,
    `${M}Application-Experience/Program-Compatibility-Assistant`,
  ],
  applocker: [
    `${M}AppLocker/MSI and Script`,
    `${M}AppLocker/EXE and DLL`,
    `${M}AppLocker/Packaged app-Deployment`,
    `${M}AppLocker/Packaged app-Execution`,
  ],
  'appmodel-runtime': [`${M}AppModel-Runtime/Admin`],
  'appxdeployment-server': [`${M}AppXDeploymentServer/Operational`],
  'appxpackaging-om': [`${M}AppxPackaging/Operational`],
  bitlocker: [`${M}BitLocker/BitLocker Management`],
  'bits-client': [`${M}Bits-Client/Operational`],
  capi2: [`${M}CAPI2/Operational`],
  'certificateservicesclient-lifecycle-system': [
    `${M}CertificateServicesClient-Lifecycle-System/Operational`,
  ],
  'codeintegrity-operational': [`${M}CodeIntegrity/Operational`],
  dhcp: [`${M}DHCP-Server/Operational`],
  'diagnosis-scripted': [`${M}Diagnosis-Scripted/Operational`],
  'dns-client': [`${M}DNS Client Events/Operational`, `${M}DNS-Client/Operational`],
  'dns-server': ['DNS Server'],
  'dns-server-analytic': [`${M}DNS-Server/Analytical`, `${M}DNSServer/Analytical`],
  'dns-server-audit': [`${M}DNS-Server/Audit`, `${M}DNSServer/Audit`],
  'driver-framework': [`${M}DriverFrameworks-UserMode/Operational`],
  'firewall-as': [`${M}Windows Firewall With Advanced Security/Firewall`],
  'hyper-v-worker': [`${M}Hyper-V-Worker`, `${M}Hyper-V-Worker-Admin`, `${M}Hyper-V-Worker/Operational`],
  'iis-configuration': ['Microsoft-IIS-Configuration/Operational'],
  'kernel-event-tracing': [
    `${M}Kernel-EventTracing`,
    `${M}Kernel-EventTracing/Admin`,
    `${M}Kernel-EventTracing/Analytic`,
  ],
  'kernel-shimengine': [`${M}Kernel-ShimEngine/Operational`, `${M}Kernel-ShimEngine/Diagnostic`],
  ldap: [`${M}LDAP-Client/Debug`],
  ldap_debug: [`${M}LDAP-Client/Debug`],
  'lsa-server': [`${M}LSA/Operational`],
  'msexchange-management': ['MSExchange Management'],
  ntfs: [`${M}Ntfs/Operational`],
  ntlm: [`${M}NTLM/Operational`],
  openssh: ['OpenSSH/Operational'],
  powershell: [`${M}PowerShell/Operational`, 'PowerShellCore/Operational'],
  'powershell-classic': ['Windows PowerShell'],
  'printservice-admin': [`${M}PrintService/Admin`],
  'printservice-operational': [`${M}PrintService/Operational`],
  security: ['Security'],
  'security-mitigations': [
    `${M}Security-Mitigations/KernelMode`,
    `${M}Security-Mitigations/User Mode`,
    `${M}Security-Mitigations/UserMode`,
  ],
  sense: [`${M}SENSE/Operational`],
  'servicebus-client': [
    'Microsoft-ServiceBus-Client',
    'Microsoft-ServiceBus-Client/Admin',
    'Microsoft-ServiceBus-Client/Operational',
  ],
  'microsoft-servicebus-client': ['Microsoft-ServiceBus-Client/Operational'],
  'shell-core': [`${M}Shell-Core/Operational`],
  'smbclient-connectivity': [`${M}SMBClient/Connectivity`],
  'smbclient-security': [`${M}SmbClient/Security`],
  'smbserver-connectivity': [`${M}SMBServer/Connectivity`],
  sysmon: [`${M}Sysmon/Operational`],
  system: ['System'],
  taskscheduler: [`${M}TaskScheduler/Operational`],
  'terminalservices-localsessionmanager': [`${M}TerminalServices-LocalSessionManager/Operational`],
  vhdmp: [`${M}VHDMP/Operational`, `${M}VHDMP-Operational`],
  windefend: [`${M}Windows Defender/Operational`],
  wmi: [`${M}WMI-Activity/Operational`],
}

/** Channels near to one of the services that belong to none. */
const OTHERS = [
  'Setup',
  `${M}TaskScheduler/Maintenance`,
  `${M}LSA/Diagnostic`,
  `${M}Sysmon`,
  'PowerShell',
  '',
]

const mapping = createBuiltinMapping()

function takes(service: string, channel: string): boolean {
  const key = canonicalChannel(channel)
  return targetsOf(mapping, logsource(undefined, service)).some((target) =>
    target.channels!.some((c) => (c.isPrefix ? key.startsWith(c.key) : key === c.key)),
  )
}

describe('services of the built-in mapping', () => {
  it.each(Object.entries(SERVICES))('%s', (service, channels) => {
    for (const channel of channels) expect([channel, takes(service, channel)]).toEqual([channel, true])
    const foreign = [...OTHERS, ...Object.values(SERVICES).flat()].filter(
      (channel) => !channels.includes(channel) && takes(service, channel),
    )
    const own = new Set(channels.map(canonicalChannel))
    const isAlias = service.startsWith('microsoft-')
    expect(foreign.filter((channel) => !isAlias && !own.has(canonicalChannel(channel)))).toEqual([])
  })

  it('tests neither event ids nor providers', () => {
    const [security] = targetsOf(mapping, logsource(undefined, 'security'))
    expect(security).toMatchObject({ id: 'security', eventIds: undefined, conditions: [] })
  })

  it('reads raw fields, with added values only where a log has its own', () => {
    const views = new Map<string, string[]>()
    for (const service of Object.keys(SERVICES)) {
      const { id } = targetsOf(mapping, logsource(undefined, service))[0]!.view
      if (id !== 'windows') views.set(id, [...(views.get(id) ?? []), service])
    }
    expect(Object.fromEntries(views)).toEqual({
      'powershell-classic': ['powershell-classic'],
      defender: ['windefend'],
    })
  })
})
