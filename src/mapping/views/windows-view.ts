/**
 * What rules of every Windows log source see: the event's own fields, and further values of a few of them that rules
 * spell differently (sigma-logsource-mapping §6). All other views lie over this one.
 */
import { foldText } from '../../base/fold.ts'
import { otherGuidForm } from '../derive/guid-forms.ts'
import { hashesOf } from '../derive/hash-list.ts'
import { levelName, paddedKeywords, rightTrimmed, withEventSource } from '../derive/header-values.ts'
import { derived, eachText, raw } from '../field-source.ts'
import type { ViewRow } from '../field-view.ts'
import { createFieldView } from '../field-view.ts'
import type { FieldView } from '../mapping.ts'

const HASH_ALGORITHMS: readonly string[] = ['md5', 'sha1', 'sha256', 'imphash']
const EVENT_SOURCE = 'Provider_EventSourceName'

const ROWS: readonly ViewRow[] = [
  ['Provider_Name', raw('Provider_Name'), raw(EVENT_SOURCE)],
  ['ProviderName', derived(['ProviderName', 'Provider_Name', EVENT_SOURCE], withEventSource)],
  ['Source', derived(['Source', 'Provider_Name', EVENT_SOURCE], withEventSource)],
  ['Level', raw('Level'), derived(['Level'], eachText(levelName))],
  ['Keywords', raw('Keywords'), derived(['Keywords'], eachText(paddedKeywords))],
  ['LogonProcessName', raw('LogonProcessName'), derived(['LogonProcessName'], eachText(rightTrimmed))],
  ['Message', raw('Message'), { kind: 'body' }],
  ...HASH_ALGORITHMS.map((name): ViewRow => [name, raw(name), derived(['Hashes', 'Hash'], hashesOf(name))]),
]

const guidForms = eachText(otherGuidForm)

/** Names of fields that hold a GUID answer to both of its forms; all others are read as they stand. */
const GUID_VIEW: FieldView = {
  id: 'guid',
  sourcesOf: (field) => {
    const folded = foldText(field)
    if (!folded.endsWith('guid') && !folded.endsWith('activityid')) return undefined
    return [raw(field), derived([field], guidForms)]
  },
}

export const WINDOWS_VIEW: FieldView = createFieldView('windows', ROWS, GUID_VIEW)
