/**
 * Elasticsearch query strings over the fields of winlogbeat 7 and later. Patterns look at the `keyword` of a field, the
 * only one that keeps a value whole; case matters there unless the index folds it.
 */
import type { Backend, FieldName, Inability } from '../backend.ts'
import { LUCENE, luceneCompare, luceneField, luceneForms, luceneRegexOn } from '../lucene-forms.ts'
import { AS_TEXT } from '../prepare.ts'
import { ANY_FIELD } from '../query.ts'

/** Fields of System as winlogbeat calls them; all others are those of the event's data. */
const SYSTEM: ReadonlyMap<string, string> = new Map([
  ['Channel', 'winlog.channel'],
  ['Computer', 'winlog.computer_name'],
  ['Correlation_ActivityID', 'winlog.activity_id'],
  ['EventID', 'winlog.event_id'],
  ['EventRecordID', 'winlog.record_id'],
  ['Execution_ProcessID', 'winlog.process.pid'],
  ['Execution_ThreadID', 'winlog.process.thread.id'],
  ['Message', 'message'],
  ['Opcode', 'winlog.opcode'],
  // Winlogbeat has one name for both.
  ['Provider_EventSourceName', 'winlog.provider_name'],
  ['Provider_Guid', 'winlog.provider_guid'],
  ['Provider_Name', 'winlog.provider_name'],
  ['Security_UserID', 'winlog.user.identifier'],
  ['Task', 'winlog.task'],
  ['Version', 'winlog.version'],
])

/** Numbers that winlogbeat keeps as words only. */
const LOST: ReadonlySet<string> = new Set(['Level', 'Keywords', 'EventID_Qualifiers'])

export function winlogbeatField(name: string): FieldName | Inability {
  if (name === ANY_FIELD) return { name: '\\*' }
  if (LOST.has(name)) return { cannot: 'winlogbeat does not keep this field as it is' }
  return { name: SYSTEM.get(name) ?? `winlog.event_data.${luceneField(name)}` }
}

const KEYWORD = '.keyword'
const { exact, wild, caseful } = luceneForms(KEYWORD)

export const ES_QS: Backend = {
  ...LUCENE,
  name: 'es-qs',
  field: winlogbeatField,
  exact,
  wild,
  cased: { exact: caseful, wild },
  regex: luceneRegexOn(KEYWORD),
  cidr: AS_TEXT,
  compare: luceneCompare,
  wrap: (query) => query,
}
