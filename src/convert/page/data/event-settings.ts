/**
 * Which setting of Windows or Sysmon makes events be written: facts of Windows' audit policy and of Sysmon's schema.
 * Security: subcategory of the advanced audit policy and its event ids. Sysmon: element of its configuration.
 */

/** Subcategory: event ids. */
const SUBCATEGORIES = `
Credential Validation: 4774 4775 4776 4777
Kerberos Authentication Service: 4768 4771 4772 4820 4824
Kerberos Service Ticket Operations: 4769 4770 4773 4821
Application Group Management: 4783 4784 4785 4786 4787 4788 4789 4790
Computer Account Management: 4741 4742 4743
Distribution Group Management: 4744 4745 4746 4747 4748 4749 4750 4751 4752 4753 4759 4760 4761 4762 4763
Other Account Management Events: 4782 4793
Security Group Management: 4727 4728 4729 4730 4731 4732 4733 4734 4735 4737 4754 4755 4756 4757 4758 4764 4799
User Account Management: 4720 4722 4723 4724 4725 4726 4738 4740 4765 4766 4767 4780 4781 4794 4798 5376 5377
DPAPI Activity: 4692 4693 4694 4695
Plug and Play Events: 6416 6419 6420 6421 6422 6423 6424
Process Creation: 4688 4696
Process Termination: 4689
RPC Events: 5712
Token Right Adjusted Events: 4703
Directory Service Access: 4661 4662
Directory Service Changes: 5136 5137 5138 5139 5141
Directory Service Replication: 4932 4933
Detailed Directory Service Replication: 4928 4929 4930 4931 4934 4935 4936 4937
Account Lockout: 4625
Group Membership: 4627
IPsec Main Mode: 4646 4650 4651 4652 4653 4655 5049 5453
Logoff: 4634 4647
Logon: 4624 4648 4675
Network Policy Server: 6272 6273 6274 6275 6276 6277 6278 6279 6280
Other Logon/Logoff Events: 4649 4778 4779 4800 4801 4802 4803 5378 5632 5633
Special Logon: 4672 4964
Application Generated: 4665 4666 4667 4668
Certification Services: 4868 4869 4870 4871 4872 4873 4874 4875 4876 4877 4878 4879 4880 4881 4882 4883 4884 4885 4886 4887 4888 4889 4890 4891 4892 4893 4894 4895 4896 4897 4898 4899 4900 5120 5121 5122 5123 5124 5125 5126 5127
Central Access Policy Staging: 4818
Detailed File Share: 5145
File Share: 5140 5142 5143 5144 5168
File System or Registry or Handle Manipulation (with an audit entry on the object): 4656 4658 4660 4663
File System: 4664 4985 5051
Filtering Platform Connection: 5031 5150 5151 5154 5155 5156 5157 5158 5159
Filtering Platform Packet Drop: 5152 5153
Handle Manipulation: 4690
Other Object Access Events: 4671 4691 4698 4699 4700 4701 4702 5148 5149 5888 5889 5890
Registry (with an audit entry on the key): 4657 5039
Audit Policy Change: 4715 4719 4817 4902 4904 4905 4906 4907 4908 4912
Authentication Policy Change: 4670 4706 4707 4713 4716 4717 4718 4739 4864 4865 4866 4867
Authorization Policy Change: 4704 4705 4911 4913
Filtering Platform Policy Change: 4709 4710 4711 4712 5040 5041 5042 5043 5044 5045 5046 5047 5048 5440 5441 5442 5443 5444 5446 5448 5449 5450
MPSSVC Rule-Level Policy Change: 4944 4945 4946 4947 4948 4949 4950 4951 4952 4953 4954 4956 4957 4958
Other Policy Change Events: 4714 4819 4826 4909 4910 5063 5064 5065 5066 5067 5068 5069 5070 5447 6144 6145
Sensitive Privilege Use: 4673 4674
IPsec Driver: 4960 4961 4962 4963 4965 5478 5479 5480 5483 5484 5485
Other System Events: 5024 5025 5027 5028 5029 5030 5032 5033 5034 5035 5037 5058 5059 6400 6401 6402 6403 6404 6405 6406 6407 6408
Security State Change: 4608 4616 4621
Security System Extension: 4610 4611 4614 4622 4697
System Integrity: 4612 4615 4618 4816 5038 5056 5057 5060 5061 5062 6281 6410
`

/** Written whatever the policy. */
const ALWAYS_WRITTEN: readonly number[] = [1100, 1101, 1102, 1104, 1105, 1108]

const SYSMON_ELEMENTS: readonly (readonly [string, ...number[]])[] = [
  ['ProcessCreate', 1],
  ['FileCreateTime', 2],
  ['NetworkConnect', 3],
  ['ProcessTerminate', 5],
  ['DriverLoad', 6],
  ['ImageLoad', 7],
  ['CreateRemoteThread', 8],
  ['RawAccessRead', 9],
  ['ProcessAccess', 10],
  ['FileCreate', 11],
  ['RegistryEvent', 12, 13, 14],
  ['FileCreateStreamHash', 15],
  ['PipeEvent', 17, 18],
  ['WmiEvent', 19, 20, 21],
  ['DnsQuery', 22],
  ['FileDelete', 23],
  ['ClipboardChange', 24],
  ['ProcessTampering', 25],
  ['FileDeleteDetected', 26],
  ['FileBlockExecutable', 27],
  ['FileBlockShredding', 28],
  ['FileExecutableDetected', 29],
]

