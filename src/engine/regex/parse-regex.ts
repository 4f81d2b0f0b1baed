/**
 * A regular expression as Sigma means it (PCRE's syntax, of which RE2's is a part) becomes a tree.
 * In: source and flags. Out: the tree, or what is wrong and where. Invariant: never throws; depth is bounded.
 */
import { EVERY_CHAR, NOT_LINE_FEED } from './char-set.ts'
import { foldSet } from './fold-set.ts'
import { parseClass } from './parse-class.ts'
import { parseEscape } from './parse-escape.ts'
import { openGroup } from './parse-group.ts'
import type { RegexNode } from './regex-node.ts'
import { concat, EMPTY } from './regex-node.ts'
import type { RegexError, RegexReader } from './regex-reader.ts'
import { createRegexReader, failAt, isAtEnd, take, takeChar, takeMatch } from './regex-reader.ts'

/** Groups inside groups; real patterns nest below ten. */
const MAX_GROUP_DEPTH = 250
/** PCRE's largest count. */
const MAX_COUNT = 65_535

export type ParsedRegex =
  | { readonly type: 'regex'; readonly root: RegexNode; readonly captures: number }
  | { readonly type: 'error'; readonly error: RegexError }

/** Parses `source`; `flags` is a subset of `ims`. */
export function parseRegex(source: string, flags: string): ParsedRegex {
  const reader = createRegexReader(source, flags)
  const root = parseAlternation(reader)
  if (!isAtEnd(reader)) failAt(reader, reader.at, 'a closing parenthesis without an opening one')
  for (const { index, offset } of reader.references) {
    const isKnown =
      typeof index === 'number' ? index >= 1 && index <= reader.captures : reader.names.has(index)
    if (!isKnown) failAt(reader, offset, `a reference to group ${index}, which does not exist`)
  }
  if (reader.error !== undefined) return { type: 'error', error: reader.error }
  return { type: 'regex', root, captures: reader.captures }
}

/** Up to a closing parenthesis or the end. Flags set inside, as by `(?i)`, end with it. */
function parseAlternation(reader: RegexReader): RegexNode {
  const { flags } = reader
  if (++reader.depth > MAX_GROUP_DEPTH) failAt(reader, reader.at, `groups deeper than ${MAX_GROUP_DEPTH}`)
  const branches = [parseSequence(reader)]
  while (take(reader, '|')) branches.push(parseSequence(reader))
  reader.depth--
  reader.flags = flags
  return branches.length === 1 ? branches[0]! : { type: 'alternation', children: branches }
}

function parseSequence(reader: RegexReader): RegexNode {
  const items: RegexNode[] = []
  while (!isAtEnd(reader)) {
    const char = reader.source[reader.at]
    if (!reader.quoting && (char === '|' || char === ')')) break
    if (skipNothing(reader)) continue
    items.push(parseQuantifiers(reader, parseAtom(reader)))
  }
  return concat(items)
}

/** Takes what is no part of the pattern: quote marks, comments, blanks under `x`. */
function skipNothing(reader: RegexReader): boolean {
  if (reader.quoting) {
    if (!take(reader, '\\E')) return false
    reader.quoting = false
    return true
  }
  if (take(reader, '\\Q')) {
    reader.quoting = true
    return true
  }
  if (take(reader, '\\E') || takeMatch(reader, /\(\?#[^)]*\)/y)) return true
  return reader.flags.x && takeMatch(reader, /[\t-\r ]+|#[^\n]*\n?/y) !== null
}

function parseAtom(reader: RegexReader): RegexNode {
  const { flags } = reader
  const start = reader.at
  const char = takeChar(reader)
  if (reader.quoting) return literal(char, flags.i)
  switch (String.fromCodePoint(char)) {
    case '.':
      return { type: 'set', set: flags.s ? EVERY_CHAR : NOT_LINE_FEED }
    case '^':
      return { type: 'assert', kind: flags.m ? 'lineStart' : 'textStart' }
    case '$':
      return { type: 'assert', kind: flags.m ? 'lineEnd' : 'textEndOrLastLf' }
    case '[':
      return { type: 'set', set: parseClass(reader) }
    case '\\':
      return parseEscape(reader)
    case '(':
      return parseGroup(reader, start)
    case '*':
    case '+':
    case '?':
      failAt(reader, start, `nothing before ${reader.source[start]} that could be repeated`)
      return EMPTY
    default:
      return literal(char, flags.i)
  }
}

function literal(char: number, folded: boolean): RegexNode {
  return { type: 'set', set: folded ? foldSet([char, char]) : [char, char] }
}

function parseGroup(reader: RegexReader, start: number): RegexNode {
  const opened = openGroup(reader, start)
  if (opened.type === 'done') return opened.node
  const { flags } = reader
  reader.flags = opened.flags
  const child = parseAlternation(reader)
  reader.flags = flags
  if (!take(reader, ')')) failAt(reader, start, 'an opening parenthesis without a closing one')
  return opened.wrap(child)
}

/** All quantifiers that follow; `{2}{3}` multiplies, `**` is an error. */
function parseQuantifiers(reader: RegexReader, atom: RegexNode): RegexNode {
  let node = atom
  for (let isFirst = true; !reader.quoting; isFirst = false) {
    while (reader.flags.x && takeMatch(reader, /[\t-\r ]+|#[^\n]*\n?/y));
    const at = reader.at
    const match = takeMatch(reader, /([*+?])|\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/y)
    if (!match) return node
    if (!isFirst && match[1] !== undefined) {
      failAt(reader, at, `a second quantifier ${match[0]}`)
      return node
    }
    const [min, max] = bounds(match)
    if (min > max || min > MAX_COUNT || (max !== Number.POSITIVE_INFINITY && max > MAX_COUNT)) {
      failAt(reader, at, `the count ${match[0]} is out of order or above ${MAX_COUNT}`)
      return node
    }
    const isPossessive = take(reader, '+')
    const repeat: RegexNode = {
      type: 'repeat',
      child: node,
      min,
      max,
      greedy: isPossessive || !take(reader, '?'),
    }
    node = isPossessive ? { type: 'atomic', child: repeat } : repeat
  }
  return node
}

function bounds(match: RegExpExecArray): [min: number, max: number] {
  const [, sign, low, comma, high] = match
  if (sign === '*') return [0, Number.POSITIVE_INFINITY]
  if (sign === '+') return [1, Number.POSITIVE_INFINITY]
  if (sign === '?') return [0, 1]
  const min = Number(low)
  if (comma === undefined) return [min, min]
  return [min, high === undefined ? Number.POSITIVE_INFINITY : Number(high)]
}
