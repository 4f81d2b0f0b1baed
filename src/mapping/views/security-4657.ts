/**
 * Changes of registry values in the Security log (event 4657) under Sysmon's names (sigma-logsource-mapping §4.2).
 */
import { SUBJECT_FIELDS, subjectAccount } from '../derive/account-name.ts'
import { hexToDecimal } from '../derive/hex-to-decimal.ts'
import { registryDetails } from '../derive/registry-details.ts'
import { registryPaths } from '../derive/registry-path.ts'
import { derived, eachText, raw } from '../field-source.ts'
import { absent, createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'
import { WINDOWS_VIEW } from './windows-view.ts'

/** Values of OperationType: created, modified, deleted. */
export const VALUE_CREATED = '%%1904'
export const VALUE_MODIFIED = '%%1905'
export const VALUE_DELETED = '%%1906'

const EVENT_TYPES: ReadonlyMap<string, string> = new Map([
  [VALUE_CREATED, 'SetValue'],
  [VALUE_MODIFIED, 'SetValue'],
  [VALUE_DELETED, 'DeleteValue'],
])

export const SECURITY_4657: FieldView = createFieldView(
  'security-4657',
  [
    ['TargetObject', derived(['ObjectName', 'ObjectValueName'], registryPaths)],
    ['Details', derived(['NewValue', 'NewValueType'], registryDetails)],
    [
      'EventType',
      derived(
        ['OperationType'],
        eachText((code) => EVENT_TYPES.get(code)),
      ),
    ],
    ['Image', raw('ProcessName')],
    ['ProcessId', derived(['ProcessId'], eachText(hexToDecimal))],
    ['User', derived(SUBJECT_FIELDS, subjectAccount)],
    ...absent('NewName', 'ProcessGuid', 'UtcTime', 'RuleName'),
  ],
  WINDOWS_VIEW,
)
