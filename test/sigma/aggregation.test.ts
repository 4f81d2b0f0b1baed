import { describe, expect, it } from 'vitest'
import { errorPlaces, errorsOf, parseRule, ruleText, warningsOf } from './rule-text.ts'

function text(condition: string): string {
  return ruleText(`  s: x\n  t: y\n  timeframe: 5m\n  condition: ${condition}\n`)
}

const none = { field: undefined, groupBy: undefined, operator: undefined, value: undefined }

describe('legacy aggregations', () => {
  const cases: [string, object][] = [
    ['s | count() > 5', { ...none, function: 'count', operator: 'gt', value: 5, text: 'count() > 5' }],
    ['s | count(F) by G > 10', { function: 'count', field: 'F', groupBy: 'G', operator: 'gt', value: 10 }],
    ['s | count() by a.b < 5', { ...none, function: 'count', groupBy: 'a.b', operator: 'lt', value: 5 }],
    ['s |count( F ) by G>=1', { function: 'count', field: 'F', groupBy: 'G', operator: 'gte', value: 1 }],
    ['s | sum(F) by G > 1.5', { function: 'sum', field: 'F', groupBy: 'G', operator: 'gt', value: 1.5 }],
    ['s | min(F) <= -1', { ...none, function: 'min', field: 'F', operator: 'lte', value: -1 }],
    ['s | max(F) = 3', { ...none, function: 'max', field: 'F', operator: 'eq', value: 3 }],
    ['s | avg(F) == 3', { ...none, function: 'avg', field: 'F', operator: 'eq', value: 3 }],
    ['s | count() by G, H >= 3', { ...none, function: 'count', groupBy: 'G,H', operator: 'gte', value: 3 }],
    ['s and not t | near t and s', { ...none, function: 'near', text: 'near t and s' }],
    ['s |near t', { ...none, function: 'near', text: 'near t' }],
  ]
  it.each(cases)('%s', (condition, expected) => {
    const { detection } = parseRule(text(condition))
    expect(detection.aggregation).toMatchObject(expected)
    expect(detection.conditions).toHaveLength(1)
    expect(detection.timeframe).toBe('5m')
  })

  it.each([
    's | count',
    's | count() > x',
    's | count()',
    's | sum() > 5',
    's | count(F)by G > 1',
    's | median(F) > 1',
    's | near',
    's |',
    's | count() by > 5',
  ])('refuses %s', (condition) => {
    expect(errorsOf(text(condition)).map(({ code }) => code)).toEqual(['rule-condition'])
  })

  it('points behind the bar', () => {
    expect(errorPlaces(text('s | count'))).toEqual(['8:17 rule-condition'])
  })

  it('still checks what stands before the bar', () => {
    expect(errorPlaces(text('nosuch | count() > 5'))).toEqual(['8:14 rule-condition'])
    expect(errorPlaces(text("'| count() > 5'"))).toEqual(['8:14 rule-condition'])
  })
})

describe('timeframe', () => {
  it('is no identifier', () => {
    const rule = parseRule(ruleText('  a: x\n  timeframe: 5m\n  condition: all of them\n'))
    expect(rule.detection.conditions).toMatchObject([{ names: ['a'] }])
    expect(rule.detection.timeframe).toBe('5m')
  })

  it('has no effect without an aggregation', () => {
    const warnings = warningsOf(ruleText('  a: x\n  timeframe: 5m\n  condition: a\n'))
    expect(warnings).toMatchObject([{ code: 'rule-doubtful', line: 6, column: 14 }])
    expect(warningsOf(text('s | count() > 5'))).toEqual([])
  })

  it.each(['5', '5x', '0m', '-5m', '5m 3s', 'abc', '[5m]', 'true'])('is refused as %s', (span) => {
    expect(errorPlaces(ruleText(`  a: x\n  timeframe: ${span}\n  condition: a\n`))).toEqual([
      '6:14 rule-detection',
    ])
  })
})
