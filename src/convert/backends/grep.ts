/**
 * `grep -P` over logs as XML, one record a line (docs/convert.md says how to get them): one expression that looks from
 * the start of the line for each field with its value.
 */
import { Buffer } from 'node:buffer'
import type { Backend } from '../backend.ts'
import { compiledBytes, MAX_COMPILED_BYTES } from '../pcre-size.ts'
import { xmlField, xmlTest } from '../xml-text.ts'
import { XML_SEARCH } from './xml-search.ts'

/** In single quotes a shell looks at nothing but the next one. */
function quoteShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Linux takes 128 KiB an argument, its end counted. */
const MAX_ARGUMENT_BYTES = 131_000

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
  ...XML_SEARCH,
  compare: 'a regular expression does not compare numbers',
  timepart: 'a regular expression has no parts of a time',
  refuse: (query) =>
    compiledBytes(query) > MAX_COMPILED_BYTES || Buffer.byteLength(query) > MAX_ARGUMENT_BYTES
      ? `the expression would be larger than grep takes (${MAX_COMPILED_BYTES} bytes compiled)`
      : undefined,
  wrap: (query) => `grep -P ${quoteShell(`(?i)^${query}`)}`,
}
