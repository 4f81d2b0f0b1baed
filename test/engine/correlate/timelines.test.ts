/** Each type of correlation against timelines worked by hand; the span is 10 s and the group U unless said. */
import { describe, expect, it } from 'vitest'
import { runTimeline, showHits, type TimelineEvent } from './timeline.ts'

interface Shape {
  readonly type?: string
  readonly rules?: string
  readonly groupBy?: string
  readonly condition: string
  readonly more?: string
}

function correlation({
  type = 'event_count',
  rules = 'a',
  groupBy = 'U',
  condition,
  more = '',
}: Shape): string {
  const group = groupBy === '' ? '' : `  group-by: [${groupBy}]\n`
  return `title: C
name: outer
correlation:
  type: ${type}
  rules: [${rules}]
${group}  timespan: 10s
  condition: ${condition}
${more}`
}

/** Events of rule `a` and user `u` at these seconds. */
const at = (...seconds: number[]): TimelineEvent[] =>
  seconds.map((second) => ({ at: second, kind: 'a', fields: { U: 'u' } }))

const kinds = (text: string): TimelineEvent[] =>
  text.split(' ').map((part) => {
    const [kind, second, user = 'u'] = part.split(/[@/]/)
    return { kind: kind!, at: Number(second), fields: { U: user } }
  })

/** Events of rule `a` with a value. */
const values = (list: readonly (readonly [second: number, value: string | undefined])[]): TimelineEvent[] =>
  list.map(([second, value]) => ({
    at: second,
    kind: 'a',
    fields: { U: 'u', ...(value === undefined ? {} : { V: value }) },
  }))

async function check(
  shape: Shape,
  events: readonly TimelineEvent[],
  expected: readonly string[],
): Promise<void> {
  expect(showHits(await runTimeline(correlation(shape), events))).toEqual(expected)
}

