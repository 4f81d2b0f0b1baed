/**
 * What happens when the kernel's memory has no more room, for plans, programs, tables, names, routes: some records are left
 * to TypeScript, or all is forgotten and learnt again, and both scans tell the same.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import type { Area, Kernel } from '../../src/kernel/create-kernel.ts'
import { MAX_HEAD_NAMES, MAX_ROUTES, PLAN_BYTES } from '../../src/kernel/layout.ts'
import { string } from '../support/decode-streams.ts'
import { CHUNK, chunkAt, FILE_HEADER, logOfStreams, makeLog, sealFile } from '../support/log-bytes.ts'
import { createTemplate, processEvent, RULES, SYSMON, type ValuesOfSystem } from './kernel-logs.ts'
import { cleanKernel, compareSides, createSide, createTwins, type ScanSide } from './twin-scans.ts'

const FIELDS = ['Image', 'CommandLine', 'User']
const GATE: ProgramOptions = {
  watchAfterRecords: 0,
  gateAboveNew: Number.POSITIVE_INFINITY,
  sampledRecords: 2,
}

/** One that is full after so many bytes; counts how often it was. */
function smaller(area: Area, maxBytes: number): Area & { readonly refusals: number } {
  let left = maxBytes
  let refusals = 0
  return {
    get refusals() {
      return refusals
    },
    allocate(lengthBytes) {
      if (lengthBytes > left) {
        refusals++
        return 0
      }
      left -= lengthBytes
      return area.allocate(lengthBytes)
    },
    clear() {
      left = maxBytes
      area.clear()
    },
  }
}

/** Both sides, where the kernel has one area of this size only. */
function twinsWith(
  name: 'plans' | 'programs' | 'tables',
  maxBytes: number,
): { readonly twins: ScanSide; readonly area: { readonly refusals: number } } {
  const area = smaller(cleanKernel()[name], maxBytes)
  const kernel: Kernel = { ...cleanKernel(), [name]: area }
  const options: ProgramOptions = { ...GATE, cacheBytes: 1 << 14 }
  const plain = createSide(RULES, createProgram(RULES, options))
  return {
    twins: compareSides(plain, createSide(RULES, createProgram(RULES, options, kernel), kernel)),
    area,
  }
}

const row = fc.record({
  template: fc.nat(11),
  channel: fc.constantFrom(SYSMON, SYSMON, 'Security', 'System', 'Other'),
  id: fc.constantFrom(1, 1, 3, 4624, 7045),
  command: fc.oneof(fc.constantFrom('cmd', 'mimikatz', 'x -enc', 'caf\u00e9'), fc.string({ maxLength: 12 })),
})

/** Records of several templates, each defined where it is first used; their fields stand in different orders. */
const logOfTemplates = fc.array(row, { minLength: 20, maxLength: 90 }).map((rows) => {
  const orders = Array.from({ length: 12 }, (_, i) => [...FIELDS.slice(i % 3), ...FIELDS.slice(0, i % 3)])
  const templates = orders.map((fields, i) =>
    createTemplate([...fields, `Field${i}`], { outer: 101 + i, inner: 201 + i }),
  )
  return logOfStreams(
    rows.map(({ template, channel, id, command }) => {
      const values = orders[template]!.map((name) => (name === 'CommandLine' ? command : 'a.exe'))
      return templates[template]!.record({ channel: string(channel), id }, [...values, 'x'].map(string))
    }),
  )
})

/** Records whose channel and host are the template's, in any order. */
const logOfConstants = fc
  .array(row, { minLength: 20, maxLength: 60 })
  .map((rows) =>
    makeLog(
      rows.map(({ template, channel, id, command }) =>
        processEvent(command, { channel, eventId: id, computer: `host${template % 4}` }),
      ),
    ),
  )

const logOf = fc.oneof(logOfTemplates, logOfConstants)

describe.each([
  ['plans', 64],
  ['plans', 600],
  ['programs', 16],
  ['programs', 600],
  ['programs', 3000],
  ['tables', 100],
  ['tables', 3000],
] as const)('%s: room for %i bytes', (name, maxBytes) => {
  it('tells the same', () => {
    let refusals = 0
    let hits = 0
    fc.assert(
      fc.property(logOf, logOf, (first, second) => {
        const { twins, area } = twinsWith(name, maxBytes)
        for (const logs of [[first], [second, first], [first, second]])
          hits += twins.scan(logs).told.hits.length
        refusals += area.refusals
      }),
      { numRuns: 12 },
    )
    expect(refusals).toBeGreaterThan(3)
    expect(hits).toBeGreaterThan(5)
  })
})

