/**
 * Every value of two corpora as evtx_dump decodes it, against ours. Records are matched by file and order; what is
 * rendered otherwise is listed by class, and a difference of no class fails.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import type { LogDecoder } from '../../src/event/decoder.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { Corpus } from '../support/decode-log.ts'
import { decodeLog, listLogs, readLog } from '../support/decode-log.ts'
import type { Tally } from '../support/difference-tally.ts'
import { compareRecord, createTally, describeTally } from '../support/difference-tally.ts'
import { EVTX_DUMP_DIFFERENCES } from '../support/evtx-dump-differences.ts'
import { hasShared } from '../support/shared.ts'
import type { PlacedValues, TruthRecord } from '../support/truth-record.ts'
import { placeLeaves, readTruth } from '../support/truth-record.ts'

/** Logs with a truth, and the values that it has at least; fewer would mean that it was not read. */
const SIZES = {
  'attack-samples': { logs: 277, records: 8_255, places: 200_000 },
  'mitre-attack': { logs: 281, records: 10_015, places: 250_000 },
} as const

function groupByFile(records: readonly TruthRecord[]): Map<string, TruthRecord[]> {
  const groups = new Map<string, TruthRecord[]>()
  for (const record of records) {
    const group = groups.get(record.file)
    if (group === undefined) groups.set(record.file, [record])
    else group.push(record)
  }
  return groups
}

function compareCorpus(decoder: LogDecoder, corpus: Corpus, truth: readonly TruthRecord[]): Tally {
  const tally = createTally()
  const groups = groupByFile(truth)
  const paths = listLogs(corpus)
  expect([...groups.keys()].sort()).toEqual(paths)
  for (const path of paths) {
    const ours: PlacedValues[] = []
    decodeLog(decoder, readLog(corpus, path), (event) => ours.push(placeLeaves(event)))
    const theirs = groups.get(path)!
    expect(ours.length, path).toBe(theirs.length)
    for (const [i, values] of ours.entries())
      compareRecord(tally, EVTX_DUMP_DIFFERENCES, `${path} record ${i}`, values, theirs[i]!.values)
  }
  return tally
}

describe.skipIf(!hasShared)('values as evtx_dump decodes them', () => {
  const decoders = { fast: createDecoder, slow: createSlowDecoder } as const
  describe.each(['attack-samples', 'mitre-attack'] as const)('%s', (corpus) => {
    const size = SIZES[corpus]
    let truth: readonly TruthRecord[] = []
    beforeAll(() => {
      truth = readTruth(corpus)
    })

    test('the truth is complete', () => {
      expect(truth.length).toBe(size.records)
      expect(new Set(truth.map((record) => record.file)).size).toBe(size.logs)
    })

    test.each(['fast', 'slow'] as const)('%s decoder', (name) => {
      const tally = compareCorpus(decoders[name](), corpus, truth)
      if (name === 'fast') console.log(`${corpus}: ${describeTally(tally, EVTX_DUMP_DIFFERENCES)}`)
      expect(tally.unexplained).toEqual([])
      expect(tally.places).toBeGreaterThan(size.places)
    })
  })
})
