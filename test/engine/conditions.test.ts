/**
 * The shapes of conditions that SigmaHQ's rules have (sigma-corpus-stats §4), and a few harder ones, with complete truth
 * tables through both engines. What is right is written as a function.
 */
import { describe, expect, it } from 'vitest'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Target } from '../../src/mapping/mapping.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { RAW_VIEW } from '../support/arbitrary-rules.ts'

type Truth = Readonly<Record<string, boolean>>

const SHAPES: readonly (readonly [
  condition: string,
  identifiers: string,
  expected: (v: Truth) => unknown,
])[] = [
  ['s', 's', ({ s }) => s],
  ['not s', 's', ({ s }) => !s],
  ['not not s', 's', ({ s }) => s],
  ['all of s_*', 's_a s_b s_c', (v) => v.s_a && v.s_b && v.s_c],
  ['1 of s_*', 's_a s_b s_c', (v) => v.s_a || v.s_b || v.s_c],
  ['any of s_*', 's_a s_b', (v) => v.s_a || v.s_b],
  ['s and not f', 's f', ({ s, f }) => s && !f],
  ['s and not 1 of f_*', 's f_a f_b', (v) => v.s && !(v.f_a || v.f_b)],
  ['s and not all of f_*', 's f_a f_b', (v) => v.s && !(v.f_a && v.f_b)],
  [
    's and not 1 of f_a* and not 1 of f_b*',
    's f_a1 f_a2 f_b1 f_b2',
    (v) => v.s && !(v.f_a1 || v.f_a2) && !(v.f_b1 || v.f_b2),
  ],
  ['all of s_* and not 1 of f_*', 's_a s_b f_a f_b', (v) => v.s_a && v.s_b && !(v.f_a || v.f_b)],
  ['s and 1 of t_*', 's t_a t_b', (v) => v.s && (v.t_a || v.t_b)],
  ['1 of s_* and not 1 of f_*', 's_a s_b f_a f_b', (v) => (v.s_a || v.s_b) && !(v.f_a || v.f_b)],
  [
    'all of s_* and not 1 of f_a* and not 1 of f_b*',
    's_a s_b f_a1 f_b1 f_b2',
    (v) => v.s_a && v.s_b && !v.f_a1 && !(v.f_b1 || v.f_b2),
  ],
  ['s or all of t_*', 's t_a t_b', (v) => v.s || (v.t_a && v.t_b)],
  ['s and t', 's t', ({ s, t }) => s && t],
  ['s or t', 's t', ({ s, t }) => s || t],
  [
    's and 1 of t_* and not 1 of f_*',
    's t_a t_b f_a f_b',
    (v) => v.s && (v.t_a || v.t_b) && !(v.f_a || v.f_b),
  ],
  ['all of s_* and not f', 's_a s_b f', (v) => v.s_a && v.s_b && !v.f],
  ['all of s_* or t', 's_a s_b t', (v) => (v.s_a && v.s_b) || v.t],
  ['1 of s_* and t', 's_a s_b t', (v) => (v.s_a || v.s_b) && v.t],
  ['all of s_* or all of t_*', 's_a s_b t_a t_b', (v) => (v.s_a && v.s_b) || (v.t_a && v.t_b)],
  ['1 of s_* or all of t_*', 's_a s_b t_a t_b', (v) => v.s_a || v.s_b || (v.t_a && v.t_b)],
  ['s and (t or u) and not (f and g)', 's t u f g', (v) => v.s && (v.t || v.u) && !(v.f && v.g)],
  ['(s and not f) or (t and not g)', 's t f g', (v) => (v.s && !v.f) || (v.t && !v.g)],
  ['a or b and c', 'a b c', (v) => v.a || (v.b && v.c)],
  ['not a and b', 'a b', (v) => !v.a && v.b],
  ['not (a or b) and c or not c', 'a b c', (v) => (!(v.a || v.b) && v.c) || !v.c],
  ['not a or not b and not c', 'a b c', (v) => !v.a || (!v.b && !v.c)],
  ['all of them', 'a b _c', (v) => v.a && v.b],
  ['1 of them', 'a b _c', (v) => v.a || v.b],
  ['not 1 of them and _c', 'a b _c', (v) => !(v.a || v.b) && v._c],
  ['1 of x*_1', 'xa_1 xb_1 xa_2', (v) => v.xa_1 || v.xb_1],
  ['1 of s', 's', (v) => v.s],
  ['all of s*a', 's_a s_ba s_b', (v) => v.s_a && v.s_ba],
  ['1 of _*', '_a _b c', (v) => v._a || v._b],
  ['notepad and android', 'notepad android', (v) => v.notepad && v.android],
  ['[s, t and u]', 's t u', (v) => v.s || (v.t && v.u)],
  ['s and (not t)', 's t', ({ s, t }) => s && !t],
  ['(((s)))', 's', ({ s }) => s],
]

const everyRecord: Target = {
  id: 'all',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: RAW_VIEW,
}
const build = createPlainEventBuilder()

function load(condition: string, names: readonly string[]): RunnableRule {
  const searches = names.map((name) => `  ${name}:\n    Field${name}: x\n`).join('')
  const text = `title: t\nlogsource: {product: windows}\ndetection:\n${searches}  condition: ${condition}\n`
  const { documents, rejected } = parseSigma(text, 'rule.yml')
  const [rule] = documents
  if (rule?.kind !== 'detection') throw new Error(JSON.stringify(rejected))
  return { rule, targets: [everyRecord] }
}

describe.each(['reference', 'program'] as const)('%s engine', (kind) => {
  it.each(SHAPES)('%s', (condition, identifiers, expected) => {
    const names = identifiers.split(' ')
    const matcher = createMatcher([load(condition, names)], kind)
    for (let bits = 0; bits < 2 ** names.length; bits++) {
      const truth = Object.fromEntries(names.map((name, i) => [name, (bits & (1 << i)) !== 0]))
      const fields = names
        .filter((name) => truth[name])
        .map((name) => ({ section: 'eventData' as const, name: `Field${name}`, values: ['x'] }))
      expect([truth, matcher.matchEvent(build(fields)).length === 1]).toEqual([
        truth,
        expected(truth) === true,
      ])
    }
  })
})
