/** The sliding correlator and the slow obvious one agree on any correlations over any points. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BASES, prepare, runPrepared, type TimelineEvent } from './timeline.ts'

const operator = fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq')
const tests = fc
  .uniqueArray(operator, { minLength: 1, maxLength: 2 })
  .chain((operators) =>
    fc.tuple(...operators.map((one) => fc.tuple(fc.constant(one), fc.integer({ min: 0, max: 6 })))),
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}: ${value}`).join(', '))

const groupBy = fc.constantFrom('', '[U]', '[U, V]', '[V]')
const span = fc.integer({ min: 1, max: 12 })

const counting = fc
  .tuple(fc.constantFrom('event_count', 'temporal', 'temporal_ordered'), tests)
  .map(([type, text]) => ({ type, condition: `{${text}}` }))
const measuring = fc
  .tuple(
    fc.constantFrom('value_count', 'value_sum', 'value_avg', 'value_median', 'value_percentile'),
    tests,
    fc.constantFrom('V', 'N', 'U'),
    fc.integer({ min: 0, max: 100 }),
  )
  .map(([type, text, field, percentile]) => ({
    type,
    condition: `{${text}, field: ${field}${type === 'value_percentile' ? `, percentile: ${percentile}` : ''}}`,
  }))

const BOOLEANS = ['x and y', 'x and not y', 'x or y', 'x and not y or y and not x', 'not (not x or not y)']
const boolean = fc
  .tuple(fc.constantFrom('temporal', 'temporal_ordered'), fc.constantFrom(...BOOLEANS))
  .map(([type, condition]) => ({ type, condition }))

/** A correlation over two of the names; x and y stand for them. */
const correlation = (names: readonly string[], own: string): fc.Arbitrary<string> =>
  fc
    .record({
      what: fc.oneof(counting, measuring, boolean),
      rules: fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
      group: groupBy,
      seconds: span,
      generate: fc.boolean(),
    })
    .map(({ what, rules: [x, y], group, seconds, generate }) => {
      const condition = what.condition.replaceAll(/\bx\b/g, x!).replaceAll(/\by\b/g, y!)
      const by = group === '' ? '' : `  group-by: ${group}\n`
      return `title: ${own}\nname: ${own}\ncorrelation:\n  type: ${what.type}\n  rules: [${x}, ${y}]\n${by}  timespan: ${seconds}s\n  condition: ${condition}\n  generate: ${generate}\n`
    })

const rules = fc
  .tuple(
    correlation(['a', 'b', 'c'], 'inner'),
    correlation(['a', 'b', 'inner'], 'outer'),
    correlation(['inner', 'outer', 'c'], 'outermost'),
  )
  .map((documents) => [BASES, ...documents].join('---\n'))

const event: fc.Arbitrary<TimelineEvent> = fc.record({
  at: fc.oneof(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 30_000 }).map((ms) => ms / 1000),
  ),
  ticks: fc.integer({ min: 0, max: 1 }),
  kind: fc.constantFrom('a', 'b', 'c', 'ab', 'bc', 'abc'),
  source: fc.integer({ min: 0, max: 1 }),
  id: fc.integer({ min: 1, max: 9 }),
  computer: fc.constantFrom('one', 'two'),
  fields: fc.record(
    {
      U: fc.constantFrom('u', 'U', 'w', ''),
      V: fc.constantFrom('x', 'X', 'y', '3'),
      N: fc.constantFrom('1', '2.5', '-3', '0', '7', 'no number'),
    },
    { requiredKeys: [] },
  ),
})

it('answers like the slow correlator', async () => {
  let hits = 0
  await fc.assert(
    fc.asyncProperty(
      rules,
      fc.array(event, { maxLength: 40 }),
      fc.integer({ min: 0, max: 45 }),
      async (text, events, newest) => {
        const prepared = prepare(text, { keepBaseHits: true })
        expect(
          prepared.rejected.filter(({ diagnostics }) => !diagnostics[0]!.message.includes('does not run')),
        ).toEqual([])
        hits += (await runPrepared(prepared, events, { newest })).hits.length
      },
    ),
    { numRuns: 300 },
  )
  expect(hits).toBeGreaterThan(300)
})