describe('event_count', () => {
  it.each<[string, Shape, TimelineEvent[], string[]]>([
    ['a closed window', { condition: '{gte: 3}' }, at(0, 5, 10), ['u: 0..10 =3 (3 in 1)']],
    ['a millisecond too long', { condition: '{gte: 3}' }, at(0, 5, 10.001), []],
    ['any order of arrival', { condition: '{gte: 3}' }, at(10, 0, 5), ['u: 0..10 =3 (3 in 1)']],
    [
      'overlapping windows are one hit',
      { condition: '{gte: 3}' },
      at(0, 5, 10, 15, 20),
      ['u: 0..20 =3 (5 in 3)'],
    ],
    [
      'windows that touch in one point are one hit',
      { condition: '{gte: 2}' },
      at(0, 10, 20),
      ['u: 0..20 =2 (3 in 2)'],
    ],
    [
      'windows apart are two hits',
      { condition: '{gte: 2}' },
      at(0, 1, 12, 13),
      ['u: 0..1 =2 (2 in 1)', 'u: 12..13 =2 (2 in 1)'],
    ],
    [
      'a gap between windows that share no point',
      { condition: '{gte: 3}' },
      at(0, 1, 2, 13, 14, 15),
      ['u: 0..2 =3 (3 in 1)', 'u: 13..15 =3 (3 in 1)'],
    ],
    [
      'the greatest count is told',
      { condition: '{gte: 2}' },
      at(0, 1, 2, 3, 11.5),
      ['u: 0..11.5 =4 (5 in 4)'],
    ],
    ['gt', { condition: '{gt: 2}' }, at(0, 1, 2), ['u: 0..2 =3 (3 in 1)']],
    ['gt, not enough', { condition: '{gt: 3}' }, at(0, 1, 2), []],
    ['eq', { condition: '{eq: 2}' }, at(0, 1, 2), ['u: 0..1 =2 (2 in 1)']],
    ['neq', { condition: '{neq: 1}' }, at(0, 1, 20), ['u: 0..1 =2 (2 in 1)']],
    ['lt tells the least', { condition: '{lt: 3}' }, at(0, 1, 2), ['u: 0..1 =1 (2 in 2)']],
    ['a range of two operators', { condition: '{gt: 1, lte: 3}' }, at(0, 1, 2, 3), ['u: 0..2 =3 (3 in 2)']],
    ['nothing never fires', { condition: '{eq: 0}' }, at(0, 30), []],
    ['a fraction', { condition: '{gte: 1.5}' }, at(0, 1), ['u: 0..1 =2 (2 in 1)']],
    ['equal times see each other', { condition: '{eq: 1}' }, at(0, 0, 30), ['u: 30..30 =1 (1 in 1)']],
    [
      'a record that two rules match counts once',
      { rules: 'a, b', condition: '{gte: 2}' },
      kinds('ab@0 a@5'),
      ['u: 0..5 =2 (3 in 1)'],
    ],
    ['and is not enough by itself', { rules: 'a, b', condition: '{gte: 2}' }, kinds('ab@0 a@11'), []],
    [
      'records of one time that several rules match',
      { rules: 'a, b', condition: '{gte: 3}' },
      kinds('ab@0 ab@0 ab@10'),
      ['u: 0..10 =3 (6 in 1)'],
    ],
    ['two groups', { condition: '{gte: 2}' }, kinds('a@0/x a@1/y a@2/x'), ['x: 0..2 =2 (2 in 1)']],
    [
      'folded keys, with the last spelling',
      { condition: '{gte: 3}' },
      kinds('a@0/x a@1/X a@2/x a@3/É a@4/é'),
      ['x: 0..2 =3 (3 in 1)'],
    ],
    [
      'all together without group-by',
      { groupBy: '', condition: '{gte: 3}' },
      kinds('a@0/x a@1/y a@2/z'),
      ['0..2 =3 (3 in 1)'],
    ],
  ])('%s', async (_, shape, events, expected) => check(shape, events, expected))

  it('ends windows to the tick', async () => {
    const inside = [...at(0), { ...at(10)[0]!, ticks: 0 }]
    const outside = [...at(0), { ...at(10)[0]!, ticks: 1 }]
    const late = [
      { ...at(0)[0]!, ticks: 1 },
      { ...at(10)[0]!, ticks: 1 },
    ]
    const text = correlation({ condition: '{gte: 2}' })
    expect((await runTimeline(text, inside)).hits).toHaveLength(1)
    expect((await runTimeline(text, outside)).hits).toHaveLength(0)
    expect((await runTimeline(text, late)).hits).toHaveLength(1)
  })

  it('sees files and hosts together, in any order', async () => {
    const events = [
      { ...at(8)[0]!, source: 0, computer: 'one' },
      { ...at(0)[0]!, source: 1, computer: 'two' },
      { ...at(4)[0]!, source: 2, computer: 'one' },
    ]
    const [hit] = (await runTimeline(correlation({ condition: '{gte: 3}' }), events)).hits
    expect(hit!.evidence.map(({ source, computer }) => `${source} ${computer}`)).toEqual([
      '1 two',
      '2 one',
      '0 one',
    ])
    expect([hit!.computer, hit!.channel]).toEqual(['', 'Security'])
  })

  it('leaves out and counts points without a group or a time', async () => {
    const events: TimelineEvent[] = [
      ...at(0, 1),
      { at: 2, kind: 'a' },
      { at: 3, kind: 'a', fields: { U: '' } },
      { at: 4, kind: 'a', fields: { U: 'u' }, hasNoTime: true },
      { at: 5, kind: 'b' },
    ]
    const { hits, counts } = await runTimeline(correlation({ condition: '{gte: 3}' }), events)
    expect(hits).toEqual([])
    expect(counts).toEqual([
      { points: 2, noGroup: 2, noValue: 0, noTime: 1, hits: 0, uncovered: 0, overLimit: 0 },
    ])
  })

  it('lists the evidence', async () => {
    const events = [
      { at: 1, kind: 'a', fields: { U: 'u' }, id: 77, source: 3 },
      { at: 0, kind: 'b', fields: { U: 'u' }, id: 5 },
    ]
    const [hit] = (await runTimeline(correlation({ rules: 'a, b', condition: '{gte: 2}' }), events)).hits
    expect(hit).toMatchObject({
      plan: 0,
      group: [['U', 'u']],
      rules: [
        { title: 'Rule a', count: 1 },
        { title: 'Rule b', count: 1 },
      ],
      eventId: '4625',
      evidence: [
        { rule: 1, source: 0, chunk: 0, record: 1, recordId: '5', computer: 'host', eventId: '4625' },
        { rule: 0, source: 3, chunk: 0, record: 0, recordId: '77' },
      ],
    })
  })
})

