/** The compiled program and the reference interpreter give the same answer to every rule and every event. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
})
