/**
 * What back ends share that look for fields in a record's XML with regular expressions: all of a declaration but how
 * tests are joined and wrapped.
 */
import type { Value } from '../../sigma/ast.ts'
import type { Backend, FieldName, Form, Half, Printed } from '../backend.ts'
import { cidrExpression } from '../cidr-patterns.ts'
import { xmlRegex } from '../xml-regex.ts'
import { XML_FORM } from '../xml-text.ts'

type XmlSearch = Pick<
  Backend,
  'exact' | 'wild' | 'cased' | 'number' | 'nullMeans' | 'exists' | 'regex' | 'cidr' | 'fieldref'
>

const half = ({ name }: FieldName, right: string): Half => ({ left: name, right })
const FORM: Form = { ...XML_FORM, half }
const CASED: Form = { ...FORM, before: '(?-i:', after: ')' }

function searchNetwork(field: FieldName, value: Extract<Value, { readonly op: 'cidr' }>): Printed {
  const written = cidrExpression(value)
  return written === undefined ? { cannot: 'the network has too many beginnings' } : half(field, written)
}

export const XML_SEARCH: XmlSearch = {
  exact: FORM,
  wild: FORM,
  cased: { exact: CASED, wild: CASED },
  number: (field, { text }) => half(field, text.replace('.', String.raw`\.`)),
  nullMeans: 'empty',
  exists: (field) => half(field, '[^<]*'),
  regex: (field, { source, flags }) => {
    const written = xmlRegex(source, flags)
    return typeof written === 'string' ? half(field, written) : written
  },
  cidr: searchNetwork,
  fieldref: 'fields are searched for one by one, so they are not compared',
}
