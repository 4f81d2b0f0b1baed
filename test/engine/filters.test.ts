/**
 * Filters and placeholders as they work on events, through the parser, the preparation of rules and both engines; and
 * as a property: a filtered rule matches exactly the events that rule and filter match.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { evaluateDetection } from '../../src/engine/evaluate-detection.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { readTexts } from '../../src/engine/read-texts.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Mapping, Target } from '../../src/mapping/mapping.ts'
import { applyFilters } from '../../src/sigma/apply-filters.ts'
import type { FilterRule } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { readPlaceholders } from '../../src/sigma/read-placeholders.ts'
import { arbitraryEvents } from '../support/arbitrary-events.ts'
import { arbitraryRule, RAW_VIEW } from '../support/arbitrary-rules.ts'
import { shortReport } from '../support/short-report.ts'

const everyRecord: Target = {
  id: 'all',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: RAW_VIEW,
}
const mapping: Mapping = { name: 'raw', resolve: () => ({ type: 'targets', targets: [everyRecord] }) }
const build = createPlainEventBuilder()

interface Case {
  readonly name: string
  readonly rule: string
  readonly filter?: string
  readonly placeholders?: string
  /** Fields of an event, and whether the rule matches it. */
  readonly events: readonly (readonly [Readonly<Record<string, string>>, boolean])[]
}

const RULE = 's:\n    F: x\n  condition: s'

const CASES: readonly Case[] = [
  {
    name: 'a filter suppresses with not',
    rule: RULE,
    filter: 's:\n    User|startswith: adm_\n  condition: not s',
    events: [
      [{ F: 'x' }, true],
      [{ F: 'x', User: 'ADM_1' }, false],
      [{ F: 'x', User: 'bob' }, true],
      [{ F: 'y', User: 'bob' }, false],
    ],
  },
  {
    name: 'a filter without not keeps what it describes (row 93)',
    rule: RULE,
    filter: 'selection:\n    User: bob\n  condition: selection',
    events: [
      [{ F: 'x' }, false],
      [{ F: 'x', User: 'bob' }, true],
    ],
  },
  {
    name: 'a filter holds for all conditions of a list and for keywords',
    rule: 's:\n    F: x\n  k: [needle]\n  condition: [s, k]',
    filter: 'k: [quiet]\n  condition: not k',
    events: [
      [{ F: 'x' }, true],
      [{ G: 'a needle' }, true],
      [{ F: 'x', G: 'be quiet' }, false],
      [{ G: 'quiet needle' }, false],
    ],
  },
  {
    name: 'a filter with all of them, whose names the rule has too',
    rule: 's:\n    F: x\n  t:\n    G|exists: true\n  condition: all of them',
    filter: 's:\n    H: a\n  t:\n    I: b\n  condition: not all of them',
    events: [
      [{ F: 'x', G: '' }, true],
      [{ F: 'x', G: '', H: 'a' }, true],
      [{ F: 'x', G: '', H: 'a', I: 'b' }, false],
      [{ F: 'x', H: 'a' }, false],
    ],
  },
  {
    name: 'placeholders in a rule under not',
    rule: "s:\n    F: x\n  f:\n    User|expand: '%Administrators%'\n  condition: s and not f",
    placeholders: 'Administrators: [root, adm_*]',
    events: [
      [{ F: 'x' }, true],
      [{ F: 'x', User: 'Root' }, false],
      [{ F: 'x', User: 'adm_7' }, false],
      [{ F: 'x', User: 'roots' }, true],
    ],
  },
  {
    name: 'placeholders in a filter',
    rule: RULE,
    filter: "s:\n    IpAddress|expand: '%scanners%'\n  condition: not s",
    placeholders: "scanners: ['10.1.*', 192.168.0.7]",
    events: [
      [{ F: 'x', IpAddress: '10.1.2.3' }, false],
      [{ F: 'x', IpAddress: '192.168.0.7' }, false],
      [{ F: 'x', IpAddress: '192.168.0.70' }, true],
    ],
  },
  {
    name: 'several placeholders in one value, and numbers',
    rule: "s:\n    User|expand: '%user%@%domain%'\n    LogonType|expand: '%types%'\n  condition: s",
    placeholders: "user: [a, 'svc?']\ndomain: [corp, corp.example]\ntypes: [3, 10]",
    events: [
      [{ User: 'A@CORP', LogonType: '10' }, true],
      [{ User: 'svc1@corp.example', LogonType: '3' }, true],
      [{ User: 'svc@corp', LogonType: '3' }, false],
      [{ User: 'a@corp', LogonType: '0x3' }, false],
      [{ User: 'a@corp', LogonType: '310' }, false],
    ],
  },
  {
    name: 'values are alternatives, also under all',
    rule: "s:\n    F|contains|all|expand: ['%a%', '%b%']\n  condition: s",
    placeholders: 'a: [one, uno]\nb: [two, due]',
    events: [
      [{ F: 'uno two' }, true],
      [{ F: 'one uno' }, false],
      [{ F: 'due x one' }, true],
    ],
  },
  {
    name: 'placeholders in regular expressions are text with wildcards',
    rule: "s:\n    F|re|expand: '^%who%:[0-9]+$'\n  condition: s",
    placeholders: "who: ['CORP\\svc', 'a.b', 'h*t']",
    events: [
      [{ F: 'CORP\\svc:1' }, true],
      [{ F: 'a.b:22' }, true],
      [{ F: 'axb:22' }, false],
      [{ F: 'hot:3' }, true],
      [{ F: 'ht:3' }, true],
      [{ F: 'hot:' }, false],
    ],
  },
]

