/** Why a rule matched: values and patterns of the identifiers that had to hold. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_EXCERPT_UNITS } from '../../src/engine/excerpt.ts'
import { explainKnownMatch, explainMatch, MAX_MATCHED_ATOMS } from '../../src/engine/explain-match.ts'
import type { MatchedAtom } from '../../src/engine/hit.ts'
import { createInterpreter } from '../../src/engine/interpret.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Condition, Item, Search, Value } from '../../src/sigma/ast.ts'
import { arbitraryEvents } from '../support/arbitrary-events.ts'
import { arbitraryRules, RAW_VIEW, ruleOf } from '../support/arbitrary-rules.ts'

const build = createPlainEventBuilder()
const position = { line: 1, column: 1 }

function contains(text: string): Value {
  return { op: 'pattern', tokens: [{ wild: 'any' }, text, { wild: 'any' }], cased: false, text }
}

function item(field: string | undefined, values: readonly Value[], over: Partial<Item> = {}): Item {
  return { type: 'item', field, modifiers: [], linking: 'or', negated: false, values, position, ...over }
}

const name = (identifier: string): Condition => ({ type: 'identifier', name: identifier })
const both = (...children: Condition[]): Condition => ({ type: 'and', children })
const either = (...children: Condition[]): Condition => ({ type: 'or', children })
const no = (child: Condition): Condition => ({ type: 'not', child })

function rule(searches: Readonly<Record<string, Search>>, ...conditions: Condition[]): RunnableRule {
  const identifiers = Object.entries(searches).map(([key, search]) => ({ name: key, search, position }))
  const target = { id: 'all', channels: undefined, eventIds: undefined, conditions: [], view: RAW_VIEW }
  return {
    rule: ruleOf({ identifiers, conditions, timeframe: undefined, aggregation: undefined }),
    targets: [{ ...target, eventIds: [7] }, target],
  }
}

function explain(runnable: RunnableRule, fields: Readonly<Record<string, string>>): readonly MatchedAtom[] {
  const body = Object.entries(fields).map(
    ([key, text]) => ({ section: 'eventData', name: key, values: [text] }) as const,
  )
  return explainMatch(runnable, build(body))
}

const atom = (
  identifier: string,
  field: string,
  value: string | undefined,
  pattern: string,
): MatchedAtom => ({
  identifier,
  field,
  value,
  pattern,
})

describe('explainMatch', () => {
  test('lists the patterns of a list that hold, and all items of a map', () => {
    const search: Search = {
      type: 'and',
      children: [item('F', [contains('a'), contains('x'), contains('B')]), item('G', [contains('c')])],
    }
    expect(explain(rule({ s: search }, name('s')), { F: 'ab', G: 'c' })).toEqual([
      atom('s', 'F', 'ab', 'a'),
      atom('s', 'F', 'ab', 'B'),
      atom('s', 'G', 'c', 'c'),
    ])
  })

  test('says nothing of a rule that does not match', () => {
    expect(explain(rule({ s: item('F', [contains('a')]) }, name('s')), { F: 'b' })).toEqual([])
  })

  test('leaves out what stands under not, and branches without a part in it', () => {
    const searches = {
      s: item('F', [contains('a')]),
      t: item('F', [contains('b')]),
      f: item('F', [contains('zz')]),
      g: item('F', [contains('a')]),
    }
    const condition = either(both(name('s'), no(name('f'))), both(name('t'), name('f')))
    expect(explain(rule(searches, condition), { F: 'ab' })).toEqual([atom('s', 'F', 'ab', 'a')])
    expect(explain(rule(searches, no(no(name('g')))), { F: 'ab' })).toEqual([atom('g', 'F', 'ab', 'a')])
    const any: Condition = { type: 'of', quantifier: 'any', names: ['s', 'f', 't'], pattern: '*' }
    expect(explain(rule(searches, any), { F: 'ab' })).toEqual([
      atom('s', 'F', 'ab', 'a'),
      atom('t', 'F', 'ab', 'b'),
    ])
  })

  test('shows absent and empty fields', () => {
    const nothing: Value = { op: 'null', text: 'null' }
    const searches = {
      a: item('F', [nothing]),
      b: item('E', [nothing]),
      c: item('F', [{ op: 'exists', expected: false, text: 'false' }]),
      d: item('F', [contains('x')], { negated: true }),
      e: item('G', [contains('x'), contains('y')], { negated: true }),
    }
    const of: Condition = { type: 'of', quantifier: 'all', names: ['a', 'b', 'c', 'd', 'e'], pattern: 'them' }
    expect(explain(rule(searches, of), { E: '', G: 'z' })).toEqual([
      atom('a', 'F', undefined, 'null'),
      atom('b', 'E', '', 'null'),
      atom('c', 'F', undefined, 'false'),
      atom('d', 'F', undefined, 'not x'),
      atom('e', 'G', 'z', 'not x'),
      atom('e', 'G', 'z', 'not y'),
    ])
  })

  test('names the field in which a keyword was found', () => {
    const keywords = item(undefined, [contains('b'), contains('c')])
    expect(explain(rule({ k: keywords }, name('k')), { F: 'a', G: 'xbx' })).toEqual([
      atom('k', 'G', 'xbx', 'b'),
    ])
  })

  test('shows the field that another one was compared with', () => {
    const reference: Value = { op: 'fieldref', field: 'G', mode: 'equals', text: 'G' }
    expect(explain(rule({ s: item('F', [reference]) }, name('s')), { F: 'A', G: 'a' })).toEqual([
      atom('s', 'F', 'A', 'G'),
    ])
  })

  test('is bounded, and shows the place of the match in a long value', () => {
    const value = `${'😀'.repeat(20_000)}NEEDLE${'é'.repeat(20_000)}`
    const [found] = explain(rule({ s: item('F', [contains('needle')]) }, name('s')), { F: value })
    expect(found?.value?.length).toBeLessThanOrEqual(MAX_EXCERPT_UNITS)
    expect(found?.value).toMatch(/^….*NEEDLE.*…$/su)
    // Throws on half a surrogate pair.
    expect(encodeURIComponent(found?.value ?? '')).toContain('NEEDLE')
    const many = Array.from({ length: 500 }, () => contains('e'))
    expect(explain(rule({ s: item('F', many) }, name('s')), { F: 'e' })).toHaveLength(MAX_MATCHED_ATOMS)
  })
})

describe('explainKnownMatch', () => {
  test('says of a rule that matches what explainMatch says', () => {
    let matches = 0
    fc.assert(
      fc.property(arbitraryRules, arbitraryEvents, (rules, events) => {
        const interpreter = createInterpreter(rules)
        for (const event of events)
          for (const index of interpreter.matchEvent(event)) {
            matches++
            expect(explainKnownMatch(rules[index]!, event)).toEqual(explainMatch(rules[index]!, event))
          }
      }),
      { numRuns: 2000 },
    )
    expect(matches).toBeGreaterThan(500)
  })

  test('asks what stands under two `not`s, and leaves out what stands under one', () => {
    const twice = rule(
      { a: item('F', [contains('x')]), b: item('F', [contains('y')]), c: item('F', [contains('z')]) },
      both(name('a'), no(both(name('c'), no(name('b'))))),
    )
    const event = build([{ section: 'eventData', name: 'F', values: ['xyz'] }])
    const known = explainKnownMatch(twice, event)
    expect(known.map(({ identifier }) => identifier)).toEqual(['a', 'b'])
    expect(known).toEqual(explainMatch(twice, event))
  })
})
