/**
 * Network connections in the Security log (event 5156) under Sysmon's names (sigma-logsource-mapping §4.3).
 */
import { guessDrivePath } from '../derive/drive-path.ts'
import { derived, eachText, raw } from '../field-source.ts'
import { absent, createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'
import { WINDOWS_VIEW } from './windows-view.ts'

/** Direction: inbound, outbound. */
const INITIATED: ReadonlyMap<string, string> = new Map([
  ['%%14592', 'false'],
  ['%%14593', 'true'],
])

/** Protocol numbers of the Internet protocol. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
])

const isIpv6 = eachText((address) => String(address.includes(':')))

export const SECURITY_5156: FieldView = createFieldView(
  'security-5156',
  [
    ['Image', raw('Application'), derived(['Application'], eachText(guessDrivePath))],
    [
      'Initiated',
      derived(
        ['Direction'],
        eachText((code) => INITIATED.get(code)),
      ),
    ],
    [
      'Protocol',
      raw('Protocol'),
      derived(
        ['Protocol'],
        eachText((number) => PROTOCOLS.get(number)),
      ),
    ],
    ['SourceIp', raw('SourceAddress')],
    ['SourcePort', raw('SourcePort')],
    ['SourceIsIpv6', derived(['SourceAddress'], isIpv6)],
    ['DestinationIp', raw('DestAddress')],
    ['DestinationPort', raw('DestPort')],
    ['DestinationIsIpv6', derived(['DestAddress'], isIpv6)],
    ['ProcessId', raw('ProcessID')],
    ...absent('User', 'SourceHostname', 'SourcePortName', 'DestinationHostname', 'DestinationPortName'),
    ...absent('CommandLine', 'ParentImage', 'ProcessGuid', 'UtcTime', 'RuleName'),
  ],
  WINDOWS_VIEW,
)
