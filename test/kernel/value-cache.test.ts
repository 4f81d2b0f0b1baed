/**
 * The cache of values that both sides of a kernel add to and look into: what one has put in the other finds, and however
 * little it and the tables beside it hold, hits are the same.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatcherOf } from '../../src/engine/program/create-program.ts'
import { lowerRules } from '../../src/engine/program/dispatch/lowered-target.ts'
import { limitsOf, type ProgramOptions } from '../../src/engine/program/options.ts'
import { createRuntime } from '../../src/engine/program/run/runtime.ts'
import { createKernelCache } from '../../src/engine/program/screen/kernel-cache.ts'
import { linkKernel } from '../../src/engine/program/screen/link-kernel.ts'
import { findValue, Used, type ValueCache, valueAt } from '../../src/engine/program/state/value-cache.ts'
import { ENTRY_BYTES, ENTRY_KEY, ENTRY_LENGTH, ENTRY_OFFSET, LONG_BYTES } from '../../src/kernel/layout.ts'
import { NULL, string } from '../support/decode-streams.ts'
import { logOfStreams } from '../support/log-bytes.ts'
import { createTemplate, RULES, SYSMON } from './kernel-logs.ts'
import { cleanKernel, createSide, createTwins, type ScanSide } from './twin-scans.ts'

const GATE: ProgramOptions = {
  watchAfterRecords: 0,
  gateAboveNew: Number.POSITIVE_INFINITY,
  sampledRecords: 3,
}

/** A side whose cache can be looked into. */
function createOpenSide(options: ProgramOptions): { readonly side: ScanSide; readonly cache: ValueCache } {
  const kernel = cleanKernel()
  const limits = limitsOf({ cacheEntries: 1000, cacheBytes: 1 << 20, ...options })
  const kept = createKernelCache(kernel, limits.cacheEntries, limits.cacheBytes, limits.seed)!
  const runtime = createRuntime(lowerRules(RULES), RULES.length, limits, undefined, kept.cache)
  linkKernel(runtime, kernel, kept.address)
  return { side: createSide(RULES, createMatcherOf(runtime), kernel), cache: kept.cache }
}

/** Process creations by Sysmon. */
function logOfCommands(commands: readonly Buffer[]): Buffer {
  const template = createTemplate(['Image', 'CommandLine', 'User'])
  const image = string('C:\\Windows\\explorer.exe')
  return logOfStreams(
    commands.map((bytes, i) =>
      template.record({}, [image, { type: 1, bytes }, i % 2 === 0 ? NULL : string('me')]),
    ),
  )
}

/** Of every length, odd ones too; none is a hit. */
const commandsOf = (lengths: readonly number[]): Buffer[] =>
  lengths.map((length, i) => Buffer.from(`${i} ${'w'.repeat(length)}`, 'utf16le').subarray(0, length))

const LENGTHS = Array.from({ length: 90 }, (_, i) => 4 + i)

/** Entries that a look-up by hash finds, with the value that they hold. */
function countFound(cache: ValueCache): number {
  let found = 0
  for (let entry = 1; entry <= cache.used[Used.Count]!; entry++) {
    const field = (byte: number): number => cache.entries[(entry * ENTRY_BYTES + byte) / 4]!
    const value = findValue(cache, field(ENTRY_KEY), cache.view, field(ENTRY_OFFSET), field(ENTRY_LENGTH))
    if (value === valueAt(cache, entry) && cache.lastEntry === entry) found++
  }
  return found
}

