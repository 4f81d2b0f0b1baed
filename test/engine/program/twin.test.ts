/** The compiled program and the reference interpreter give the same answer to every rule and every event. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketSample, BucketSamples } from '../../../src/engine/bucket-sample.ts'
import { createInterpreter } from '../../../src/engine/interpret.ts'
import { createProgram } from '../../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../../src/engine/program/options.ts'
import { arbitraryEvents, systemPartOf } from '../../support/arbitrary-events.ts'
import { arbitraryRules } from '../../support/arbitrary-rules.ts'
import { shortReport } from '../../support/short-report.ts'

/** Whatever the first records hold. */
const GATE: ProgramOptions = { watchAfterRecords: 0, gateAboveNew: Number.POSITIVE_INFINITY }

const OPTIONS: Readonly<Record<string, ProgramOptions>> = {
  'as it comes': {},
  'without a cache': { cacheEntries: 0 },
  'with a tiny cache': { cacheEntries: 3, cacheBytes: 64, seed: 1 },
  'with a reset at every record': { maxSets: 0, maxBuckets: 0 },
  'with states forgotten often': { maxStates: 2, maxUnions: 1, maxPrograms: 1, seed: 7 },
  'with few items in sets': { maxSetItems: 3 },
  'with a gate from the second record on': { ...GATE, sampledRecords: 1 },
  'with a gate from the fourth record on, without a cache': { ...GATE, sampledRecords: 3, cacheEntries: 0 },
  'with a gate, and states forgotten often': {
    ...GATE,
    sampledRecords: 1,
    maxStates: 2,
    maxUnions: 1,
    maxPrograms: 1,
  },
  'without a gate': { sampledRecords: 0 },
}

/** Whatever a file says that scans before may have left. */
const anySample: fc.Arbitrary<BucketSample> = fc.record({
  sampled: fc.integer({ min: 1, max: 9 }),
  counts: fc.array(fc.tuple(fc.nat(40), fc.nat(9))).map((counts) => new Map(counts)),
  freshFields: fc.array(fc.nat(9)).map((fields) => new Set(fields)),
})

/** The same sample for every bucket. */
function ofAll(sample: BucketSample): BucketSamples {
  return Object.assign(new Map<string, BucketSample>(), { get: () => sample })
}

describe('program = interpreter', () => {
  for (const [name, options] of Object.entries(OPTIONS)) {
    it(name, () => {
      fc.assert(
        fc.property(
          arbitraryRules,
          fc.array(arbitraryEvents, { minLength: 1, maxLength: 3 }),
          (rules, groups) => {
            const program = createProgram(rules, options)
            const reference = createInterpreter(rules)
            const events = groups.flat()
            for (const event of [...events, ...events.toReversed()]) {
              const expected = [...reference.matchEvent(event)]
              expect([...program.matchEvent(event)]).toEqual(expected)
              if (!program.wants(systemPartOf(event))) expect(expected).toEqual([])
            }
          },
        ),
        { numRuns: 400, reporter: shortReport },
      )
    })
  }

  it('with samples of an earlier scan', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        fc.array(arbitraryEvents, { minLength: 1, maxLength: 3 }),
        anySample,
        (rules, groups, sample) => {
          const program = createProgram(rules, {}, undefined, ofAll(sample))
          const reference = createInterpreter(rules)
          const events = groups.flat()
          for (const event of [...events, ...events.toReversed()])
            expect([...program.matchEvent(event)]).toEqual([...reference.matchEvent(event)])
        },
      ),
      { numRuns: 800, reporter: shortReport },
    )
  })
})
