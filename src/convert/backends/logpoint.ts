/**
 * LogPoint's search over the fields of its Windows normalisation. Case never matters there.
 */
import type { Backend, FieldName, Form, Half } from '../backend.ts'
import { AS_TEXT } from '../prepare.ts'
import { ANY_FIELD } from '../query.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  ['Channel', 'channel'],
  ['Computer', 'host'],
  ['EventID', 'event_id'],
  ['EventType', 'event_type'],
  ['FailureCode', 'result_code'],
  ['GroupName', 'group_name'],
  ['GroupSid', 'group_sid'],
  ['KeyLength', 'key_length'],
  ['LogonProcessName', 'logon_process'],
  ['LogonType', 'logon_type'],
  ['Provider_Name', 'event_source'],
  ['Provider_EventSourceName', 'event_source'],
  ['ServiceName', 'service'],
  ['SourceWorkstation', 'workstation'],
  ['SubjectUserName', 'caller_user'],
  ['TargetUserName', 'target_user'],
  ['TicketEncryptionType', 'ticket_encryption'],
  ['TicketOptions', 'ticket_options'],
])

const WORDS = /^(?:AND|OR|NOT|IN|BY|AS|WHERE|XOR)$/i

function quote(text: string): string {
  return text.replace(/["\\*?]/g, '\\$&')
}

const FORM: Form = {
  before: '"',
  after: '"',
  escape: (character) => (/[\n\r\u0000]/.test(character) ? undefined : quote(character)),
  any: '*',
  one: '?',
  half: (field, text): Half => ({ left: field.name, right: text }),
}

const RELATIONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

export const LOGPOINT: Backend = {
  name: 'logpoint',
  and: ' ',
  or: ' OR ',
  not: ['-', ''],
  group: ['(', ')'],
  everything: '*',
  test: ({ left, right }) =>
    right === ''
      ? left
      : left === ANY_FIELD
        ? right
        : /^[<>=]/.test(right)
          ? left + right
          : `${left}=${right}`,
  list: (left, rights) =>
    left === ANY_FIELD ? `(${rights.join(' OR ')})` : `${left} IN [${rights.join(', ')}]`,
  field: (name): FieldName | { readonly cannot: string } => {
    const known = name === ANY_FIELD ? name : (NAMES.get(name) ?? name.replaceAll(' ', '_'))
    return known === ANY_FIELD || (/^[A-Za-z_][\w.]*$/.test(known) && !WORDS.test(known))
      ? { name: known }
      : { cannot: 'LogPoint has no fields with such a name' }
  },
  exact: FORM,
  wild: FORM,
  cased: "LogPoint's search does not look at case",
  number: ({ name }, { text }) => ({ left: name, right: `"${text}"` }),
  nullMeans: 'absent',
  exists: ({ name }) => ({ left: `${name}=*`, right: '' }),
  regex: "LogPoint's search has no regular expressions",
  cidr: AS_TEXT,
  compare: ({ name }, { relation, value }) => ({ left: name, right: RELATIONS[relation] + value }),
  fieldref: "LogPoint's search compares a field with a value, not with another field",
  timepart: "LogPoint's search has no parts of a time",
  wrap: (query) => query,
}
