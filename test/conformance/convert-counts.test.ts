/**
 * All Windows rules of SigmaHQ become a query of each back end that a reader of its language accepts, or are refused
 * with a reason; how many of each is written down here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BACKEND_NAMES, type BackendName } from '../../src/convert/conversion.ts'
import { convertRule } from '../../src/convert/convert.ts'
import type { DetectionRule } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { readLucene } from '../support/read-lucene.ts'
import { readPowerShell } from '../support/read-powershell.ts'
import { readSearch } from '../support/read-search.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const FOLDERS = [
  'rules',
  'rules-compliance',
  'rules-dfir',
  'rules-emerging-threats',
  'rules-placeholder',
  'rules-threat-hunting',
]

function readRules(): readonly DetectionRule[] {
  const files = FOLDERS.flatMap((folder) => {
    const path = sharedPath('data', 'sigma', folder)
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .map((name) => join(path, name))
  })
  return files
    .flatMap((file) => parseSigma(readFileSync(file, 'utf8'), file).documents)
    .filter((document) => document.kind === 'detection')
    .filter(({ logsource }) => logsource.product === 'windows')
}

const WATCH =
  /^curl -s -XPUT -H 'Content-Type: application\/json' --data-binary @- localhost:9200\/_watcher\/watch\/[\w.-]+ <<'EOF'\n([\s\S]*)\nEOF$/

/** Throws on what the tool would not read. */
const READERS: Readonly<Record<BackendName, (query: string) => unknown>> = {
  powershell: readPowerShell,
  'es-qs': readLucene,
  'xpack-watcher': (query) => readLucene(JSON.parse(WATCH.exec(query)![1]!).metadata.query as string),
  graylog: readLucene,
  splunk: (query) => readSearch(query, 'splunk'),
  logpoint: (query) => readSearch(query, 'logpoint'),
  grep: (query) => expect(query).toMatch(/^grep -P '[^'\n]*'$/),
  sqlite: (query) => expect(query).toMatch(/^SELECT e\.\* FROM events e WHERE /),
}

/** The reason without what it is about. */
function reasonOf(message: string): string {
  return REASONS.find((reason) => message.includes(reason)) ?? message
}

const REASONS = [
  'placeholder without a value',
  'only as live ETW trace',
  'not with another field',
  'not compared',
  'regular expressions',
  'no wildcard for one character',
  'cannot be searched for',
  'winlogbeat does not keep',
  'parts of any field',
  'larger than grep takes',
  'too many beginnings',
  'Lucene has no',
]

/** Of every back end. */
const COMMON = { 'placeholder without a value': 16, 'only as live ETW trace': 15 }
/** One rule names networks of IPv6 that start with groups of zeros, which text may leave out. */
const ADDRESSES = { 'too many beginnings': 1 }
const LUCENE = {
  queries: 2826,
  refused: {
    ...COMMON,
    ...ADDRESSES,
    'not with another field': 4,
    'Lucene has no': 5,
    'winlogbeat does not keep': 5,
  },
}

/** Queries, and refusals by reason. */
const COUNTS: Readonly<
  Record<BackendName, { readonly queries: number; readonly refused: Readonly<Record<string, number>> }>
> = {
  powershell: { queries: 2836, refused: { ...COMMON, ...ADDRESSES, 'not compared': 4 } },
  'es-qs': LUCENE,
  'xpack-watcher': LUCENE,
  graylog: {
    queries: 2812,
    refused: {
      ...COMMON,
      ...ADDRESSES,
      'not with another field': 4,
      'Lucene has no': 5,
      'parts of any field': 19,
    },
  },
  splunk: {
    queries: 2701,
    refused: {
      ...COMMON,
      'not with another field': 4,
      'regular expressions': 96,
      'cannot be searched for': 23,
      'no wildcard for one character': 17,
    },
  },
  logpoint: {
    queries: 2740,
    refused: { ...COMMON, ...ADDRESSES, 'not with another field': 4, 'regular expressions': 96 },
  },
  grep: {
    queries: 2830,
    refused: { ...COMMON, ...ADDRESSES, 'not compared': 4, 'larger than grep takes': 6 },
  },
  sqlite: {
    queries: 2733,
    refused: { ...COMMON, ...ADDRESSES, 'regular expressions': 96, 'cannot be searched for': 11 },
  },
}

describe.skipIf(!hasShared)('every Windows rule', () => {
  const rules = hasShared ? readRules() : []

  it('is one of 2,872', () => {
    expect(rules.length).toBe(2872)
  })

  it.each(BACKEND_NAMES)('becomes a query that %s reads, or is refused with a reason', (backend) => {
    let queries = 0
    const refused: Record<string, number> = {}
    for (const rule of rules) {
      const made = convertRule(rule, { backend })
      if (made.type === 'refused') {
        const reason = reasonOf(made.message)
        refused[reason] = (refused[reason] ?? 0) + 1
        continue
      }
      queries++
      for (const query of made.queries) READERS[backend](query)
    }
    expect({ queries, refused }).toEqual(COUNTS[backend])
    expect(Object.values(refused).reduce((sum, count) => sum + count, queries)).toBe(rules.length)
  })

  it.each(BACKEND_NAMES)('has a query for %s when the nearest will do', (backend) => {
    for (const rule of rules) {
      const made = convertRule(rule, { backend, approximate: true })
      if (made.type === 'queries') for (const query of made.queries) READERS[backend](query)
    }
  })
})
