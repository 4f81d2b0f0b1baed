/** Files of tests: what is read of them, and how mistakes are named. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlainEventBuilder } from '../../../src/event/plain-event.ts'
import { eventToPlain } from '../../../src/event/to-plain.ts'
import { readEventTime } from '../../../src/sigma/rule-test/event-time.ts'
import { isTestFile } from '../../../src/sigma/rule-test/is-test-file.ts'
import { readRuleTests } from '../../../src/sigma/rule-test/read-rule-tests.ts'

function readCases(text: string) {
  const { tests, diagnostics } = readRuleTests(text, 'a.test.yml')
  expect(diagnostics).toEqual([])
  expect(tests).toHaveLength(1)
  return tests[0]!.cases
}

/** The event of the only test, as a report shows it. */
function readEvent(lines: string): unknown {
  const text = `must-match:\n  - name: n\n    event:\n${lines.replaceAll(/^/gm, '      ')}`
  const [test] = readCases(text)
  return JSON.parse(JSON.stringify(eventToPlain(createPlainEventBuilder()(test!.events[0]!.fields))))
}

const START = '2026-01-15T08:00:00.000Z'

describe('events', () => {
  it('have System fields by name, and a body', () => {
    expect(
      readEvent('Channel: Security\nEventID: 4625\nEventData:\n  LogonType: 3\n  Status: 0xc000006d'),
    ).toEqual({
      System: { Channel: 'Security', EventID: '4625', TimeCreated_SystemTime: START },
      EventData: { LogonType: '3', Status: '0xc000006d' },
    })
  })

  it('keep values as they are written', () => {
    const lines = "EventData:\n  A: 007\n  B: true\n  C: ''\n  D: null\n  E: '  x '\n  F: [a, b]\n  G: 1e3"
    expect(readEvent(lines)).toMatchObject({
      EventData: { A: '007', B: 'true', C: '', D: null, E: '  x ', F: ['a', 'b'], G: '1e3' },
    })
  })

  it('have elements inside of elements in UserData', () => {
    const lines = 'UserData:\n  EventXML:\n    User: u\n    Address: 127.0.0.1'
    expect(readEvent(lines)).toMatchObject({ UserData: { EventXML: { User: 'u', Address: '127.0.0.1' } } })
  })

  it('can be lines of goshawk dump', () => {
    const line = {
      EvtxFile: 'a.evtx',
      Chunk: 0,
      Record: 3,
      OffsetBytes: 4711,
      RecordID: '12',
      Time: '2026-03-10T09:21:20.0000000Z',
      Event: {
        System: { Provider_Name: 'P', EventID: 7, TimeCreated_SystemTime: '2026-03-10T09:21:20.0000000Z' },
        EventData: { A: 'x' },
      },
    }
    expect(readEvent(JSON.stringify(line))).toEqual({
      System: { Provider_Name: 'P', EventID: '7', TimeCreated_SystemTime: '2026-03-10T09:21:20.0000000Z' },
      EventData: { A: 'x' },
    })
  })

  it('start from the base, section by section', () => {
    const text = `base:
  Channel: Security
  EventID: 1
  EventData: { A: base, B: base }
must-match:
  - name: one
    event: { EventID: 2, EventData: { B: own, C: own } }
must-not-match:
  - name: two
    event:
  - name: three
    event: {}
`
    const events = readCases(text).map(({ events: [event] }) =>
      Object.fromEntries(event!.fields.map(({ name, values }) => [name, values[0]])),
    )
    const time = { TimeCreated_SystemTime: START }
    expect(events).toEqual([
      { ...time, Channel: 'Security', EventID: '2', A: 'base', B: 'own', C: 'own' },
      { ...time, Channel: 'Security', EventID: '1', A: 'base', B: 'base' },
      { ...time, Channel: 'Security', EventID: '1', A: 'base', B: 'base' },
    ])
  })

  it('have times: as written, or one second after the other', () => {
    const text = `must-match:
  - name: n
    hits: 2
    events:
      - EventID: 1
      - EventID: 1
      - at: 90s
      - at: 1.5m
      - at: 2026-02-03T04:05:06.7Z
`
    const [test] = readCases(text)
    expect(test!.hits).toBe(2)
    const times = test!.events.map(
      ({ fields }) => fields.find(({ name }) => name.startsWith('Time'))!.values[0],
    )
    expect(times).toEqual([
      START,
      '2026-01-15T08:00:01.000Z',
      '2026-01-15T08:01:30.000Z',
      '2026-01-15T08:01:30.000Z',
      '2026-02-03T04:05:06.7000000Z',
    ])
  })

  it.each(['', '5', '5x', '-5s', '1.2345s', '400d', 'yesterday', '2026-02-30', '12:00'])(
    'no time: %j',
    (text) => {
      expect(readEventTime(text)).toBeUndefined()
    },
  )
})