const doc = (kind: 'detection' | 'filter', body: string): string =>
  `title: ${kind}\nlogsource: {product: windows}\n${kind}:\n  ${kind === 'filter' ? 'rules: any\n  ' : ''}${body}\n`

describe.each(['reference', 'program'] as const)('%s engine', (kind) => {
  it.each(CASES)('$name', ({ rule, filter, placeholders = '{}', events }) => {
    const text = [doc('detection', rule), ...(filter === undefined ? [] : [doc('filter', filter)])].join(
      '---\n',
    )
    const parsed = parseSigma(text, 'rules.yml')
    const values = readPlaceholders(placeholders, 'values.yml').placeholders
    const prepared = prepareRules(parsed.documents, mapping, { placeholders: values! })
    expect([parsed.rejected, prepared.rejected]).toEqual([[], []])
    const matcher = createMatcher(prepared.runnable, kind)
    for (const [fields, expected] of events) {
      const event = build(
        Object.entries(fields).map(([name, value]) => ({ section: 'eventData', name, values: [value] })),
      )
      expect([fields, [...matcher.matchEvent(event)]]).toEqual([fields, expected ? [0] : []])
    }
  })
})

describe('a filtered rule', () => {
  it('matches exactly what rule and filters match, in both engines', () => {
    const events = fc.array(arbitraryEvents, { minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(
        arbitraryRule,
        fc.array(arbitraryRule, { minLength: 1, maxLength: 3 }),
        events,
        (rule, others, groups) => {
          const filters = others.map((other): FilterRule => ({ ...other, kind: 'filter', rules: 'any' }))
          const { rules, applied } = applyFilters([rule], filters)
          expect(applied.map((one) => one.rules)).toEqual(filters.map(() => [rule]))
          const runnable = rules.map((one) => ({ rule: one, targets: [everyRecord] }))
          const matchers = (['reference', 'program'] as const).map((kind) => createMatcher(runnable, kind))
          for (const event of groups.flat()) {
            const texts = readTexts(event, RAW_VIEW)
            const expected = [rule, ...filters].every(({ detection }) => evaluateDetection(detection, texts))
              ? [0]
              : []
            for (const matcher of matchers) expect([...matcher.matchEvent(event)]).toEqual(expected)
          }
        },
      ),
      { numRuns: 300, reporter: shortReport },
    )
  })
})
