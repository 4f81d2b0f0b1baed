/** Whatever the counts and whichever fields are fresh: a rule that holds has a bound that holds, or is always evaluated. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketRule } from '../../../src/engine/program/dispatch/bucket.ts'
import { createBucketWatch, sampleAtoms } from '../../../src/engine/program/dispatch/bucket-watch.ts'
import { chooseKeys } from '../../../src/engine/program/dispatch/choose-keys.ts'
import { type Atom, type AtomTest, makeAtom } from '../../../src/engine/program/lower/atom-table.ts'
import { holds } from '../../../src/engine/program/lower/evaluate.ts'
import { andOf, type Expression, notOf, orOf } from '../../../src/engine/program/lower/expression.ts'
import { createFieldKeys } from '../../../src/engine/program/lower/field-key.ts'
import { createProbeTable, describeAtoms } from '../../../src/engine/program/scan/probe-table.ts'

const fields = createFieldKeys()
const [steady, fresh] = [fields.rawKey('Image'), fields.rawKey('CommandLine')]
const text = (literal: string): AtomTest => ({
  kind: 'text',
  value: { op: 'pattern', tokens: [{ wild: 'any' }, literal, { wild: 'any' }], cased: false, text: literal },
})
const TESTS: readonly (readonly [typeof steady, AtomTest])[] = [
  [steady, text('powershell')],
  [steady, text('cmd')],
  [steady, { kind: 'nonEmpty' }],
  [fresh, text('mimikatz')],
  [fresh, { kind: 'text', value: { op: 'regex', source: '\\d{3}', flags: '', text: '' } }],
  [fresh, { kind: 'fieldref', other: steady, mode: 'equals' }],
]
const ATOMS: readonly Atom[] = TESTS.map(([field, test], id) => makeAtom(id, field, test))
const tree = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.nat(ATOMS.length - 1).map((atom): Expression => ({ op: 'atom', atom })),
    tie('tree').map(notOf),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(andOf),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(orOf),
  ),
})).tree

const sample = fc.uniqueArray(fc.nat(ATOMS.length - 1))

function isTrue(expression: Expression, truth: readonly number[]): boolean {
  const stamps = Int32Array.from(ATOMS, ({ id }) => (truth.includes(id) ? 1 : 0))
  return holds(expression, stamps, 1)
}

describe('the choice of key atoms', () => {
  it('is sound', () => {
    const given = fc.tuple(
      fc.array(tree, { minLength: 1, maxLength: 6 }),
      fc.array(sample, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
    )
    fc.assert(
      fc.property(
        given,
        fc.array(sample, { minLength: 1, maxLength: 8 }),
        ([trees, samples, isFresh], truths) => {
          const rules: BucketRule[] = trees.map((expression, rule) => ({ rule, expression }))
          const choice = choose(rules, samples, isFresh)
          for (const truth of truths) {
            for (const { rule, expression } of rules) {
              if (!isTrue(expression, truth)) continue
              const bound = choice.bounds.find((r) => r.rule === rule)
              const isFound =
                choice.evaluated.some((r) => r.rule === rule) ||
                (bound !== undefined &&
                  isTrue(bound.expression, truth) &&
                  choice.bounded.some((r) => r.rule === rule && r.expression === expression))
              expect(isFound).toBe(true)
            }
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('takes the atom that did not hold, and evaluates rules that nothing tells off', () => {
    const leaf = (atom: number): Expression => ({ op: 'atom', atom })
    const rules: BucketRule[] = [
      { rule: 0, expression: andOf([leaf(0), leaf(3)]) },
      { rule: 1, expression: andOf([leaf(0), leaf(4)]) },
      { rule: 2, expression: leaf(4) },
      { rule: 3, expression: notOf(leaf(3)) },
    ]
    const { bounded, bounds, evaluated, keys } = choose(rules, [[0], [], [], []], true)
    expect([...keys]).toEqual([3])
    expect(bounded.map(({ rule }) => rule)).toEqual([0, 1])
    expect(bounds).toEqual([
      { rule: 0, expression: leaf(3) },
      { rule: 1, expression: leaf(0) },
    ])
    expect(evaluated.map(({ rule }) => rule)).toEqual([2, 3])
  })
})

/** `samples`: the atoms that each sampled record held; `isFresh`: no command line was in the cache. */
function choose(
  rules: readonly BucketRule[],
  samples: readonly (readonly number[])[],
  isFresh: boolean,
): ReturnType<typeof chooseKeys> {
  const watch = createBucketWatch({ watchAfterRecords: 0, sampledRecords: samples.length })
  for (const atoms of samples) sampleAtoms(watch, Int32Array.from(atoms), 0, atoms.length)
  const probes = createProbeTable(ATOMS)
  describeAtoms(probes, Int32Array.of(0, 1, 2, 3, 4))
  const freshFields = new Set(isFresh ? [fresh.id] : [])
  return chooseKeys({ ...watch, freshFields }, rules, ATOMS, probes)
}
