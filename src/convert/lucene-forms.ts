/**
 * Lucene's query syntax, which Elasticsearch and Graylog share. In: fields and texts. Out: tests in its words.
 * Invariant: a text cannot end its quotes or its term: signs of the syntax and blanks are escaped.
 */
import type { FieldName, Form, Half, Inability, Printed } from './backend.ts'
import { luceneRegex } from './lucene-regex.ts'

/** Signs of the syntax (`QueryParser.jj`, and `<` `>` `=` of Elasticsearch), and blanks. */
const SPECIAL = /[\s\u0000-\u001f\u007f+\-=&|><!(){}[\]^"~*?:\\/]/

function escapeTerm(character: string): string {
  return SPECIAL.test(character) ? `\\${character}` : character
}

function escapePhrase(character: string): string {
  return character === '"' || character === '\\' ? `\\${character}` : character
}

export function luceneField(name: string): string {
  // A field may be called as an operator is; the sign before it makes it a word.
  return (/^(?:AND|OR|NOT|TO)$/.test(name) ? '\\' : '') + [...name].map(escapeTerm).join('')
}

/** Whole values stand in quotes, patterns as terms of the field that is not cut into words. */
export function luceneForms(keyword: string): {
  readonly exact: Form
  readonly wild: Form
  readonly caseful: Form
} {
  const quoted = { before: '"', after: '"', escape: escapePhrase }
  return {
    exact: { ...quoted, half: (field, text): Half => ({ left: field.name, right: text }) },
    wild: {
      before: '',
      after: '',
      escape: escapeTerm,
      any: '*',
      one: '?',
      half: (field, text): Half => ({ left: field.name + keyword, right: text }),
    },
    caseful: { ...quoted, half: (field, text): Half => ({ left: field.name + keyword, right: text }) },
  }
}

export const LUCENE = {
  and: ' AND ',
  or: ' OR ',
  // In brackets: beside `OR`, a bare NOT would exclude from all of it.
  not: ['(NOT ', ')'],
  group: ['(', ')'],
  nullMeans: 'absent',
  everything: '*:*',
  test: ({ left, right }: Half): string => (right === '' ? left : `${left}:${right}`),
  list: (left: string, rights: readonly string[]): string => `${left}:(${rights.join(' OR ')})`,
  number: (field: FieldName, { text }: { readonly text: string }): Half => ({
    left: field.name,
    right: `"${text}"`,
  }),
  exists: ({ name }: FieldName): Half => ({ left: `_exists_:${name}`, right: '' }),
  fieldref: 'Lucene compares a field with a value, not with another field',
  timepart: 'Lucene has no parts of a time',
} as const

const RELATIONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

export function luceneCompare(
  { name }: FieldName,
  { relation, value }: { readonly relation: keyof typeof RELATIONS; readonly value: number },
): Half {
  return { left: name, right: value < 0 ? `${RELATIONS[relation]}\\${value}` : RELATIONS[relation] + value }
}

export function luceneRegexOn(
  keyword: string,
): (field: FieldName, value: { readonly source: string; readonly flags: string }) => Printed {
  return ({ name }, { source, flags }): Half | Inability => {
    const written = luceneRegex(source, flags)
    return typeof written === 'string' ? { left: name + keyword, right: `/${written}/` } : written
  }
}
