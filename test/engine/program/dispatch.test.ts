/** Buckets: which rules a channel and an event id select, and that no log can make many of them. */

import { describe, expect, it } from 'vitest'
import type { RunnableRule } from '../../../src/engine/match.ts'
import {
  bucketOf,
  classOfChannel,
  clearDispatch,
  createDispatch,
} from '../../../src/engine/program/dispatch/dispatch.ts'
import { lowerRules } from '../../../src/engine/program/dispatch/lowered-target.ts'
import { buildTriggers, findTrigger } from '../../../src/engine/program/dispatch/triggers.ts'
import { limitsOf } from '../../../src/engine/program/options.ts'
import type { ChannelKey, Target } from '../../../src/mapping/mapping.ts'
import type { Item, Value } from '../../../src/sigma/ast.ts'
import { RAW_VIEW, ruleOf } from '../../support/arbitrary-rules.ts'

const position = { line: 1, column: 1 }

function text(value: string): Value {
  return { op: 'pattern', tokens: [value], cased: false, text: value }
}

/** Fields and texts, all of them ANDed. */
function rule(
  fields: Readonly<Record<string, string | readonly string[]>>,
  target: Partial<Target>,
): RunnableRule {
  const children = Object.entries(fields).map(([field, values]): Item => {
    const list = (typeof values === 'string' ? [values] : values).map(text)
    return { type: 'item', field, modifiers: [], linking: 'or', negated: false, values: list, position }
  })
  return {
    rule: ruleOf({
      identifiers: [{ name: 's', search: { type: 'and', children }, position }],
      conditions: [{ type: 'identifier', name: 's' }],
      timeframe: undefined,
      aggregation: undefined,
    }),
    targets: [
      { id: 't', channels: undefined, eventIds: undefined, conditions: [], view: RAW_VIEW, ...target },
    ],
  }
}

const security: readonly ChannelKey[] = [{ key: 'security', isPrefix: false }]
const hyperV: readonly ChannelKey[] = [{ key: 'microsoftwindowshypervworker', isPrefix: true }]

const RULES = [
  rule({ EventID: '4624', LogonType: '10' }, { channels: security }),
  rule({ EventID: ['4625', '4776'] }, { channels: security }),
  rule({ Image: 'a' }, { channels: security, eventIds: [4688] }),
  rule({ EventID: '1' }, { channels: hyperV }),
  rule({ Channel: 'System', EventID: '104' }, {}),
]

function select(channel: string | undefined, eventId: number, knowsId = true, knowsChannel = true) {
  const dispatch = createDispatch(lowerRules(RULES), limitsOf({}))
  return bucketOf(dispatch, classOfChannel(dispatch, channel), eventId, knowsId, knowsChannel).rules
}

describe('a bucket', () => {
  it.each<[string, string | undefined, number, readonly number[]]>([
    ['of a rule and its id', 'Security', 4624, [0]],
    ['of a list of ids', 'SECURITY', 4776, [1]],
    ['of a target with an id', 'Security', 4688, [2]],
    ['of an id that no rule names', 'Security', 4634, []],
    ['of a channel that begins so', 'Microsoft-Windows-Hyper-V-Worker-Admin', 1, [3]],
    ['of the channel that a rule tests', 'System', 104, [4]],
    ['of the channel that a rule tests, with another id', 'System', 105, []],
    ['of another channel', 'Setup', 104, []],
    ['of no channel', undefined, 104, []],
  ])('%s', (_name, channel, eventId, expected) => {
    expect(select(channel, eventId).map(({ rule: index }) => index)).toEqual(expected)
  })

  it('knows the tests of its id and asks the rest', () => {
    const [only] = select('Security', 4624)
    expect(only!.expression.op).toBe('atom')
    expect(select('Security', 4776)[0]!.expression).toEqual({ op: 'constant', value: true })
  })

  it('asks what a body field of that name may decide', () => {
    expect(select('Setup', 104, true, false).map(({ rule: index }) => index)).toEqual([4])
    expect(select('Setup', 7, false, false).map(({ rule: index }) => index)).toEqual([4])
    expect(select('Security', 7, false).map(({ rule: index }) => index)).toEqual([0, 1])
  })
})

describe('a crafted log', () => {
  it('with all event ids in many channels makes few buckets', () => {
    const dispatch = createDispatch(lowerRules(RULES), limitsOf({}))
    for (let channel = 0; channel < 50; channel++) {
      const found = classOfChannel(dispatch, channel === 0 ? 'Security' : `Made-up/${channel}`)
      for (let eventId = 0; eventId < 65536; eventId++) bucketOf(dispatch, found, eventId, true, true)
    }
    expect(dispatch.classes.length).toBe(2)
    // Security: four ids and the rest, twice for the id 104 of the last rule; other channels: 104 and the rest.
    expect(dispatch.bucketCount).toBe(6 + 2)
  })

  it('with made-up channels makes one class', () => {
    const dispatch = createDispatch(lowerRules(RULES), limitsOf({}))
    for (let i = 0; i < 1000; i++) classOfChannel(dispatch, `Channel ${i}`)
    expect(dispatch.classes.length).toBe(1)
    clearDispatch(dispatch)
    expect([dispatch.classes.length, dispatch.bucketCount]).toEqual([0, 0])
    expect(classOfChannel(dispatch, 'Security').id).toBe(0)
  })
})

it('triggers lead from an atom to the rules that need it', () => {
  const lowered = lowerRules([
    rule({ Image: ['\\powershell.exe', '\\cmd.exe'], CommandLine: 'ab' }, {}),
    rule({ Image: '\\cmd.exe' }, {}),
  ])
  const rules = lowered.targets.map(({ rule: index, expression }) => ({ rule: index, expression }))
  const triggers = buildTriggers(rules, lowered.atoms)
  expect(triggers.untriggered).toEqual([])
  const rulesOf = (atom: number): readonly number[] => {
    const place = findTrigger(triggers, atom)
    return place < 0 ? [] : [...triggers.rules.subarray(triggers.starts[place], triggers.starts[place + 1])]
  }
  // Two long texts are rarer than one of two characters.
  expect([0, 1, 2].map(rulesOf)).toEqual([[0], [0, 1], []])
})
