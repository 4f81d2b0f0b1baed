/** Which rules a selection leaves: a table, correlations with their bases, and every document in exactly one list. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SigmaDocument } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { type RefusedRule, selectRefused } from '../../src/sigma/select-refused.ts'
import { type RuleSelection, selectRules } from '../../src/sigma/select-rules.ts'

const ID = (n: number): string => `0000000${n}-0000-4000-8000-000000000000`

function rule(
  title: string,
  head: string,
  logsource = 'product: windows\n  category: process_creation',
): string {
  return `title: ${title}\n${head}\nlogsource:\n  ${logsource}\ndetection:\n  s:\n    F: x\n  condition: s\n`
}

const FILES: Readonly<Record<string, string>> = {
  'rules/win/a_high.yml': rule(
    'A high',
    `id: ${ID(1)}\nlevel: high\nstatus: test\ntags: [attack.t1059.001, attack.privilege_escalation]`,
  ),
  'rules/win/b_critical.yml': rule(
    'B critical',
    `id: ${ID(2)}\nname: base_b\nlevel: critical\nstatus: stable`,
  ),
  'rules/win/c_medium.yml': rule(
    'C medium',
    `id: ${ID(3)}\nlevel: medium\nstatus: experimental\ntags: [attack.t1059, car.2016-03-001]`,
    'product: windows\n  service: Security',
  ),
  'rules/d_low.yml': rule('D low', `level: low\nstatus: test\ntags: [ATTACK.T1003]`, 'category: ps_script'),
  'rules/e_none.yml': rule('E none', 'author: x', 'product: linux\n  service: auth'),
  'rules/corr.yml': `title: Many\nid: ${ID(8)}\nname: many\nlevel: high\nstatus: test\ncorrelation:\n  type: event_count\n  rules: [base_b]\n  timespan: 1m\n  condition:\n    gte: 2\n`,
  'rules/outer.yml': `title: Outer\nid: ${ID(9)}\nlevel: critical\nstatus: stable\ncorrelation:\n  type: temporal\n  rules: [many, ${ID(3)}]\n  timespan: 1m\n`,
  'rules/filter.yml': `title: House filter\nid: ${ID(7)}\nlevel: low\nlogsource:\n  product: windows\nfilter:\n  rules: any\n  s:\n    F: y\n  condition: not s\n`,
}

const documents: SigmaDocument[] = Object.entries(FILES).flatMap(([file, text]) => {
  const parsed = parseSigma(text, file)
  expect(parsed.rejected).toEqual([])
  return parsed.documents
})

/** The last part of the file, without the extension. */
const short = ({ file }: SigmaDocument): string => /([^/]+)\.yml$/.exec(file)![1]!
const names = (list: readonly { readonly document: SigmaDocument }[]): string[] =>
  list.map(({ document }) => short(document))

function select(selection: RuleSelection): { runs: string; bases: string; left: Record<string, string> } {
  const { selected, bases, leftOut } = selectRules(documents, selection)
  return {
    runs: selected
      .filter(({ kind }) => kind !== 'filter')
      .map(short)
      .join(' '),
    bases: names(bases).join(' '),
    left: Object.fromEntries(leftOut.map(({ document, reason }) => [short(document), reason])),
  }
}

