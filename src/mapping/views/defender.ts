/**
 * Defender's log: its own names for `service: windefend`, those of Sigma's antivirus rules over them
 * (sigma-logsource-mapping §4.4).
 */
import { defenderFiles } from '../derive/defender-files.ts'
import type { Derive } from '../field-source.ts'
import { derived, NOTHING, raw } from '../field-source.ts'
import type { ViewRow } from '../field-view.ts'
import { createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'
import { WINDOWS_VIEW } from './windows-view.ts'

/** Older records hold a message code where newer ones hold text; this pair is confirmed by both. */
const sourceNameText: Derive = ([names, ids]) =>
  names![0] === '%%818' && ids![0] === '3' ? ['Real-Time Protection'] : NOTHING

const sourceName = [raw('Source Name'), derived(['Source Name', 'Source ID'], sourceNameText)] as const

const files: Derive = ([paths]) => paths!.flatMap(defenderFiles)

const SERVICE_ROWS: readonly ViewRow[] = [
  ['SourceName', ...sourceName],
  ['Source_Name', ...sourceName],
  ['Source Name', ...sourceName],
]

/** For `service: windefend`. */
export const DEFENDER: FieldView = createFieldView('defender', SERVICE_ROWS, WINDOWS_VIEW)

/** For `category: antivirus`. */
export const DEFENDER_ANTIVIRUS: FieldView = createFieldView(
  'defender-antivirus',
  [
    ['Signature', raw('Threat Name')],
    ['Filename', raw('Path'), derived(['Path'], files)],
    ['Action', raw('Action Name')],
  ],
  DEFENDER,
)
