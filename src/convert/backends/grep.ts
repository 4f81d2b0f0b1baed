/**
 * `grep -P` over logs as XML, one record a line (docs/convert.md says how to get them): one expression that looks from
 * the start of the line for each field with its value.
 */
import { Buffer } from 'node:buffer'
import type { Value } from '../../sigma/ast.ts'
import type { Backend, FieldName, Form, Half, Printed } from '../backend.ts'
import { cidrExpression } from '../cidr-patterns.ts'
import { compiledBytes, MAX_COMPILED_BYTES } from '../pcre-size.ts'
import { xmlRegex } from '../xml-regex.ts'
import { XML_FORM, xmlField, xmlTest } from '../xml-text.ts'

const half = ({ name }: FieldName, right: string): Half => ({ left: name, right })
const FORM: Form = { ...XML_FORM, half }

/** In single quotes a shell looks at nothing but the next one. */
function quoteShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Linux takes 128 KiB an argument, its end counted. */
const MAX_ARGUMENT_BYTES = 131_000

export function searchXml(field: FieldName, source: string, flags: string): Printed {
  const written = xmlRegex(source, flags)
  return typeof written === 'string' ? half(field, written) : written
}

export function searchNetwork(field: FieldName, value: Extract<Value, { readonly op: 'cidr' }>): Printed {
  const written = cidrExpression(value)
  return written === undefined ? { cannot: 'the network has too many beginnings' } : half(field, written)
}

export const GREP: Backend = {
  name: 'grep',
  and: '',
  or: '|',
  not: ['(?!', ')'],
  group: ['(?:', ')'],
  everything: '^',
  test: ({ left, right }) => `(?=.*${xmlTest(left, [right])})`,
  list: (left, rights) => `(?=.*${xmlTest(left, rights)})`,
  field: (name) => ({ name: xmlField(name) }),
  exact: FORM,
  wild: FORM,
  cased: {
    exact: { ...FORM, before: '(?-i:', after: ')' },
    wild: { ...FORM, before: '(?-i:', after: ')' },
  },
  number: (field, { text }) => half(field, text.replace('.', String.raw`\.`)),
  nullMeans: 'empty',
  exists: (field) => half(field, '[^<]*'),
  regex: (field, { source, flags }) => searchXml(field, source, flags),
  cidr: searchNetwork,
  compare: 'a regular expression does not compare numbers',
  fieldref: 'fields are searched for one by one, so they are not compared',
  timepart: 'a regular expression has no parts of a time',
  refuse: (query) =>
    compiledBytes(query) > MAX_COMPILED_BYTES || Buffer.byteLength(query) > MAX_ARGUMENT_BYTES
      ? `the expression would be larger than grep takes (${MAX_COMPILED_BYTES} bytes compiled)`
      : undefined,
  wrap: (query) => `grep -P ${quoteShell(`(?i)^${query}`)}`,
}
