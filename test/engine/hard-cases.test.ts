/** Hard cases of Sigma's semantics, through the parser, the preparation of rules and both engines. */
import { describe, expect, test } from 'vitest'
import { createMatcher } from '../../src/engine/create-matcher.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { EventView, Section } from '../../src/event/event.ts'
import type { PlainField } from '../../src/event/plain-event.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import type { Mapping, Target } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import type { MadeLeaf, MadeValue } from '../support/made-event.ts'
import { composed, makeEvent, value } from '../support/made-event.ts'
import type { CaseEvent, CaseValue, HardCase } from './hard-case-table.ts'
import { HARD_CASES } from './hard-case-table.ts'

const LAST_ROW = 81

const everyRecord: Target = {
  id: 'every record',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: { id: 'raw', sourcesOf: () => undefined },
}
const rawMapping: Mapping = { name: 'raw', resolve: () => ({ type: 'targets', targets: [everyRecord] }) }
const builtinMapping = createBuiltinMapping()

/** The case as a rule file. */
function yamlOf({ detection, logsource }: HardCase): string {
  const body = detection.includes('condition:') ? detection : `${detection}\ncondition: s`
  return `title: case\nlogsource: ${logsource ?? '{product: windows}'}\ndetection:\n${body.replace(/^/gm, '  ')}\n`
}

/** The rule as it runs, or the codes of what it was refused for. */
function load(hardCase: HardCase): RunnableRule | readonly string[] {
  const parsed = parseSigma(yamlOf(hardCase), 'case.yml')
  const mapping = hardCase.logsource === undefined ? rawMapping : builtinMapping
  const prepared = prepareRules(parsed.documents, mapping)
  const rejected = [...parsed.rejected, ...prepared.rejected]
  return prepared.runnable[0] ?? rejected.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
}

const buildPlain = createPlainEventBuilder()

function build(event: CaseEvent): EventView {
  const fields = [
    ...Object.entries(event.system ?? {}).map(([name, v]) => ({ section: 'system' as const, name, v })),
    ...Object.entries(event.fields).map(([name, v]) => ({
      section: event.userData ? ('userData' as const) : ('eventData' as const),
      name,
      v,
    })),
  ]
  return fields.some(({ v }) => isTyped(v)) ? buildTyped(fields) : buildPlain(fields.map(plainField))
}

interface CaseField {
  readonly section: Section
  readonly name: string
  readonly v: CaseValue
}

function isTyped(v: CaseValue): v is MadeValue {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

function plainField({ section, name, v }: CaseField): PlainField {
  if (isTyped(v)) throw new TypeError(`${name} is typed`)
  return { section, name, values: [v].flat() as (string | null)[] }
}

function buildTyped(fields: readonly CaseField[]): EventView {
  const leaves: MadeLeaf[] = []
  const values: MadeValue[] = []
  for (const { section, name, v } of fields) {
    for (const one of isTyped(v) ? [v] : ([v].flat() as (string | null)[])) {
      leaves.push({ section, name, slot: values.length })
      values.push(typeof one === 'string' ? composed(one) : (one ?? value(0, '')))
    }
  }
  return makeEvent(leaves, values)
}

test('every row is there', () => {
  const rows = new Set(HARD_CASES.map(({ row }) => row))
  const missing = Array.from({ length: LAST_ROW }, (_, i) => i + 1).filter((row) => !rows.has(row))
  expect(missing).toEqual([])
})

describe.each(['reference', 'program'] as const)('%s engine', (kind) => {
  test.each(HARD_CASES)('row $row: $detection', (hardCase) => {
    const rule = load(hardCase)
    if (hardCase.isRefused) {
      expect(rule).toBeInstanceOf(Array)
      expect(rule).not.toEqual([])
      return
    }
    if (!('targets' in rule)) throw new Error(`refused: ${rule.join(', ')}`)
    expect(hardCase.events?.length).toBeGreaterThan(0)
    const matcher = createMatcher([rule], kind)
    for (const [event, expected] of hardCase.events ?? []) {
      const view = build(event)
      expect([event, [...matcher.matchEvent(view)]]).toEqual([event, expected ? [0] : []])
      if (expected) expect(matcher.wants(view)).toBe(true)
    }
  })
})
