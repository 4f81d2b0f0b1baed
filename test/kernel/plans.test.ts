/**
 * Definitions that read as known ones: the kernel finds their plans itself, those that TypeScript would find and no
 * others, and what a chunk may cost is counted once for both.
 */
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../src/engine/interpret.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { StreamWriter } from '../support/binxml-bytes.ts'
import { string } from '../support/decode-streams.ts'
import { chunkAt, FILE_HEADER, logOfStreams, recordsAt, seal, sealFile } from '../support/log-bytes.ts'
import { createTemplate, RULES } from './kernel-logs.ts'
import { cleanKernel, compareSides, createSide } from './twin-scans.ts'

type Stream = (w: StreamWriter) => void

const FIELDS = ['Image', 'CommandLine', 'User']
const QUIET = [string('C:\\a.exe'), string('cmd'), string('me')]
const LOUD = [string('C:\\a.exe'), string('mimikatz'), string('me')]

/** The chunks of logs of one chunk each, in one log. */
function joinChunks(logs: readonly Buffer[]): Buffer {
  const [first, ...others] = logs
  return sealFile(Buffer.concat([first!, ...others.map((log) => log.subarray(chunkAt(0)))]))
}

/** A chunk whose records have these ids, each kind with its definitions in it. */
function chunkOf(
  kinds: readonly { readonly outer: number; readonly inner: number }[],
  fields = FIELDS,
  perKind = 4,
): Buffer {
  const templates = kinds.map((ids) => createTemplate(fields, ids))
  return logOfStreams(
    Array.from({ length: perKind * kinds.length }, (_, i): Stream => {
      const isLoud = i === perKind * kinds.length - 1
      return templates[i % kinds.length]!.record({}, isLoud ? LOUD : QUIET)
    }),
  )
}

/** Scans twice, the second time with all that the first has taught; how often the kernel asked for plans, and hits. */
function scanTwice(log: Buffer): {
  readonly asked: readonly number[]
  readonly hits: number
  readonly codes: readonly string[]
} {
  const kernel = cleanKernel()
  const side = createSide(RULES, createProgram(RULES, {}, kernel), kernel)
  const { planAt } = kernel.upcalls
  let count = 0
  kernel.upcalls.planAt = (definition, template) => {
    count++
    return planAt(definition, template)
  }
  const twins = compareSides(createSide(RULES, createInterpreter(RULES)), side)
  const asked: number[] = []
  let hits = 0
  let codes: readonly string[] = []
  for (let pass = 0; pass < 2; pass++) {
    count = 0
    const { told } = twins.scan([log])
    hits = told.hits.length
    codes = [...new Set(told.diagnostics.map(({ code }) => code))].sort()
    asked.push(count)
  }
  return { asked, hits, codes }
}

const IDS = { outer: 101, inner: 202 }

describe('plans of definitions', () => {
  it('are asked for once, whatever the number of chunks', () => {
    const { asked, hits } = scanTwice(joinChunks(Array.from({ length: 12 }, () => chunkOf([IDS]))))
    expect(hits).toBe(12)
    expect(asked[0]).toBeGreaterThan(0)
    expect(asked[0]).toBeLessThan(12)
    expect(asked[1]).toBe(0)
  })

  it('are told apart by the names in them', () => {
    const other = ['Image', 'CommandLime', 'User']
    const chunks = [FIELDS, FIELDS, other, FIELDS, other, other].map((names) => chunkOf([IDS], names))
    expect(scanTwice(joinChunks(chunks)).hits).toBe(3)
  })

  it('are told apart by their tokens, where only one byte differs', () => {
    const chunks = Array.from({ length: 6 }, () => chunkOf([IDS]))
    for (const chunk of chunks.slice(2)) {
      // The type that the third substitution of the embedded definition declares.
      const place = chunk.indexOf(Buffer.from([0x0e, 2, 0, 1]), FILE_HEADER)
      expect(place).toBeGreaterThan(0)
      chunk[place + 3] = 2
      seal(chunk)
    }
    expect(scanTwice(joinChunks(chunks)).hits).toBe(6)
  })

  it('are found where ids share a place in the memo', () => {
    const kinds = Array.from({ length: 8 }, (_, i) => ({ outer: 1 + 128 * i, inner: 2 + 128 * i }))
    expect(scanTwice(joinChunks(Array.from({ length: 4 }, () => chunkOf(kinds)))).hits).toBe(4)
  })

  it('are all found where a chunk has more than the kernel may try', () => {
    const kinds = Array.from({ length: 40 }, (_, i) => ({ outer: 1000 + i, inner: 2000 + i }))
    const { asked, hits } = scanTwice(joinChunks(Array.from({ length: 3 }, () => chunkOf(kinds, FIELDS, 1))))
    expect(hits).toBe(3)
    // 80 definitions a chunk, of which the kernel may try 64.
    expect(asked[1]).toBeGreaterThanOrEqual(3 * 16)
    expect(asked[1]).toBeLessThan(3 * 80)
  })

  it('count against what the chunk may define', () => {
    // Records that name places which only begin like a large definition: each try counts as much as the definition.
    const fields = Array.from({ length: 120 }, (_, i) => `${'Field'.repeat(6)}${i}`)
    const places = Buffer.alloc(100 * 24)
    for (let i = 0; i < 100; i++) {
      places.writeUInt32LE(IDS.inner, 24 * i + 4)
      places.writeUInt32LE(1000, 24 * i + 20)
    }
    const makeChunk = (count: number): Buffer => {
      const large = createTemplate(fields)
      const holder = createTemplate(['Image'], { outer: 5, inner: 6 })
      const late = createTemplate(FIELDS, { outer: 7, inner: 8 })
      const log = logOfStreams([
        large.record({}, []),
        holder.record({}, [{ type: 0x0e, bytes: places }]),
        ...Array.from({ length: count }, () => large.record({}, [])),
        late.record({}, LOUD),
      ])
      const first = log.indexOf(places) - FILE_HEADER
      const token = Buffer.from([0x0c, 1, IDS.inner, 0, 0, 0])
      for (const [i, place] of recordsAt(log).slice(2, -1).entries())
        log.writeUInt32LE(first + 24 * i, log.indexOf(token, place) + token.length)
      return seal(log)
    }
    // With so many the limit is reached by a hair, with one less it is not, whoever counts.
    const codes = Array.from({ length: 40 }, (_, i) => scanTwice(makeChunk(60 + i)).codes)
    const firstOver = codes.findIndex((list) => list.includes('chunk-budget'))
    expect(firstOver).toBeGreaterThan(0)
    expect(codes.slice(firstOver).every((list) => list.includes('chunk-budget'))).toBe(true)
  })
})
