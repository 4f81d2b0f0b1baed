/**
 * Queries of grep and SQLite over all records of attack-samples find what the engine finds: with every rule of rules/
 * and 200 of SigmaHQ's, those with hits first.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BackendName } from '../../src/convert/conversion.ts'
import { convertRule } from '../../src/convert/convert.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { EventView } from '../../src/event/event.ts'
import { isBody } from '../../src/event/lookup.ts'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { decodeLog, listLogs, readLog } from '../support/decode-log.ts'
import { eventXml } from '../support/event-xml.ts'
import { type FieldRow, hasGrep, hasSqlite, runGrep, runSql } from '../support/query-runs.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const SIGMAHQ_RULES = 200
/** Of the chosen rules, those with regular expressions or comparisons that the back end has no words for. */
const MAX_REFUSED = 12
const OWN_RULES = fileURLToPath(new URL('../../rules/', import.meta.url))

function readRules(folder: string): readonly RunnableRule[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml') && !name.endsWith('.test.yml'))
    .sort()
  const documents = files.flatMap(
    (name) => parseSigma(readFileSync(join(folder, name), 'utf8'), name).documents,
  )
  const { runnable } = prepareRules(documents, createBuiltinMapping())
  return runnable.filter(({ rule }) => rule.kind === 'detection' && rule.detection.aggregation === undefined)
}

interface Corpus {
  readonly rules: readonly RunnableRule[]
  readonly lines: readonly string[]
  readonly rows: readonly FieldRow[]
  /** Events by rule. */
  readonly hits: readonly (readonly number[])[]
}

function readCorpus(): Corpus {
  const own = readRules(OWN_RULES)
  const all = [...own, ...readRules(sharedPath('data', 'sigma', 'rules', 'windows'))]
  const program = createProgram(all)
  const decoder = createDecoder()
  const lines: string[] = []
  const rows: FieldRow[] = []
  const hits: number[][] = all.map(() => [])
  const visit = (event: EventView): void => {
    const number = lines.length
    for (const index of program.matchEvent(event)) hits[index]!.push(number)
    lines.push(eventXml(event))
    for (const leaf of event.shape.leaves)
      for (const text of leafTexts(event, leaf))
        rows.push([number, leaf.name, text, isBody(leaf) ? 'body' : 'system'])
  }
  for (const path of listLogs('attack-samples')) decodeLog(decoder, readLog('attack-samples', path), visit)
  const others = all.map((_, i) => i).slice(own.length)
  const chosen = [
    ...own.keys(),
    ...others
      .toSorted((a, b) => Math.sign(hits[b]!.length) - Math.sign(hits[a]!.length) || a - b)
      .slice(0, SIGMAHQ_RULES),
  ]
  return { rules: chosen.map((i) => all[i]!), lines, rows, hits: chosen.map((i) => hits[i]!) }
}

interface Difference {
  readonly title: string
  readonly missed: number
  readonly more: number
}

/** Rules that could be converted, and those whose events differ. */
function compare(
  { rules, hits }: Corpus,
  backend: BackendName,
  run: (queries: readonly string[]) => readonly (readonly number[] | string)[],
): { readonly compared: number; readonly found: number; readonly differences: readonly Difference[] } {
  const made = rules.map(({ rule }) => convertRule(rule, { backend }))
  const indexes = made.flatMap((one, i) => (one.type === 'queries' ? [i] : []))
  const queries = indexes.map((i) => made[i]!).map((one) => (one.type === 'queries' ? one.queries[0]! : ''))
  const results = run(queries)
  let found = 0
  const differences = results.flatMap((result, at): Difference[] => {
    const { rule } = rules[indexes[at]!]!
    const expected = hits[indexes[at]!]!
    if (typeof result === 'string') return [{ title: `${rule.title}: ${result}`, missed: 0, more: 0 }]
    found += result.length
    const missed = expected.filter((number) => !result.includes(number)).length
    const more = result.filter((number) => !expected.includes(number)).length
    return missed + more === 0 ? [] : [{ title: rule.title, missed, more }]
  })
  return { compared: results.length, found, differences }
}

describe.skipIf(!hasShared)('queries that are run', () => {
  let corpus: Corpus
  beforeAll(() => {
    corpus = readCorpus()
  })

  it.skipIf(!hasSqlite)('find in SQLite what the engine finds (Python is needed)', () => {
    const { compared, found, differences } = compare(corpus, 'sqlite', (queries) =>
      runSql(corpus.lines.length, corpus.rows, queries),
    )
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThanOrEqual(corpus.rules.length - MAX_REFUSED)
    expect(found).toBeGreaterThan(800)
  })

  it.skipIf(!hasGrep)('find with grep what the engine finds (`grep -P` is needed)', () => {
    const { compared, found, differences } = compare(corpus, 'grep', (queries) =>
      runGrep(corpus.lines, queries),
    )
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThanOrEqual(corpus.rules.length - MAX_REFUSED)
    expect(found).toBeGreaterThan(800)
  })
})
