/** A profiled matcher answers as the engine, and counts what can be counted by hand. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareRules } from '../../../src/engine/prepare-rules.ts'
import { createProfiledMatcher } from '../../../src/engine/profile/profiled-matcher.ts'
import {
  addProfile,
  createRuleProfile,
  fieldCostOf,
  type RuleProfile,
  ruleCostOf,
} from '../../../src/engine/profile/rule-profile.ts'
import { createProgram } from '../../../src/engine/program/create-program.ts'
import type { EventView } from '../../../src/event/event.ts'
import { ValueType } from '../../../src/event/value-type.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'
import { arbitraryEvents } from '../../support/arbitrary-events.ts'
import { arbitraryRules } from '../../support/arbitrary-rules.ts'
import { makeEvent } from '../../support/made-event.ts'
import { shortReport } from '../../support/short-report.ts'

const RULES = `
title: Text
logsource: {product: windows, service: security}
detection: {a: {Name|contains: needle}, condition: a}
---
title: Expression
logsource: {product: windows, service: security}
detection: {a: {Name|re: 'n[aeiou]{2,}dle'}, b: {EventID: 4624}, condition: a and b}
---
title: Expression of every value
logsource: {product: windows, service: security}
detection: {a: {Name|re: '^[a-z]+$'}, condition: a}
---
title: Absence
logsource: {product: windows, service: system}
detection: {a: {Name|contains: needle}, condition: not a}
`

function profileOf(events: readonly EventView[]): RuleProfile {
  const { runnable } = prepareRules(parseSigma(RULES, 'r.yml').documents, createBuiltinMapping())
  const matcher = createProfiledMatcher(runnable)
  for (const event of events) matcher.matchEvent(event)
  const profile = createRuleProfile()
  addProfile(profile, matcher.takeProfile())
  expect(matcher.takeProfile()).toEqual({ rules: [], fields: [] })
  return profile
}

const logon = (name: string, eventId = 4624): EventView => made('Security', eventId, name)

function made(channel: string, eventId: number, name: string): EventView {
  return makeEvent(
    [
      { section: 'system', name: 'Channel', constant: channel },
      { section: 'system', name: 'EventID', constant: String(eventId) },
      { section: 'eventData', name: 'Name', slot: 0 },
    ],
    [{ type: ValueType.String, bytes: Buffer.from(name, 'utf16le') }],
  )
}

describe('profiled matcher', () => {
  it('answers as the engine does', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        fc.array(arbitraryEvents, { minLength: 1, maxLength: 3 }),
        (rules, groups) => {
          const profiled = createProfiledMatcher(rules)
          const program = createProgram(rules)
          for (const event of groups.flat())
            expect([...profiled.matchEvent(event)]).toEqual([...program.matchEvent(event)])
        },
      ),
      { numRuns: 200, reporter: shortReport },
    )
  })

  it('counts records, looks, matches and tests of each rule', () => {
    const profile = profileOf([
      logon('a needle'),
      logon('hay'),
      logon('hay'),
      logon('naadle', 4625),
      made('System', 1, 'x y'),
    ])
    const costs = [0, 1, 2, 3].map((rule) => {
      const { slowMs, ...counts } = ruleCostOf(profile, rule)
      expect(slowMs >= 0).toBe(true)
      return counts
    })
    expect(costs).toEqual([
      { records: 4, evaluated: 1, matches: 1, slowTests: 0 },
      // Its expression needs "dle", which one value of its event id has.
      { records: 3, evaluated: 1, matches: 1, slowTests: 1 },
      // Nothing rules it out: every new value is tested, the second "hay" is known. Its condition is looked at when it held.
      { records: 4, evaluated: 3, matches: 3, slowTests: 3 },
      // No text has to be there.
      { records: 1, evaluated: 1, matches: 1, slowTests: 0 },
    ])
  })

  it('counts values of each field', () => {
    const profile = profileOf([logon('a needle'), logon('hay'), logon('hay')])
    expect([...profile.fields.keys()]).toEqual(['Name'])
    const { searchMs, slowMs, ...counts } = fieldCostOf(profile, 'Name')
    expect(counts).toEqual({ lookups: 3, misses: 2, characters: 11, slowTests: 3 })
    expect(searchMs).toBeGreaterThan(0)
    expect(slowMs).toBeGreaterThan(0)
  })

  it('adds up', () => {
    const profile = createRuleProfile()
    const part = {
      rules: [[3, { records: 1, evaluated: 2, matches: 3, slowTests: 4, slowMs: 0.5 }]],
      fields: [['f', { lookups: 1, misses: 1, characters: 9, searchMs: 1, slowTests: 0, slowMs: 0 }]],
    } as const
    addProfile(profile, part)
    addProfile(profile, part)
    expect(ruleCostOf(profile, 3)).toEqual({ records: 2, evaluated: 4, matches: 6, slowTests: 8, slowMs: 1 })
    expect(fieldCostOf(profile, 'f')).toMatchObject({ lookups: 2, characters: 18, searchMs: 2 })
  })
})
