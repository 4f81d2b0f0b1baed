/**
 * What `service:` means on Windows: the channels of each service (sigma-logsource-mapping §3). Spellings of one channel
 * that differ only in case, blanks and punctuation are one (canonicalChannel).
 */
import type { FieldView } from '../mapping.ts'
import { DEFENDER } from '../views/defender.ts'
import { POWERSHELL_CLASSIC } from '../views/powershell-classic.ts'

export interface Service {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly channels: readonly string[]
  /** The names are beginnings: Windows adds `/Admin`, `/Operational`, … */
  readonly isPrefix?: boolean
  /** Where it is not the common view. */
  readonly view?: FieldView
}

const MW = 'Microsoft-Windows-'

export const SERVICES: readonly Service[] = [
  { name: 'application', channels: ['Application'] },
  {
    name: 'application-experience',
    channels: [
      `${MW}Application-Experience/Program-Telemetry`,
      `${MW}Application-Experience/Program-Compatibility-Assistant`,
    ],
  },
  {
    name: 'applocker',
    channels: [
      `${MW}AppLocker/MSI and Script`,
      `${MW}AppLocker/EXE and DLL`,
      `${MW}AppLocker/Packaged app-Deployment`,
      `${MW}AppLocker/Packaged app-Execution`,
    ],
  },
  { name: 'appmodel-runtime', channels: [`${MW}AppModel-Runtime/Admin`] },
  { name: 'appxdeployment-server', channels: [`${MW}AppXDeploymentServer/Operational`] },
  { name: 'appxpackaging-om', channels: [`${MW}AppxPackaging/Operational`] },
  { name: 'bitlocker', channels: [`${MW}BitLocker/BitLocker Management`] },
  { name: 'bits-client', channels: [`${MW}Bits-Client/Operational`] },
  { name: 'capi2', channels: [`${MW}CAPI2/Operational`] },
  {
    name: 'certificateservicesclient-lifecycle-system',
    channels: [`${MW}CertificateServicesClient-Lifecycle-System/Operational`],
  },
  { name: 'codeintegrity-operational', channels: [`${MW}CodeIntegrity/Operational`] },
  { name: 'dhcp', channels: [`${MW}DHCP-Server/Operational`] },
  { name: 'diagnosis-scripted', channels: [`${MW}Diagnosis-Scripted/Operational`] },
  // The first is the name that Event Viewer displays, the second the one in the records.
  { name: 'dns-client', channels: [`${MW}DNS Client Events/Operational`, `${MW}DNS-Client/Operational`] },
  { name: 'dns-server', channels: ['DNS Server'] },
  { name: 'dns-server-analytic', channels: [`${MW}DNS-Server/Analytical`] },
  { name: 'dns-server-audit', channels: [`${MW}DNS-Server/Audit`] },
  { name: 'driver-framework', channels: [`${MW}DriverFrameworks-UserMode/Operational`] },
  { name: 'firewall-as', channels: [`${MW}Windows Firewall With Advanced Security/Firewall`] },
  { name: 'hyper-v-worker', channels: [`${MW}Hyper-V-Worker`], isPrefix: true },
  { name: 'iis-configuration', channels: ['Microsoft-IIS-Configuration/Operational'] },
  { name: 'kernel-event-tracing', channels: [`${MW}Kernel-EventTracing`], isPrefix: true },
  {
    name: 'kernel-shimengine',
    channels: [`${MW}Kernel-ShimEngine/Operational`, `${MW}Kernel-ShimEngine/Diagnostic`],
  },
  { name: 'ldap', aliases: ['ldap_debug'], channels: [`${MW}LDAP-Client/Debug`] },
  { name: 'lsa-server', channels: [`${MW}LSA/Operational`] },
  { name: 'msexchange-management', channels: ['MSExchange Management'] },
  { name: 'ntfs', channels: [`${MW}Ntfs/Operational`] },
  { name: 'ntlm', channels: [`${MW}NTLM/Operational`] },
  { name: 'openssh', channels: ['OpenSSH/Operational'] },
  { name: 'powershell', channels: [`${MW}PowerShell/Operational`, 'PowerShellCore/Operational'] },
  { name: 'powershell-classic', channels: ['Windows PowerShell'], view: POWERSHELL_CLASSIC },
  { name: 'printservice-admin', channels: [`${MW}PrintService/Admin`] },
  { name: 'printservice-operational', channels: [`${MW}PrintService/Operational`] },
  { name: 'security', channels: ['Security'] },
  {
    name: 'security-mitigations',
    channels: [`${MW}Security-Mitigations/KernelMode`, `${MW}Security-Mitigations/UserMode`],
  },
  { name: 'sense', channels: [`${MW}SENSE/Operational`] },
  {
    name: 'servicebus-client',
    aliases: ['microsoft-servicebus-client'],
    channels: [
      'Microsoft-ServiceBus-Client/Operational',
      'Microsoft-ServiceBus-Client/Admin',
      'Microsoft-ServiceBus-Client',
    ],
  },
  { name: 'shell-core', channels: [`${MW}Shell-Core/Operational`] },
  { name: 'smbclient-connectivity', channels: [`${MW}SmbClient/Connectivity`] },
  { name: 'smbclient-security', channels: [`${MW}SmbClient/Security`] },
  { name: 'smbserver-connectivity', channels: [`${MW}SMBServer/Connectivity`] },
  { name: 'sysmon', channels: [`${MW}Sysmon/Operational`] },
  { name: 'system', channels: ['System'] },
  { name: 'taskscheduler', channels: [`${MW}TaskScheduler/Operational`] },
  {
    name: 'terminalservices-localsessionmanager',
    channels: [`${MW}TerminalServices-LocalSessionManager/Operational`],
  },
  { name: 'vhdmp', channels: [`${MW}VHDMP/Operational`] },
  { name: 'windefend', channels: [`${MW}Windows Defender/Operational`], view: DEFENDER },
  { name: 'wmi', channels: [`${MW}WMI-Activity/Operational`] },
]
