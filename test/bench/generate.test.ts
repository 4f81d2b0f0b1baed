/** Generated logs: their bytes are the encoder's, a seed repeats them, options do what they say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRecords } from '../../bench/generate/create-records.mjs'
import { DEFAULTS, generateLogs, planLogs, toDirect } from '../../bench/generate/generate-logs.mjs'
import { CHANNELS } from '../../bench/generate/kinds/channels.mjs'
import { createLogStream } from '../../bench/generate/log-stream.mjs'
import { toLogEvent } from '../../bench/generate/values.mjs'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { LogEvent } from '../../src/evtx/encode.ts'
import { createLogWriter } from '../../src/evtx/encode.ts'
import { createReferenceDecoder } from '../../src/evtx/reference-decoder.ts'
import { decodeLog } from '../support/decode-log.ts'
import { describeEvent } from '../support/describe-event.ts'
import { compareRecord, createTally } from '../support/difference-tally.ts'
import { placeLeaves } from '../support/truth-record.ts'
import { TS_EVTX_DIFFERENCES } from '../support/ts-evtx-differences.ts'
import { encoder } from './encoder.ts'
import { withFolder } from './temp-folder.ts'

const MB = 1_000_000

interface Made {
  readonly logs: readonly {
    name: string
    bytes: number
    records: number
    planted: number[]
    content: Buffer
  }[]
}

function generate(options: Record<string, unknown>): Made {
  return withFolder((folder) => {
    const { logs } = generateLogs(folder, { bytes: MB, ...options }, encoder)
    return { logs: logs.map((log) => ({ ...log, content: readFileSync(join(folder, log.name)) })) }
  })
}

/** Texts of a field of all records, in order. */
function valuesOf(content: Buffer, field: string): string[] {
  const values: string[] = []
  decodeLog(createDecoder(), content, (event) => {
    for (const leaf of event.shape.leaves) if (leaf.name === field) values.push(...leafTexts(event, leaf))
  })
  return values
}

/** Whether the records of a chunk end where it ends (evtx-format §2: offset of the free space). */
function isFull(content: Buffer, chunk: number | undefined): boolean {
  return chunk !== undefined && content.readUInt32LE(4096 + 65_536 * chunk + 48) === 65_536
}

const plans = planLogs({ ...DEFAULTS, bytes: MB, hosts: 1 })

