/**
 * No part of a bundled rule is there for show: without any one of its tests and filters it fires on an event of the
 * fixtures or of its own tests that it passes over as it is. Tests of the event id are left out where only that event
 * has such fields.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { listFixtures } from '../../fixtures/sources.mjs'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createPlainEventBuilder, type PlainField } from '../../src/event/plain-event.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { readRuleTests } from '../../src/sigma/rule-test/read-rule-tests.ts'
import { decodeLog } from '../support/decode-log.ts'

interface RuleText {
  title: string
  detection: Record<string, unknown>
}

interface Variant {
  readonly file: string
  readonly part: string
  readonly rule: RuleText
}

/** Tests that say which event it is, rather than what is in it. */
const IDENTITY = new Set(['EventID', 'Provider_Name', 'LogonType'])
const EVERY_EVENT = { 'EventRecordID|exists': true }
const NO_EVENT = { EventRecordID: 'none' }

const folder = fileURLToPath(new URL('../../rules/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yml') && !path.endsWith('.test.yml'))
  .sort()

/** The rule as it is, then once without each part. */
function variantsOf(file: string): Variant[] {
  const text = readFileSync(`${folder}${file}`, 'utf8')
  const whole: RuleText = parse(text)
  // Correlations and filters have tests that hold back and let through by number and order.
  if (whole.detection === undefined) return []
  const variants: Variant[] = [{ file, part: '', rule: whole }]
  const add = (part: string, change: (detection: RuleText['detection']) => void): void => {
    const rule: RuleText = parse(text)
    change(rule.detection)
    variants.push({ file, part, rule })
  }
  for (const [name, search] of Object.entries(whole.detection)) {
    if (name === 'condition') continue
    if (name.startsWith('filter_')) add(name, (detection) => Object.assign(detection, { [name]: NO_EVENT }))
    else if (Array.isArray(search))
      add(name, (detection) => Object.assign(detection, { [name]: EVERY_EVENT }))
    else {
      const keys = Object.keys(search as object)
      for (const key of keys.filter((k) => !IDENTITY.has(k)))
        add(`${name}.${key}`, (detection) => {
          const rest = keys.filter((k) => k !== key).map((k) => [k, (search as Record<string, unknown>)[k]])
          detection[name] = rest.length === 0 ? EVERY_EVENT : Object.fromEntries(rest)
        })
    }
  }
  return variants
}

/** The events in the tests of a rule; ids so that parts that are left out hold for them. */
function testEvents(file: string): readonly (readonly PlainField[])[] {
  const name = file.replace(/\.yml$/, '.test.yml')
  const { tests } = readRuleTests(readFileSync(`${folder}${name}`, 'utf8'), name)
  const id: PlainField = { section: 'system', name: 'EventRecordID', values: ['1'] }
  return tests.flatMap(({ cases }) =>
    cases.flatMap(({ events }) => events.map(({ fields }) => [id, ...fields])),
  )
}

/** How many events of the fixtures and of tests each variant matches. */
function countHits(variants: readonly Variant[]): number[] {
  const documents = variants.flatMap(({ rule }, i) => {
    const text = stringify({ ...rule, id: undefined, name: undefined, title: String(i) })
    // Rules run in the order of their files.
    return parseSigma(text, String(i).padStart(6, '0')).documents
  })
  const { runnable } = prepareRules(documents, createBuiltinMapping())
  expect(runnable.map(({ rule }) => rule.title)).toEqual(variants.map((_, i) => String(i)))
  const matcher = createMatcher(runnable, 'program')
  const counts: number[] = variants.map(() => 0)
  for (const { logPath } of listFixtures())
    decodeLog(createDecoder(), readFileSync(logPath), (event) => {
      for (const rule of matcher.matchEvent(event)) counts[rule]!++
    })
  const build = createPlainEventBuilder()
  for (const fields of files.flatMap(testEvents))
    for (const rule of matcher.matchEvent(build(fields))) counts[rule]!++
  return counts
}

describe('every part of a rule', () => {
  it('holds back an event of the fixtures or tests', () => {
    const variants = files.flatMap(variantsOf)
    const counts = countHits(variants)
    const idle: string[] = []
    let whole = 0
    variants.forEach(({ file, part }, i) => {
      if (part === '') whole = counts[i]!
      else if (counts[i]! <= whole) idle.push(`${file}: ${part}`)
    })
    expect(variants.length).toBeGreaterThan(2 * files.length)
    expect(idle).toEqual([])
  })
})
