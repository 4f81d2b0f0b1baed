/** Every part of a rule judged on an event: right verdicts, what was seen, and the interpreter's answer as a whole. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateItem } from '../../src/engine/evaluate-item.ts'
import { MAX_EXCERPT_UNITS } from '../../src/engine/excerpt.ts'
import { fitsTarget, readEventKey } from '../../src/engine/fits-target.ts'
import { createInterpreter } from '../../src/engine/interpret.ts'
import { MAX_SEEN_TEXTS } from '../../src/engine/judge-item.ts'
import { judgeRule } from '../../src/engine/judge-rule.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { readTexts } from '../../src/engine/read-texts.ts'
import type {
  ConditionVerdict,
  DetectionVerdict,
  ItemVerdict,
  RuleVerdict,
  SearchVerdict,
} from '../../src/engine/rule-verdict.ts'
import type { EventView } from '../../src/event/event.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import { canonicalChannel } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import type { Condition, Detection, Item, Search } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { arbitraryEvents } from '../support/arbitrary-events.ts'
import { arbitraryRules } from '../support/arbitrary-rules.ts'

const build = createPlainEventBuilder()

/** A rule on Windows as its author writes it. */
function ruleFrom(logsource: string, detection: string): RunnableRule {
  const text = `title: t\nlogsource: {product: windows, ${logsource}}\ndetection:\n${detection}`
  const { documents, rejected } = parseSigma(text, 'rule.yml')
  expect(rejected).toEqual([])
  const [rule] = documents
  if (rule?.kind !== 'detection') throw new Error('no detection rule')
  const resolution = createBuiltinMapping().resolve(rule.logsource)
  if (resolution.type !== 'targets') throw new Error(resolution.reason)
  return { rule, targets: resolution.targets }
}

function eventFrom(
  channel: string | undefined,
  id: string,
  fields: readonly (readonly [name: string, ...texts: string[]])[],
): EventView {
  return build([
    { section: 'system', name: 'EventID', values: [id] },
    ...(channel === undefined ? [] : [{ section: 'system', name: 'Channel', values: [channel] } as const]),
    ...fields.map(([name, ...values]) => ({ section: 'eventData', name, values }) as const),
  ])
}

const SYSMON = 'Microsoft-Windows-Sysmon/Operational'

const onlyFit = (verdict: RuleVerdict): DetectionVerdict => {
  const fit = verdict.targets.filter(({ fits }) => fits)
  expect(fit).toHaveLength(1)
  return fit[0]!.detection!
}

const itemsOf = (search: SearchVerdict): readonly ItemVerdict[] =>
  search.type === 'item' ? [search] : search.children.flatMap(itemsOf)

