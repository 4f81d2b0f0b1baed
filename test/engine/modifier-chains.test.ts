/** Chains of modifiers through the parser, the preparation of rules and both engines. */
import { describe, expect, it } from 'vitest'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { EventView } from '../../src/event/event.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Mapping, Target } from '../../src/mapping/mapping.ts'
import { MODIFIER_NAMES } from '../../src/sigma/modifiers.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { readPlaceholders } from '../../src/sigma/read-placeholders.ts'
import { RAW_VIEW } from '../support/arbitrary-rules.ts'
import { CHAIN_CASES, type ChainCase } from './modifier-chain-table.ts'

const everyRecord: Target = {
  id: 'all',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: RAW_VIEW,
}
const mapping: Mapping = { name: 'raw', resolve: () => ({ type: 'targets', targets: [everyRecord] }) }
const placeholders = readPlaceholders('who: [root, adm_*]\n', 'values.yml').placeholders!
const build = createPlainEventBuilder()

function load({ key, value }: ChainCase): RunnableRule {
  const body = key === '' ? `s: ${value}` : `s:\n    '${key}': ${value}`
  const text = `title: t\nlogsource: {product: windows}\ndetection:\n  ${body}\n  condition: s\n`
  const parsed = parseSigma(text, 'rule.yml')
  const { runnable, rejected } = prepareRules(parsed.documents, mapping, { placeholders })
  const [rule] = runnable
  if (rule === undefined) throw new Error(JSON.stringify([parsed.rejected, rejected]))
  return rule
}

/** The field F with one text, beside one that is never it. */
function eventOf(text: string): EventView {
  const field = (name: string, value: string) => ({ section: 'eventData' as const, name, values: [value] })
  return build([field('F', text), field('G', 'Ref')])
}

const rules = CHAIN_CASES.map(load)

describe.each(['reference', 'program'] as const)('%s engine', (kind) => {
  it.each(CHAIN_CASES.map((one, index) => ({ ...one, index })))('$key: $value', ({ yes, no, index }) => {
    const matcher = createMatcher([rules[index]!], kind)
    const matches = (text: string): boolean => matcher.matchEvent(eventOf(text)).length === 1
    expect([...yes, ...no].map((text) => [text, matches(text)])).toEqual([
      ...yes.map((text) => [text, true]),
      ...no.map((text) => [text, false]),
    ])
  })

  it('answers the same with all of them in one rule set', () => {
    const matcher = createMatcher(rules, kind)
    for (const [index, { yes, no }] of CHAIN_CASES.entries()) {
      for (const text of yes)
        expect([text, matcher.matchEvent(eventOf(text)).includes(index)]).toEqual([text, true])
      for (const text of no)
        expect([text, matcher.matchEvent(eventOf(text)).includes(index)]).toEqual([text, false])
    }
  })
})

it('has every modifier, and texts that tell something', () => {
  const used = new Set(CHAIN_CASES.flatMap(({ key }) => key.split('|').slice(1)))
  const LONG_NAMES = ['ignorecase', 'multiline', 'dotall']
  expect(MODIFIER_NAMES.filter((name) => !used.has(name) && !LONG_NAMES.includes(name))).toEqual([])
  for (const { yes, no } of CHAIN_CASES) expect(yes.length + no.length).toBeGreaterThan(0)
})