describe('selectRules', () => {
  const ALL = 'a_high b_critical c_medium d_low e_none corr outer'
  const cases: [string, RuleSelection, string, string][] = [
    ['nothing asked for', {}, ALL, ''],
    ['empty lists', { levels: [], statuses: [], tags: [], logsources: [], only: [], excluded: [] }, ALL, ''],
    ['all', { preset: 'all' }, ALL, ''],
    ['core', { preset: 'core' }, 'a_high b_critical corr outer', 'c_medium'],
    ['core+', { preset: 'core+' }, 'a_high b_critical corr outer', 'c_medium'],
    ['at least low', { minLevel: 'low' }, 'a_high b_critical c_medium d_low corr outer', ''],
    ['at least critical', { minLevel: 'critical' }, 'b_critical outer', 'c_medium corr'],
    ['informational, as rules without a level', { levels: ['informational'] }, 'e_none', ''],
    ['two levels', { levels: ['medium', 'low'] }, 'c_medium d_low', ''],
    ['a status', { statuses: ['experimental'] }, 'c_medium', ''],
    ['two statuses', { statuses: ['stable', 'test'] }, 'a_high b_critical d_low corr outer', 'c_medium'],
    ['a whole tag', { tags: ['attack.t1059'] }, 'c_medium', ''],
    ['a beginning of tags', { tags: ['attack.t1059*'] }, 'a_high c_medium', ''],
    ['tags in any case', { tags: ['Attack.T1003'] }, 'd_low', ''],
    ['a tag with another hyphen', { tags: ['attack.privilege-escalation'] }, 'a_high', ''],
    ['any tag', { tags: ['*'] }, 'a_high c_medium d_low', ''],
    ['two tags', { tags: ['attack.t1003', 'car.*'] }, 'c_medium d_low', ''],
    [
      'a category',
      { logsources: [{ category: 'Process_Creation' }] },
      'a_high b_critical corr outer',
      'c_medium',
    ],
    ['a service', { logsources: [{ service: 'SECURITY' }] }, 'c_medium outer', 'b_critical corr'],
    [
      'two parts',
      { logsources: [{ product: 'windows', service: 'security' }] },
      'c_medium outer',
      'b_critical corr',
    ],
    ['two sources', { logsources: [{ service: 'auth' }, { category: 'ps_*' }] }, 'd_low e_none', ''],
    [
      'a part that no rule has',
      { logsources: [{ product: 'windows', service: '*', category: '*' }] },
      '',
      '',
    ],
    ['an id', { only: [ID(1).toUpperCase()] }, 'a_high', ''],
    ['an id without hyphens', { only: [ID(1).replaceAll('-', '')] }, 'a_high', ''],
    ['a title', { only: ['c MEDIUM'] }, 'c_medium', ''],
    ['a name', { only: ['base_b'] }, 'b_critical', ''],
    ['a file', { only: ['rules/d_low.yml'] }, 'd_low', ''],
    ['the end of a path', { only: ['win/a_high.yml', './rules/e_none.yml'] }, 'a_high e_none', ''],
    ['a path of Windows', { only: ['rules\\win\\a_high.yml'] }, 'a_high', ''],
    ['no part of a name', { only: ['high.yml', 'A'] }, '', ''],
    ['a correlation', { only: ['Many'] }, 'corr', 'b_critical'],
    ['a correlation of correlations', { only: ['Outer'] }, 'outer', 'b_critical c_medium corr'],
    ['all but one', { excluded: [ID(1)] }, 'b_critical c_medium d_low e_none corr outer', ''],
    [
      'all but the base of a correlation',
      { excluded: [ID(2)] },
      'a_high c_medium d_low e_none corr outer',
      'b_critical',
    ],
    ['exclusion wins', { only: [ID(1), ID(2)], excluded: ['A high'] }, 'b_critical', ''],
    ['several flags', { minLevel: 'medium', tags: ['attack.t1059*'], statuses: ['test'] }, 'a_high', ''],
  ]
  it.each(cases)('%s', (_, selection, runs, bases) => {
    const found = select(selection)
    expect([found.runs, found.bases]).toEqual([runs, bases])
  })

  it('gives the first reason', () => {
    const left = (selection: RuleSelection): string | undefined => select(selection).left.d_low
    expect(left({ excluded: ['D low'], only: ['x'] })).toBe('excluded by --exclude-rule')
    expect(left({ only: ['x'], minLevel: 'high' })).toBe('not named by --only-rule')
    expect(left({ minLevel: 'high', levels: ['high'] })).toBe('level below --min-level')
    expect(left({ levels: ['high'], statuses: ['stable'] })).toBe('level not in --level')
    expect(left({ statuses: ['stable'], tags: ['x.y'] })).toBe('status not in --status')
    expect(left({ tags: ['x.y'], preset: 'core' })).toBe('no tag of --tag')
    expect(left({ preset: 'core', logsources: [{ service: 'x' }] })).toBe('level not in --preset core')
    expect(left({ logsources: [{ service: 'x' }] })).toBe('log source not in --logsource')
    expect(select({ preset: 'core+', excluded: ['Outer'] }).left.c_medium).toBe(
      'status not in --preset core+',
    )
  })

  it('keeps filters unless they are excluded by name', () => {
    const filters = (selection: RuleSelection): string[] =>
      selectRules(documents, selection)
        .selected.filter(({ kind }) => kind === 'filter')
        .map(short)
    expect(
      filters({ minLevel: 'critical', only: ['A high'], tags: ['x.y'], logsources: [{ service: 'x' }] }),
    ).toEqual(['filter'])
    expect(filters({ excluded: ['House filter'] })).toEqual([])
  })

  it('reports names that mean nothing, also beside a rule that another name means', () => {
    const { unknownOnly, unknownExcluded } = selectRules(documents, {
      only: ['A high', 'nosuch', ID(6), 'a_high.yml'],
      excluded: ['win', 'A high', 'House filter'],
    })
    expect([unknownOnly, unknownExcluded]).toEqual([['nosuch', ID(6)], ['win']])
  })

  it('puts each document in exactly one list, whatever is asked for', () => {
    const one = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> =>
      fc.option(fc.constantFrom(...values), { nil: undefined })
    const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values])
    const selection = fc.record({
      preset: one(['core', 'core+', 'all'] as const),
      levels: some(['informational', 'low', 'high'] as const),
      minLevel: one(['low', 'critical'] as const),
      statuses: some(['stable', 'test', 'experimental'] as const),
      tags: some(['attack.*', 'attack.t1059', 'x.y']),
      logsources: some([{ product: 'windows' }, { service: 'auth' }]),
      only: some(['A high', 'Outer', 'Many', ID(3), 'nosuch']),
      excluded: some(['B critical', 'House filter', 'c_medium.yml']),
    })
    fc.assert(
      fc.property(selection, (asked) => {
        const { selected, bases, leftOut } = selectRules(documents, asked)
        const all = [...selected, ...[...bases, ...leftOut].map(({ document }) => document)]
        expect(new Set(all)).toEqual(new Set(documents))
        expect(all).toHaveLength(documents.length)
      }),
    )
  })
})

