/** Records through the compiled program, each also through the reference. */
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../../src/engine/interpret.ts'
import type { RunnableRule } from '../../../src/engine/match.ts'
import { createProgram } from '../../../src/engine/program/create-program.ts'
import type { EventView } from '../../../src/event/event.ts'
import { ValueType } from '../../../src/event/value-type.ts'
import type { Target } from '../../../src/mapping/mapping.ts'
import type { Item, PatternToken, Value } from '../../../src/sigma/ast.ts'
import { RAW_VIEW, RENAMING_VIEW, ruleOf } from '../../support/arbitrary-rules.ts'
import {
  composed,
  type MadeLeaf,
  type MadeValue,
  makeEvent,
  stringValue,
  value,
} from '../../support/made-event.ts'

const position = { line: 1, column: 1 }
const any: PatternToken = { wild: 'any' }

function contains(text: string): Value {
  return { op: 'pattern', tokens: [any, text, any], cased: false, text }
}

function equals(text: string): Value {
  return { op: 'pattern', tokens: text === '' ? [] : [text], cased: false, text }
}

const NULL: Value = { op: 'null', text: 'null' }

function rule(items: readonly Partial<Item>[], target: Partial<Target> = {}): RunnableRule {
  const children = items.map(
    (item): Item => ({
      type: 'item',
      field: undefined,
      modifiers: [],
      linking: 'or',
      negated: false,
      values: [],
      position,
      ...item,
    }),
  )
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

const data = (name: string, slot: number): MadeLeaf => ({ section: 'eventData', name, slot })

/** Rules that match, by both engines. */
function match(
  rules: readonly RunnableRule[],
  ...events: readonly EventView[]
): readonly (readonly number[])[] {
  const program = createProgram(rules)
  const reference = createInterpreter(rules)
  return events.map((event) => {
    const found = [...program.matchEvent(event)]
    expect(found).toEqual([...reference.matchEvent(event)])
    expect([...program.matchEvent(event)]).toEqual(found)
    return found
  })
}

describe('values', () => {
  const rules = [
    rule([{ field: 'F', values: [contains('b')] }]),
    rule([{ field: 'F', values: [NULL] }]),
    rule([{ field: 'F', values: [equals('')] }]),
    rule([{ field: 'F', values: [equals('b')], negated: true }]),
    rule([{ field: 'F', values: [{ op: 'exists', expected: false, text: 'false' }] }]),
  ]

  it.each<[string, MadeLeaf, MadeValue | undefined, readonly number[]]>([
    ['text', data('F', 0), stringValue('abc'), [0, 3]],
    ['composed text', data('F', 0), composed('abc'), [0, 3]],
    ['other text', data('F', 0), stringValue('-'), [3]],
    ['empty text', data('F', 0), stringValue(''), [1, 2, 3]],
    ['NULs only', data('F', 0), stringValue('\0\0'), [1, 2, 3]],
    ['Null', data('F', 0), value(ValueType.Null, ''), [1, 2, 3]],
    [
      'Null that removes the leaf',
      { ...data('F', 0), nullIsAbsent: true },
      value(ValueType.Null, ''),
      [1, 3, 4],
    ],
    ['no such value', data('F', 0), value(ValueType.Absent, ''), [1, 3, 4]],
    ['no such field', data('G', 0), stringValue('b'), [1, 3, 4]],
    ['a slot beyond the record', data('F', 0), undefined, [1, 2, 3]],
    ['an array with it', data('F', 0), value(0x81, '61 00 00 00 62 00 00 00'), [0]],
    ['an array without', data('F', 0), value(0x81, '61 00 00 00 00 00'), [2, 3]],
    ['an array of empty texts', data('F', 0), value(0x81, '00 00 00 00'), [1, 2, 3]],
    ['an empty array', data('F', 0), value(0x81, ''), [1, 2, 3]],
    ['binary', data('F', 0), value(ValueType.Binary, 'ab'), [0, 3]],
    ['a constant', { section: 'eventData', name: 'F', constant: 'B' }, undefined, [0]],
    ['an empty constant', { section: 'eventData', name: 'F', constant: '' }, undefined, [1, 2, 3]],
  ])('%s', (_name, leaf, made, expected) => {
    expect(match(rules, makeEvent([leaf], made === undefined ? [] : [made]))).toEqual([expected])
  })

  it('of equal bytes and another type do not share an answer', () => {
    const bytes = '61 00 00 00 62 00 00 00'
    const list = makeEvent([data('F', 0)], [value(0x81, bytes)])
    const string = { ...list, types: Int32Array.of(ValueType.String) }
    expect(match([rule([{ field: 'F', values: [equals('b')] }])], string, list, string)).toEqual([
      [],
      [0],
      [],
    ])
  })

  it('of repeated names count together', () => {
    const all: Item['linking'] = 'and'
    const both = rule([{ field: 'F', values: [contains('a'), contains('b')], linking: all }])
    const repeated = makeEvent([data('F', 0), data('F', 1)], [stringValue('xa'), stringValue('xb')])
    const empty = makeEvent([data('F', 0), data('F', 1)], [stringValue(''), stringValue('x')])
    expect(match([both, rule([{ field: 'F', values: [NULL] }])], repeated, empty)).toEqual([[0], []])
  })

  it('of leaves that others remove', () => {
    const leaf: MadeLeaf = { section: 'eventData', name: 'F', constant: 'b', guards: [0] }
    const slot: MadeLeaf = { ...data('F', 1), guards: [0] }
    const values = [value(ValueType.Null, ''), stringValue('b')]
    const present = [stringValue('x'), stringValue('b')]
    expect(
      match(
        rules,
        makeEvent([leaf], values),
        makeEvent([leaf], present),
        makeEvent([slot], values),
        makeEvent([slot], present),
      ),
    ).toEqual([[1, 3, 4], [0], [1, 3, 4], [0]])
  })
})

describe('header and body', () => {
  const channel: MadeLeaf = { section: 'system', name: 'Channel', slot: 0 }
  const eventId: MadeLeaf = { section: 'system', name: 'EventID', slot: 1 }
  const system: readonly MadeValue[] = [stringValue('System'), value(ValueType.UInt16, '68 00')]
  const cleared: MadeLeaf = { section: 'userData', name: 'Channel', slot: 2 }
  const target = { channels: [{ key: 'system', isPrefix: false }] }
  const rules = [
    rule(
      [
        { field: 'EventID', values: [equals('104')] },
        { field: 'Channel', values: [equals('Security')] },
      ],
      target,
    ),
    rule(
      [
        { field: 'EventID', values: [equals('104')] },
        { field: 'Channel', values: [equals('System')] },
      ],
      target,
    ),
  ]

  it('a body field hides the channel', () => {
    const event = makeEvent([channel, eventId, cleared], [...system, stringValue('security')])
    const plain = makeEvent([channel, eventId], system)
    expect(match(rules, event, plain)).toEqual([[0], [1]])
  })

  it('a record is wanted when its body could still match', () => {
    const program = createProgram(rules)
    expect(program.wants(makeEvent([channel, eventId], system))).toBe(true)
    expect(program.wants(makeEvent([channel, eventId], [system[0]!, value(ValueType.UInt16, '69 00')]))).toBe(
      false,
    )
    expect(program.wants(makeEvent([channel, eventId], [stringValue('Setup'), system[1]!]))).toBe(false)
    expect(program.wants(makeEvent([], []))).toBe(false)
  })

  it('an event id in the body counts only without one in the header', () => {
    const body: MadeLeaf = { section: 'eventData', name: 'EventID', slot: 2 }
    const id = rule([{ field: 'EventID', values: [equals('7')] }])
    const values = [...system, stringValue('7')]
    expect(
      match([id], makeEvent([channel, eventId, body], values), makeEvent([channel, body], values)),
    ).toEqual([[], [0]])
    expect(createProgram([id]).wants(makeEvent([channel], values))).toBe(true)
  })
})

describe('lists in the header', () => {
  const channel: MadeLeaf = { section: 'system', name: 'Channel', slot: 0 }
  const eventId: MadeLeaf = { section: 'system', name: 'EventID', slot: 1 }
  const rules = [
    rule([{ field: 'EventID', values: [equals('10')] }]),
    rule([{ field: 'Channel', values: [equals('b')] }]),
    rule([{ field: 'EventID', values: [equals('1')] }]),
  ]

  it('are seen in full, also behind a record with the same first values', () => {
    const shared = makeEvent([channel, eventId], [stringValue('a'), value(ValueType.UInt16, '01 00')])
    const ids = makeEvent([channel, eventId], [stringValue('a'), value(0x86, '01 00 0a 00')])
    const names = makeEvent(
      [channel, eventId],
      [value(0x81, '61 00 00 00 62 00 00 00'), value(ValueType.UInt16, '01 00')],
    )
    for (const event of [ids, names]) event.shape = shared.shape
    expect(match(rules, shared, ids, shared, names)).toEqual([[2], [0, 2], [2], [1, 2]])
    expect(match(rules, ids, names)).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect(createProgram(rules.slice(0, 1)).wants(ids)).toBe(true)
  })

  it('are seen in full where they depend on another value', () => {
    const guarded: readonly MadeLeaf[] = [
      { ...channel, guards: [2] },
      { ...eventId, guards: [2] },
    ]
    const present = stringValue('x')
    const ids = makeEvent(guarded, [stringValue('a'), value(0x86, '01 00 0a 00'), present])
    const names = makeEvent(guarded, [
      value(0x81, '61 00 00 00 62 00 00 00'),
      value(ValueType.UInt16, '01 00'),
      present,
    ])
    expect(match(rules, ids, names)).toEqual([
      [0, 2],
      [1, 2],
    ])
  })
})

describe('keywords', () => {
  const rules = [
    rule([{ values: [contains('mimikatz'), contains('sekurlsa')], linking: 'and' }]),
    rule([{ values: [contains('CommandLine')] }]),
    rule([{ values: [{ op: 'number', value: 46, text: '46' }] }]),
  ]

  it('look into each value of the body, never into System or names', () => {
    const event = makeEvent(
      [
        { section: 'system', name: 'Computer', slot: 0 },
        data('CommandLine', 1),
        { section: 'userData', name: 'x', slot: 2 },
      ],
      [stringValue('mimikatz'), stringValue('a MIMIKATZ'), stringValue('sekurlsa::x')],
    )
    const apart = makeEvent(
      [data('a', 0), data('b', 1)],
      [stringValue('mimi'), stringValue('katz sekurlsa 1461')],
    )
    expect(match(rules, event, apart)).toEqual([[0], [2]])
  })
})

describe('views', () => {
  const view = { view: RENAMING_VIEW }

  it('serve derived values, each record its own', () => {
    const rules = [
      rule([{ field: 'User', values: [equals('corp\\bob')] }], view),
      rule([{ field: 'User', values: [NULL] }], view),
      rule([{ field: 'Gone', values: [NULL] }], view),
      rule([{ field: 'All', values: [contains('bob')] }], view),
    ]
    const leaves = [data('CommandLine', 0), data('Data', 1)]
    const event = (first: string, second: string): EventView =>
      makeEvent(leaves, [stringValue(first), stringValue(second)])
    expect(match(rules, event('CORP', 'Bob'), event('COR', 'PBob'), event('CORP', 'Bob'))).toEqual([
      [0, 2, 3],
      [2, 3],
      [0, 2, 3],
    ])
    expect(match(rules, makeEvent([data('x', 0)], [stringValue('x')]))).toEqual([[1, 2]])
  })

  it('tell values of equal bytes and another type apart', () => {
    const rules = [rule([{ field: 'User', values: [equals('A\\x')] }], view)]
    const event = (first: MadeValue): EventView =>
      makeEvent([data('CommandLine', 0), data('Data', 1)], [first, stringValue('x')])
    const text = event(stringValue('A'))
    const number = event(value(ValueType.UInt16, '41 00'))
    expect(match(rules, text, number, text)).toEqual([[0], [], [0]])
  })

  it('keep two functions of the same fields apart', () => {
    const of = (prefix: string) => (texts: readonly (readonly string[])[]) =>
      texts[0]!.map((text) => prefix + text)
    const sources = ['a', 'b'].map(
      (prefix) => ({ kind: 'derived', from: ['F'], derive: of(prefix) }) as const,
    )
    const twice = {
      view: { id: 'twice', sourcesOf: (field: string) => (field === 'X' ? sources : undefined) },
    }
    const rules = ['ax', 'bx', 'by'].map((text) => rule([{ field: 'X', values: [equals(text)] }], twice))
    const event = (text: string): EventView => makeEvent([data('F', 0)], [stringValue(text)])
    expect(match(rules, event('x'), event('y'), event('x'))).toEqual([[0, 1], [2], [0, 1]])
  })

  it('may read one field in two ways in one bucket', () => {
    const rules = [
      rule([{ field: 'Image', values: [equals('a')] }]),
      rule([{ field: 'Image', values: [equals('a')] }], view),
    ]
    const leaves = [data('Image', 0), data('NewProcessName', 1)]
    expect(match(rules, makeEvent(leaves, [stringValue('b'), stringValue('a')]))).toEqual([[1]])
  })
})

describe('comparisons of fields', () => {
  const compare: Value = { op: 'fieldref', field: 'G', mode: 'equals', text: 'G' }
  const rules = [
    rule([{ field: 'F', values: [compare] }]),
    rule([
      { field: 'F', values: [compare], negated: true },
      { field: 'H', values: [contains('x')] },
    ]),
  ]
  const leaves = [data('F', 0), data('G', 1), data('H', 2)]
  const event = (...texts: readonly string[]): EventView =>
    makeEvent(leaves.slice(0, texts.length), texts.map(stringValue))

  it('are decided record by record', () => {
    expect(
      match(rules, event('a', 'A', 'x'), event('a', 'b', 'x'), event('a', 'b', 'y'), event('a')),
    ).toEqual([[0], [1], [], []])
  })
})

describe('lists', () => {
  it('of 5,000 literals find theirs', () => {
    const literals = Array.from({ length: 5000 }, (_, i) => `host-${i}.example`)
    const rules = [
      rule([{ field: 'F', values: literals.map(equals) }]),
      rule([{ field: 'F', values: literals.slice(2500).map(contains) }]),
    ]
    const event = (text: string): EventView => makeEvent([data('F', 0)], [stringValue(text)])
    expect(
      match(
        rules,
        event('HOST-17.example'),
        event('host-4999.example'),
        event('xhost-4999.examples'),
        event('host-5000.example'),
      ),
    ).toEqual([[0], [0, 1], [1], []])
  })
})

describe('many records', () => {
  it('of distinct values, all counted right, whatever is forgotten', () => {
    const rules = Array.from({ length: 40 }, (_, i) => rule([{ field: 'F', values: [contains(`<${i}>`)] }]))
    const program = createProgram(rules, {
      cacheEntries: 50,
      cacheBytes: 2000,
      maxSets: 30,
      maxUnions: 30,
      maxStates: 30,
      maxSetItems: 100,
    })
    for (let i = 0; i < 10_000; i++) {
      const [a, b] = [i % 40, (i * 7) % 40]
      const leaves = [data('F', 0), data('F', 1)]
      const event = makeEvent(leaves, [stringValue(`${i} <${a}>`), stringValue(`<${b}> ${i}`)])
      expect([...program.matchEvent(event)]).toEqual([...new Set([a, b])].sort((x, y) => x - y))
    }
  })

  it('of one shape, and two engines that share it', () => {
    const event = makeEvent([data('F', 0)], [stringValue('b')])
    const first = createProgram([rule([{ field: 'F', values: [equals('b')] }])])
    const second = createProgram([
      rule([{ field: 'F', values: [equals('c')] }]),
      rule([{ field: 'F', values: [contains('b')] }]),
    ])
    for (let i = 0; i < 3; i++) {
      expect([...first.matchEvent(event)]).toEqual([0])
      expect([...second.matchEvent(event)]).toEqual([1])
    }
  })

  it('of a value longer than any scratch', () => {
    const long = `${'x'.repeat(200_000)}needle`
    const rules = [rule([{ field: 'F', values: [contains('needle')] }])]
    expect(
      match(
        rules,
        makeEvent([data('F', 0)], [composed(long)]),
        makeEvent([data('F', 0)], [stringValue(long)]),
      ),
    ).toEqual([[0], [0]])
  })
})