describe('value_count', () => {
  const shape = (condition: string): Shape => ({ type: 'value_count', condition })
  it.each<[string, Shape, TimelineEvent[], string[]]>([
    [
      'values that differ',
      shape('{gte: 2, field: V}'),
      values([
        [0, 'x'],
        [10, 'y'],
      ]),
      ['u: 0..10 =2 (2 in 1)'],
    ],
    [
      'folded, missing and empty ones are none',
      shape('{gte: 2, field: V}'),
      values([
        [0, 'x'],
        [1, 'X'],
        [2, undefined],
        [3, ''],
      ]),
      [],
    ],
    [
      'a value counts while one of its events is in the window',
      shape('{gte: 2, field: V}'),
      values([
        [0, 'x'],
        [6, 'x'],
        [12, 'y'],
      ]),
      ['u: 6..12 =2 (2 in 1)'],
    ],
    [
      'and no longer',
      shape('{gte: 2, field: V}'),
      values([
        [0, 'x'],
        [1, 'x'],
        [12, 'y'],
      ]),
      [],
    ],
    [
      'of several fields',
      shape('{gte: 3, field: [V, U]}'),
      [
        ...values([
          [0, 'x'],
          [1, 'y'],
        ]),
        { at: 2, kind: 'a', fields: { U: 'U', V: 'X' } },
        ...values([[3, 'z']]),
      ],
      ['u: 0..3 =3 (4 in 1)'],
    ],
    [
      'lte',
      shape('{lte: 1, field: V}'),
      values([
        [0, 'x'],
        [1, 'y'],
        [30, 'z'],
      ]),
      ['u: 0..0 =1 (1 in 1)', 'u: 30..30 =1 (1 in 1)'],
    ],
  ])('%s', async (_, one, events, expected) => check(one, events, expected))

  it('lists the values', async () => {
    const { hits, counts } = await runTimeline(
      correlation(shape('{gte: 2, field: V}')),
      values([
        [0, 'x'],
        [1, 'y'],
        [2, 'Y'],
        [3, undefined],
      ]),
    )
    expect(hits[0]!.values).toEqual(['x', 'y'])
    expect(hits[0]!.evidence.map((one) => one.values)).toEqual([['x'], ['y'], ['Y']])
    expect(counts[0]).toMatchObject({ points: 3, noValue: 1 })
  })
})

