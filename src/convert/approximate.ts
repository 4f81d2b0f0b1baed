/**
 * Fits a query to what a back end can say. In: a query. Out: one whose every test can be printed, and what was widened.
 * Invariant: the result finds all that the query finds; under `not` a test is therefore made narrower, never wider.
 */
import type { Backend } from './backend.ts'
import type { Remark } from './conversion.ts'
import { printTest } from './print-test.ts'
import { ALWAYS, allOf, anyOf, NEVER, negate, type Query, type Test } from './query.ts'

/** Attempts at a wider test of one value: a pattern loses one kind of sign a time. */
const MAX_ATTEMPTS = 16

/** What the back end cannot say, in order. */
export function listInabilities(query: Query, backend: Backend): readonly Remark[] {
  if (query.type === 'constant') return []
  if (query.type === 'not') return listInabilities(query.child, backend)
  if (query.type !== 'test') return query.children.flatMap((child) => listInabilities(child, backend))
  const printed = printTest(backend, query)
  return 'cannot' in printed ? [{ message: describe(query, printed.cannot), position: query.position }] : []
}

export function approximate(query: Query, backend: Backend, isNegative = false): Query {
  switch (query.type) {
    case 'constant':
      return query
    case 'not':
      return negate(approximate(query.child, backend, !isNegative))
    case 'test':
      return widen(query, backend, isNegative)
    default: {
      const children = query.children.map((child) => approximate(child, backend, isNegative))
      return query.type === 'and' ? allOf(children) : anyOf(children)
    }
  }
}

function widen(test: Test, backend: Backend, isNegative: boolean): Query {
  let wider = test
  for (let i = 0; i < MAX_ATTEMPTS; i++) {
    const printed = printTest(backend, wider)
    if (!('cannot' in printed)) return wider
    if (isNegative) return NEVER
    if (printed.wider === undefined) break
    wider = { ...wider, value: printed.wider }
  }
  return ALWAYS
}

function describe({ field, value }: Test, reason: string): string {
  const text = value.text.length > 60 ? `${value.text.slice(0, 59)}…` : value.text
  return `${field === '*' ? 'keywords' : field} '${text}': ${reason}`
}
