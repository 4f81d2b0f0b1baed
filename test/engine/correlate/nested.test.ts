/** Correlations of correlations, legacy aggregations, what is read of matches, long hits. */
import { describe, expect, it } from 'vitest'
import { MAX_EVIDENCE, MAX_VALUES } from '../../../src/engine/correlate/correlation-hit.ts'
import { createCorrelator } from '../../../src/engine/correlate/correlator.ts'
import { MAX_CARRIED } from '../../../src/engine/correlate/measure/track-carried.ts'
import { BASES, baseRule, prepare, runTimeline, secondsOf, showHits, type TimelineEvent } from './timeline.ts'

const fail = (at: number, user = 'u', computer = 'host'): TimelineEvent => ({
  at,
  kind: 'a',
  fields: { U: user },
  computer,
})
const logon = (at: number, user = 'u', computer = 'host'): TimelineEvent => ({
  at,
  kind: 'b',
  fields: { U: user },
  computer,
})

const failures = (groupBy: string): string => `title: Failures
name: failures
correlation:
  type: event_count
  rules: [a]
  group-by: [${groupBy}]
  timespan: 10s
  condition: {gte: 3}
`
const outer = (type: string, rules: string, groupBy: string, more = ''): string => `title: Outer
name: outer
correlation:
  type: ${type}
  rules: [${rules}]
  group-by: [${groupBy}]
  timespan: 20s
${more}`

const both = (...documents: string[]): string => documents.join('---\n')

describe('correlations of correlations', () => {
  const ordered = both(failures('U'), outer('temporal_ordered', 'failures, b', 'U'))

  it('take a window of the inner one at its end', async () => {
    expect(showHits(await runTimeline(ordered, [fail(0), fail(5), fail(10), logon(30)]))).toEqual([
      'u: 10..30 =2 (2 in 1)',
    ])
    expect(showHits(await runTimeline(ordered, [fail(0), fail(5), fail(10), logon(30.001)]))).toEqual([])
    expect(showHits(await runTimeline(ordered, [fail(0), fail(5), logon(9), fail(10)]))).toEqual([])
  })

  it('see each window, also inside of one long hit', async () => {
    const events = [0, 1, 2, 10, 20, 21, 22, 30, 31, 32].map((at) => fail(at))
    const { hits } = await runTimeline(ordered, [...events, logon(12)])
    expect(hits).toHaveLength(1)
    expect(hits[0]!.evidence.map(({ time }) => secondsOf(time))).toEqual([2, 10, 12])
    expect(hits[0]!.evidence[0]).toMatchObject({
      rule: 0,
      recordId: '3',
      correlation: { from: expect.stringContaining(':00.0'), measured: '3' },
    })
  })

  it('are not ordered after the record that completed the inner one', async () => {
    const events = [fail(0), fail(5), { ...fail(10), kind: 'ab' }]
    expect((await runTimeline(ordered, events)).hits).toEqual([])
    expect((await runTimeline(ordered, [...events, logon(10)])).hits).toHaveLength(1)
  })

  it('count windows, not alerts', async () => {
    const text = both(failures('U'), outer('event_count', 'failures', 'U', '  condition: {gte: 2}\n'))
    expect((await runTimeline(text, [fail(0), fail(1), fail(2)])).hits).toEqual([])
    expect(showHits(await runTimeline(text, [fail(0), fail(1), fail(2), fail(3)]))).toEqual([
      'u: 2..3 =2 (2 in 1)',
    ])
  })

  it('group by what the inner one groups by', async () => {
    const events = ['u', 'w'].flatMap((user) => [0, 1, 2].map((at) => fail(at, user)))
    const text = both(
      failures('U'),
      outer('value_count', 'failures', 'X', '  condition: {gte: 2, field: U}\n'),
    )
    const withAlias = `${text}  aliases: {X: {failures: Computer}}\n`
    expect(showHits(await runTimeline(withAlias, events))).toEqual(['host: 2..2 =2 (2 in 1)'])
  })

  it('group by fields of the evidence, once for each of its values', async () => {
    const text = both(failures('U'), outer('temporal', 'failures, b', 'Computer'))
    const events = [fail(0, 'u', 'one'), fail(1, 'u', 'two'), fail(2, 'u', 'one'), logon(3, 'w', 'two')]
    expect(showHits(await runTimeline(text, events))).toEqual(['two: 2..3 =2 (2 in 1)'])
    const none = [...events.slice(0, 3), logon(3, 'w', 'three')]
    expect(showHits(await runTimeline(text, none))).toEqual([])
  })

  it('leave out windows without what they group by', async () => {
    const text = both(failures('U'), outer('event_count', 'failures', 'Gone', '  condition: {gte: 1}\n'))
    const { counts } = await runTimeline(text, [fail(0), fail(1), fail(2)])
    expect(counts[1]).toMatchObject({ points: 0, noGroup: 1 })
  })

  it('report the inner ones with generate', async () => {
    const text = `${ordered}generate: true\n`
    const { hits } = await runTimeline(text, [fail(0), fail(1), fail(2), logon(9)])
    expect(hits.map(({ plan }) => plan)).toEqual([0, 1])
  })

  it('of an absence stand where the absence is certain', async () => {
    const text = both(
      'title: Silent\nname: silent\ncorrelation:\n  type: temporal\n  rules: [a, c]\n  group-by: [U]\n  timespan: 10s\n  condition: a and not c\n',
      outer('temporal_ordered', 'silent, b', 'U'),
    )
    expect(showHits(await runTimeline(text, [fail(0), logon(9), logon(11)]))).toEqual([
      'u: 10..11 =2 (2 in 1)',
    ])
  })

  it('take legacy aggregations by name, too', async () => {
    const legacy = baseRule('a').replace(
      '  condition: s',
      '  condition: s | count() by U > 2\n  timeframe: 10s',
    )
    const text = both(legacy, baseRule('b'), outer('temporal_ordered', 'a, b', 'U'))
    expect(showHits(await runTimeline(text, [fail(0), fail(1), fail(2), logon(5)]))).toEqual([
      'u: 2..5 =2 (2 in 1)',
    ])
  })
})

