/** Packs that somebody made up, under right digests: refused, or run without harm. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { UnsoundPackError } from '../../../src/base/unsound-pack-error.ts'
import { keepRules, readKeptRules } from '../../../src/cli/kept-rules.ts'
import { prepareScanRules, readRuleInputs } from '../../../src/cli/read-scan-rules.ts'
import type { ScanRules } from '../../../src/cli/scan-rules.ts'
import { createPointCollector } from '../../../src/engine/correlate/point/collect-points.ts'
import { explainMatch } from '../../../src/engine/explain-match.ts'
import { readSections, writeSections } from '../../../src/engine/pack/sections.ts'
import { createLoweredProgram } from '../../../src/engine/program/create-program.ts'
import { createCorrelationStage } from '../../../src/scan/correlate.ts'
import { readRulePackFile, writeRulePackFile } from '../../../src/scan/rule-pack/rule-pack-file.ts'
import { openRulePack, writeRulePack } from '../../../src/scan/rule-pack.ts'
import { makeFolder } from '../../cli/run-program.ts'
import { arbitraryEvents } from '../../support/arbitrary-events.ts'
import { arbitraryMutation, mutateJson } from '../../support/mutate-json.ts'
import { shortReport } from '../../support/short-report.ts'

const RULES = `
title: A
id: 11111111-1111-4111-8111-111111111111
name: a
level: high
logsource: {product: windows, service: security}
detection:
  a: {EventID: [1, 4624], Name|contains: ['x', 'some text'], Other|re: 'a{2,30}b|c+'}
  b: {Missing: null}
  c: {Name|fieldref: Other}
  keywords: [word]
  condition: a or b or not c or keywords
---
title: B
name: b
logsource: {product: windows, category: process_creation}
detection:
  a: {Image|endswith: '\\cmd.exe', User|cidr: 10.0.0.0/8, ProcessId|gt: 3}
  condition: not a
---
title: Both
name: both
correlation: {type: temporal, rules: [a, b], group-by: [Name], timespan: 5m, generate: true}
---
title: Both twice
correlation: {type: value_count, rules: [both], group-by: [Name], timespan: 1h, condition: {gte: 1, field: Name}}
`

const folder = makeFolder({ 'rules.yml': RULES })
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'rules.goshawk')

async function makePack(): Promise<readonly [Uint8Array, Uint8Array]> {
  const inputs = readRuleInputs({ paths: [join(folder, 'rules.yml')], mappingFile: undefined })
  if (typeof inputs === 'string') throw new Error(inputs)
  const rules = prepareScanRules(inputs, {})
  expect(rules.runnable).toHaveLength(2)
  expect(rules.correlations.plans).toHaveLength(2)
  const { set, spec: mapping } = inputs
  const bytes = await writeRulePack(
    { set, mapping, mappingDiagnostics: [] },
    { rules: rules.runnable, kept: keepRules(rules) },
  )
  const file = readRulePackFile(bytes as Uint8Array)
  if ('code' in file) throw new Error(file.message)
  return [file.unpack(0), file.unpack(1)] as unknown as readonly [Uint8Array, Uint8Array]
}

const [documents, program] = await makePack()

/** The rules of the pack with this program; undefined when it is refused. */
function open(compiled: Uint8Array): ScanRules | undefined {
  writeFileSync(path, writeRulePackFile([documents, compiled]))
  const pack = openRulePack(path)
  if ('code' in pack) throw new Error(pack.message)
  const read = pack.readProgram()
  if (!('code' in read)) return readKeptRules(read)
  expect(read.code).toBe('pack-damaged')
  return undefined
}

type Events = typeof arbitraryEvents extends fc.Arbitrary<infer T> ? T : never

/** Matches, explains and correlates; a rule or a test that is none may be thrown, nothing else. */
async function run(rules: ScanRules, events: Events): Promise<void> {
  const { runnable, correlations, packed } = rules
  try {
    const matcher = createLoweredProgram(packed!.pack)
    const collector = createPointCollector(runnable, correlations.uses)
    const stage = createCorrelationStage(correlations, 'program')
    for (const [index, event] of events.entries())
      for (const rule of matcher.matchEvent(event)) {
        explainMatch(runnable[rule]!, event)
        collector.add(rule, event, { high: 30_000_000, low: index }, 0)
      }
    const points = collector.take()
    if (points !== undefined) stage.add(points)
    await stage.finish({ newest: undefined, onHits: () => {}, signal: undefined })
    stage.close()
  } catch (error) {
    if (!(error instanceof UnsoundPackError)) throw error
  }
}

describe('a pack that was made up', () => {
  it('is used as it should be when nothing is changed', () => {
    expect(open(program)?.runnable.map(({ rule }) => rule.title)).toEqual(['A', 'B'])
  })

  it('does no harm whatever its numbers are', async () => {
    let opened = 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 16 }),
        fc.array(fc.tuple(fc.nat(), fc.oneof(fc.integer(), fc.nat({ max: 20 }), fc.constant(-1))), {
          minLength: 1,
          maxLength: 3,
        }),
        arbitraryEvents,
        async (section, changes, events) => {
          const sections = readSections(program)!.map((bytes) => new Uint8Array(bytes))
          const words = new Int32Array(sections[section]!.slice(0, sections[section]!.length & ~3).buffer)
          if (words.length === 0) return
          for (const [place, value] of changes) words[place % words.length] = value
          sections[section]!.set(new Uint8Array(words.buffer))
          const rules = open(writeSections(sections))
          if (rules === undefined) return
          opened++
          await run(rules, events)
        },
      ),
      { numRuns: 1500, reporter: shortReport },
    )
    expect(opened).toBeGreaterThan(50)
  })

  it('does no harm whatever its texts are', async () => {
    let opened = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryMutation, { minLength: 1, maxLength: 2 }),
        arbitraryEvents,
        async (mutations, events) => {
          const sections = [...readSections(program)!]
          const head = JSON.parse(Buffer.from(sections[0]!).toString('utf8'))
          sections[0] = Buffer.from(JSON.stringify(mutations.reduce<unknown>(mutateJson, head)))
          const rules = open(writeSections(sections))
          if (rules === undefined) return
          opened++
          await run(rules, events)
        },
      ),
      { numRuns: 1500, reporter: shortReport },
    )
    expect(opened).toBeGreaterThan(20)
  })
})
