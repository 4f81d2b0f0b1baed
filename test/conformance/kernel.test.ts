/** SigmaHQ's rules over all real logs: scans with and without a kernel tell the same. */
import { describe, expect, it } from 'vitest'
import type { BucketSample } from '../../src/engine/bucket-sample.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { loadRuleSet } from '../../src/scan/rule-set.ts'
import type { TickRange } from '../../src/scan/time-range.ts'
import { createTwins } from '../kernel/twin-scans.ts'
import { CORPORA, listLogs, readLog } from '../support/decode-log.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const FOLDERS = ['rules', 'rules-emerging-threats', 'rules-threat-hunting']

/** Gates in every bucket that has had a few records. */
const GATE: ProgramOptions = {
  watchAfterRecords: 0,
  gateAboveNew: Number.POSITIVE_INFINITY,
  sampledRecords: 8,
}

/** 2020-01-01 to 2020-07-01, which parts many of the logs. */
const RANGE: TickRange = { from: 132_223_104_000_000_000n, to: 132_380_352_000_000_000n }

// Without ../shared there are no real logs; support/shared.ts says so, and fails where they are required.
describe.skipIf(!hasShared)('scans of real logs with and without a kernel', () => {
  const rules = hasShared
    ? prepareRules(
        loadRuleSet(
          FOLDERS.map((folder) => sharedPath('data/sigma', folder)),
          'builtin',
        ).documents,
        createBuiltinMapping(),
      ).runnable
    : []
  const logs = hasShared
    ? CORPORA.flatMap((corpus) => listLogs(corpus).map((path) => readLog(corpus, path)))
    : []

  it.each([true, false])('with samples of earlier scans, reports: %s', (details) => {
    const sample: BucketSample = { sampled: 1, counts: new Map(), freshFields: new Set() }
    const known = Object.assign(new Map<string, BucketSample>(), { get: () => sample })
    const { told } = createTwins(rules, {}, details, known).scan(logs)
    expect(told.hitCounts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2900)
  })

  it.each<[string, ProgramOptions, TickRange, boolean]>([
    ['as it comes', {}, {}, true],
    ['without reports', {}, {}, false],
    ['with gates', GATE, {}, true],
    [
      'with little memory',
      { ...GATE, cacheEntries: 200, maxSets: 500, maxUnions: 300, maxPrograms: 30 },
      {},
      true,
    ],
    ['of half a year', {}, RANGE, true],
  ])('%s', (_, options, range, details) => {
    const { told, calls } = createTwins(rules, options, details).scan(logs, range)
    const found = told.counts.reduce((sum, c) => sum + (c?.recordsRead ?? 0) + (c?.recordsSkipped ?? 0), 0)
    const read = told.counts.reduce((sum, c) => sum + (c?.recordsRead ?? 0), 0)
    expect(found).toBeGreaterThan(36_000)
    const hits = told.hitCounts.reduce((sum, count) => sum + count, 0)
    expect(hits).toBeGreaterThan(range === RANGE ? 50 : 2900)
    expect(told.hits.length > 0).toBe(details)
    expect(told.tally.outOfRange > 1000).toBe(range === RANGE)
    // Most of what is never wanted, and of what is, does not reach the consumer.
    expect(calls.accepted).toBeLessThan(found / 2)
    expect(calls.visited).toBeLessThan(read)
  })
})