describe('sums and averages', () => {
  it.each<[string, Shape, TimelineEvent[], string[]]>([
    [
      'what is no decimal number is left out',
      { type: 'value_sum', condition: '{gt: 5, field: V}' },
      values([
        [0, '3'],
        [1, 'x'],
        [2, '0x10'],
        [3, '4'],
      ]),
      ['u: 0..3 =7 (2 in 1)'],
    ],
    [
      'decimal fractions are exact',
      { type: 'value_sum', condition: '{eq: 0.3, field: V}' },
      values([
        [0, '0.1'],
        [1, '0.2'],
      ]),
      ['u: 0..1 =0.3 (2 in 1)'],
    ],
    [
      'what left the window leaves nothing behind',
      { type: 'value_sum', condition: '{eq: 1, field: V}' },
      values([
        [0, '99999999999999999999'],
        [20, '1'],
      ]),
      ['u: 20..20 =1 (1 in 1)'],
    ],
    [
      'negative ones',
      { type: 'value_sum', condition: '{lt: 0, field: V}' },
      values([
        [0, '-5'],
        [1, '3'],
      ]),
      ['u: 0..1 =-5 (2 in 2)'],
    ],
    [
      'beyond 64 bits',
      { type: 'value_sum', condition: '{gte: 36893488147419103000, field: V}' },
      values([
        [0, '18446744073709551615'],
        [1, '18446744073709551615'],
      ]),
      ['u: 0..1 =36893488147419103230 (2 in 1)'],
    ],
    [
      'averages',
      { type: 'value_avg', condition: '{gt: 3.33, field: V}' },
      values([
        [0, '5'],
        [1, '2'],
        [2, '3'],
      ]),
      ['u: 0..2 =5 (3 in 3)'],
    ],
    [
      'a third',
      { type: 'value_avg', condition: '{lt: 3.4, field: V}' },
      values([
        [0, '5'],
        [1, '2'],
        [2, '3'],
      ]),
      ['u: 0..2 =3.333333 (3 in 1)'],
    ],
    [
      'one record that two rules match gives its value once',
      { type: 'value_sum', rules: 'a, b', condition: '{gte: 10, field: V}' },
      [{ at: 0, kind: 'ab', fields: { U: 'u', V: '5' } }],
      [],
    ],
  ])('%s', async (_, shape, events, expected) => check(shape, events, expected))
})

describe('medians and percentiles', () => {
  it.each<[string, Shape, TimelineEvent[], string[]]>([
    [
      'median of an odd number',
      { type: 'value_median', condition: '{eq: 3, field: V}' },
      values([
        [0, '9'],
        [1, '1'],
        [2, '3'],
      ]),
      ['u: 0..2 =3 (3 in 1)'],
    ],
    [
      'median of an even number',
      { type: 'value_median', condition: '{eq: 2.5, field: V}' },
      values([
        [0, '1'],
        [1, '4'],
        [2, '2'],
        [3, '3'],
      ]),
      ['u: 0..3 =2.5 (4 in 2)'],
    ],
    [
      'by linear interpolation',
      { type: 'value_percentile', condition: '{eq: 3.7, field: V, percentile: 90}' },
      values([
        [0, '1'],
        [1, '2'],
        [2, '3'],
        [3, '4'],
      ]),
      ['u: 0..3 =3.7 (4 in 1)'],
    ],
    [
      'of the window alone',
      { type: 'value_percentile', condition: '{gte: 100, field: V, percentile: 50}' },
      values([
        [0, '1'],
        [1, '1'],
        [12, '100'],
        [13, '200'],
      ]),
      ['u: 12..13 =150 (2 in 2)'],
    ],
    [
      '0 is the least',
      { type: 'value_percentile', condition: '{eq: 2, field: V, percentile: 0}' },
      values([
        [0, '2'],
        [1, '5'],
        [2, '1'],
      ]),
      ['u: 0..1 =2 (2 in 2)'],
    ],
    [
      '100 is the greatest',
      { type: 'value_percentile', condition: '{gte: 5, field: V, percentile: 100}' },
      values([
        [0, '2'],
        [1, '5'],
        [2, '1'],
      ]),
      ['u: 0..2 =5 (3 in 2)'],
    ],
    [
      'equal values stay apart',
      { type: 'value_median', condition: '{eq: 1, field: V}' },
      values([
        [0, '1'],
        [1, '1'],
        [2, '7'],
        [11.5, '8'],
      ]),
      ['u: 0..2 =1 (3 in 3)'],
    ],
  ])('%s', async (_, shape, events, expected) => check(shape, events, expected))
})

