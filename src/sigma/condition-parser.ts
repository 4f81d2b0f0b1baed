/**
 * Parses a condition into its tree. In: tokens. Out: the tree with identifiers and patterns as written, each with its
 * place; resolving names is `resolve-condition`. Tightest first: parentheses, `x of`, `not`, `and`, `or`.
 */

import type { ConditionProblem, ConditionToken } from './condition-lexer.ts'
import { excerpt } from './excerpt.ts'
import { MAX_CONDITION_DEPTH } from './limits.ts'

export type ParsedCondition =
  | { readonly type: 'and' | 'or'; readonly children: readonly ParsedCondition[] }
  | { readonly type: 'not'; readonly child: ParsedCondition }
  | { readonly type: 'identifier'; readonly name: string; readonly index: number }
  | {
      readonly type: 'of'
      readonly quantifier: 'any' | 'all'
      readonly pattern: string
      readonly index: number
    }

interface Parser {
  readonly tokens: readonly ConditionToken[]
  at: number
  depth: number
  problem: ConditionProblem | undefined
}

export function parseCondition(tokens: readonly ConditionToken[]): ParsedCondition | ConditionProblem {
  const parser: Parser = { tokens, at: 0, depth: 0, problem: undefined }
  const tree = parseChain(parser, 'or')
  if (peek(parser).type !== 'end') fail(parser, 'an operator or the end')
  return parser.problem ?? tree
}

function peek(parser: Parser): ConditionToken {
  return parser.tokens[Math.min(parser.at, parser.tokens.length - 1)]!
}

function isWord(token: ConditionToken | undefined, word: string): boolean {
  return token?.type === 'word' && token.text === word
}

/** `a or b or …`, each part a chain of `and`, each part of that a primary with its `not`s. */
function parseChain(parser: Parser, operator: 'or' | 'and'): ParsedCondition {
  const parsePart = () => (operator === 'or' ? parseChain(parser, 'and') : parseNot(parser))
  const children = [parsePart()]
  while (isWord(peek(parser), operator) && parser.problem === undefined) {
    parser.at++
    children.push(parsePart())
  }
  return children.length === 1 ? children[0]! : { type: operator, children }
}

function parseNot(parser: Parser): ParsedCondition {
  if (!isWord(peek(parser), 'not')) return parsePrimary(parser)
  parser.at++
  return nested(parser, () => ({ type: 'not', child: parseNot(parser) }))
}

function nested(parser: Parser, parse: () => ParsedCondition): ParsedCondition {
  const { index } = peek(parser)
  if (++parser.depth > MAX_CONDITION_DEPTH) {
    parser.problem ??= { message: `a condition is nested deeper than ${MAX_CONDITION_DEPTH}`, index }
    return { type: 'identifier', name: '', index }
  }
  const tree = parse()
  parser.depth--
  return tree
}

const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not'])

function parsePrimary(parser: Parser): ParsedCondition {
  const token = peek(parser)
  if (token.type === '(') {
    parser.at++
    return nested(parser, () => parseGroup(parser))
  }
  if (token.type !== 'word' || OPERATORS.has(token.text)) return fail(parser, 'a search identifier')
  if (isWord(parser.tokens[parser.at + 1], 'of')) return parseOf(parser, token)
  parser.at++
  if (!token.text.includes('*')) return { type: 'identifier', name: token.text, index: token.index }
  const pattern = excerpt(token.text)
  return fail(parser, '', `'${pattern}' is a pattern; write '1 of ${pattern}' or 'all of ${pattern}'`, token)
}

function parseGroup(parser: Parser): ParsedCondition {
  const tree = parseChain(parser, 'or')
  if (peek(parser).type === ')') parser.at++
  else fail(parser, "an operator or ')'")
  return tree
}

const QUANTIFIERS: ReadonlyMap<string, 'any' | 'all'> = new Map([
  ['1', 'any'],
  ['any', 'any'],
  ['all', 'all'],
])
const PATTERN = /^[A-Za-z0-9_*]+$/

function parseOf(parser: Parser, token: ConditionToken): ParsedCondition {
  const quantifier = QUANTIFIERS.get(token.text)
  if (quantifier === undefined)
    return fail(
      parser,
      '',
      `'${excerpt(token.text)} of' is not known, only '1 of', 'any of' and 'all of'`,
      token,
    )
  parser.at += 2
  const target = peek(parser)
  if (target.type !== 'word') return fail(parser, "'them' or a pattern")
  if (!PATTERN.test(target.text))
    return fail(
      parser,
      '',
      `the pattern '${excerpt(target.text)}' may hold letters, digits, '_' and '*' only`,
      target,
    )
  parser.at++
  return { type: 'of', quantifier, pattern: target.text, index: target.index }
}

/** Notes the first problem; what is returned does not count then. */
function fail(parser: Parser, wanted: string, message?: string, token = peek(parser)): ParsedCondition {
  parser.problem ??= { message: message ?? unexpected(parser, token, wanted), index: token.index }
  return { type: 'identifier', name: '', index: token.index }
}

const UPPER_OPERATOR = /^(?:AND|OR|NOT|OF|And|Or|Not|Of)$/

function unexpected(parser: Parser, token: ConditionToken, wanted: string): string {
  const found = token.type === 'end' ? 'the condition ends' : `'${excerpt(token.text)}' stands`
  const before = parser.tokens[parser.at - 1]
  const isUpper = UPPER_OPERATOR.test(token.text) || UPPER_OPERATOR.test(before?.text ?? '')
  return `${found} where ${wanted} is needed${isUpper ? '; operators are written in lower case' : ''}`
}
