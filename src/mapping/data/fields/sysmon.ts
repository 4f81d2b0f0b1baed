/**
 * Fields of Sysmon's events, versions up to 15 (schema 4.90), as the manifest of its driver names them.
 */
import type { EventFields } from './event-fields.ts'

const PROCESS = 'RuleName UtcTime ProcessGuid ProcessId Image User'
const VERSION = 'FileVersion Description Product Company OriginalFileName'
const SIGNATURE = 'Signed Signature SignatureStatus'
const TWO_PROCESSES =
  'RuleName UtcTime SourceProcessId SourceImage TargetProcessId TargetImage SourceUser TargetUser'

export const SYSMON_FIELDS: EventFields = {
  channels: ['Microsoft-Windows-Sysmon/Operational'],
  events: [
    [
      [1],
      PROCESS,
      VERSION,
      'CommandLine CurrentDirectory LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes',
      'ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser',
    ],
    [[2], PROCESS, 'TargetFilename CreationUtcTime PreviousCreationUtcTime'],
    [
      [3],
      PROCESS,
      'Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName',
      'DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort DestinationPortName',
    ],
    [[4], 'UtcTime State Version SchemaVersion'],
    [[5], PROCESS],
    [[6], 'RuleName UtcTime ImageLoaded Hashes', SIGNATURE],
    [[7], PROCESS, VERSION, SIGNATURE, 'ImageLoaded Hashes'],
    [
      [8],
      TWO_PROCESSES,
      'SourceProcessGuid TargetProcessGuid NewThreadId StartAddress StartModule StartFunction',
    ],
    [[9], PROCESS, 'Device'],
    [[10], TWO_PROCESSES, 'SourceProcessGUID TargetProcessGUID SourceThreadId GrantedAccess CallTrace'],
    [[11], PROCESS, 'TargetFilename CreationUtcTime'],
    [[12], PROCESS, 'EventType TargetObject'],
    [[13], PROCESS, 'EventType TargetObject Details'],
    [[14], PROCESS, 'EventType TargetObject NewName'],
    [[15], PROCESS, 'TargetFilename CreationUtcTime Hash Contents'],
    [[16], 'UtcTime Configuration ConfigurationFileHash'],
    [[17, 18], PROCESS, 'EventType PipeName'],
    [[19], 'RuleName EventType UtcTime Operation User EventNamespace Name Query'],
    [[20], 'RuleName EventType UtcTime Operation User Name Type Destination'],
    [[21], 'RuleName EventType UtcTime Operation User Consumer Filter'],
    [[22], PROCESS, 'QueryName QueryStatus QueryResults'],
    [[23], PROCESS, 'TargetFilename Hashes IsExecutable Archived'],
    [[24], PROCESS, 'Session ClientInfo Hashes Archived'],
    [[25], PROCESS, 'Type'],
    [[26, 28], PROCESS, 'TargetFilename Hashes IsExecutable'],
    [[27, 29], PROCESS, 'TargetFilename Hashes'],
    [[255], 'UtcTime ID Description'],
  ],
}