describe('temporal', () => {
  const shape = (condition: string, rules = 'a, b'): Shape => ({ type: 'temporal', rules, condition })
  const defaults = correlation({ type: 'temporal', rules: 'a, b', condition: 'x' }).replace(
    / {2}condition:.*\n/,
    '',
  )
  it.each<[string, Shape, TimelineEvent[], string[]]>([
    ['any order', shape('{gte: 2}'), kinds('b@5 a@15'), ['u: 5..15 =2 (2 in 1)']],
    ['not in another group', shape('{gte: 2}'), kinds('b@5 a@15/w'), []],
    ['a spread of more than the span', shape('{gte: 3}', 'a, b, c'), kinds('b@0 a@10 c@20'), []],
    ['two of three', shape('{gte: 2}', 'a, b, c'), kinds('b@0 c@10'), ['u: 0..10 =2 (2 in 1)']],
    ['one record in both roles', shape('{gte: 2}'), kinds('ab@0'), ['u: 0..0 =2 (2 in 1)']],
    ['one rule twice is one', shape('{gte: 2}'), kinds('a@0 a@5'), []],
    [
      'only one of them',
      shape('{eq: 1}'),
      kinds('a@0 b@5 a@30'),
      ['u: 0..0 =1 (1 in 1)', 'u: 30..30 =1 (1 in 1)'],
    ],
  ])('%s', async (_, one, events, expected) => check(one, events, expected))

  it('needs all rules without a condition', async () => {
    expect(showHits(await runTimeline(defaults, kinds('a@0 a@3 b@9')))).toEqual(['u: 0..9 =2 (3 in 1)'])
    expect(showHits(await runTimeline(defaults, kinds('a@0 a@3')))).toEqual([])
  })
})

describe('temporal_ordered', () => {
  const shape = (condition: string, rules = 'a, b'): Shape => ({ type: 'temporal_ordered', rules, condition })
  it.each<[string, Shape, TimelineEvent[], string[]]>([
    ['in order', shape('{gte: 2}'), kinds('a@0 b@10'), ['u: 0..10 =2 (2 in 1)']],
    ['the other way round', shape('{gte: 2}'), kinds('b@0 a@10'), []],
    ['too late', shape('{gte: 2}'), kinds('a@0 b@10.001'), []],
    ['the latest beginning counts', shape('{gte: 2}'), kinds('a@0 a@8 b@15'), ['u: 8..15 =2 (2 in 1)']],
    ['of three', shape('{gte: 3}', 'a, b, c'), kinds('a@0 c@1 b@2 c@3'), ['u: 0..3 =3 (4 in 1)']],
    ['of three, never complete', shape('{gte: 3}', 'a, b, c'), kinds('a@0 c@1 b@2'), []],
    [
      'what comes before the first rule or after the last is no evidence',
      shape('{gte: 2}'),
      kinds('b@0 a@1 b@2 a@3'),
      ['u: 1..2 =2 (2 in 2)'],
    ],
    ['two of three in order', shape('{gte: 2}', 'a, b, c'), kinds('c@0 a@1 c@2'), ['u: 0..2 =2 (3 in 1)']],
    ['a chain that began too early', shape('{gte: 3}', 'a, b, c'), kinds('a@0 b@9 c@11'), []],
    ['a record does not follow itself', shape('{gte: 2}'), kinds('ab@0'), []],
    [
      'records that match both follow each other',
      shape('{gte: 2}'),
      kinds('ab@0 ab@5'),
      ['u: 0..5 =2 (4 in 1)'],
    ],
    ['equal times of one log by record number', shape('{gte: 2}'), kinds('a@0 b@0'), ['u: 0..0 =2 (2 in 1)']],
    ['equal times the other way round', shape('{gte: 2}'), kinds('b@0 a@0'), []],
    ['three at one time', shape('{gte: 3}', 'a, b, c'), kinds('a@0 b@0 c@0'), ['u: 0..0 =3 (3 in 1)']],
  ])('%s', async (_, one, events, expected) => check(one, events, expected))

  it('equal times of two logs have no order', async () => {
    const [a, b] = kinds('a@0 b@0')
    const text = correlation(shape('{gte: 2}'))
    expect((await runTimeline(text, [a!, { ...b!, source: 1 }])).hits).toEqual([])
    expect((await runTimeline(text, [{ ...a!, source: 1 }, b!])).hits).toEqual([])
    const later = [
      { ...a!, source: 1 },
      { ...b!, ticks: 1 },
    ]
    expect((await runTimeline(text, later)).hits).toHaveLength(1)
  })

  it('takes the record number for the order of equal times, not the place in the file', async () => {
    const [a, b] = kinds('a@0 b@0')
    const text = correlation(shape('{gte: 2}'))
    expect(
      (
        await runTimeline(text, [
          { ...b!, id: 9 },
          { ...a!, id: 8 },
        ])
      ).hits,
    ).toHaveLength(1)
  })
})