it('plans that stand where others stood before are asked about anew', () => {
  const orders = [FIELDS, ['CommandLine', 'User', 'Image']]
  const logs = orders.map((fields, i) => {
    const own = createTemplate(fields, { outer: 101, inner: 201 + i })
    const other = createTemplate(fields, { outer: 301 + i, inner: 401 + i })
    const of = (command: string) => fields.map((name) => string(name === 'CommandLine' ? command : 'x'))
    const quiet = Array.from({ length: 20 }, () => own.record({}, of('cmd')))
    return logOfStreams([...quiet, own.record({}, of('mimikatz')), other.record({}, of('cmd'))])
  })
  const { twins, area } = twinsWith('plans', 2 * PLAN_BYTES)
  for (let pass = 1; pass < 4; pass++) {
    expect(twins.scan(logs).told.hits).toHaveLength(2)
    expect(area.refusals).toBeGreaterThan(pass)
  }
})

it('no room for the caches of values and names: the kernel is not used', () => {
  for (const maxBytes of [100, 100_000, 1_000_000]) {
    const kernel: Kernel = { ...cleanKernel(), rest: smaller(cleanKernel().rest, maxBytes) }
    expect(createProgram(RULES, {}, kernel).screen).toBeUndefined()
  }
})

/** Records with these System parts, all with the same body, in as many chunks as they need. */
function logOfSystems(parts: readonly ValuesOfSystem[], perChunk = 170): Buffer {
  const chunks: Buffer[] = []
  for (let i = 0; i < parts.length; i += perChunk) {
    const { record } = createTemplate(FIELDS)
    const values = (k: number) => ['a.exe', k % 100 === 99 ? 'mimikatz' : 'cmd', 'me'].map(string)
    const log = logOfStreams(parts.slice(i, i + perChunk).map((part, k) => record(part, values(k))))
    chunks.push(i === 0 ? log : log.subarray(chunkAt(0)))
  }
  const log = sealFile(Buffer.concat(chunks))
  expect(log.length).toBe(FILE_HEADER + chunks.length * CHUNK)
  return log
}

describe('more than there are places for', () => {
  it('hosts', () => {
    const count = MAX_HEAD_NAMES + 500
    const log = logOfSystems(Array.from({ length: count }, (_, i) => ({ computer: string(`h${i}`) })))
    const twins = createTwins(RULES)
    for (let pass = 0; pass < 2; pass++) {
      const { told, calls } = twins.scan([log])
      expect(told.tally.hosts.entries).toHaveLength(count)
      expect(calls.accepted).toBeGreaterThan(500)
      expect(calls.accepted).toBeLessThan(1000)
    }
  })

  it('bytes of names', () => {
    const parts = Array.from({ length: 300 }, (_, i) => ({ computer: string(`${i}`.padEnd(2000, 'x')) }))
    const log = logOfSystems(parts, 12)
    const twins = createTwins(RULES)
    for (let pass = 0; pass < 2; pass++) {
      const { told, calls } = twins.scan([log])
      expect(told.tally.hosts.entries).toHaveLength(300)
      expect(calls.accepted).toBeGreaterThan(30)
      expect(calls.accepted).toBeLessThan(80)
    }
  })

  it('routes', () => {
    const channels = ['Nobody', 'Nobody 2', 'Security', SYSMON]
    const parts = channels.flatMap((channel) =>
      Array.from({ length: MAX_ROUTES / 4 + 50 }, (_, id) => ({ id, channel: string(channel) })),
    )
    const twins = createTwins(RULES)
    const log = logOfSystems(parts)
    for (let pass = 0; pass < 2; pass++) {
      const { told, calls } = twins.scan([log])
      expect(told.tally.unwatched.entries.length).toBeGreaterThan(10_000)
      expect(calls.accepted).toBeGreaterThan(100)
      expect(calls.accepted).toBeLessThan(2000)
    }
  })
})
