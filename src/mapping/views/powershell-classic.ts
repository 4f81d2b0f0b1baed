/**
 * The log `Windows PowerShell`: its texts stay `Data`; the `Key=Value` lines inside are added as fields
 * (sigma-logsource-mapping §4.6). `ProviderName` is such a key in event 600 and stays another name of the provider.
 */
import { POWERSHELL_KEYS, valuesOfKey } from '../derive/key-value-lines.ts'
import { derived, raw } from '../field-source.ts'
import type { ViewRow } from '../field-view.ts'
import { createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'
import { WINDOWS_VIEW } from './windows-view.ts'

export const POWERSHELL_CLASSIC: FieldView = createFieldView(
  'powershell-classic',
  POWERSHELL_KEYS.map((key): ViewRow => [key, raw(key), derived(['EventID', 'Data'], valuesOfKey(key))]),
  WINDOWS_VIEW,
)