describe('judgeRule', () => {
  const rule = ruleFrom(
    'category: process_creation',
    `  selection:
    Image|endswith: ['\\cmd.exe', '\\powershell.exe']
    IntegrityLevel: High
  filter_main:
    ParentImage|contains: System32
  filter_other:
    Company: null
  condition: selection and not 1 of filter_*`,
  )

  test('shows each verdict and the values seen', () => {
    const event = eventFrom(SYSMON, '1', [
      ['Image', 'C:\\x\\CMD.EXE'],
      ['IntegrityLevel', 'Medium'],
      ['ParentImage', 'C:\\Windows\\system32\\svchost.exe'],
      ['Company', ''],
    ])
    const verdict = judgeRule(rule, event)
    expect(verdict.holds).toBe(false)
    const { conditions, identifiers } = onlyFit(verdict)
    expect(conditions).toEqual([
      {
        type: 'and',
        holds: false,
        children: [
          { type: 'identifier', holds: false, name: 'selection' },
          {
            type: 'not',
            holds: false,
            child: {
              type: 'of',
              holds: true,
              quantifier: 'any',
              pattern: 'filter_*',
              names: ['filter_main', 'filter_other'],
            },
          },
        ],
      },
    ])
    expect(identifiers.map(({ name, holds }) => [name, holds])).toEqual([
      ['selection', false],
      ['filter_main', true],
      ['filter_other', true],
    ])
    const [image, level] = itemsOf(identifiers[0]!.search)
    expect(image).toEqual({
      type: 'item',
      holds: true,
      field: 'Image',
      modifiers: ['endswith'],
      linking: 'or',
      negated: false,
      readFrom: undefined,
      seen: { texts: ['C:\\x\\CMD.EXE'], count: 1 },
      values: [
        {
          op: 'pattern',
          text: '\\cmd.exe',
          holds: true,
          match: { text: 'C:\\x\\CMD.EXE', field: undefined },
          reference: undefined,
        },
        { op: 'pattern', text: '\\powershell.exe', holds: false, match: undefined, reference: undefined },
      ],
    })
    expect(level).toMatchObject({ holds: false, seen: { texts: ['Medium'], count: 1 } })
    expect(itemsOf(identifiers[2]!.search)[0]).toMatchObject({
      holds: true,
      seen: { texts: [''], count: 1 },
      values: [{ holds: true, match: { text: '' } }],
    })
  })

  test('names the field that a target reads, absent fields, and those that it never has', () => {
    const security = eventFrom('Security', '4688', [['NewProcessName', 'C:\\cmd.exe']])
    const verdict = judgeRule(rule, security)
    const target = verdict.targets.find(({ fits }) => fits)!
    expect(target.missingFields).toContain('Company')
    const [image, level] = itemsOf(target.detection!.identifiers[0]!.search)
    expect(image).toMatchObject({ holds: true, readFrom: ['NewProcessName'], seen: { count: 1 } })
    expect(level).toMatchObject({ holds: false, seen: { texts: [], count: 0 } })
  })

  test('says which test of a target fails', () => {
    const wrongId = judgeRule(rule, eventFrom(SYSMON, '3', []))
    expect(wrongId.holds).toBe(false)
    const sysmon = wrongId.targets.find(({ tests }) => tests[0]!.holds)!
    expect(sysmon).toMatchObject({ holds: false, fits: false, detection: undefined })
    expect(sysmon.tests).toEqual([
      { field: 'Channel', holds: true, wanted: [canonicalChannel(SYSMON)], found: [SYSMON] },
      { field: 'EventID', holds: false, wanted: ['1'], found: ['3'] },
    ])
    const [first] = judgeRule(rule, eventFrom(undefined, '1', [])).targets
    expect(first!.tests[0]).toMatchObject({ field: 'Channel', holds: false, found: [] })
  })

  test('judges further equalities of a target', () => {
    const base = ruleFrom('service: security', "  s:\n    A: '1'\n  condition: s")
    const target = {
      ...base.targets[0]!,
      conditions: [{ field: 'OperationType', values: ['%%1904', '%%1905'] }],
    }
    const runnable = { ...base, targets: [target] }
    const tests = (...fields: [string, string][]) =>
      judgeRule(runnable, eventFrom('Security', '4657', fields)).targets[0]!.tests.at(-1)
    expect(tests(['OperationType', '%%1905'])).toEqual({
      field: 'OperationType',
      holds: true,
      wanted: ['%%1904', '%%1905'],
      found: ['%%1905'],
    })
    expect(tests()).toMatchObject({ holds: false, found: [] })
  })

  test('names the field in which a keyword was found', () => {
    const keywords = ruleFrom('service: sysmon', '  keywords: [evil, good]\n  condition: keywords')
    const { identifiers } = onlyFit(
      judgeRule(
        keywords,
        eventFrom(SYSMON, '1', [
          ['A', 'x'],
          ['B', 'an EVIL one'],
        ]),
      ),
    )
    expect(itemsOf(identifiers[0]!.search)[0]).toMatchObject({
      field: undefined,
      holds: true,
      seen: { texts: [], count: 2 },
      values: [
        { text: 'evil', holds: true, match: { text: 'an EVIL one', field: 'B' } },
        { text: 'good', holds: false, match: undefined },
      ],
    })
  })

  test('shows the field that another is compared with, neq, and all', () => {
    const compared = ruleFrom(
      'service: sysmon',
      '  s:\n    A|fieldref: B\n    C|neq: x\n    D|contains|all: [a, b]\n  condition: s',
    )
    const event = eventFrom(SYSMON, '1', [
      ['A', 'v'],
      ['B', 'w', 'V'],
      ['C', 'X'],
      ['D', 'a', 'b'],
    ])
    const [a, c, d] = itemsOf(onlyFit(judgeRule(compared, event)).identifiers[0]!.search)
    expect(a).toMatchObject({ holds: true, values: [{ reference: { texts: ['w', 'V'], count: 2 } }] })
    expect(c).toMatchObject({ holds: false, negated: true, values: [{ holds: true, match: { text: 'X' } }] })
    expect(d).toMatchObject({
      holds: true,
      linking: 'and',
      values: [
        { holds: true, match: { text: 'a' } },
        { holds: true, match: { text: 'b' } },
      ],
    })
  })

  test('is bounded, and shows the place of the match in a long value', () => {
    const long = `${'x'.repeat(50_000)}NEEDLE${'y'.repeat(50_000)}`
    const many = Array.from({ length: 500 }, (_, i) => `v${i}`)
    const bounded = ruleFrom('service: sysmon', '  s:\n    A|contains: needle\n    B: v499\n  condition: s')
    const [a, b] = itemsOf(
      onlyFit(
        judgeRule(
          bounded,
          eventFrom(SYSMON, '1', [
            ['A', long],
            ['B', ...many],
          ]),
        ),
      ).identifiers[0]!.search,
    )
    for (const text of [a!.seen.texts[0]!, a!.values[0]!.match!.text]) {
      expect(text.length).toBeLessThanOrEqual(MAX_EXCERPT_UNITS)
      expect(text).toContain('NEEDLE')
    }
    expect(b!.seen).toEqual({ texts: many.slice(0, MAX_SEEN_TEXTS), count: 500 })
    expect(b!.values[0]!.match).toEqual({ text: 'v499', field: undefined })
  })
})