describe('values', () => {
  it('that the kernel has put in are found by TypeScript', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { side, cache } = createOpenSide({ ...GATE, seed })
        side.scan([logOfCommands(commandsOf([1, 2, 3]))])
        const before = cache.used[Used.Count]!
        const { calls } = side.scan([logOfCommands(commandsOf(LENGTHS))])
        const added = cache.used[Used.Count]! - before
        expect(added).toBeGreaterThan(80)
        // The others are those that the kernel did not have to ask about.
        expect(calls.sets).toBeLessThan(30)
        // Entries whose places in the index were all taken are not found; there is room.
        expect(countFound(cache)).toBe(cache.used[Used.Count])
      }),
      { numRuns: 30 },
    )
  })

  it('that TypeScript has put in are found by the kernel', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { side, cache } = createOpenSide({ sampledRecords: 0, seed })
        const log = logOfCommands(commandsOf(LENGTHS))
        const first = side.scan([log])
        // Without a table for quick looks, each new value is asked about, but for those of the first record.
        expect(first.calls.sets).toBeGreaterThan(80)
        const count = cache.used[Used.Count]!
        const second = side.scan([log])
        expect(second.calls).toEqual({ accepted: 0, visited: 0, sets: 0 })
        expect(second.told.counts).toEqual(first.told.counts)
        expect(cache.used[Used.Count]).toBe(count)
      }),
      { numRuns: 30 },
    )
  })

  it('beyond 4 KB fill half of it, whoever puts them in', () => {
    for (const options of [GATE, { sampledRecords: 0 }]) {
      const { side, cache } = createOpenSide({ ...options, cacheBytes: 40_000 })
      for (let pass = 0; pass < 2; pass++)
        side.scan([
          logOfCommands(commandsOf([10, ...Array.from({ length: 9 }, () => LONG_BYTES + 10), 20, 30])),
        ])
      expect(cache.used[Used.LongBytes]).toBe(4 * (LONG_BYTES + 10))
      expect(countFound(cache)).toBe(cache.used[Used.Count])
    }
  })

  it('of exactly the bytes and entries that there is room for, and one more', () => {
    for (const options of [GATE, { sampledRecords: 0 }])
      for (const room of [{ cacheEntries: 5 }, { cacheBytes: 300 }]) {
        const { side, cache } = createOpenSide({ ...options, ...room })
        for (let n = 1; n < 40; n++) {
          side.scan([logOfCommands(commandsOf(LENGTHS.slice(0, n)))])
          expect(cache.used[Used.Count]).toBeLessThanOrEqual(cache.maxEntries)
          expect(cache.used[Used.Bytes]).toBeLessThanOrEqual(cache.maxBytes)
          const kept = Array.from(
            { length: cache.used[Used.Count]! },
            (_, i) => cache.entries[((1 + i) * ENTRY_BYTES + ENTRY_LENGTH) / 4]!,
          )
          expect(kept.reduce((sum, length) => sum + length, 0)).toBe(cache.used[Used.Bytes])
        }
      }
  })
})

const LITTLE: Readonly<Record<string, ProgramOptions>> = {
  'no cache': { cacheEntries: 0 },
  'one entry': { cacheEntries: 1 },
  'three entries': { cacheEntries: 3, cacheBytes: 64 },
  'few bytes': { cacheBytes: 20 },
  'a reset at every record': { maxSets: 0 },
  'few sets': { maxSets: 3 },
  'few items': { maxSetItems: 4 },
  'few unions': { maxUnions: 1 },
  'few states': { maxStates: 1 },
  'few programs': { maxPrograms: 1 },
  'few buckets': { maxBuckets: 2 },
  'few of everything': {
    maxSets: 6,
    maxUnions: 2,
    maxStates: 2,
    maxPrograms: 2,
    maxBuckets: 5,
    cacheEntries: 4,
  },
}

const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('cmd', 'cmd /c dir', 'net use', '', 'notepad.exe a b c d', 'NUL\0'),
  },
  { weight: 3, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('MIMIKATZ', 'x -enc y', '12345z', 'caf\u00e9 -ENC ') },
)

const row = fc.record({
  id: fc.constantFrom(1, 1, 1, 3, 4624, 7045),
  channel: fc.constantFrom(SYSMON, SYSMON, 'Security', 'System', 'Other'),
  image: fc.constantFrom('a.exe', 'C:\\evil.EXE', 'C:\\x'),
  command,
  user: fc.option(fc.constantFrom('', 'me')),
})

describe('hits are the same', () => {
  for (const [name, options] of Object.entries(LITTLE))
    it(name, () => {
      let hits = 0
      fc.assert(
        fc.property(fc.array(row, { minLength: 5, maxLength: 80 }), fc.boolean(), (rows, hasGate) => {
          const twins = createTwins(RULES, { cacheBytes: 1 << 14, ...(hasGate && GATE), ...options })
          const template = createTemplate(['Image', 'CommandLine', 'User'])
          const log = logOfStreams(
            rows.map(({ id, channel, image, command: text, user }) =>
              template.record({ id, channel: string(channel) }, [
                string(image),
                string(text),
                user === null ? NULL : string(user),
              ]),
            ),
          )
          for (let pass = 0; pass < 2; pass++) hits += twins.scan([log, log]).told.hits.length
        }),
        { numRuns: 25 },
      )
      expect(hits).toBeGreaterThan(5)
    })
})
