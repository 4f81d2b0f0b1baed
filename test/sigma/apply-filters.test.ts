/** Filters change rules as pySigma does (sigma-semantics §6, row 93 of the hard cases). */
import { describe, expect, it } from 'vitest'
import { type AbsentRule, applyFilters } from '../../src/sigma/apply-filters.ts'
import type { Condition, DetectionRule, FilterRule, SigmaDocument } from '../../src/sigma/ast.ts'
import { MAX_FILTER_IDENTIFIERS, MAX_FILTERS } from '../../src/sigma/limits.ts'
import { parseSigma } from '../../src/sigma/parse.ts'

const ID = '5f0a1b2c-0000-1111-2222-333344445555'

function only<Kind extends SigmaDocument['kind']>(
  text: string,
  kind: Kind,
): Extract<SigmaDocument, { kind: Kind }> {
  const { documents, rejected } = parseSigma(text, `${kind}.yml`)
  const [document] = documents
  if (document?.kind !== kind) throw new Error(JSON.stringify(rejected))
  return document as Extract<SigmaDocument, { kind: Kind }>
}

interface Made {
  readonly head?: string
  readonly logsource?: string
  readonly body?: string
}

const WINDOWS = '{product: windows, category: process_creation}'

function rule({
  head = 'title: r',
  logsource = WINDOWS,
  body = 's: x\n  condition: s',
}: Made = {}): DetectionRule {
  return only(`${head}\nlogsource: ${logsource}\ndetection:\n  ${body}\n`, 'detection')
}

function filter(
  rules: string,
  { head = 'title: f', logsource = '{product: windows}', body = 's: y\n  condition: not s' }: Made = {},
): FilterRule {
  return only(`${head}\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  ${body}\n`, 'filter')
}

/** A condition as text, fully bracketed. */
function show(condition: Condition): string {
  switch (condition.type) {
    case 'not':
      return `not ${show(condition.child)}`
    case 'identifier':
      return condition.name
    case 'of':
      return `${condition.quantifier}[${condition.names.join(' ')}]`
    default:
      return `(${condition.children.map(show).join(` ${condition.type} `)})`
  }
}

const conditionsOf = ({ detection }: DetectionRule): string[] => detection.conditions.map(show)

/** The conditions of the one rule after the filters. */
function filtered(one: DetectionRule, ...filters: readonly FilterRule[]): string[] {
  return conditionsOf(applyFilters([one], filters).rules[0]!)
}

describe('the condition', () => {
  it('is ANDed as it is written (row 93)', () => {
    expect(filtered(rule(), filter('any'))).toEqual(['(s and not filter f/s)'])
    expect(filtered(rule(), filter('any', { body: 's: y\n  condition: s' }))).toEqual(['(s and filter f/s)'])
  })

  it('holds the whole rule and the whole filter together', () => {
    const either = rule({ body: 's: x\n  t: z\n  condition: s or t' })
    const allowed = filter('any', { body: 's: y\n  u: v\n  condition: not s or u' })
    expect(filtered(either, allowed)).toEqual(['((s or t) and (not filter f/s or filter f/u))'])
  })

  it('is ANDed to each condition of a list', () => {
    const list = rule({ body: 's: x\n  t: z\n  condition: [s, t]' })
    expect(filtered(list, filter('any'))).toEqual(['(s and not filter f/s)', '(t and not filter f/s)'])
  })

  it('of several filters is ANDed one after the other, and names of filters may be equal', () => {
    expect(
      filtered(rule(), filter('any'), filter('any'), filter('any', { head: 'title: f\nname: g' })),
    ).toEqual(['(s and not filter f/s and not filter f #2/s and not filter g/s)'])
  })
})

describe('identifiers', () => {
  it('of the filter are no part of patterns of the rule, and the other way round', () => {
    const them = rule({ body: 'a: x\n  filter_b: z\n  condition: a and not 1 of filter_*' })
    const all = filter('any', {
      body: 'filter_c: y\n  filter_d: y\n  _e: y\n  condition: not 1 of them and not 1 of filter*',
    })
    expect(filtered(them, all)).toEqual([
      '((a and not any[filter_b]) and (not any[filter f/filter_c filter f/filter_d] and not any[filter f/filter_c filter f/filter_d]))',
    ])
  })

  it('that a rule has already are not taken', () => {
    const odd = rule({ body: "'filter f/s': x\n  condition: 1 of them" })
    const { detection } = applyFilters([odd], [filter('any')]).rules[0]!
    expect(detection.identifiers.map(({ name }) => name)).toEqual(['filter f/s', "filter f/s'"])
    expect(detection.conditions.map(show)).toEqual(["(any[filter f/s] and not filter f/s')"])
  })

  it('are all there once, and the trees given stay', () => {
    const [one, two] = [rule(), filter('any')]
    const before = structuredClone([one, two])
    const { detection } = applyFilters([one], [two]).rules[0]!
    expect(detection.identifiers).toEqual([
      one.detection.identifiers[0],
      { ...two.detection.identifiers[0], name: 'filter f/s' },
    ])
    expect([one, two]).toEqual(before)
  })
})

