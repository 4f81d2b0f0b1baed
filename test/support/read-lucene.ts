/**
 * Lucene's classic query syntax (`QueryParser.jj`), as far as Elasticsearch's `query_string` reads it. In: a query.
 * Out: its tree. A query that mixes `AND` and `OR` without brackets is refused: Lucene reads it in a way of its own.
 */
import {
  addLiteral,
  type Cursor,
  need,
  type Piece,
  QuerySyntaxError,
  type QueryTree,
  readChain,
  take,
} from './query-tree.ts'

/** Characters that end or start something else, and blanks; the rest, and all that is escaped, is a term. */
const START = String.raw`(?:\\[\s\S]|[^ \t\n\r\u3000+\-!():^[\]"{}~*?\\/])`
const TERM = new RegExp(`(?:${START}|[*?])(?:${START}|[*?+-])*`)
const QUOTED = /"((?:\\[\s\S]|[^"\\])*)"/
const REGEX = /\/(?:[^*/]|\\\/)(?:\\\/|[^/])*\//
const BLANKS = '[ \\t\\n\\r\\u3000]*'
const WORDS = new Set(['AND', 'OR', 'NOT', 'TO', '&&', '||'])

export function readLucene(text: string): QueryTree {
  const cursor: Cursor = { text, at: 0 }
  const tree = readQuery(cursor, undefined)
  if (cursor.at < text.length) need(cursor, /$/, 'the end')
  return tree
}

function readQuery(cursor: Cursor, field: string | undefined): QueryTree {
  const blank = (word: string): RegExp => new RegExp(`${BLANKS}${word}(?=[ (])${BLANKS}`)
  return readChain(cursor, (at) => readClause(at, field), blank('AND'), blank('OR'), false)
}

function readClause(cursor: Cursor, field: string | undefined): QueryTree {
  if (take(cursor, new RegExp(`NOT(?=[ (])${BLANKS}`)) !== undefined)
    return { type: 'not', child: readClause(cursor, field) }
  if (take(cursor, /\(/) !== undefined) return readGroup(cursor, field)
  if (field !== undefined) return readValue(cursor, field)
  if (take(cursor, /\*:\*/) !== undefined)
    return { type: 'test', field: '*', operator: ':', value: [{ wild: '*' }] }
  const name = need(cursor, TERM, 'a field')[0]
  need(cursor, /:/, "':'")
  if (WORDS.has(name)) throw new QuerySyntaxError(`${name} stands for a field`)
  const own = plain(name)
  if (take(cursor, /\(/) !== undefined) return readGroup(cursor, own)
  return readValue(cursor, own)
}

function readGroup(cursor: Cursor, field: string | undefined): QueryTree {
  const tree = readQuery(cursor, field)
  need(cursor, /\)/, "')'")
  return tree
}

function readValue(cursor: Cursor, field: string): QueryTree {
  const quoted = take(cursor, QUOTED)
  if (quoted !== undefined) return { type: 'test', field, operator: '"', value: [plain(quoted[1]!)] }
  const regex = take(cursor, REGEX)
  if (regex !== undefined) return { type: 'test', field, operator: '/', value: [regex[0].slice(1, -1)] }
  const relation = take(cursor, /[<>]=?/)?.[0] ?? ':'
  const term = need(cursor, TERM, 'a value')[0]
  if (WORDS.has(term)) throw new QuerySyntaxError(`${term} stands for a value`)
  return { type: 'test', field, operator: relation, value: readPieces(term) }
}

function readPieces(term: string): Piece[] {
  const pieces: Piece[] = []
  for (const [sign] of term.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (sign === '*' || sign === '?') pieces.push({ wild: sign })
    else addLiteral(pieces, sign.startsWith('\\') && sign.length > 1 ? sign.slice(1) : sign)
  }
  return pieces
}

/** `\u` and four digits is a character of its own, which escaped text must not become by chance. */
function plain(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g, (_, code: string | undefined, sign: string) =>
    code === undefined ? sign : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
