/**
 * Process creation in the Security log (event 4688) under Sysmon's names (sigma-logsource-mapping §4.1). The event's own
 * `ProcessId` is the creator's, so that name is taken from `NewProcessId` and nothing else.
 */
import {
  creatorAccount,
  processAccount,
  processLogonId,
  TARGET_AND_SUBJECT_FIELDS,
} from '../derive/account-name.ts'
import { hexToDecimal } from '../derive/hex-to-decimal.ts'
import { integrityLevelName } from '../derive/integrity-level.ts'
import { derived, eachText, raw } from '../field-source.ts'
import { absent, createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'
import { WINDOWS_VIEW } from './windows-view.ts'

export const SECURITY_4688: FieldView = createFieldView(
  'security-4688',
  [
    ['Image', raw('NewProcessName')],
    ['ParentImage', raw('ParentProcessName')],
    ['CommandLine', raw('CommandLine')],
    ['ProcessId', derived(['NewProcessId'], eachText(hexToDecimal))],
    ['ParentProcessId', derived(['ProcessId'], eachText(hexToDecimal))],
    ['User', derived(TARGET_AND_SUBJECT_FIELDS, processAccount)],
    ['ParentUser', derived(TARGET_AND_SUBJECT_FIELDS, creatorAccount)],
    ['LogonId', derived(['TargetLogonId', 'SubjectLogonId'], processLogonId)],
    ['IntegrityLevel', raw('MandatoryLabel'), derived(['MandatoryLabel'], eachText(integrityLevelName))],
    ...absent('OriginalFileName', 'Description', 'Product', 'Company', 'FileVersion'),
    ...absent('Hashes', 'md5', 'sha1', 'sha256', 'imphash'),
    ...absent('CurrentDirectory', 'ParentCommandLine', 'TerminalSessionId', 'UtcTime', 'RuleName'),
    ...absent('ProcessGuid', 'ParentProcessGuid', 'LogonGuid'),
    // What other sensors add to Sysmon's fields.
    ...absent('GrandParentImage', 'ParentIntegrityLevel'),
  ],
  WINDOWS_VIEW,
)
