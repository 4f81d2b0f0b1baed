/**
 * Splunk's `search` over the fields of its Windows add-on. Case never matters there, `*` is the only wildcard and
 * cannot be searched for itself.
 */
import type { Backend, FieldName, Form, Half } from '../backend.ts'
import { ANY_FIELD } from '../query.ts'

const NAMES: ReadonlyMap<string, FieldName> = new Map([
  ['Channel', { name: 'source', valuePrefix: 'WinEventLog:' }],
  ['EventID', { name: 'EventCode' }],
  ['Provider_Name', { name: 'SourceName' }],
  ['Provider_EventSourceName', { name: 'SourceName' }],
  ['Computer', { name: 'ComputerName' }],
  ['EventRecordID', { name: 'RecordNumber' }],
  ['Execution_ProcessID', { name: 'ProcessID' }],
  ['Task', { name: 'TaskCategory' }],
])

function quote(text: string): string {
  return text.replace(/["\\]/g, '\\$&')
}

const WORDS = /^(?:AND|OR|NOT|IN|BY|AS|WHERE|XOR)$/i

/** A name that is more than a word, or a word of the language, stands in quotes. */
export function splunkField(name: string): FieldName {
  const known = NAMES.get(name)
  if (known !== undefined) return known
  return { name: /^[A-Za-z_][\w.]*$/.test(name) && !WORDS.test(name) ? name : `"${quote(name)}"` }
}

const FORM: Form = {
  before: '"',
  after: '"',
  escape: (character) => (/[*\n\r\u0000]/.test(character) ? undefined : quote(character)),
  any: '*',
  half: (field, text): Half => ({ left: field.name, right: text }),
}

const half = ({ name }: FieldName, right: string, relation = '='): Half => ({
  left: name,
  right: relation + right,
})
const RELATIONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

export const SPLUNK: Backend = {
  name: 'splunk',
  and: ' ',
  or: ' OR ',
  not: ['NOT ', ''],
  group: ['(', ')'],
  everything: '*',
  // Keywords are words of the raw event: they stand without a field.
  test: ({ left, right }) =>
    left === ANY_FIELD ? right : /^[<>=]/.test(right) ? left + right : `${left}=${right}`,
  field: (name) => (name === ANY_FIELD ? { name } : splunkField(name)),
  exact: FORM,
  wild: FORM,
  cased: "Splunk's search does not look at case",
  number: (field, { text }) => half(field, `"${text}"`),
  nullMeans: 'absent',
  exists: (field) => half(field, '"*"'),
  regex: "Splunk's search has no regular expressions",
  cidr: (field, { text }) => half(field, `"${quote(text)}"`),
  compare: (field, { relation, value }) => half(field, String(value), RELATIONS[relation]),
  fieldref: "Splunk's search compares a field with a value, not with another field",
  timepart: "Splunk's search has no parts of a time",
  wrap: (query, { fields }) =>
    fields.length === 0
      ? query
      : `${query} | table ${fields.map((name) => splunkField(name).name).join(',')}`,
}