const SECURITY: ReadonlyMap<number, string> = new Map([
  ...SUBCATEGORIES.trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', ids = ''] = line.split(': ')
      return ids.split(' ').map((id) => [Number(id), `Audit policy: ${name}`] as const)
    }),
  [4688, 'Audit policy: Process Creation; "Include command line in process creation events" for CommandLine'],
  [4625, 'Audit policy: Logon (failure), Account Lockout'],
  ...ALWAYS_WRITTEN.map((id) => [id, 'Always written'] as const),
])

const SYSMON: ReadonlyMap<number, string> = new Map([
  ...SYSMON_ELEMENTS.flatMap(([element, ...ids]) =>
    ids.map((id) => [id, `Sysmon configuration: ${element}`] as const),
  ),
  ...[4, 16, 255].map((id) => [id, 'Always written by Sysmon'] as const),
])

const POWERSHELL: ReadonlyMap<number, string> = new Map([
  [4103, 'Policy: Turn on Module Logging'],
  [4104, 'Policy: Turn on PowerShell Script Block Logging (without it only blocks that Windows suspects)'],
  [4105, 'Policy: Turn on PowerShell Script Block Logging, with start and stop events'],
  [4106, 'Policy: Turn on PowerShell Script Block Logging, with start and stop events'],
])

/** Settings by channel (canonical key) and event id. */
export const SETTINGS_BY_EVENT: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  ['security', SECURITY],
  ['microsoftwindowssysmonoperational', SYSMON],
  ['microsoftwindowspowershelloperational', POWERSHELL],
  ['powershellcoreoperational', POWERSHELL],
])

/** What must be done for any event of a channel (canonical key); of others it is not known. */
export const SETTINGS_BY_CHANNEL: ReadonlyMap<string, string> = new Map([
  ['security', 'Audit policy'],
  ['microsoftwindowssysmonoperational', 'Sysmon, installed with a configuration'],
  ['system', 'Written by default'],
  ['application', 'Written by default'],
  ['windowspowershell', 'Written by default'],
  ['microsoftwindowspowershelloperational', 'Written by default; most events need a policy'],
  ['powershellcoreoperational', "PowerShell 7's event provider, registered"],
  ['microsoftwindowswindowsdefenderoperational', 'Written by default where Defender runs'],
  ['microsoftwindowstaskscheduleroperational', 'The channel must be enabled'],
  ['microsoftwindowsdriverframeworksusermodeoperational', 'The channel must be enabled'],
  ['microsoftwindowsdnsclientoperational', 'The channel must be enabled'],
  ['microsoftwindowsdnsclienteventsoperational', 'The channel must be enabled'],
  ['microsoftwindowscapi2operational', 'The channel must be enabled'],
  ['microsoftwindowsprintserviceoperational', 'The channel must be enabled'],
  ['microsoftwindowsldapclientdebug', 'The channel must be enabled (debug)'],
  ['microsoftwindowsdnsserveranalytical', 'The channel must be enabled (analytic)'],
  ['microsoftwindowsdnsserveraudit', 'Written by default on DNS servers'],
  ['dnsserver', 'Written by default on DNS servers'],
  ['microsoftwindowsdhcpserveroperational', 'Written by default on DHCP servers'],
  ['microsoftwindowsntlmoperational', 'Policy: Network security: Restrict NTLM: Audit'],
  ['microsoftwindowswmiactivityoperational', 'Written by default'],
  ['microsoftwindowscodeintegrityoperational', 'Written by default'],
  ['microsoftwindowsbitsclientoperational', 'Written by default'],
  ['microsoftwindowsterminalserviceslocalsessionmanageroperational', 'Written by default'],
  ['microsoftwindowswindowsfirewallwithadvancedsecurityfirewall', 'Written by default'],
  ['microsoftwindowsappxdeploymentserveroperational', 'Written by default'],
  ['microsoftwindowsappxpackagingoperational', 'Written by default'],
  ['microsoftwindowsappmodelruntimeadmin', 'Written by default'],
  ['microsoftwindowsprintserviceadmin', 'Written by default'],
  ['microsoftwindowssecuritymitigationskernelmode', 'Written by default'],
  ['microsoftwindowssecuritymitigationsusermode', 'Written by default'],
  ['microsoftwindowsshellcoreoperational', 'Written by default'],
  ['microsoftwindowssmbclientconnectivity', 'Written by default'],
  ['microsoftwindowssmbclientsecurity', 'Written by default'],
  ['microsoftwindowssmbserverconnectivity', 'Written by default'],
  ['microsoftiisconfigurationoperational', 'The channel must be enabled'],
  ['microsoftwindowslsaoperational', 'The channel must be enabled'],
  ['msexchangemanagement', 'Written by default on Exchange servers'],
  ['opensshoperational', 'Written by default where the OpenSSH server is installed'],
  ['microsoftwindowsapplockerexeanddll', 'AppLocker rules, at least in audit mode'],
  ['microsoftwindowsapplockermsiandscript', 'AppLocker rules, at least in audit mode'],
  ['microsoftwindowsapplockerpackagedappdeployment', 'AppLocker rules, at least in audit mode'],
  ['microsoftwindowsapplockerpackagedappexecution', 'AppLocker rules, at least in audit mode'],
])
