/**
 * The records from which a bucket chooses what to look for first are counted in the kernel: none of them has to be read
 * in full for it. A record that matches is counted where it is read.
 */
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../src/engine/interpret.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import { TABLES } from '../../src/kernel/layout.ts'
import { string } from '../support/decode-streams.ts'
import { logOfStreams } from '../support/log-bytes.ts'
import { createTemplate, RULES, SYSMON } from './kernel-logs.ts'
import { cleanKernel, compareSides, createSide } from './twin-scans.ts'

const OPTIONS: ProgramOptions = { watchAfterRecords: 10, sampledRecords: 6, gateAboveNew: 2 }

/** New values of each record that the kernel has counted, and how many records were read in full. */
function scanCommands(commands: readonly string[]): {
  readonly newValues: readonly number[]
  readonly visited: number
  readonly hits: number
  readonly hasChosen: boolean
} {
  const template = createTemplate(['Image', 'CommandLine', 'User'])
  const log = logOfStreams(
    commands.map((command) =>
      template.record({ channel: string(SYSMON) }, [
        string('C:\\Windows\\explorer.exe'),
        string(command),
        string('me'),
      ]),
    ),
  )
  const kernel = cleanKernel()
  const side = createSide(RULES, createProgram(RULES, OPTIONS, kernel), kernel)
  const newValues: number[] = []
  const { sampled } = kernel.upcalls
  kernel.upcalls.sampled = (program, state, count) => {
    newValues.push(count)
    sampled(program, state, count)
  }
  const { told, calls } = compareSides(createSide(RULES, createInterpreter(RULES)), side).scan([log])
  // Only a gate has tables for quick looks.
  const hasChosen = kernel.words[TABLES >> 2] !== 0
  return { newValues, visited: calls.visited, hits: told.hits.length, hasChosen }
}

const quiet = (count: number): string[] => Array.from({ length: count }, (_, i) => `notepad.exe ${i}`)

describe('records are sampled', () => {
  it('in the kernel, with what was new in them', () => {
    // The first has a shape that nobody knew, the tenth ends the wait.
    expect(scanCommands(quiet(80))).toEqual({
      newValues: [1, 1, 1, 1, 1, 1],
      visited: 2,
      hits: 0,
      hasChosen: true,
    })
  })

  it('and nothing is chosen where little is new; it is tried again much later', () => {
    const repeated = Array.from({ length: 90 }, () => 'notepad.exe')
    expect(scanCommands(repeated)).toEqual({
      newValues: [0, 0, 0, 0, 0, 0],
      visited: 2,
      hits: 0,
      hasChosen: false,
    })
  })

  it('once each, also those that match', () => {
    const commands = quiet(60)
    commands[12] = 'x -enc y'
    commands[14] = 'x -enc z'
    const { newValues, visited, hits, hasChosen } = scanCommands(commands)
    expect({ hits, visited, hasChosen }).toEqual({ hits: 2, visited: 4, hasChosen: true })
    expect(newValues).toEqual([1, 1, 1, 1])
  })
})
