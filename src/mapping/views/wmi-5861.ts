/**
 * Permanent WMI subscriptions in the WMI-Activity log (event 5861) under Sysmon's names (sigma-logsource-mapping §4.5):
 * one text holds filter, consumer and binding.
 */
import { raw } from '../field-source.ts'
import { absent, createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'
import { WINDOWS_VIEW } from './windows-view.ts'

export const WMI_5861: FieldView = createFieldView(
  'wmi-5861',
  [
    ['Destination', raw('PossibleCause')],
    ...absent('EventType', 'Operation', 'User', 'UtcTime', 'RuleName'),
    ...absent('EventNamespace', 'Name', 'Query', 'Type', 'Consumer', 'Filter'),
  ],
  WINDOWS_VIEW,
)