describe('files', () => {
  it('name a rule, or are for the rule beside them; several documents are for several rules', () => {
    const text = `rule: first\nmust-match:\n  - name: n\n    event: {}\n---\nmust-not-match:\n  - name: n\n    event: {}\n`
    const { tests } = readRuleTests(text, 'a.test.yml')
    expect(tests.map(({ rule, position, cases }) => [rule, position.line, cases[0]!.mustMatch])).toEqual([
      ['first', 1, true],
      [undefined, 6, false],
    ])
  })

  it.each([
    ['no YAML', 'a: [', 1],
    ['no map', '- a', 1],
    ['no test', 'rule: a', 1],
    ['an unknown key', 'must-mach:\n  - name: n\n    event: {}', 1],
    ['a list that is none', 'must-match: a', 1],
    ['a test that is none', 'must-match:\n  - a', 2],
    ['a test without a name', 'must-match:\n  - event: {}', 2],
    ['a test without an event', 'must-match:\n  - name: n', 2],
    ['a test with event and events', 'must-match:\n  - name: n\n    event: {}\n    events: [{}]', 4],
    ['an unknown key of a test', 'must-match:\n  - name: n\n    evnt: {}\n    event: {}', 3],
    ['an event that is none', 'must-match:\n  - name: n\n    event: a', 3],
    ['a field in the wrong place', 'must-match:\n  - name: n\n    event:\n      CommandLine: a', 4],
    ['a misspelt field of System', 'must-match:\n  - name: n\n    event:\n      Chanel: a', 4],
    ['a section that is none', 'must-match:\n  - name: n\n    event:\n      EventData: a', 4],
    ['lists in lists', 'must-match:\n  - name: n\n    event:\n      EventData:\n        A: [[a]]', 5],
    ['a time that is none', 'must-match:\n  - name: n\n    event:\n      at: soon', 4],
    ['no hits', 'must-match:\n  - name: n\n    hits: 0\n    event: {}', 3],
    ['hits of what must not match', 'must-not-match:\n  - name: n\n    hits: 1\n    event: {}', 3],
    ['a rule that is no text', 'rule: [a]\nmust-match:\n  - name: n\n    event: {}', 1],
    ['a base that is none', 'base: a\nmust-match:\n  - name: n\n    event: {}', 1],
  ])('%s', (_, text, line) => {
    const { diagnostics } = readRuleTests(text, 'a.test.yml')
    expect(diagnostics[0]).toMatchObject({
      code: 'test-invalid',
      severity: 'error',
      source: 'a.test.yml',
      line,
    })
  })

  it('lose one test by a mistake, not the others', () => {
    const text = 'must-match:\n  - name: a\n    event: x\n  - name: b\n    event: {}\n'
    const { tests, diagnostics } = readRuleTests(text, 'a.test.yml')
    expect(diagnostics).toHaveLength(1)
    expect(tests[0]!.cases.map(({ name }) => name)).toEqual(['b'])
  })

  it('never throw', () => {
    const line = fc.constantFrom(
      'must-match:',
      '  - name: a',
      '    event:',
      '      EventData: {A: 1}',
      '    events: []',
      'base: &x',
      '  - *x',
      '---',
      '  ? a',
      '\t',
      '      UserData: {a: {b: [c, {d: e}]}}',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { tests } = readRuleTests(lines.join('\n'), 'a.test.yml')
        for (const { cases } of tests)
          for (const { events } of cases) expect(events.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('told from rules', () => {
  const tests = 'must-match:\n  - name: n\n'
  it.each([
    ['a.test.yml', tests, true],
    ['a.TEST.YAML', tests, true],
    ['a.test.yml', `# comment\nbase: {}\n${tests}`, true],
    ['a.yml', tests, false],
    ['a.test.yml', 'title: a\ndetection:\n  s: a\n', false],
    ['a.test.yml', `title: a\ndetection:\n  s: a\n${tests}`, false],
    ['a.test.yml', 'title: a\n', false],
  ])('%s %j', (file, text, expected) => {
    expect(isTestFile(file, text)).toBe(expected)
  })
})
