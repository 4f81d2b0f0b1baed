/** Which correlations run, over which rules, and what their authors are told. */
import { describe, expect, it } from 'vitest'
import type { CorrelationPlan } from '../../../src/engine/correlate/plan/correlation-plan.ts'
import { MAX_DEPTH, MAX_SLOTS, MAX_TERMS } from '../../../src/engine/correlate/plan/limits.ts'
import { prepareRules } from '../../../src/engine/prepare-rules.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'
import { baseRule, mapping, prepare } from './timeline.ts'

const ID = '11111111-2222-4333-8444-555555555555'

function correlation(
  name: string,
  rules: string,
  more = '  condition: {gte: 2}\n',
  type = 'event_count',
): string {
  return `title: ${name.toUpperCase()}\nname: ${name}\ncorrelation:\n  type: ${type}\n  rules: [${rules}]\n  timespan: 1m\n${more}`
}

const join = (...documents: string[]): string => documents.join('---\n')
const OTHER =
  'title: Rule x\nname: x\nlogsource: {product: other}\ndetection:\n  s: {Kind: x}\n  condition: s\n'

function messages(text: string): string[] {
  return prepare(text).rejected.flatMap(({ document, diagnostics }) =>
    diagnostics.map(({ code, message }) => `${document.title}: ${code}: ${message}`),
  )
}

