/**
 * The bundled rules and the fixtures prove each other: every rule is valid, fires where the story says so and nowhere
 * else, in both engines; every committed log is what its source encodes to.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { listFixtures, readEvents } from '../../fixtures/sources.mjs'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { fitsTarget, readEventKey } from '../../src/engine/fits-target.ts'
import type { EngineKind } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { leafText } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { decodeLog } from '../support/decode-log.ts'

const folder = fileURLToPath(new URL('../../rules/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yml'))
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
    expect(rule).toMatchObject({
      kind: 'detection',
      author: 'goshawk authors',
      date: '2026-11-24',
      custom: {},
    })
    expect(rule!.id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(rule!.level).toBeDefined()
    expect(rule!.status).toBeDefined()
    expect(rule!.description?.length).toBeGreaterThan(30)
    expect(rule!.references.length).toBeGreaterThan(0)
    expect(rule!.falsepositives.length).toBeGreaterThan(0)
    expect(rule!.tags.length).toBeGreaterThan(0)
    for (const tag of rule!.tags) expect(tag).toMatch(/^attack\.(t\d{4}(\.\d{3})?|s\d{4}|[a-z]+(-[a-z]+)*)$/)
    expect(file).toMatch(/^windows\/[a-z_]+\/[a-z0-9_]+\.yml$/)
  })

  it('run, all of them, without a doubt', () => {
    expect(prepared.rejected).toEqual([])
    expect(prepared.notApplicable).toEqual([])
    expect(prepared.warnings).toEqual([])
    expect(prepared.runnable).toHaveLength(files.length)
    expect(new Set(titles).size).toBe(files.length)
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
    const found = [...hits].map(([rule, records]) => {
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
