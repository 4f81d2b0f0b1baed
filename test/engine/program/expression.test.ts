/** Normal form, partial evaluation, triggers: each step keeps the truth of the tree. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, holdsMaybe } from '../../../src/engine/program/lower/evaluate.ts'
import {
  andOf,
  type Expression,
  FALSE,
  forEachAtom,
  notOf,
  orOf,
  TRUE,
} from '../../../src/engine/program/lower/expression.ts'
import { foldConstants } from '../../../src/engine/program/lower/fold-constants.ts'
import { necessaryAtoms } from '../../../src/engine/program/lower/necessary-atoms.ts'
import { relax } from '../../../src/engine/program/lower/relax.ts'
import { requiredIds } from '../../../src/engine/program/lower/required-ids.ts'

const ATOMS = 6
const leaves: readonly Expression[] = Array.from({ length: ATOMS }, (_, atom) => ({ op: 'atom', atom }))
const [a, b, c] = leaves as [Expression, Expression, Expression]

/** A tree as a rule writes it, and what it means. */
interface Plain {
  readonly expression: Expression
  readonly value: (truth: readonly boolean[]) => boolean
}

const plain: fc.Arbitrary<Plain> = fc.letrec<{ tree: Plain }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc
      .integer({ min: 0, max: ATOMS - 1 })
      .map((i) => ({ expression: leaves[i]!, value: (t: readonly boolean[]) => t[i]! })),
    fc.constantFrom({ expression: TRUE, value: () => true }, { expression: FALSE, value: () => false }),
    tie('tree').map(({ expression, value }) => ({
      expression: notOf(expression),
      value: (t: readonly boolean[]) => !value(t),
    })),
    fc.array(tie('tree'), { maxLength: 4 }).map((parts) => ({
      expression: andOf(parts.map((p) => p.expression)),
      value: (t: readonly boolean[]) => parts.every((p) => p.value(t)),
    })),
    fc.array(tie('tree'), { maxLength: 4 }).map((parts) => ({
      expression: orOf(parts.map((p) => p.expression)),
      value: (t: readonly boolean[]) => parts.some((p) => p.value(t)),
    })),
  ),
})).tree

const truths: readonly (readonly boolean[])[] = Array.from({ length: 1 << ATOMS }, (_, bits) =>
  leaves.map((_leaf, i) => (bits & (1 << i)) !== 0),
)

function evaluate(expression: Expression, truth: readonly boolean[]): boolean {
  return holds(
    expression,
    Int32Array.from(truth, (t) => (t ? 7 : 6)),
    7,
  )
}

function isNormal(expression: Expression, isRoot = true): boolean {
  switch (expression.op) {
    case 'constant':
      return isRoot
    case 'atom':
      return true
    case 'not':
      return expression.child.op !== 'not' && isNormal(expression.child, false)
    default:
      return (
        expression.children.length > 1 &&
        new Set(expression.children).size === expression.children.length &&
        expression.children.every((child) => child.op !== expression.op && isNormal(child, false))
      )
  }
}

describe('normal form', () => {
  it.each<[string, Expression, Expression]>([
    ['true is neutral in an and', andOf([TRUE, a]), a],
    ['false ends an and', andOf([a, FALSE, b]), FALSE],
    ['false is neutral in an or', orOf([a, FALSE]), a],
    ['true ends an or', orOf([a, TRUE]), TRUE],
    ['an empty and holds', andOf([]), TRUE],
    ['an empty or does not', orOf([]), FALSE],
    ['two negations cancel', notOf(notOf(a)), a],
    ['nested ands are one', andOf([andOf([a, b]), c]), { op: 'and', children: [a, b, c] }],
    ['repeated atoms stand once', orOf([a, b, a]), { op: 'or', children: [a, b] }],
    [
      'atoms come before nodes',
      andOf([orOf([a, b]), c]),
      { op: 'and', children: [c, { op: 'or', children: [a, b] }] },
    ],
  ])('%s', (_name, expression, expected) => {
    expect(expression).toEqual(expected)
  })

  it('has the truth of what was written', () => {
    fc.assert(
      fc.property(plain, ({ expression, value }) => {
        expect(isNormal(expression)).toBe(true)
        for (const truth of truths) expect(evaluate(expression, truth)).toBe(value(truth))
      }),
    )
  })
})

