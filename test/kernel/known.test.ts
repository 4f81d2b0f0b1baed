/**
 * What one scan has learnt of records serves the next: its gates stand from the first record on, nothing is sampled
 * again, and where they do not pay they are given up. Hits are the same.
 */
import { describe, expect, it } from 'vitest'
import type { BucketSamples, LearntSamples } from '../../src/engine/bucket-sample.ts'
import { createInterpreter } from '../../src/engine/interpret.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import { TABLES } from '../../src/kernel/layout.ts'
import { string } from '../support/decode-streams.ts'
import { logOfStreams } from '../support/log-bytes.ts'
import { createTemplate, RULES, SYSMON } from './kernel-logs.ts'
import { cleanKernel, compareSides, createSide } from './twin-scans.ts'

const OPTIONS: ProgramOptions = { watchAfterRecords: 10, sampledRecords: 6, gateAboveNew: 2 }

interface Told {
  readonly visited: number
  readonly hits: number
  readonly samples: number
  readonly hasGate: boolean
  readonly learnt: LearntSamples
}

/** What fits into a chunk. */
const MAX_LOG_RECORDS = 90

function makeLog(commands: readonly string[]): Buffer {
  const template = createTemplate(['Image', 'CommandLine', 'User'])
  const image = string('C:\\Windows\\explorer.exe')
  return logOfStreams(
    commands.map((command) =>
      template.record({ channel: string(SYSMON) }, [image, string(command), string('me')]),
    ),
  )
}

function scanCommands(commands: readonly string[], known?: BucketSamples): Told {
  const logs: Buffer[] = []
  for (let at = 0; at < commands.length; at += MAX_LOG_RECORDS)
    logs.push(makeLog(commands.slice(at, at + MAX_LOG_RECORDS)))
  const kernel = cleanKernel()
  const matcher = createProgram(RULES, OPTIONS, kernel, known)
  const side = createSide(RULES, matcher, kernel)
  let samples = 0
  const { sampled } = kernel.upcalls
  kernel.upcalls.sampled = (program, state, count) => {
    samples++
    sampled(program, state, count)
  }
  const { told, calls } = compareSides(createSide(RULES, createInterpreter(RULES)), side).scan(logs)
  // Only a gate has tables for quick looks.
  const hasGate = kernel.words[TABLES >> 2] !== 0
  return { visited: calls.visited, hits: told.hits.length, samples, hasGate, learnt: matcher.takeLearnt!() }
}

const quiet = (count: number): string[] => Array.from({ length: count }, (_, i) => `notepad.exe ${i}`)

function learn(): BucketSamples {
  const { learnt } = scanCommands(quiet(40))
  return new Map([...learnt].flatMap(([name, sample]) => (sample === undefined ? [] : [[name, sample]])))
}

describe('what a scan has learnt', () => {
  it('is told once, with what was counted', () => {
    const { learnt, samples } = scanCommands(quiet(40))
    expect(samples).toBe(6)
    expect([...learnt.values()]).toEqual([{ sampled: 6, counts: new Map(), freshFields: expect.any(Set) }])
    expect([...learnt.values()][0]!.freshFields.size).toBeGreaterThan(0)
    expect(scanCommands(quiet(9)).learnt.size).toBe(0)
  })

  it('stands for the samples of the next', () => {
    const known = learn()
    expect(scanCommands(quiet(5), known)).toMatchObject({ hasGate: true, samples: 0, learnt: new Map() })
    expect(scanCommands(quiet(5))).toMatchObject({ hasGate: false })
  })

  it('changes no hit', () => {
    const commands = quiet(60)
    for (const place of [0, 3, 30, 59]) commands[place] = `x -enc ${place}`
    expect(scanCommands(commands, learn()).hits).toBe(4)
  })

  it('is given up where records are let through, and remembered for others', () => {
    const loud = Array.from({ length: 100 }, (_, i) => `x -enc ${i}`)
    const { hits, samples, learnt } = scanCommands([...loud, ...quiet(200)], learn())
    expect(hits).toBe(100)
    // Counted anew, after the longer wait.
    expect(samples).toBe(6)
    expect([...learnt.values()].some((sample) => sample === undefined)).toBe(false)
  })
})
