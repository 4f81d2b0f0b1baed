/**
 * The bundled rules and the fixtures prove each other: every rule is valid, fires where the story says so and nowhere
 * else, in both engines; every committed log is what its source encodes to.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { listFixtures, readEvents } from '../../fixtures/sources.mjs'
import type { CorrelationHit } from '../../src/engine/correlate/correlation-hit.ts'
import { createCorrelator } from '../../src/engine/correlate/correlator.ts'
import { createPointCollector } from '../../src/engine/correlate/point/collect-points.ts'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { fitsTarget, readEventKey } from '../../src/engine/fits-target.ts'
import type { EngineKind } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { parseTicks } from '../../src/event/filetime.ts'
import { leafText } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { decodeLog } from '../support/decode-log.ts'

const folder = fileURLToPath(new URL('../../rules/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yml') && !path.endsWith('.test.yml'))
  .sort()
const parsed = files.map((file) => ({
  file,
  result: parseSigma(readFileSync(`${folder}${file}`, 'utf8'), file),
}))
const prepared = prepareRules(
  parsed.flatMap(({ result }) => result.documents),
  createBuiltinMapping(),
)
const titles = prepared.runnable.map(({ rule }) => rule.title)

const fixtures = listFixtures().map((fixture) => ({ ...fixture, bytes: readFileSync(fixture.logPath) }))

interface ExpectedHits {
  readonly rule: string
  readonly title: string
  readonly records: readonly string[]
}

describe('rules', () => {
  it.each(parsed)('$file is one rule without a diagnostic', ({ file, result }) => {
    expect(result.rejected).toEqual([])
    expect(result.warnings).toEqual([])
    expect(result.documents).toHaveLength(1)
    const [rule] = result.documents
    expect(rule).toMatchObject({ author: 'goshawk authors', date: '2026-11-24', custom: {} })
    expect(rule!.id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(rule!.status).toBeDefined()
    expect(rule!.description?.length).toBeGreaterThan(30)
    expect(rule!.references.length).toBeGreaterThan(0)
    for (const tag of rule!.tags) expect(tag).toMatch(/^attack\.(t\d{4}(\.\d{3})?|s\d{4}|[a-z]+(-[a-z]+)*)$/)
    expect(file).toMatch(/^windows\/[a-z_]+\/[a-z0-9_]+\.yml$/)
    // A filter has neither: it changes rules that do.
    if (rule!.kind === 'filter') return
    expect(rule!.level).toBeDefined()
    expect(rule!.falsepositives.length).toBeGreaterThan(0)
    expect(rule!.tags.length).toBeGreaterThan(0)
  })

  it('run, all of them, without a doubt', () => {
    expect(prepared.rejected).toEqual([])
    expect(prepared.notApplicable).toEqual([])
    expect(prepared.warnings).toEqual([])
    const { correlations, filters, runnable } = prepared
    expect(runnable.length + correlations.plans.length + filters.length).toBe(files.length)
    expect(correlations.plans.map(({ type }) => type).sort()).toEqual([
      'event_count',
      'temporal_ordered',
      'value_count',
    ])
    expect(filters.map(({ rules }) => rules.map(({ name }) => name))).toEqual([['failed_network_logon']])
    expect(runnable.length).toBeGreaterThan(40)
    expect(new Set(parsed.map(({ result }) => result.documents[0]!.title)).size).toBe(files.length)
  })
})

/** Per rule: records that matched, and whether an event of its log source did not. */
interface Outcome {
  readonly hits: Map<number, string[]>
  readonly misses: Set<number>
}

function runRules(bytes: Buffer, engine: EngineKind, isSlow: boolean): Outcome {
  const matcher = createMatcher(prepared.runnable, engine)
  const hits = new Map<number, string[]>()
  const misses = new Set<number>()
  const { diagnostics } = decodeLog(createDecoder(isSlow), bytes, (event) => {
    const matched = matcher.wants(event) ? [...matcher.matchEvent(event)] : []
    const id = leafText(event, event.shape.leaves[event.shape.recordId])!
    for (const rule of matched) hits.set(rule, [...(hits.get(rule) ?? []), id])
    const key = readEventKey(event)
    prepared.runnable.forEach(({ targets }, rule) => {
      if (!matched.includes(rule) && targets.some((target) => fitsTarget(target, event, key)))
        misses.add(rule)
    })
  })
  expect(diagnostics).toEqual([])
  return { hits, misses }
}