describe('relaxing', () => {
  it('gives a normal tree over the other atoms that holds where the tree holds', () => {
    fc.assert(
      fc.property(plain, fc.subarray([0, 1, 2, 3]), ({ expression }, open) => {
        const bound = relax(expression, (atom) => open.includes(atom))
        expect(isNormal(bound)).toBe(true)
        forEachAtom(bound, (atom) => expect(open).not.toContain(atom))
        for (const truth of truths) if (evaluate(expression, truth)) expect(evaluate(bound, truth)).toBe(true)
      }),
    )
  })

  it('is as tight as one look at each atom allows', () => {
    expect(relax(andOf([a, b]), (atom) => atom === 0)).toBe(b)
    expect(relax(andOf([a, notOf(b)]), (atom) => atom === 1)).toBe(a)
    expect(relax(orOf([a, b]), (atom) => atom === 0)).toBe(TRUE)
    expect(relax(notOf(andOf([a, b])), (atom) => atom === 0)).toBe(TRUE)
  })

  it('gives back a tree without open atoms', () => {
    const tree = orOf([a, notOf(b)])
    expect(relax(tree, (atom) => atom === 2)).toBe(tree)
  })
})

describe('partial evaluation', () => {
  it('keeps the truth and the normal form, and no known atom', () => {
    const known = fc.array(fc.option(fc.boolean(), { nil: undefined }), {
      minLength: ATOMS,
      maxLength: ATOMS,
    })
    fc.assert(
      fc.property(plain, known, ({ expression }, knowledge) => {
        const rest = foldConstants(expression, (atom) => knowledge[atom])
        expect(isNormal(rest)).toBe(true)
        forEachAtom(rest, (atom) => expect(knowledge[atom]).toBeUndefined())
        for (const truth of truths) {
          if (truth.some((t, i) => knowledge[i] !== undefined && knowledge[i] !== t)) continue
          expect(evaluate(rest, truth)).toBe(evaluate(expression, truth))
        }
      }),
    )
  })

  it('gives back a tree that knows nothing of the atoms', () => {
    const tree = orOf([a, notOf(b)])
    expect(foldConstants(tree, (atom) => (atom === 2 ? true : undefined))).toBe(tree)
  })

  it('says undefined only where the open atoms decide', () => {
    fc.assert(
      fc.property(plain, fc.subarray([0, 1, 2]), ({ expression }, open) => {
        const isOpen = (atom: number): boolean => open.includes(atom)
        for (const truth of truths) {
          const stamps = Int32Array.from(truth, (t) => (t ? 7 : 6))
          const maybe = holdsMaybe(expression, stamps, 7, isOpen)
          if (maybe !== undefined) expect(maybe).toBe(holds(expression, stamps, 7))
          if (open.length === 0) expect(maybe).toBeDefined()
        }
      }),
    )
  })
})

describe('necessary atoms', () => {
  const costOf = (atom: number): number => atom + 1

  it.each<[string, Expression, readonly number[] | undefined]>([
    ['an atom needs itself', a, [0]],
    ['an and needs its cheapest child', andOf([c, b]), [1]],
    ['an or needs all of its children', orOf([a, b]), [0, 1]],
    ['a negation needs nothing', notOf(a), undefined],
    ['an or with a negation needs nothing', orOf([a, notOf(b)]), undefined],
    ['an and with a negation needs the rest', andOf([notOf(a), b]), [1]],
    ['what never holds needs nothing that could be seen', FALSE, []],
    ['what always holds needs nothing', TRUE, undefined],
  ])('%s', (_name, expression, expected) => {
    expect(necessaryAtoms(expression, costOf)).toEqual(expected)
  })

  it('are never all false when the tree holds', () => {
    fc.assert(
      fc.property(plain, ({ expression }) => {
        const necessary = necessaryAtoms(expression, costOf)
        if (necessary === undefined) return
        for (const truth of truths)
          if (evaluate(expression, truth)) expect(necessary.some((atom) => truth[atom])).toBe(true)
      }),
    )
  })
})

describe('required event ids', () => {
  /** The first three atoms test the event id. */
  const eventIds = new Map([
    [0, 10],
    [1, 11],
    [2, 12],
  ])

  it('hold whenever the tree does', () => {
    fc.assert(
      fc.property(plain, ({ expression }) => {
        const ids = requiredIds(expression, eventIds)
        if (ids === undefined) return
        for (const truth of truths)
          for (const id of [10, 11, 12, 13]) {
            const known = truth.map((t, atom) => (eventIds.has(atom) ? eventIds.get(atom) === id : t))
            if (evaluate(expression, known)) expect(ids).toContain(id)
          }
      }),
    )
  })

  it.each<[string, Expression, readonly number[] | undefined]>([
    ['of a test of the id', a, [10]],
    ['of another test', leaves[3]!, undefined],
    ['of an and', andOf([leaves[3]!, orOf([a, b])]), [10, 11]],
    ['of an or with another test', orOf([a, leaves[3]!]), undefined],
    ['of a negation', notOf(a), undefined],
    ['of an and with a negation', andOf([notOf(a), b]), [11]],
    ['of what never holds', FALSE, []],
    ['of what always holds', TRUE, undefined],
  ])('%s', (_, expression, expected) => {
    expect(requiredIds(expression, eventIds)).toEqual(expected)
  })
})
