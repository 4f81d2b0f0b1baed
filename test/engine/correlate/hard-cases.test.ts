/** Rows 82 to 92 of the hard cases (sigma-hard-cases.md), span 10 s and group U, by every correlator. */
import { describe, expect, it } from 'vitest'
import { runTimeline, type TimelineEvent } from './timeline.ts'

/** `a@5` is a match of rule a at second 5; `/name` another user, `/` none; `=value` the field V. */
function events(text: string): TimelineEvent[] {
  return text.split(' ').map((part) => {
    const [, kind, at, , user = 'u', , value] = /^(\w+)@([\d.]+)(\/([^=]*))?(=(.*))?$/.exec(part)!
    const fields = { ...(user === '' ? {} : { U: user }), ...(value === undefined ? {} : { V: value }) }
    return { kind: kind!, at: Number(at), fields }
  })
}

const correlation = (type: string, condition: string, rules = 'a'): string => `title: C
name: outer
correlation:
  type: ${type}
  rules: [${rules}]
  group-by: [U]
  timespan: 10s
  condition: ${condition}
`

/** Hits as `value` of each; '' where nothing is measured. */
async function hitsOf(text: string, timeline: string): Promise<readonly string[]> {
  return (await runTimeline(text, events(timeline))).hits.map(({ value }) => value)
}

const count3 = correlation('event_count', '{gte: 3}')
const both = correlation('temporal', '{gte: 2}', 'a, b')
const ordered = correlation('temporal_ordered', '{gte: 2}', 'a, b')
const range = correlation('event_count', '{gt: 1, lte: 3}')
const sum = correlation('value_sum', '{field: V, gt: 5}')

describe('hard cases of correlations', () => {
  it.each<[row: number, text: string, timeline: string, hits: number]>([
    [82, count3, 'a@0 a@5 a@10', 1],
    [82, count3, 'a@0 a@5 a@10.001', 0],
    [83, count3, 'a@0/a a@1/A a@2/a', 1],
    [84, count3, 'a@0/ a@1/ a@2/', 0],
    [85, correlation('value_count', '{field: V, gte: 2}'), 'a@0=x a@1=X a@2 a@3', 0],
    [85, correlation('value_count', '{field: V, gte: 2}'), 'a@0=x a@1=y a@2 a@3', 1],
    [86, both, 'b@5 a@15', 1],
    [86, both, 'b@5/other a@15', 0],
    [87, correlation('temporal', '{gte: 3}', 'a, b, c'), 'b@0 a@10 c@20', 0],
    [87, correlation('temporal', '{gte: 3}', 'a, b, c'), 'b@0 a@5 c@10', 1],
    [88, ordered, 'a@0 a@8 b@15', 1],
    [89, ordered, 'b@5 a@5', 0],
    [90, correlation('event_count', '{eq: 0}'), 'a@0 a@30', 0],
    [91, range, 'a@0', 0],
    [91, range, 'a@0 a@1', 1],
    [91, range, 'a@0 a@1 a@2', 1],
    [92, sum, 'a@0=3 a@1=x a@2=0x10 a@3=2', 0],
  ])('row %i: %#', async (_, text, timeline, count) => {
    expect(await hitsOf(text, timeline)).toHaveLength(count)
  })

  it('row 91: more than the upper bound is no match any more', async () => {
    expect(await hitsOf(range, 'a@0 a@0 a@0 a@0')).toEqual([])
  })

  it('row 92: what is no decimal number is not added', async () => {
    expect(await hitsOf(sum, 'a@0=3 a@1=x a@2=0x10 a@3=4')).toEqual(['7'])
  })
})