describe('a filter is for', () => {
  const named = rule({ head: `title: r\nid: ${ID}\nname: the_rule` })
  const cases: [string, DetectionRule, FilterRule, boolean][] = [
    ['any rule', rule(), filter('any'), true],
    ['any rule, as an empty list', rule(), filter('[]'), true],
    ['an id', named, filter(`[${ID.toUpperCase()}]`), true],
    ['a name', named, filter('the_rule'), true],
    ['an id and a name, once', named, filter(`[the_rule, ${ID}]`), true],
    ['another id', named, filter(`[${ID.replace('5', '6')}]`), false],
    ['no title', named, filter('r'), false],
    ['a name in its case only', named, filter('The_Rule'), false],
    ['the same log source', rule(), filter('any', { logsource: WINDOWS }), true],
    ['a log source in any case', rule(), filter('any', { logsource: '{product: Windows}' }), true],
    ['a category', rule(), filter('any', { logsource: '{category: process_creation}' }), true],
    ['no other product', rule(), filter('any', { logsource: '{product: linux}' }), false],
    [
      'no other category',
      rule(),
      filter('any', { logsource: '{product: windows, category: dns_query}' }),
      false,
    ],
    [
      'no narrower log source',
      rule(),
      filter('any', { logsource: '{product: windows, category: process_creation, service: sysmon}' }),
      false,
    ],
    ['no narrower log source of a named rule', named, filter(ID, { logsource: '{service: sysmon}' }), false],
  ]
  it.each(cases)('%s', (_, one, two, applies) => {
    const { rules, applied } = applyFilters([one], [two])
    expect(rules[0] !== one).toBe(applies)
    expect(conditionsOf(rules[0]!)).toEqual([applies ? '(s and not filter f/s)' : 's'])
    expect(applied).toEqual([{ filter: two, rules: applies ? [one] : [] }])
  })

  it('all rules that it names, others stay the same', () => {
    const rules = [
      rule({ head: 'title: a\nname: a' }),
      rule({ head: 'title: b\nname: b' }),
      rule({ head: 'title: c\nname: c' }),
    ]
    const outcome = applyFilters(rules, [filter('[c, a]')])
    expect(outcome.rules.map((one, i) => one === rules[i])).toEqual([false, true, false])
    expect(outcome.rules.map(({ title }) => title)).toEqual(['a', 'b', 'c'])
    expect(outcome.applied[0]?.rules.map(({ title }) => title)).toEqual(['c', 'a'])
    expect(outcome.diagnostics).toEqual([])
  })
})

describe('what filters name in vain', () => {
  const absent: readonly AbsentRule[] = [{ id: ID, name: 'gone', reason: 'level below --min-level' }]
  const cases: [string, FilterRule, string[]][] = [
    [
      'an unknown name',
      filter('nosuch'),
      ["warning the filter is for 'nosuch', and no rule with this id or name was given; titles do not count"],
    ],
    [
      'a title',
      filter('[r]'),
      ["warning the filter is for 'r', and no rule with this id or name was given; titles do not count"],
    ],
    [
      'a rule that does not run',
      filter('gone'),
      ["info the filter is for 'gone', which does not run: level below --min-level"],
    ],
    [
      'the same by its id',
      filter(ID),
      [`info the filter is for '${ID}', which does not run: level below --min-level`],
    ],
    [
      'a rule of another log source',
      filter('[the_rule]', { logsource: '{product: windows, service: sysmon}' }),
      [
        "warning the filter is for 'the_rule' and does not apply: the rule has the log source category process_creation, product windows, the filter the log source product windows, service sysmon",
      ],
    ],
    [
      'any rule of a log source that none has',
      filter('any', { logsource: '{product: macos}' }),
      ['warning the filter changes nothing: no rule that runs has the log source product macos'],
    ],
    [
      'one of several',
      filter('[the_rule, nosuch]'),
      ["warning the filter is for 'nosuch', and no rule with this id or name was given; titles do not count"],
    ],
    ['nothing', filter('the_rule'), []],
  ]
  it.each(cases)('%s', (_, two, expected) => {
    const { diagnostics } = applyFilters([rule({ head: 'title: r\nname: the_rule' })], [two], absent)
    expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual(expected)
    for (const one of diagnostics)
      expect(one).toMatchObject({ code: 'filter-target', source: 'filter.yml', line: 1, column: 1 })
  })
})

describe('limits', () => {
  it('refuse the filters that are too many', () => {
    const one = filter('any')
    const filters = Array.from({ length: MAX_FILTERS + 1 }, () => ({ ...one }))
    const { rules, diagnostics, applied } = applyFilters([rule()], filters)
    expect(rules[0]?.detection.identifiers).toHaveLength(1 + MAX_FILTERS)
    expect(diagnostics).toMatchObject([{ code: 'filter-target', severity: 'error' }])
    expect(applied.at(-1)?.rules).toEqual([])
  })

  it('apply a filter to all of its rules or to none', () => {
    const identifiers = Array.from({ length: 1000 }, (_, i) => `i${i}: y`).join('\n  ')
    const large = filter('any', { body: `${identifiers}\n  condition: not 1 of them` })
    const one = rule()
    const rules = Array.from({ length: MAX_FILTER_IDENTIFIERS / 1000 + 1 }, () => ({ ...one }))
    const { rules: same, diagnostics } = applyFilters(rules, [large])
    expect(same).toEqual(rules)
    expect(diagnostics).toMatchObject([
      { severity: 'error', message: expect.stringContaining('not applied') },
    ])
  })
})
