/**
 * What readers of query languages give: the query as a tree. Each reader accepts a language no larger than the tool's,
 * so a text that leaves its quotes is an error or shows in the tree.
 */

export type QueryTree =
  | { readonly type: 'and' | 'or'; readonly children: readonly QueryTree[] }
  | { readonly type: 'not'; readonly child: QueryTree }
  | {
      readonly type: 'test'
      readonly field: string
      readonly operator: string
      readonly value: readonly Piece[]
    }

/** Literal text, or `*` and `?`. */
export type Piece = string | { readonly wild: '*' | '?' }

export class QuerySyntaxError extends Error {}

/** A cursor over a text, with what the readers have in common. */
export interface Cursor {
  readonly text: string
  at: number
}

/** Moves behind `pattern` (sticky); undefined when it does not stand here. */
export function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  const sticky = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`)
  sticky.lastIndex = cursor.at
  const found = sticky.exec(cursor.text)
  if (found === null) return undefined
  cursor.at += found[0].length
  return found
}

export function need(cursor: Cursor, pattern: RegExp, what: string): RegExpExecArray {
  const found = take(cursor, pattern)
  if (found === undefined)
    throw new QuerySyntaxError(
      `${what} is needed at ${cursor.at}: ${cursor.text.slice(cursor.at, cursor.at + 60)}`,
    )
  return found
}

export function addLiteral(pieces: Piece[], text: string): void {
  const last = pieces.at(-1)
  if (typeof last === 'string') pieces[pieces.length - 1] = last + text
  else pieces.push(text)
}

/** `a or b and c`: chains of one operator; `and` binds tighter where `isMixed` allows both without brackets. */
export function readChain(
  cursor: Cursor,
  readUnary: (cursor: Cursor) => QueryTree,
  and: RegExp,
  or: RegExp,
  isMixed: boolean,
): QueryTree {
  const readAnd = (): { readonly tree: QueryTree; readonly isChain: boolean } => {
    const children = [readUnary(cursor)]
    while (take(cursor, and) !== undefined) children.push(readUnary(cursor))
    return children.length === 1
      ? { tree: children[0]!, isChain: false }
      : { tree: { type: 'and', children }, isChain: true }
  }
  const parts = [readAnd()]
  while (take(cursor, or) !== undefined) parts.push(readAnd())
  if (parts.length === 1) return parts[0]!.tree
  if (!isMixed && parts.some(({ isChain }) => isChain))
    throw new QuerySyntaxError('two operators of the same rank are mixed without brackets')
  return { type: 'or', children: parts.map(({ tree }) => tree) }
}

export function testsOf(tree: QueryTree): readonly Extract<QueryTree, { readonly type: 'test' }>[] {
  if (tree.type === 'test') return [tree]
  return tree.type === 'not' ? testsOf(tree.child) : tree.children.flatMap(testsOf)
}
