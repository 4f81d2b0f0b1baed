/**
 * The reference decoder (the library `@ts-evtx/core`) against ours, over all real logs: each record that it reads, ours
 * reads as well, with the same values; what it renders otherwise is listed by class, and a difference of no class fails.
 */
import { describe, expect, test } from 'vitest'
import type { LogDecoder } from '../../src/event/decoder.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createReferenceDecoder } from '../../src/evtx/reference-decoder.ts'
import { CORPORA, decodeLog, listLogs, readLog } from '../support/decode-log.ts'
import type { Tally } from '../support/difference-tally.ts'
import { compareRecord, createTally, describeTally } from '../support/difference-tally.ts'
import { hasShared } from '../support/shared.ts'
import type { PlacedValues } from '../support/truth-record.ts'
import { placeLeaves } from '../support/truth-record.ts'
import { TS_EVTX_DIFFERENCES } from '../support/ts-evtx-differences.ts'

/** Live records by a byte-level walk, half-written ones left out. */
const LIVE_WHOLE = { 'attack-samples': 8_255, 'mitre-attack': 10_015, 'damaged-and-odd': 18_392 }

/** What each log must come to. */
interface Outcome {
  readonly tally: Tally
  compared: number
  failed: number
  reported: number
}

function compareLog(
  outcome: Outcome,
  decoders: readonly [LogDecoder, LogDecoder],
  path: string,
  bytes: Buffer,
): void {
  const [ours, theirs] = decoders
  const expected = new Map<number, PlacedValues | undefined>()
  // What a half-written record holds is for each decoder to guess.
  decodeLog(ours, bytes, (event) =>
    expected.set(event.offsetBytes, event.partial ? undefined : placeLeaves(event)),
  )
  const { counts, diagnostics } = decodeLog(theirs, bytes, (event) => {
    const where = `${path} at ${event.offsetBytes}`
    const values = expected.get(event.offsetBytes)
    if (!expected.has(event.offsetBytes)) outcome.tally.unexplained.push(`${where}: no record of ours`)
    if (values === undefined) return
    compareRecord(outcome.tally, TS_EVTX_DIFFERENCES, where, values, placeLeaves(event))
    outcome.compared++
  })
  outcome.failed += counts?.recordsFailed ?? 0
  outcome.reported += diagnostics.filter((d) => d.code === 'record-unreadable').length
}

describe.skipIf(!hasShared)('the reference decoder', () => {
  test.each(CORPORA)('%s', (corpus) => {
    const decoders = [createDecoder(), createReferenceDecoder()] as const
    const outcome: Outcome = { tally: createTally(), compared: 0, failed: 0, reported: 0 }
    for (const path of listLogs(corpus)) compareLog(outcome, decoders, path, readLog(corpus, path))
    const { tally, compared, failed } = outcome
    console.log(
      `${corpus}: ${compared} records compared, ${failed} beyond the library; ${describeTally(tally, TS_EVTX_DIFFERENCES)}`,
    )
    expect(tally.unexplained).toEqual([])
    expect(outcome.reported).toBe(failed)
    expect(compared + failed).toBeGreaterThanOrEqual(LIVE_WHOLE[corpus])
  })
})