describe('references', () => {
  it.each<[string, string, string]>([
    ['nothing', join(baseRule('a'), correlation('c', 'zz')), "'zz' is neither the id nor the name of a rule"],
    ['a title', join(baseRule('a'), correlation('c', 'Rule a')), "'Rule a' is a title; refer to a 'name'"],
    [
      'a title with an id',
      join(baseRule('a', `id: ${ID}\n`), correlation('c', 'Rule a')),
      `'Rule a' is a title; refer to the id ${ID}`,
    ],
    [
      'a name of two rules',
      join(baseRule('a'), baseRule('a', `id: ${ID}\n`), correlation('c', 'a')),
      "the name 'a' belongs to several rules",
    ],
    [
      'one rule twice',
      join(baseRule('a', `id: ${ID}\n`), correlation('c', `a, ${ID}`)),
      'mean the same rule; name it once',
    ],
    [
      'a rule that is rejected',
      join(baseRule('a').replace('windows', 'windows\n  service: unknown'), correlation('c', 'a')),
      "it refers to 'Rule a' in rules.yml, which does not run: unknown service",
    ],
    ['itself', join(correlation('c', 'c')), "it refers to itself: 'C' → 'C'"],
    [
      'each other',
      join(correlation('c', 'd'), correlation('d', 'c')),
      "C: rule-correlation: it refers to 'D' in rules.yml, which does not run\nD: rule-correlation: it refers to itself: 'D' → 'C' → 'D'",
    ],
    [
      'a filter',
      join(
        baseRule('a'),
        'title: F\nname: f\nlogsource: {product: windows}\nfilter:\n  rules: [a]\n  s: {U: u}\n  condition: not s\n',
        correlation('c', 'f'),
      ),
      'it is a filter',
    ],
    [
      'an alias for a stranger',
      join(
        baseRule('a'),
        correlation('c', 'a', '  condition: {gte: 2}\n  group-by: [X]\n  aliases: {X: {b: U}}\n'),
      ),
      "the alias 'X' names 'b' as a rule, which 'rules' lacks",
    ],
    [
      'an absence alone',
      join(
        baseRule('a'),
        baseRule('b'),
        correlation('c', 'a, b', '  condition: not a and not b\n', 'temporal'),
      ),
      'can hold without any rule having matched',
    ],
    [
      'a contradiction',
      join(baseRule('a'), correlation('c', 'a', '  condition: a and not a\n', 'temporal')),
      'contradicts itself',
    ],
    [
      'near',
      baseRule('a').replace('condition: s', 'condition: s | near b'),
      "the aggregation 'near b' cannot run",
    ],
  ])('%s', (_, text, message) => {
    expect(messages(text).join('\n')).toContain(message)
  })

  it('to a rule that could not be read', () => {
    const { documents } = parseSigma(join(baseRule('a'), correlation('c', ID)), 'rules.yml')
    const refused = [{ file: 'bad.yml', title: 'Bad', id: ID, name: undefined }]
    const [rejected] = prepareRules(documents, mapping, { refused }).rejected
    expect(rejected!.diagnostics[0]!.message).toContain('in bad.yml, which was refused')
  })

  it('across files, by id and by name, in any order of files', () => {
    const files = [
      ['z.yml', baseRule('a', `id: ${ID}\n`)],
      ['a.yml', correlation('c', `${ID.toUpperCase()}, b`)],
      ['m.yml', baseRule('b')],
    ] as const
    for (const order of [files, files.toReversed()]) {
      const documents = order.flatMap(([file, text]) => parseSigma(text, file).documents)
      const { runnable, correlations, rejected } = prepareRules(documents, mapping)
      expect(rejected).toEqual([])
      expect(runnable.map(({ rule }) => rule.name)).toEqual(['b', 'a'])
      expect(correlations.plans[0]!.slots.map(({ title }) => title)).toEqual(['Rule a', 'Rule b'])
      expect(correlations.uses.map((use) => use!.routes[0]!.slot)).toEqual([1, 0])
    }
  })

  it('to a rule of several documents in one file', () => {
    const global = `action: global\ntitle: Pair\nid: ${ID}\nname: pair\nlogsource: {product: windows}\n`
    const part = (kind: string): string => `detection:\n  s: {Kind: ${kind}}\n  condition: s\n`
    for (const reference of [ID, 'pair']) {
      const text = join(
        global,
        part('x'),
        part('y'),
        'action: reset\n',
        baseRule('a'),
        correlation('c', `a, ${reference}`),
      )
      const { correlations, rejected } = prepare(text)
      expect(rejected).toEqual([])
      expect(correlations.plans[0]!.slots.map(({ title }) => title)).toEqual(['Rule a', 'Pair'])
      expect(correlations.uses.map((use) => use!.routes[0]!.slot)).toEqual([1, 1, 0])
    }
  })

  it('in long rows and circles', () => {
    const many = Array.from({ length: 3000 }, (_, n) => n)
    const row = many.map((n) => correlation(`d${n}`, n === 0 ? 'a' : `d${n - 1}`))
    const rejected = messages(join(baseRule('a'), ...row))
    expect(rejected).toHaveLength(3000 - MAX_DEPTH)
    expect(rejected[0]).toContain('nested')
    expect(rejected.at(-1)).toBe(
      "D2999: rule-correlation: it refers to 'D2998' in rules.yml, which does not run",
    )
    const circle = messages(join(...many.map((n) => correlation(`d${n}`, `d${(n + 1) % 3000}`))))
    expect(circle).toHaveLength(3000)
    expect(circle.filter((message) => message.includes('itself'))).toEqual([
      expect.stringMatching(/itself: 'D2999' → 'D0' → 'D1' → .* → … → 'D2999'$/),
    ])
    expect(Math.max(...circle.map((message) => message.length))).toBeLessThan(200)
  })

  it('to one of two copies of a rule', () => {
    const files = ['a.yml', 'b.yml'].flatMap(
      (file) => parseSigma(baseRule('a', `id: ${ID}\n`), file).documents,
    )
    const [on] = parseSigma(correlation('c', 'a'), 'c.yml').documents
    const { correlations, rejected } = prepareRules([...files, on!], mapping)
    expect(correlations.plans).toHaveLength(1)
    expect(rejected.map(({ document, diagnostics }) => [document.file, diagnostics[0]!.code])).toEqual([
      ['b.yml', 'rule-duplicate'],
    ])
  })

  it('beyond the limits', () => {
    const names = Array.from({ length: MAX_SLOTS + 1 }, (_, n) => `n${n}`)
    const bases = names.map((name) => baseRule(name))
    expect(messages(join(...bases, correlation('c', names.join(', '))))[0]).toContain(
      `more than ${MAX_SLOTS} rules`,
    )
    const nested = Array.from({ length: MAX_DEPTH + 1 }, (_, n) =>
      correlation(`d${n}`, n === 0 ? 'a' : `d${n - 1}`),
    )
    const rejected = messages(join(baseRule('a'), ...nested))
    expect(rejected).toHaveLength(1)
    expect(rejected[0]).toContain(`nested ${MAX_DEPTH} deep at most`)
    const pairs = names.slice(0, 14).map((name, n) => (n % 2 === 0 ? `(${name}` : `${name})`))
    const condition = pairs
      .map((name, n) => (n === 0 ? name : `${n % 2 === 0 ? 'and' : 'or'} ${name}`))
      .join(' ')
    const text = correlation('c', names.slice(0, 14).join(', '), `  condition: ${condition}\n`, 'temporal')
    expect(messages(join(...bases, text))[0]).toContain(`more than ${MAX_TERMS} alternatives`)
  })
})

