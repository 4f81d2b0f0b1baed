/**
 * Every condition of SigmaHQ's active rules, judged by a second reading: the condition's text as an expression of
 * JavaScript, which binds `!`, `&&` and `||` as Sigma binds `not`, `and` and `or`. Both engines must agree with it on
 * events in which identifiers hold in many combinations. And every chain of modifiers has a case of its own.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Target } from '../../src/mapping/mapping.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { CHAIN_CASES } from '../engine/modifier-chain-table.ts'
import { RAW_VIEW } from '../support/arbitrary-rules.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const FOLDERS = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-placeholder',
  'rules-compliance',
]

interface WrittenCondition {
  readonly condition: string
  readonly names: readonly string[]
}

type Document = { readonly detection?: Readonly<Record<string, unknown>> }

/** Detections as the YAML library reads them. */
function readDetections(): readonly Readonly<Record<string, unknown>>[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(sharedPath('data/sigma', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yml'))
      .map((name) => parse(readFileSync(sharedPath('data/sigma', folder, name), 'utf8')) as Document)
      .flatMap(({ detection }) => (detection === undefined ? [] : [detection])),
  )
}

function distinctConditions(detections: readonly Readonly<Record<string, unknown>>[]): WrittenCondition[] {
  const found = new Map<string, WrittenCondition>()
  for (const { condition, ...identifiers } of detections) {
    const written = { condition: String(condition), names: Object.keys(identifiers) }
    found.set(JSON.stringify(written), written)
  }
  return [...found.values()]
}

type Judge = (holds: (name: string) => boolean) => boolean

/** The second reading. */
function translate({ condition, names }: WrittenCondition): Judge {
  const joined = (pattern: string, operator: string): string => {
    const test = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
    const meant = names.filter((name) => test.test(name) && !name.startsWith('_'))
    return `(${meant.map((name) => `holds("${name}")`).join(operator)})`
  }
  const source = condition
    .replace(/\b(1|any|all) of ([\w*]+)/g, (_, count: string, pattern: string) =>
      joined(pattern === 'them' ? '*' : pattern, count === 'all' ? '&&' : '||'),
    )
    .replace(/"[^"]*"|[\w-]+/g, (word) => {
      if (word.startsWith('"') || word === 'holds') return word
      return { and: '&&', or: '||', not: '!' }[word] ?? `holds("${word}")`
    })
  return new Function('holds', `return ${source}`) as Judge
}

const everyRecord: Target = {
  id: 'all',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: RAW_VIEW,
}

/** The rule with an identifier `n` that holds when the field `Fn` is there. */
function load({ condition, names }: WrittenCondition): RunnableRule {
  const searches = names.map((name, i) => `  ${name}:\n    F${i}: x\n`).join('')
  const text = `title: t\nlogsource: {product: windows}\ndetection:\n${searches}  condition: ${JSON.stringify(condition)}\n`
  const { documents, rejected } = parseSigma(text, 'rule.yml')
  const [rule] = documents
  if (rule?.kind !== 'detection') throw new Error(JSON.stringify([condition, rejected]))
  return { rule, targets: [everyRecord] }
}

/** Which of the 34 identifiers at most hold: all combinations of the first ten, the others by a fixed hash. */
function* combinations(): Generator<readonly boolean[]> {
  for (let bits = 0; bits < 1024; bits++)
    yield Array.from(
      { length: 40 },
      (_, i) => (i < 10 ? (bits >> i) & 1 : (Math.imul(bits * 41 + i, 0x9e3779b1) >>> 13) & 1) === 1,
    )
}

describe.skipIf(!hasShared)("SigmaHQ's active rules", () => {
  const detections = hasShared ? readDetections() : []
  const conditions = distinctConditions(detections)

  it('have the conditions that were counted', () => {
    expect(detections).toHaveLength(3780)
    expect(new Set(conditions.map(({ condition }) => condition)).size).toBeGreaterThan(313)
    expect(Math.max(...conditions.map(({ names }) => names.length))).toBe(34)
  })

  it('match when their conditions hold, in both engines', () => {
    const rules = conditions.map(load)
    const judges = conditions.map(translate)
    const matchers = (['reference', 'program'] as const).map((kind) => createMatcher(rules, kind))
    const build = createPlainEventBuilder()
    const seen = { held: 0, failed: 0 }
    for (const holds of combinations()) {
      const event = build(
        holds.flatMap((held, i) =>
          held ? [{ section: 'eventData' as const, name: `F${i}`, values: ['x'] }] : [],
        ),
      )
      const expected = judges.flatMap((judge, index) => {
        const { names } = conditions[index]!
        return judge((name) => holds[names.indexOf(name)]!) ? [index] : []
      })
      seen.held += expected.length
      seen.failed += rules.length - expected.length
      for (const matcher of matchers) expect([...matcher.matchEvent(event)]).toEqual(expected)
    }
    expect(Math.min(seen.held, seen.failed)).toBeGreaterThan(100_000)
  })

  it('have no chain of modifiers without a case', () => {
    const chains = new Set<string>()
    const collect = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(collect)
      else if (typeof node === 'object' && node !== null) {
        for (const [key, value] of Object.entries(node)) {
          const [field, ...modifiers] = key.split('|')
          chains.add(`${field === '' ? '|' : ''}${modifiers.join('|')}`)
          if (typeof value === 'object') collect(value)
        }
      }
    }
    for (const { condition: _condition, ...identifiers } of detections)
      Object.values(identifiers).forEach(collect)
    const cases = new Set(
      CHAIN_CASES.map(({ key }) => {
        const [field, ...modifiers] = key.split('|')
        return `${field === '' && modifiers.length > 0 ? '|' : ''}${modifiers.join('|')}`
      }),
    )
    expect([...chains].filter((name) => !cases.has(name))).toEqual([])
    expect(chains.size).toBeGreaterThanOrEqual(17)
  })
})