/** Compares a verdict with what the condition says when the identifiers hold as they are judged to. */
function expectCondition(
  verdict: ConditionVerdict,
  condition: Condition,
  holds: (name: string) => boolean,
): void {
  if (verdict.type !== condition.type) throw new Error(`${verdict.type} for ${condition.type}`)
  if (verdict.type === 'identifier') expect(verdict.holds).toBe(holds(verdict.name))
  else if (verdict.type === 'not' && condition.type === 'not') {
    expect(verdict.holds).toBe(!verdict.child.holds)
    expectCondition(verdict.child, condition.child, holds)
  } else if ('children' in verdict && 'children' in condition) {
    expect(verdict.children).toHaveLength(condition.children.length)
    for (const [i, child] of verdict.children.entries()) expectCondition(child, condition.children[i]!, holds)
  }
}

function expectSearch(verdict: SearchVerdict, search: Search, item: (item: Item) => boolean): void {
  if (verdict.type !== search.type) throw new Error(`${verdict.type} for ${search.type}`)
  if (search.type === 'item') expect(verdict.holds).toBe(item(search))
  else if (verdict.type !== 'item') {
    expect(verdict.children).toHaveLength(search.children.length)
    for (const [i, child] of verdict.children.entries()) expectSearch(child, search.children[i]!, item)
  }
}

function expectDetection(
  verdict: DetectionVerdict,
  detection: Detection,
  item: (item: Item) => boolean,
): void {
  const holds = (name: string): boolean => verdict.identifiers.find((i) => i.name === name)!.holds
  for (const [i, identifier] of verdict.identifiers.entries()) {
    expect(identifier.name).toBe(detection.identifiers[i]!.name)
    expect(identifier.holds).toBe(identifier.search.holds)
    expectSearch(identifier.search, detection.identifiers[i]!.search, item)
  }
  for (const [i, condition] of verdict.conditions.entries())
    expectCondition(condition, detection.conditions[i]!, holds)
}

describe('judgeRule on arbitrary rules and events', () => {
  test('answers like the interpreter, in the whole and in every part', () => {
    let fires = 0
    fc.assert(
      fc.property(arbitraryRules, arbitraryEvents, (rules, events) => {
        for (const event of events) {
          const matched = new Set(createInterpreter(rules).matchEvent(event))
          const key = readEventKey(event)
          for (const [index, runnable] of rules.entries()) {
            const verdict = judgeRule(runnable, event)
            expect(verdict.holds).toBe(matched.has(index))
            if (verdict.holds) fires++
            for (const [i, target] of runnable.targets.entries()) {
              const { fits, detection } = verdict.targets[i]!
              expect(fits).toBe(fitsTarget(target, event, key))
              expect(detection !== undefined).toBe(fits)
              const texts = readTexts(event, target.view)
              if (detection !== undefined)
                expectDetection(detection, runnable.rule.detection, (item) => evaluateItem(item, texts))
            }
            // Plain data: it can be written as JSON.
            expect(JSON.parse(JSON.stringify(verdict)).holds).toBe(verdict.holds)
          }
        }
      }),
      { numRuns: 300 },
    )
    expect(fires).toBeGreaterThan(20)
  })
})
