/** Documents from elsewhere: all that `parse` makes pass, and what passes can be used. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../src/engine/interpret.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import type { SigmaDocument } from '../../src/sigma/ast.ts'
import { isSigmaDocument } from '../../src/sigma/check-document.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { arbitraryEvents } from '../support/arbitrary-events.ts'
import { arbitraryMutation, mutateJson } from '../support/mutate-json.ts'
import { shortReport } from '../support/short-report.ts'

const EVERYTHING = `
title: Every kind of value
id: 11111111-1111-4111-8111-111111111111
name: every
status: test
level: high
tags: [attack.t1059]
related: [{id: 22222222-2222-4222-8222-222222222222, type: similar}]
own-key: {list: [1, null, true, x]}
logsource: {product: windows, category: process_creation, definition: some}
detection:
  one:
    Image|endswith: ['\\cmd.exe', 'a*b?c']
    CommandLine|windash|contains|all: [' -a', ' -b']
    CommandLine|re|i: '^a{2,30}b'
    CommandLine|base64offset|contains: 'secret words'
    SourceIp|cidr: [10.0.0.0/8, 'fe80::/10']
    ProcessId|gte: 4
    ParentImage|fieldref: Image
    User: null
    Hashes|exists: false
    UtcTime|hour: 3
    User|expand: '%admins%'
  two: [word, {Image: 5}, {Image: true}]
  condition: [one or not 1 of tw*, all of them]
---
title: Old style
logsource: {product: windows, service: security}
detection:
  a: {EventID: 4625}
  condition: a | count(TargetUserName) by IpAddress > 5
  timeframe: 5m
---
title: Together
correlation:
  type: temporal
  rules: [every, other]
  group-by: [who]
  timespan: 5m
  aliases: {who: {every: User, other: SubjectUserName}}
  condition: every and not other
---
title: Many values
correlation:
  type: value_percentile
  rules: [every]
  timespan: 1h
  condition: {gte: 5, lt: 10, field: ProcessId, percentile: 90}
---
title: Other
name: other
logsource: {product: windows, service: security}
detection: {a: {EventID: 4624}, condition: a}
---
title: Filter
logsource: {product: windows, category: process_creation}
filter:
  rules: [every]
  known: {User: backup}
  condition: not known
`

function documentsOf(text: string): readonly SigmaDocument[] {
  const { documents, rejected } = parseSigma(text, 'rules.yml')
  expect(rejected.map(({ diagnostics }) => diagnostics)).toEqual([])
  return documents
}

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const VALUES = new Map([['admins', [{ text: 'adm*', tokens: ['adm', { wild: 'any' as const }] }]]])

/** Prepares and runs; whatever was wrong has to be said, not thrown. */
function use(documents: readonly SigmaDocument[], events: Parameters<typeof runAll>[1]): void {
  const prepared = prepareRules(documents, createBuiltinMapping(), { placeholders: VALUES })
  runAll(prepared.runnable, events)
}

function runAll(
  rules: Parameters<typeof createProgram>[0],
  events: readonly Parameters<ReturnType<typeof createProgram>['matchEvent']>[0][],
): void {
  const program = createProgram(rules)
  const reference = createInterpreter(rules)
  for (const event of events) expect([...program.matchEvent(event)]).toEqual([...reference.matchEvent(event)])
}

describe('isSigmaDocument', () => {
  const documents = documentsOf(EVERYTHING)

  it('takes every document that parsing makes', () => {
    expect(documents.map(({ kind }) => kind)).toEqual([
      'detection',
      'detection',
      'correlation',
      'correlation',
      'detection',
      'filter',
    ])
    for (const document of documents) expect(isSigmaDocument(throughJson(document))).toBe(true)
    const root = new URL('../../rules', import.meta.url).pathname
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((n) => n.endsWith('.yml'))
    for (const file of files)
      for (const document of parseSigma(readFileSync(join(root, file), 'utf8'), file).documents)
        expect(isSigmaDocument(throughJson(document)), file).toBe(true)
  })

  it.each<[string, (rule: never) => unknown]>([
    ['no object', () => null],
    ['no kind', ({ kind: _, ...rule }: SigmaDocument) => rule],
    ['a key that nobody knows', (rule: SigmaDocument) => ({ ...rule, more: 1 })],
    ['a level that is none', (rule: SigmaDocument) => ({ ...rule, level: 'severe' })],
    ['a title that is no text', (rule: SigmaDocument) => ({ ...rule, title: 5 })],
    ['a tag that is no text', (rule: SigmaDocument) => ({ ...rule, tags: [{}] })],
    ['a place that is none', (rule: SigmaDocument) => ({ ...rule, position: { line: -1, column: 0 } })],
  ])('refuses %s', (_, change) => {
    expect(isSigmaDocument(change(throughJson(documents[0]) as never))).toBe(false)
  })

  it.each<[string, string, string]>([
    ['a name in a condition', '"type":"identifier","name":"one"', '"type":"identifier","name":"three"'],
    ['an address of five bytes', '[10,0,0,0]', '[10,0,0,0,0]'],
    ['a byte above 255', '[10,0,0,0]', '[300,0,0,0]'],
    ['a prefix longer than the address', '"prefixBits":8', '"prefixBits":33'],
    ['flags that are none', '"flags":"i"', '"flags":"g"'],
    ['an empty literal', '"\\\\cmd.exe"', '""'],
    ['a relation that is none', '"relation":"gte"', '"relation":"ne"'],
    ['a part of time that is none', '"part":"hour"', '"part":"second"'],
    ['a list for a text', '"source":"^a{2,30}b"', '"source":["a"]'],
    ['numbers that are none', '"value":4', '"value":null'],
  ])('refuses %s that is not possible', (_, before, after) => {
    const text = JSON.stringify(documents[0])
    const changed = text.replaceAll(before, after)
    expect(changed).not.toBe(text)
    expect(isSigmaDocument(JSON.parse(changed))).toBe(false)
  })

  it('takes nothing that cannot be prepared and run', () => {
    let taken = 0
    fc.assert(
      fc.property(
        fc.nat({ max: documents.length - 1 }),
        fc.array(arbitraryMutation, { minLength: 1, maxLength: 3 }),
        arbitraryEvents,
        (index, mutations, events) => {
          const changed = mutations.reduce(mutateJson, throughJson(documents[index]))
          if (!isSigmaDocument(changed)) return
          taken++
          use([...documents.slice(0, index), changed, ...documents.slice(index + 1)], events)
        },
      ),
      { numRuns: 3000, reporter: shortReport },
    )
    expect(taken).toBeGreaterThan(40)
  })
})