describe('legacy aggregations', () => {
  const rule = (aggregation: string, timeframe = '  timeframe: 10s\n'): string =>
    baseRule('a').replace('  condition: s\n', `  condition: s | ${aggregation}\n${timeframe}`)
  const measured = (...list: readonly (readonly [at: number, value: string])[]): TimelineEvent[] =>
    list.map(([at, value]) => ({ at, kind: 'a', fields: { U: 'u', V: value } }))

  it.each<[string, TimelineEvent[], string[]]>([
    ['count() by U > 2', [fail(0), fail(5), fail(10)], ['u: 0..10 =3 (3 in 1)']],
    ['count() by U > 2', [fail(0), fail(5), fail(10.001)], []],
    ['count() > 2', [fail(0, 'x'), fail(1, 'y'), fail(2, 'z')], ['0..2 =3 (3 in 1)']],
    ['count() by U = 2', [fail(0), fail(1), fail(2)], ['u: 0..1 =2 (2 in 1)']],
    ['count() by U < 2', [fail(0), fail(1)], ['u: 0..0 =1 (1 in 1)']],
    ['count(V) by U >= 2', measured([0, 'x'], [1, 'X'], [2, 'y']), ['u: 0..2 =2 (3 in 1)']],
    ['count(U) by Computer > 1', [fail(0, 'x'), fail(1, 'y')], ['host: 0..1 =2 (2 in 1)']],
    ['sum(V) by U > 5', measured([0, '3'], [1, '3']), ['u: 0..1 =6 (2 in 1)']],
    ['avg(V) by U <= 2', measured([0, '3'], [1, '1']), ['u: 0..1 =2 (2 in 1)']],
    ['min(V) by U < 2', measured([0, '3'], [1, '1']), ['u: 0..1 =1 (2 in 1)']],
    ['max(V) by U > 2', measured([0, '1'], [1, '3'], [2, '2']), ['u: 0..2 =3 (3 in 2)']],
    ['count() by U,V > 1', measured([0, 'x'], [1, 'x'], [2, 'y']), ['u,x: 0..1 =2 (2 in 1)']],
  ])('%s', async (aggregation, events, expected) => {
    expect(showHits(await runTimeline(rule(aggregation), events))).toEqual(expected)
  })

  it('without a timeframe are about the whole scan', async () => {
    const events = [fail(0), fail(500_000), fail(50_000_000)]
    expect(showHits(await runTimeline(rule('count() by U > 2', ''), events))).toEqual([
      'u: 0..50000000 =3 (3 in 1)',
    ])
  })

  it('report no hits of records', () => {
    const { runnable, correlations } = prepare(rule('count() > 2'))
    expect(runnable).toHaveLength(1)
    expect(correlations.uses[0]!.isSilent).toBe(true)
    expect(correlations.plans[0]!.rule.title).toBe('Rule a')
  })
})

describe('matches', () => {
  const count =
    'title: C\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [U]\n  timespan: 10s\n  condition: {gte: 2}\n'
  const withUser = (at: number, user: string | readonly string[]): TimelineEvent => ({
    at,
    kind: 'a',
    fields: { U: user },
  })

  it('of a field with several values group by all of them', async () => {
    const { hits } = await runTimeline(count, [
      withUser(0, ['x', 'y']),
      withUser(1, ['X', 'Y']),
      withUser(2, ['x', 'z']),
    ])
    expect(hits.map(({ group, evidenceCount }) => [group, evidenceCount])).toEqual([[[['U', 'X\nY']], 2]])
  })

  it('with long texts keep apart what differs at the end', async () => {
    const long = 'x'.repeat(3000)
    const { hits } = await runTimeline(count, [
      withUser(0, `${long}1`),
      withUser(1, `${long}2`),
      withUser(2, `${long}1`),
    ])
    expect(hits.map(({ evidenceCount }) => evidenceCount)).toEqual([2])
  })

  it('group by System fields, too', async () => {
    const text = count.replace('[U]', '[Computer, Channel]')
    const events = [
      { at: 0, kind: 'a', computer: 'One' },
      { at: 1, kind: 'a', computer: 'one' },
      { at: 2, kind: 'a', computer: 'one', channel: 'System' },
    ]
    const { hits } = await runTimeline(text, events)
    expect(hits.map(({ group }) => group)).toEqual([
      [
        ['Computer', 'one'],
        ['Channel', 'Security'],
      ],
    ])
  })
})

