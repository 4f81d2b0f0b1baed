/**
 * The searches of Splunk and LogPoint: `field="text"`, blanks for `and`, `OR`, and `NOT` or `-`. In: a query.
 * Out: its tree. Strings are `"…"` with `\"` and `\\`; LogPoint knows lists, `?`, and `\*` for the sign itself.
 */
import {
  addLiteral,
  type Cursor,
  need,
  type Piece,
  type QueryTree,
  readChain,
  take,
  testsOf,
} from './query-tree.ts'

export type SearchLanguage = 'splunk' | 'logpoint'

const STRING = /"((?:\\[\s\S]|[^"\\])*)"/
const NAME = /(?!(?:AND|OR|NOT|IN|BY|AS|WHERE|XOR)[^\w.])[A-Za-z_][\w.]*/i

export function readSearch(text: string, language: SearchLanguage): QueryTree {
  const cursor: Cursor = { text, at: 0 }
  const tree = readExpression(cursor, language)
  if (language === 'splunk' && take(cursor, / \| table /) !== undefined)
    do {
      if (take(cursor, STRING) === undefined) need(cursor, NAME, 'a column')
    } while (take(cursor, /,/) !== undefined)
  if (cursor.at < text.length) need(cursor, /$/, 'the end')
  testsOf(tree)
  return tree
}

function readExpression(cursor: Cursor, language: SearchLanguage): QueryTree {
  return readChain(cursor, (at) => readUnary(at, language), / (?!OR |\|)/, / OR /, false)
}

function readUnary(cursor: Cursor, language: SearchLanguage): QueryTree {
  if (take(cursor, language === 'splunk' ? /NOT / : /-/) !== undefined)
    return { type: 'not', child: readUnary(cursor, language) }
  if (take(cursor, /\(/) !== undefined) {
    const tree = readExpression(cursor, language)
    need(cursor, /\)/, "')'")
    return tree
  }
  return readTest(cursor, language)
}

function readTest(cursor: Cursor, language: SearchLanguage): QueryTree {
  const test = (field: string, operator: string, value: readonly Piece[]): QueryTree => ({
    type: 'test',
    field,
    operator,
    value,
  })
  if (take(cursor, /\*/) !== undefined) return test('*', '=', [{ wild: '*' }])
  const string = take(cursor, STRING)
  const name = string === undefined ? need(cursor, NAME, 'a field')[0] : undefined
  if (language === 'logpoint' && name !== undefined && take(cursor, / IN \[/) !== undefined) {
    const children = [test(name, '=', readString(cursor, language))]
    while (take(cursor, /, /) !== undefined) children.push(test(name, '=', readString(cursor, language)))
    need(cursor, /\]/, "']'")
    return { type: 'or', children }
  }
  const operator = take(cursor, /[<>]=?|=/)?.[0]
  if (operator === undefined) {
    if (string === undefined) need(cursor, /=/, "'='")
    return test('*', '=', readPieces(string![1]!, language))
  }
  const field = name ?? string![1]!.replace(/\\([\s\S])/g, '$1')
  if (take(cursor, /\*/) !== undefined) return test(field, operator, [{ wild: '*' }])
  const number = take(cursor, /-?\d+(?:\.\d+)?/)
  return test(field, operator, number === undefined ? readString(cursor, language) : [number[0]])
}

function readString(cursor: Cursor, language: SearchLanguage): readonly Piece[] {
  return readPieces(need(cursor, STRING, 'a text')[1]!, language)
}

function readPieces(inside: string, language: SearchLanguage): Piece[] {
  const pieces: Piece[] = []
  for (const [sign] of inside.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (sign === '*' || (sign === '?' && language === 'logpoint')) pieces.push({ wild: sign })
    else addLiteral(pieces, sign.length === 2 && sign.startsWith('\\') ? sign[1]! : sign)
  }
  return pieces
}
