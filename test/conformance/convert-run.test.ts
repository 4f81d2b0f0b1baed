/**
 * Queries of grep and SQLite over all records of attack-samples find what the engine finds: with every rule of rules/
 * and 200 of SigmaHQ's, those with hits first. Those of the others, which are not here to be run, are read by a grammar
 * of their language and evaluated.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FieldName, Inability } from '../../src/convert/backend.ts'
import { ES_QS } from '../../src/convert/backends/es-qs.ts'
import { GRAYLOG } from '../../src/convert/backends/graylog.ts'
import { LOGPOINT } from '../../src/convert/backends/logpoint.ts'
import { SPLUNK } from '../../src/convert/backends/splunk.ts'
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
import { compileQuery, type QueriedEvent } from '../support/evaluate-query.ts'
import { eventXml } from '../support/event-xml.ts'
import { type FieldRow, hasGrep, hasSqlite, runGrep, runSql } from '../support/query-runs.ts'
import type { QueryTree } from '../support/query-tree.ts'
import { readLucene } from '../support/read-lucene.ts'
import { readPowerShell } from '../support/read-powershell.ts'
import { readSearch } from '../support/read-search.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const SIGMAHQ_RULES = 200
/** Of the chosen rules, those with regular expressions, comparisons or wildcards that the back end has no words for. */
const MAX_REFUSED = 13
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
  approximate = false,
): { readonly compared: number; readonly found: number; readonly differences: readonly Difference[] } {
  const made = rules.map(({ rule }) => convertRule(rule, { backend, approximate }))
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

/** PowerShell's properties of a record. */
const PROPERTIES: Readonly<Record<string, string>> = {
  Channel: '$_.LogName',
  EventID: '$_.Id',
  Provider_Name: '$_.ProviderName',
  Computer: '$_.MachineName',
  Level: '$_.Level',
}

/** How a query is read, and the name that the back end has for a field of the event. */
const READ: Readonly<
  Record<string, readonly [(query: string) => QueryTree, (name: string) => FieldName | Inability]>
> = {
  powershell: [readPowerShell, (name) => ({ name: PROPERTIES[name] ?? name })],
  'es-qs': [readLucene, ES_QS.field],
  graylog: [readLucene, GRAYLOG.field],
  splunk: [(query) => readSearch(query, 'splunk'), SPLUNK.field],
  logpoint: [(query) => readSearch(query, 'logpoint'), LOGPOINT.field],
}

/**
 * Events as the back end's fields: a blank in a name of Windows is an underline in rules, and collectors leave out
 * values that are empty.
 */
function asQueried(
  { lines, rows }: Corpus,
  fieldOf: (name: string) => FieldName | Inability,
): readonly QueriedEvent[] {
  const events = lines.map((xml) => ({ texts: new Map<string, string[]>(), xml }))
  const add = (number: number, name: string, text: string): void => {
    const { texts } = events[number]!
    texts.set(name, [...(texts.get(name) ?? []), text])
  }
  for (const [number, name, text, part] of rows) {
    if (text === '') continue
    const named = fieldOf(name.replaceAll(' ', '_'))
    if (!('cannot' in named)) add(number, named.name.replaceAll('"', ''), (named.valuePrefix ?? '') + text)
    if (part === 'body') add(number, '*', text)
  }
  return events
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
  describe.each(Object.entries(READ))('by the grammar of %s', (name, [read, fieldOf]) => {
    const backend = name as BackendName
    let events: readonly QueriedEvent[]
    beforeAll(() => {
      events = asQueried(corpus, fieldOf)
    })
    const run = (queries: readonly string[]) =>
      queries.map((query) => {
        const holds = compileQuery(read(query))
        return events.flatMap((event, i) => (holds(event) ? [i] : []))
      })

    it('find what the engine finds', () => {
      const { compared, found, differences } = compare(corpus, backend, run)
      expect(differences).toEqual([])
      expect(compared).toBeGreaterThanOrEqual(corpus.rules.length - MAX_REFUSED)
      expect(found).toBeGreaterThan(750)
    })

    it('find no less where the nearest will do', () => {
      const { compared, differences } = compare(corpus, backend, run, true)
      expect(differences.filter(({ missed }) => missed > 0)).toEqual([])
      expect(compared).toBe(corpus.rules.length)
    })
  })
})