describe('bounds', () => {
  const text =
    'title: C\ncorrelation:\n  type: value_count\n  rules: [a]\n  group-by: [U]\n  timespan: 10s\n  condition: {gte: 5, field: V}\n'

  it('long hits list the first pieces of evidence and the last', async () => {
    const events = Array.from(
      { length: MAX_EVIDENCE + 500 },
      (_, n): TimelineEvent => ({ at: n / 10, kind: 'a', fields: { U: 'u', V: `v${n % 60}` } }),
    )
    const [hit, ...others] = (await runTimeline(text, events)).hits
    expect(others).toEqual([])
    expect(hit).toMatchObject({ evidenceCount: events.length, value: '60', windows: events.length - 4 })
    expect(hit!.evidence).toHaveLength(MAX_EVIDENCE)
    expect(hit!.evidence.at(-1)!.time).toBe(hit!.lastTime)
    expect(secondsOf(hit!.lastTime)).toBe((events.length - 1) / 10)
    expect(hit!.values).toHaveLength(MAX_VALUES)
  })

  it('windows longer than what a cursor reads at a time', async () => {
    const types = ['event_count', 'value_count', 'value_sum', 'value_median', 'temporal_ordered']
    const documents = types.map((type) => {
      const field = type.startsWith('value') ? ', field: N' : ''
      const limit = type === 'temporal_ordered' ? 2 : 3
      return `title: ${type}\ncorrelation:\n  type: ${type}\n  rules: [a, b]\n  group-by: [U]\n  timespan: 4m\n  condition: {gte: ${limit}${field}}\n`
    })
    const events = Array.from({ length: 1500 }, (_, n): TimelineEvent => {
      const kind = n % 7 === 0 ? 'b' : 'a'
      return { at: (n * 7) / 10, kind, fields: { U: `u${n % 2}`, N: String((n * 31) % 17) }, source: n % 3 }
    })
    const { hits } = await runTimeline(documents.join('---\n'), events)
    expect(new Set(hits.map(({ plan }) => plan)).size).toBe(types.length)
  })

  it('counts inner texts beyond the limit', async () => {
    const inner =
      'title: I\nname: i\ncorrelation:\n  type: event_count\n  rules: [a]\n  timespan: 10s\n  condition: {gte: 1005}\n'
    const outermost =
      'title: O\ncorrelation:\n  type: event_count\n  rules: [i]\n  group-by: [V]\n  timespan: 10s\n  condition: {gte: 1}\n'
    const prepared = prepare(`${BASES}---\n${inner}---\n${outermost}`)
    const { createPointCollector } = await import('../../../src/engine/correlate/point/collect-points.ts')
    const { createPlainEventBuilder } = await import('../../../src/event/plain-event.ts')
    const collector = createPointCollector(prepared.runnable, prepared.correlations.uses)
    const build = createPlainEventBuilder()
    for (let n = 0; n < MAX_CARRIED + 5; n++) {
      const event = build([{ section: 'eventData', name: 'V', values: [`v${n}`] }])
      event.record = n
      collector.add(0, event, { low: n, high: 1 }, 0)
    }
    const correlator = createCorrelator(prepared.correlations, 'program')
    correlator.add(collector.take()!)
    await correlator.run({ newest: undefined, onHits: undefined, signal: undefined })
    const [first, second] = correlator.counts()
    correlator.close()
    expect(first).toMatchObject({ points: MAX_CARRIED + 5, overLimit: 5 })
    expect(second).toMatchObject({ points: MAX_CARRIED, hits: MAX_CARRIED })
  })

  it('ends when it is interrupted', async () => {
    const prepared = prepare(`${BASES}---\n${text}`)
    const correlator = createCorrelator(prepared.correlations, 'program')
    const { createPointWriter } = await import('../../../src/engine/correlate/point/write-point.ts')
    const { createByteSink } = await import('../../../src/engine/correlate/spill/byte-sink.ts')
    const write = createPointWriter()
    const [route] = prepared.correlations.uses[0]!.routes
    const records = createByteSink()
    for (let n = 0; n < 5000; n++) {
      const origin = { timeHigh: 1, timeLow: n, source: 0, idHigh: 0, idLow: n, chunk: 0, record: n }
      const texts = { computer: '', channel: '', provider: '', eventId: '', hit: undefined }
      write(route!, { ...origin, ...texts }, [`u${n}`, 'v'], records)
    }
    correlator.add({ bytes: records.bytes.subarray(0, records.length), leftOut: [] })
    const abort = new AbortController()
    setImmediate(() => abort.abort())
    const isDone = await correlator.run({ newest: undefined, onHits: undefined, signal: abort.signal })
    correlator.close()
    expect(isDone).toBe(false)
  })
})
