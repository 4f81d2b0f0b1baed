/**
 * Says in other tests what a back end has no words of its own for: an absent or empty value, a network, a dash of any
 * kind.
 * Invariant: the query means the same before and after.
 */
import type { PatternToken } from '../sigma/ast.ts'
import type { Backend } from './backend.ts'
import { cidrPatterns } from './cidr-patterns.ts'
import { allOf, anyOf, negate, type Query, type Test } from './query.ts'

export function prepare(query: Query, backend: Backend): Query {
  switch (query.type) {
    case 'constant':
      return query
    case 'not':
      return negate(prepare(query.child, backend))
    case 'test':
      return prepareTest(query, backend)
    default: {
      const children = query.children.map((child) => prepare(child, backend))
      return query.type === 'and' ? allOf(children) : anyOf(children)
    }
  }
}

function prepareTest(test: Test, backend: Backend): Query {
  const { value } = test
  const pattern = (tokens: readonly PatternToken[], cased = false): Query => ({
    ...test,
    value: { op: 'pattern', tokens, cased, text: value.text },
  })
  if (value.op === 'exists' && !value.expected)
    return negate({ ...test, value: { ...value, expected: true } })
  const absent = (): Query => negate({ ...test, value: { op: 'exists', expected: true, text: value.text } })
  if (value.op === 'null')
    return backend.nullMeans === 'empty' ? negate(pattern([{ wild: 'one' }, { wild: 'any' }])) : absent()
  // What is empty in the log is absent in a back end that does not keep empty values.
  if (backend.nullMeans === 'absent' && value.op === 'pattern' && value.tokens.every((token) => token === ''))
    return anyOf([test, absent()])
  if (value.op === 'cidr' && backend.cidr === AS_TEXT) {
    const patterns = cidrPatterns(value)
    return patterns === undefined ? test : anyOf(patterns.map((tokens) => pattern(tokens)))
  }
  if (value.op === 'pattern' && backend.wild.dash === undefined) {
    const spelt = spellDashes(value.tokens)
    if (spelt !== undefined) return anyOf(spelt.map((tokens) => pattern(tokens, value.cased)))
  }
  return test
}

/** In place of words: the value is said as text. It is also the reason where that fails. */
export const AS_TEXT = 'its addresses have too many beginnings as text'

const DASHES = ['-', '/', '–', '—', '―']
/** Five spellings for each of two dashes; SigmaHQ's rules have no more in one value. */
const MAX_DASHES = 2

/** All spellings of a pattern with dashes; undefined where it has none, or too many. */
function spellDashes(tokens: readonly PatternToken[]): readonly PatternToken[][] | undefined {
  const count = tokens.filter(isDash).length
  if (count === 0 || count > MAX_DASHES) return undefined
  let spelt: PatternToken[][] = [[]]
  for (const token of tokens) {
    const choices = isDash(token) ? DASHES : [token]
    spelt = spelt.flatMap((before) => choices.map((choice) => append(before, choice)))
  }
  return spelt
}

function isDash(token: PatternToken): boolean {
  return typeof token === 'object' && token.wild === 'dash'
}

function append(before: readonly PatternToken[], token: PatternToken): PatternToken[] {
  const last = before.at(-1)
  return typeof token === 'string' && typeof last === 'string'
    ? [...before.slice(0, -1), last + token]
    : [...before, token]
}
