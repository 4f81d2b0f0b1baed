/**
 * SQLite over two tables (docs/convert.md): `events` with one row an event and the key `id`, and `fields` with one row
 * a value: `event`, `name`, `value`, `part` ('system' or 'body'). Names and values are texts, so that no rule can name
 * a column.
 */
import type { Backend, FieldName, Form, Half } from '../backend.ts'
import { AS_TEXT } from '../prepare.ts'
import { ANY_FIELD } from '../query.ts'

function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** SQL ends at a zero byte, and LIKE folds the letters of ASCII only. */
function isWritable(character: string): boolean {
  return (
    character !== '\u0000' && (character < '\u0080' || character.toLowerCase() === character.toUpperCase())
  )
}

const half = ({ name }: FieldName, right: string): Half => ({ left: name, right })

const LIKE: Form = {
  before: "LIKE '",
  after: String.raw`' ESCAPE '\'`,
  escape: (character) =>
    !isWritable(character)
      ? undefined
      : character === "'"
        ? "''"
        : /[\\%_]/.test(character)
          ? `\\${character}`
          : character,
  any: '%',
  one: '_',
  half,
}

const EXACT: Form = {
  before: "= '",
  after: "' COLLATE NOCASE",
  escape: (character) => (!isWritable(character) ? undefined : character === "'" ? "''" : character),
  half,
}

function escapeCased(character: string): string | undefined {
  return character === '\u0000' ? undefined : character === "'" ? "''" : character
}

/** GLOB is the LIKE that looks at case. */
const GLOB: Form = {
  before: "GLOB '",
  after: "'",
  escape: (character) =>
    character === '\u0000'
      ? undefined
      : character === "'"
        ? "''"
        : /[*?[]/.test(character)
          ? `[${character}]`
          : character,
  any: '*',
  one: '?',
  half,
}

/** An expression may be 1,000 deep, and each `OR` in a row is one deeper. */
const MAX_IN_A_ROW = 400

function joinShallow(tests: readonly string[]): string {
  if (tests.length <= MAX_IN_A_ROW) return tests.join(' OR ')
  const half = tests.length >> 1
  return `(${joinShallow(tests.slice(0, half))}) OR (${joinShallow(tests.slice(half))})`
}

function find(left: string, rights: readonly string[]): string {
  const tests = rights.map((right) => `f.value ${right}`)
  const value = tests.length === 1 ? tests[0] : `(${joinShallow(tests)})`
  return `EXISTS (SELECT 1 FROM fields f WHERE f.event = e.id AND ${left} AND ${value})`
}

const RELATIONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const
const REFERENCES = {
  equals: 'o.value = f.value COLLATE NOCASE',
  startswith: 'instr(lower(f.value), lower(o.value)) = 1',
  endswith: 'lower(substr(f.value, -length(o.value), length(o.value))) = lower(o.value)',
  contains: 'instr(lower(f.value), lower(o.value)) > 0',
} as const

export const SQLITE: Backend = {
  name: 'sqlite',
  and: ' AND ',
  or: ' OR ',
  not: ['NOT ', ''],
  group: ['(', ')'],
  isAndTighter: true,
  everything: '1',
  test: ({ left, right }) => find(left, [right]),
  list: find,
  field: (name) =>
    name.includes('\u0000')
      ? { cannot: 'a name cannot hold a zero' }
      : { name: name === ANY_FIELD ? "f.part = 'body'" : `f.name = ${quoteSql(name)} COLLATE NOCASE` },
  exact: EXACT,
  wild: LIKE,
  cased: { exact: { ...EXACT, after: "'", escape: escapeCased }, wild: GLOB },
  number: (field, { text }) => half(field, `= '${text}'`),
  nullMeans: 'empty',
  exists: (field) => half(field, 'IS NOT NULL'),
  regex: 'SQLite has no regular expressions of its own',
  cidr: AS_TEXT,
  compare: (field, { relation, value }) =>
    half(field, `NOT GLOB '*[^-0-9.]*' AND CAST(f.value AS NUMERIC) ${RELATIONS[relation]} ${value}`),
  fieldref: (field, value) =>
    half(
      field,
      `IS NOT NULL AND EXISTS (SELECT 1 FROM fields o WHERE o.event = e.id AND o.name = ${quoteSql(value.field)} COLLATE NOCASE AND ${REFERENCES[value.mode]})`,
    ),
  timepart: 'parts of a time would need the column of one table',
  wrap: (query) => `SELECT e.* FROM events e WHERE ${query}`,
}
