/** SigmaHQ's rules over real logs: the compiled program answers like the reference interpreter, record by record. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../src/engine/interpret.ts'
import type { RunnableRule } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import type { EventView } from '../../src/event/event.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { readThorMapping } from '../../src/mapping/thor.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const FOLDERS = ['rules', 'rules-emerging-threats', 'rules-threat-hunting']

function filesBelow(folder: string, extension: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name))
}

function readRules(mapping: Mapping): readonly RunnableRule[] {
  const files = FOLDERS.flatMap((folder) => filesBelow(sharedPath('data', 'sigma', folder), '.yml'))
  const documents = files.flatMap((file) => parseSigma(readFileSync(file, 'utf8'), file).documents)
  return prepareRules(documents, mapping).runnable
}

function thorMapping(): Mapping {
  return readThorMapping(readFileSync(sharedPath('data', 'sigma', 'thor.yml'), 'utf8'), 'thor.yml').mapping!
}

/** Whatever the first records hold, so that logs of a few records get one. */
const GATE: ProgramOptions = { watchAfterRecords: 0, gateAboveNew: Number.POSITIVE_INFINITY }

const OPTIONS: readonly ProgramOptions[] = [
  {},
  { cacheEntries: 0, sampledRecords: 0 },
  { ...GATE, sampledRecords: 8 },
  { ...GATE, sampledRecords: 2, cacheEntries: 50 },
]

/** Every record of every log below the folder through all engines; how many records and hits there were. */
function compareEngines(folder: string, rules: readonly RunnableRule[]): { records: number; hits: number } {
  const programs = OPTIONS.map((options) => createProgram(rules, options))
  const reference = createInterpreter(rules)
  const decoder = createDecoder()
  const ignore = (): void => undefined
  const counts = { records: 0, hits: 0 }
  for (const file of filesBelow(folder, '.evtx')) {
    const bytes = readFileSync(file)
    const reader = {
      sizeBytes: bytes.length,
      readAt: (target: Uint8Array, at: number, length: number, position: number) =>
        bytes.copy(target, at, position, position + length),
      close: ignore,
    }
    const layout = decoder.readLayout(reader, file, ignore)
    if (layout === undefined) continue
    let isWanted = false
    const consumer = {
      accept: (event: EventView) => {
        const answers = programs.map((program) => program.wants(event))
        isWanted = answers[0]!
        expect(answers.every((answer) => answer === isWanted)).toBe(true)
        return true
      },
      visit: (event: EventView) => {
        const expected = [...reference.matchEvent(event)]
        const place = `${file}, chunk ${event.chunk}, record ${event.record}`
        for (const [i, program] of programs.entries()) {
          const rules = [...program.matchEvent(event)]
          if (rules.join() !== expected.join())
            expect({ place, options: OPTIONS[i], rules }).toEqual({
              place,
              options: OPTIONS[i],
              rules: expected,
            })
        }
        if (!isWanted) expect({ place, rules: expected }).toEqual({ place, rules: [] })
        counts.records++
        counts.hits += expected.length
      },
    }
    decoder.decodeRange(reader, file, layout, 0, layout.chunkCount, consumer, ignore)
  }
  return counts
}

describe.skipIf(!hasShared)('program = interpreter on real logs', () => {
  it('with the built-in mapping', () => {
    const rules = readRules(createBuiltinMapping())
    expect(rules.length).toBeGreaterThan(2800)
    const { records, hits } = compareEngines(sharedPath('data', 'evtx', 'attack-samples'), rules)
    expect(records).toBeGreaterThan(8000)
    expect(hits).toBeGreaterThan(1500)
  })

  it("with SigmaHQ's mapping", () => {
    const rules = readRules(thorMapping())
    const { records, hits } = compareEngines(sharedPath('data', 'evtx', 'mitre-attack'), rules)
    expect(records).toBeGreaterThan(10_000)
    expect(hits).toBeGreaterThan(1700)
  })
})