describe('boolean conditions', () => {
  const shape = (condition: string, type = 'temporal', rules = 'a, b, c'): Shape => ({
    type,
    rules,
    condition,
  })
  const run = async (one: Shape, text: string, newest?: number): Promise<string[]> => {
    const options = newest === undefined ? {} : { newest }
    return showHits(await runTimeline(correlation(one), kinds(text), options))
  }
  it.each<[string, Shape, string, string[]]>([
    ['and', shape('a and b', 'temporal', 'a, b'), 'a@0 b@10', ['u: 0..10 (2 in 1)']],
    ['and, too far apart', shape('a and b', 'temporal', 'a, b'), 'a@0 b@11', []],
    ['or', shape('a and (b or c)'), 'a@0 c@5', ['u: 0..5 (2 in 1)']],
    ['or of both', shape('a and b or c'), 'c@0 a@30 b@31', ['u: 0..0 (1 in 1)', 'u: 30..31 (2 in 1)']],
    ['in order', shape('a and b', 'temporal_ordered', 'a, b'), 'a@0 b@10', ['u: 0..10 (2 in 1)']],
    ['in the wrong order', shape('a and b', 'temporal_ordered', 'a, b'), 'b@0 a@10', []],
    [
      'in order, after others',
      shape('a and b', 'temporal_ordered', 'a, b'),
      'b@0 a@1 b@2',
      ['u: 1..2 (2 in 1)'],
    ],
  ])('%s', async (_, one, text, expected) => {
    expect(await run(one, text)).toEqual(expected)
  })

  const absent = shape('a and not b', 'temporal', 'a, b')
  it.each<[string, Shape, string, number, string[]]>([
    ['absent after it', absent, 'a@0', 10, ['u: 0..0 (1 in 1)']],
    ['the logs end too early to know', absent, 'a@0', 9.999, []],
    ['it comes at the last moment', absent, 'a@0 b@10', 30, []],
    ['it comes too late', absent, 'a@0 b@10.001', 30, ['u: 0..0 (1 in 1)']],
    ['it came before', absent, 'b@0 a@1', 30, ['u: 1..1 (1 in 1)']],
    ['it comes in another group', absent, 'a@0 b@5/w', 30, ['u: 0..0 (1 in 1)']],
    ['windows that overlap are one hit', absent, 'a@0 a@5 b@20', 30, ['u: 0..5 (2 in 2)']],
    ['the first window is broken', absent, 'a@0 b@4 a@5', 30, ['u: 5..5 (1 in 1)']],
    ['two needed, one banned', shape('a and b and not c'), 'a@0 b@5', 30, ['u: 0..5 (2 in 1)']],
    ['two needed, the second too late', shape('a and b and not c'), 'a@0 b@11', 30, []],
    [
      'in order with a ban',
      shape('a and b and not c', 'temporal_ordered'),
      'a@0 b@5',
      30,
      ['u: 0..5 (2 in 1)'],
    ],
    ['in the wrong order with a ban', shape('a and b and not c', 'temporal_ordered'), 'b@0 a@5', 30, []],
    [
      'a ban in one alternative',
      shape('a and not b or c'),
      'a@0 b@1 c@2 a@20',
      40,
      ['u: 2..2 (1 in 1)', 'u: 20..20 (1 in 1)'],
    ],
  ])('%s', async (_, one, text, newest, expected) => {
    expect(await run(one, text, newest)).toEqual(expected)
  })

  it('counts windows that the logs do not cover', async () => {
    const { counts } = await runTimeline(correlation(absent), kinds('a@0 a@5'), { newest: 12 })
    expect(counts[0]).toMatchObject({ hits: 1, uncovered: 1 })
  })
})
