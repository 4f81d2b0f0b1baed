/**
 * Graylog's search over the fields of Windows as its collectors send them: the names of the event, and `Channel` and
 * `EventID` beside them. Its fields are kept whole, so there is no `keyword` below them.
 */
import type { Backend } from '../backend.ts'
import { LUCENE, luceneCompare, luceneField, luceneForms, luceneRegexOn } from '../lucene-forms.ts'
import { AS_TEXT } from '../prepare.ts'
import { ANY_FIELD } from '../query.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  ['Provider_Name', 'SourceName'],
  ['Provider_EventSourceName', 'SourceName'],
  ['Provider_Guid', 'ProviderGuid'],
  ['Computer', 'Hostname'],
  ['EventRecordID', 'RecordNumber'],
  ['Execution_ProcessID', 'ExecutionProcessID'],
  ['Execution_ThreadID', 'ExecutionThreadID'],
  ['Security_UserID', 'UserID'],
])

const { exact, wild, caseful } = luceneForms('')

export const GRAYLOG: Backend = {
  ...LUCENE,
  name: 'graylog',
  everything: '*',
  field: (name) =>
    name === ANY_FIELD
      ? { cannot: 'Graylog searches words of a message, not parts of any field' }
      : { name: NAMES.get(name) ?? luceneField(name.replaceAll(' ', '_')) },
  exact,
  wild,
  cased: { exact: caseful, wild },
  regex: luceneRegexOn(''),
  cidr: AS_TEXT,
  compare: luceneCompare,
  wrap: (query) => query,
}
