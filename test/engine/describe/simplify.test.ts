/** Simplified conditions: equal to what they were, and contradictions are seen. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/engine/describe/simplify.ts'
import { holds } from '../../../src/engine/program/lower/evaluate.ts'
import {
  andOf,
  type Expression,
  FALSE,
  notOf,
  orOf,
  TRUE,
} from '../../../src/engine/program/lower/expression.ts'

const ATOMS = 5
const leaves: readonly Expression[] = Array.from({ length: ATOMS }, (_, atom) => ({ op: 'atom', atom }))
const [a, b, c] = leaves as [Expression, Expression, Expression]

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...leaves),
    tie('tree').map(notOf),
    fc.array(tie('tree'), { minLength: 2, maxLength: 4 }).map(andOf),
    fc.array(tie('tree'), { minLength: 2, maxLength: 4 }).map(orOf),
  ),
}))

it('hold for the same atoms as before', () => {
  fc.assert(
    fc.property(tree, (expression) => {
      const simple = simplify(expression)
      for (let world = 0; world < 1 << ATOMS; world++) {
        const stamps = Int32Array.from({ length: ATOMS }, (_, atom) => (world >> atom) & 1)
        expect(holds(simple, stamps, 1)).toBe(holds(expression, stamps, 1))
      }
    }),
    { numRuns: 1000 },
  )
})

describe('contradictions', () => {
  it.each([
    ['a test and its opposite', andOf([a, notOf(a)]), FALSE],
    ['a test, or its opposite', orOf([a, notOf(a)]), TRUE],
    ['a filter that is wider', andOf([a, b, notOf(orOf([a, c]))]), FALSE],
    ['a filter that is narrower', andOf([a, notOf(andOf([a, b]))]), andOf([a, notOf(b)])],
    ['found step by step', andOf([a, orOf([notOf(a), b]), orOf([notOf(b), c]), notOf(c)]), FALSE],
    ['none', andOf([a, notOf(b)]), andOf([a, notOf(b)])],
  ])('%s', (_, expression, expected) => {
    expect(simplify(expression)).toEqual(expected)
  })
})