describe.each(fixtures)('$name', ({ sourcePath, hitsPath, options, bytes }) => {
  it('is what its source encodes to', () => {
    expect(bytes.equals(encodeLog(readEvents(sourcePath), options))).toBe(true)
  })

  const expected: readonly ExpectedHits[] = JSON.parse(readFileSync(hitsPath, 'utf8'))

  it.each([
    ['program', false],
    ['reference', true],
  ] as const)('has the expected hits, engine %s', (engine, isSlow) => {
    const { hits } = runRules(bytes, engine, isSlow)
    // Rules that only correlations look at have no hits of their own.
    const reported = [...hits].filter(([rule]) => prepared.correlations.uses[rule]?.isSilent !== true)
    const found = reported.map(([rule, records]) => {
      const { id, title } = prepared.runnable[rule]!.rule
      return { rule: id, title, records }
    })
    expect(found.sort((a, b) => (a.rule! < b.rule! ? -1 : 1))).toEqual(expected)
  })
})

describe('coverage', () => {
  const fired = new Set<string>()
  const missed = new Set<string>()
  beforeAll(() => {
    for (const { bytes } of fixtures) {
      const { hits, misses } = runRules(bytes, 'program', false)
      for (const rule of hits.keys()) fired.add(titles[rule]!)
      for (const rule of misses) missed.add(titles[rule]!)
    }
  })

  it.each(titles)('%s: fires, and passes over an event of its log source', (title) => {
    expect(fired).toContain(title)
    expect(missed).toContain(title)
  })

  it('hides the intrusion among ordinary events', () => {
    const records = fixtures.reduce((sum, { sourcePath }) => sum + readEvents(sourcePath).length, 0)
    expect(records).toBeGreaterThan(500)
  })
})

describe('correlations', () => {
  it.each(['program', 'reference'] as const)(
    'see the guessing and the new administrator, engine %s',
    async (engine) => {
      const { runnable, correlations } = prepared
      const matcher = createMatcher(runnable, engine)
      const collector = createPointCollector(runnable, correlations.uses)
      for (const [source, { bytes }] of fixtures.entries())
        decodeLog(createDecoder(), bytes, (event) => {
          const created = leafText(event, event.shape.leaves[event.shape.timeCreated])
          const ticks = parseTicks(created ?? '')!
          const time = { low: Number(ticks & 0xffff_ffffn), high: Number(ticks >> 32n) }
          for (const rule of matcher.matchEvent(event)) collector.add(rule, event, time, source)
        })
      const correlator = createCorrelator(correlations, engine)
      correlator.add(collector.take()!)
      const hits: CorrelationHit[] = []
      await correlator.run({
        newest: parseTicks('2026-03-12'),
        onHits: (batch) => void hits.push(...batch),
        signal: undefined,
      })
      correlator.close()
      const shown = hits.map(({ plan, group, firstTime, lastTime, evidenceCount, rules }) => ({
        title: correlations.plans[plan]!.rule.title,
        group: Object.fromEntries(group),
        from: firstTime.slice(0, 19),
        to: lastTime.slice(0, 19),
        evidence: evidenceCount,
        rules: rules.map(({ count }) => count),
      }))
      expect(shown.sort((a, b) => (a.title < b.title ? -1 : 1))).toEqual([
        {
          title: 'New Account Put in Group That Controls the Domain',
          group: { account: 'S-1-5-21-2417003719-1385530182-3092671455-1243' },
          from: '2026-03-11T01:20:11',
          to: '2026-03-11T01:20:52',
          evidence: 3,
          rules: [1, 2],
        },
        {
          title: 'Password Guessing From One Address',
          group: { IpAddress: '192.0.2.57', Computer: 'FS01.corp.example' },
          from: '2026-03-10T09:21:03',
          to: '2026-03-10T09:21:43',
          evidence: 11,
          rules: [11],
        },
        {
          title: 'Password Spraying From One Address',
          group: { IpAddress: '192.0.2.57' },
          from: '2026-03-10T09:21:03',
          to: '2026-03-10T09:21:43',
          evidence: 11,
          rules: [11],
        },
      ])
    },
  )
})