describe('bytes', () => {
  it.each(plans.map((plan) => plan.name.replace(/.*\//, '')))('of %s are those of the encoder', (file) => {
    const plan = plans.find(({ name }) => name.endsWith(file))!
    const next = createRecords(plan, { ...DEFAULTS, hits: 0.05 })
    const found: Uint8Array[] = []
    const expected: Uint8Array[] = []
    const stream = createLogStream(encoder, (chunk) => found.push(chunk))
    const writer = createLogWriter()
    for (let i = 0; i < 1500; i++) {
      const { kind, record } = next()
      const event = plan.channel.isDirect
        ? toDirect(kind, plan.host, record)
        : toLogEvent(kind, plan.host, record)
      if (plan.channel.isDirect) stream.addEvent(event, record.ticks)
      else stream.add(kind, plan.host, record)
      const closed = writer.add(event as LogEvent)
      if (closed !== undefined) expected.push(closed)
    }
    expect(expected.length).toBeGreaterThan(9)
    expect(found.length).toBe(expected.length)
    for (const [i, chunk] of expected.entries())
      expect(Buffer.compare(found[i]!, chunk), `chunk ${i}`).toBe(0)
  })

  it('are the same for the same seed and others for another', () => {
    const [first, second, other] = [generate({ seed: 7 }), generate({ seed: 7 }), generate({ seed: 8 })]
    expect(second).toEqual(first)
    expect(other.logs.map(({ content }) => content)).not.toEqual(first.logs.map(({ content }) => content))
  })

  it('are as many as asked for, in logs of every host', () => {
    const { logs } = generate({ bytes: 20 * MB, hosts: 3 })
    expect(logs.length).toBe(3 * Object.keys(CHANNELS).length + 1)
    const total = logs.reduce((sum, { content }) => sum + content.length, 0)
    expect(Math.abs(total - 20 * MB)).toBeLessThan(MB)
    for (const { bytes, content } of logs) expect(content.length).toBe(bytes)
  })
})

describe('records', () => {
  const { logs } = generate({ bytes: 4 * MB, hosts: 1, hits: 0.02 })

  const withTemplates = logs.filter(({ name }) => !name.includes('Forwarded'))

  it.each(withTemplates.map(({ name }) => name))('%s is read whole, and alike by @ts-evtx/core', (name) => {
    const { content, records } = logs.find((log) => log.name === name)!
    const expected = new Map<number, ReturnType<typeof placeLeaves>>()
    const ours = decodeLog(createDecoder(), content, (event) =>
      expected.set(event.offsetBytes, placeLeaves(event)),
    )
    expect(ours.diagnostics).toEqual([])
    expect(ours.counts?.recordsRead).toBe(records)
    const tally = createTally()
    let compared = 0
    const theirs = decodeLog(createReferenceDecoder(), content, (event) => {
      compareRecord(
        tally,
        TS_EVTX_DIFFERENCES,
        `${name} at ${event.offsetBytes}`,
        expected.get(event.offsetBytes)!,
        placeLeaves(event),
      )
      compared++
    })
    // The library looks for one more record behind a chunk that is full to its last byte.
    expect(theirs.diagnostics.filter(({ chunk }) => !isFull(content, chunk))).toEqual([])
    expect(tally.unexplained).toEqual([])
    expect(compared).toBe(records)
  })

  it('without templates are read whole, and alike by the slow decoder', () => {
    const { content, records } = logs.find(({ name }) => name.includes('Forwarded'))!
    const slow: string[] = []
    const fast: string[] = []
    decodeLog(createSlowDecoder(), content, (event) => slow.push(describeEvent(event)))
    const { diagnostics } = decodeLog(createDecoder(), content, (event) => fast.push(describeEvent(event)))
    expect(diagnostics).toEqual([])
    expect(fast.length).toBe(records)
    expect(fast).toEqual(slow)
  })

  it('have ids in a row and times that go on', () => {
    for (const { content } of logs) {
      const ids = valuesOf(content, 'EventRecordID').map(Number)
      expect(ids).toEqual(ids.map((_, i) => ids[0]! + i))
      const times = valuesOf(content, 'TimeCreated_SystemTime')
      expect([...times].sort()).toEqual(times)
    }
  })

  it('do not repeat what came before: most command lines of the second half are new', () => {
    const [sysmon] = generate({ bytes: 4 * MB, hosts: 1, mix: { sysmon: 1 } }).logs
    const lines = valuesOf(sysmon!.content, 'CommandLine')
    expect(lines.length).toBeGreaterThan(100)
    const before = new Set(lines.slice(0, lines.length / 2))
    const rest = lines.slice(lines.length / 2)
    expect(rest.filter((line) => !before.has(line)).length / rest.length).toBeGreaterThan(0.5)
  })
})

describe('options', () => {
  it.each([0, 0.001, 0.02, 0.3])('plant a share of %d of the records', (hits) => {
    const { logs } = generate({
      bytes: 4 * MB,
      hits,
      mix: { security: 50, sysmon: 30, powershell: 10, system: 10 },
    })
    const records = logs.reduce((sum, log) => sum + log.records, 0)
    const planted = logs.reduce((sum, log) => sum + log.planted.length, 0)
    // Five standard deviations.
    const slack = 5 * Math.sqrt(records * hits * (1 - hits))
    expect(Math.abs(planted - records * hits)).toBeLessThanOrEqual(slack)
  })

  it('have more distinct values with more cardinality', () => {
    const distinct = (cardinality: number, field: string): number => {
      const { logs } = generate({ bytes: 3 * MB, hosts: 1, cardinality, mix: { sysmon: 1 } })
      const values = valuesOf(logs[0]!.content, field)
      return new Set(values).size / values.length
    }
    for (const field of ['Image', 'CommandLine', 'TargetFilename', 'QueryName']) {
      const [few, usual, many] = [distinct(0.1, field), distinct(1, field), distinct(10, field)]
      expect(few, field).toBeLessThan(0.75 * usual)
      expect(many, field).toBeGreaterThanOrEqual(usual)
      if (usual < 0.5) expect(many, field).toBeGreaterThan(1.2 * usual)
    }
  })

  it('choose the logs', () => {
    const { logs } = generate({ hosts: 2, mix: { system: 1 } })
    expect(logs.map(({ name }) => name.replace(/.*\//, ''))).toEqual(['System.evtx', 'System.evtx'])
    expect(() => generate({ mix: { application: 1 } })).toThrow('there is no log "application"')
  })
})