describe('correlations in circles', () => {
  it('come to an end', () => {
    const text = (name: string, other: string): string =>
      `title: ${name}\nname: ${name}\ncorrelation:\n  type: temporal\n  rules: [${other}]\n  timespan: 1m\n`
    const circle = [
      ...parseSigma(text('x', 'y'), 'x.yml').documents,
      ...parseSigma(text('y', 'x'), 'y.yml').documents,
    ]
    expect(names(selectRules(circle, { only: ['x'] }).bases)).toEqual(['y'])
    expect(names(selectRules(circle, { logsources: [{ product: 'windows' }] }).leftOut)).toEqual(['x', 'y'])
  })
})

describe('selectRefused', () => {
  const refused = (title: string, kind: RefusedRule['kind'] = 'detection'): RefusedRule => ({
    kind,
    title,
    id: ID(5),
    file: 'rules/bad.yml',
  })

  it('leaves out what is excluded or not named, and knows the names', () => {
    const rules = [refused('Bad'), refused('Worse'), refused('Filter', 'filter')]
    expect(selectRefused(rules, {})).toMatchObject({ kept: rules, leftOut: [] })
    const found = selectRefused(rules, { only: ['bad', 'nosuch'], excluded: ['worse'] })
    expect(found.kept.map(({ title }) => title)).toEqual(['Bad', 'Filter'])
    expect(found.leftOut).toEqual(['excluded by --exclude-rule'])
    expect([found.unknownOnly, found.unknownExcluded]).toEqual([['nosuch'], []])
    expect(selectRefused(rules, { only: ['x'] }).leftOut).toEqual([
      'not named by --only-rule',
      'not named by --only-rule',
    ])
  })

  it('takes rules of which nothing is known but the file', () => {
    const rules: RefusedRule[] = [{ kind: 'detection', title: undefined, id: undefined, file: 'a/b.yml' }]
    expect(selectRefused(rules, { only: ['b.yml'] }).kept).toEqual(rules)
    expect(selectRefused(rules, { only: ['undefined'] }).kept).toEqual([])
  })
})