describe('rules that never match here', () => {
  it('leave the others running, with a word', () => {
    const { correlations, warnings, notApplicable } = prepare(
      join(baseRule('a'), OTHER, correlation('c', 'a, x')),
    )
    expect(correlations.plans).toHaveLength(1)
    expect(warnings.map(({ message }) => message)).toEqual([
      "it refers to 'Rule x' in rules.yml (other product), which never matches here",
    ])
    expect(notApplicable.map(({ document }) => document.title)).toEqual(['Rule x'])
  })

  it('alone make the correlation not applicable, and those on it', () => {
    const { correlations, notApplicable } = prepare(join(OTHER, correlation('c', 'x'), correlation('d', 'c')))
    expect(correlations.plans).toEqual([])
    expect(notApplicable.map(({ document, reason }) => [document.title, reason])).toEqual([
      ['Rule x', 'other product'],
      ['C', 'correlation of rules that do not apply'],
      ['D', 'correlation of rules that do not apply'],
    ])
  })
})

describe('doubts', () => {
  it.each<[string, string, string, string]>([
    ['event_count', '{lt: 1}', 'a', 'its condition never holds: what is counted goes from 1'],
    ['event_count', '{eq: 0}', 'a', 'never holds'],
    ['event_count', '{gt: 2, lt: 3}', 'a', 'never holds'],
    ['temporal', '{gte: 3}', 'a, b', 'its condition never holds: what is counted goes from 1 to 2'],
  ])('%s %s', (type, condition, rules, message) => {
    const text = join(
      baseRule('a'),
      baseRule('b'),
      correlation('c', rules, `  condition: ${condition}\n`, type),
    )
    expect(
      prepare(text)
        .warnings.map((warning) => warning.message)
        .join(),
    ).toContain(message)
  })

  it.each(['{gte: 1}', '{gt: 1, lte: 3}', '{neq: 1}', '{gte: 1000000}', '{lt: 2}'])(
    'none about %s',
    (condition) => {
      expect(
        prepare(join(baseRule('a'), correlation('c', 'a', `  condition: ${condition}\n`))).warnings,
      ).toEqual([])
    },
  )

  it('an alias that says nothing for a rule', () => {
    const more = '  condition: {gte: 2}\n  group-by: [X]\n  aliases: {X: {a: U}}\n'
    const { warnings } = prepare(join(baseRule('a'), baseRule('b'), correlation('c', 'a, b', more)))
    expect(warnings.map(({ message }) => message)).toEqual([
      "the alias 'X' says nothing for 'Rule b', where the field of that name is read",
    ])
  })

  it('an aggregation without timeframe', () => {
    const { warnings, correlations } = prepare(
      baseRule('a').replace('condition: s', 'condition: s | count() > 2'),
    )
    expect(warnings[0]!.message).toContain("no 'timeframe'")
    expect(correlations.plans[0]).toMatchObject({ timespanMs: undefined, type: 'event_count' })
  })
})

describe('what is read of the rules', () => {
  const plansOf = (text: string) => prepare(text).correlations

  it('fields through aliases, by id or name', () => {
    const more =
      '  group-by: [who, Computer]\n' +
      `  condition: {gte: 2, field: what}\n  aliases:\n    who: {a: User, b: Account}\n    what: {${ID}: File}\n`
    const { plans, uses } = plansOf(
      join(baseRule('a'), baseRule('b', `id: ${ID}\n`), correlation('c', 'a, b', more, 'value_count')),
    )
    expect(uses.map((use) => use!.fields)).toEqual([
      ['User', 'Computer', 'what'],
      ['Account', 'Computer', 'File'],
    ])
    expect(uses[1]!.routes).toEqual([
      { plan: 0, slot: 1, value: 'text', groupTexts: [0, 1], valueTexts: [2], carriedTexts: [] },
    ])
    expect(plans[0]!.groupBy).toEqual(['who', 'Computer'])
  })

  it('what outer correlations read of inner ones', () => {
    const { plans, uses } = plansOf(
      join(
        baseRule('a'),
        correlation('outer', 'inner', '  group-by: [U, Computer]\n  condition: {gte: 2}\n'),
        correlation('inner', 'a', '  group-by: [U]\n  condition: {gte: 2}\n'),
      ),
    )
    expect(
      plans.map(({ rule, depth, order, carriedTexts }) => [rule.title, depth, order, carriedTexts]),
    ).toEqual([
      ['INNER', 0, 1, 1],
      ['OUTER', 1, 0, 0],
    ])
    expect(uses[0]!.fields).toEqual(['U', 'Computer'])
    expect(uses[0]!.routes[0]).toMatchObject({ plan: 0, groupTexts: [0], carriedTexts: [1] })
    expect(plans[0]!.routes).toEqual([
      { plan: 1, slot: 0, value: 'none', groupTexts: [0, 1], valueTexts: [], carriedTexts: [] },
    ])
  })
})

describe('silence', () => {
  const silent = (text: string, options = {}): Record<string, boolean> => {
    const { runnable, correlations } = prepare(text, options)
    const plan = ({ rule, isSilent }: CorrelationPlan) => [rule.title, isSilent] as const
    const rules = runnable.map(
      ({ rule }, index) => [rule.title, correlations.uses[index]?.isSilent ?? false] as const,
    )
    return Object.fromEntries([...rules, ...correlations.plans.map(plan)])
  }
  const inner = correlation('inner', 'a')
  const outer = correlation('outer', 'inner, b')

  it('of what correlations refer to', () => {
    expect(silent(join(baseRule('a'), baseRule('b'), baseRule('c'), inner, outer))).toEqual({
      'Rule a': true,
      'Rule b': true,
      'Rule c': false,
      INNER: true,
      OUTER: false,
    })
  })

  it('not with generate, which concerns the rules that it names', () => {
    const loud = outer.replace('timespan', 'generate: true\n  timespan')
    expect(silent(join(baseRule('a'), baseRule('b'), inner, loud))).toEqual({
      'Rule a': true,
      'Rule b': false,
      INNER: false,
      OUTER: false,
    })
    expect(silent(join(baseRule('a'), `${inner}generate: true\n`))).toMatchObject({ 'Rule a': false })
  })

  it('not when base hits are kept', () => {
    expect(silent(join(baseRule('a'), baseRule('b'), inner, outer), { keepBaseHits: true })).toEqual({
      'Rule a': false,
      'Rule b': false,
      INNER: false,
      OUTER: false,
    })
  })

  it('not of correlations that do not run', () => {
    expect(silent(join(baseRule('a'), correlation('c', 'a, zz')))).toEqual({ 'Rule a': false })
  })

  it('of what was not asked for and runs for others only', () => {
    const text = join(
      baseRule('a', 'level: low\n'),
      baseRule('b', 'level: high\n'),
      inner.replace('name: ', 'level: medium\nname: '),
      correlation('outer', 'inner, b', '  condition: {gte: 2}\n  generate: true\n').replace(
        'name: ',
        'level: high\nname: ',
      ),
      correlation('low', 'b').replace('name: ', 'level: low\nname: '),
    )
    const options = { selection: { minLevel: 'high' } } as const
    expect(silent(text, options)).toEqual({ 'Rule a': true, 'Rule b': false, INNER: true, OUTER: false })
    const { leftOut } = prepare(text, options)
    expect(leftOut.map(({ document }) => document.title)).toEqual(['LOW'])
  })

  it('leaves out what only a correlation needs that does not run', () => {
    const text = join(
      baseRule('a', 'level: low\n'),
      correlation('c', 'a, zz').replace('name: ', 'level: high\nname: '),
      baseRule('b', 'level: high\n'),
    )
    const { runnable, leftOut, rejected } = prepare(text, { selection: { minLevel: 'high' } })
    expect(runnable.map(({ rule }) => rule.title)).toEqual(['Rule b'])
    expect(leftOut.map(({ document, reason }) => [document.title, reason])).toEqual([
      ['Rule a', 'level below --min-level'],
    ])
    expect(rejected.map(({ document }) => document.title)).toEqual(['C'])
  })
})
