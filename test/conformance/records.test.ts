/**
 * Records of all real logs against the truth of a byte-level walk (truth/records): as many as are live, no record of a
 * chunk's previous life, and every one beyond that explained.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RangeCounts } from '../../src/event/decoder.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import type { Corpus } from '../support/decode-log.ts'
import { CORPORA, decodeLog, readLog } from '../support/decode-log.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

interface Row {
  readonly path: string
  readonly live: number
  readonly slots: number
}

function rowsOf(corpus: Corpus): Row[] {
  const lines = readFileSync(sharedPath('truth/records', `${corpus}.tsv`), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.slice(1).map((line) => {
    const [path = '', live, , slots] = line.split('\t')
    return { path, live: Number(live), slots: Number(slots) }
  })
}

/** Live records of each corpus, and those read. */
const TOTALS: Record<Corpus, { live: number; read: number }> = {
  'attack-samples': { live: 8_255, read: 8_255 },
  'mitre-attack': { live: 10_015, read: 10_015 },
  'damaged-and-odd': { live: 18_400, read: 18_633 },
}

/**
 * What the byte-level walk, which stops at the first damage in a chunk, does not count. `more`: records read beyond
 * the live ones. `partial`: half-written ones and those whose event data is lost. `failed`: records without templates.
 */
const EXCESS: Readonly<Record<string, Partial<RangeCounts> & { more: number }>> = {
  // Pages of a later state of the chunks: 33 and 32 whole records after the half-written ones, 24 without their
  // inner template.
  '2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx': {
    more: 65,
    recordsPartial: 26,
  },
  // One page is of another state; the records after it are live by place and id.
  '2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx': {
    more: 21,
    recordsPartial: 1,
  },
  // Record 104 encloses another one with the id 105; the ids after it were made to follow on.
  'post-Security.evtx': { more: 1, recordsHidden: 1 },
  // Size 0 in the third record, which is read by the copy of its size, and the 114 after it.
  'sample-with-zero-data-size-event.evtx': { more: 115, recordsPartial: 1 },
  // Chunks with zeros from page to page: 31 records after such a gap; in two chunks the first pages with header and
  // templates are gone, so that 83 records remain unreadable.
  'sample_with_a_bad_chunk_magic.evtx': { more: 31, recordsPartial: 3, recordsFailed: 83 },
  'Microsoft-Windows-HelloForBusiness%4Operational.evtx': { more: 0, recordsPartial: 1 },
  'Microsoft-Windows-LanguagePackSetup%4Operational.evtx': { more: 0, recordsPartial: 1 },
}

describe.skipIf(!hasShared)('records of real logs', () => {
  test.each(CORPORA)('%s', (corpus) => {
    const decoder = createDecoder()
    const rows = rowsOf(corpus)
    let live = 0
    let read = 0
    for (const row of rows) {
      const { more, ...odd } = (corpus === 'damaged-and-odd' && EXCESS[row.path]) || { more: 0 }
      const { counts, diagnostics } = decodeLog(decoder, readLog(corpus, row.path), () => {})
      const expected = { recordsFailed: 0, recordsPartial: 0, recordsHidden: 0, recordsSkipped: 0, ...odd }
      expect(counts, row.path).toMatchObject({ ...expected, recordsRead: row.live + more })
      expect(counts!.chunks, row.path).toBeLessThanOrEqual(row.slots)
      if (corpus !== 'damaged-and-odd') expect(diagnostics, row.path).toEqual([])
      live += row.live
      read += counts!.recordsRead
    }
    expect({ live, read }).toEqual(TOTALS[corpus])
  })

  test('every record is asked about once, by its System part', () => {
    const decoder = createDecoder()
    const path = 'security.evtx'
    const bytes = readLog('damaged-and-odd', path)
    const reader = {
      sizeBytes: bytes.length,
      readAt: (target: Uint8Array, at: number, length: number, position: number) =>
        bytes.copy(target, at, position, position + length),
      close: () => {},
    }
    const layout = decoder.readLayout(reader, path, () => {})!
    let asked = 0
    const consumer = {
      accept: ({ shape }: { shape: { leaves: readonly { section: string }[] } }) => {
        asked++
        expect(shape.leaves.every((leaf) => leaf.section === 'system')).toBe(true)
        return false
      },
      visit: () => expect.unreachable(),
    }
    const counts = decoder.decodeRange(reader, path, layout, 0, layout.chunkCount, consumer, () => {})
    expect(counts).toMatchObject({ recordsRead: 0, recordsSkipped: 2_261 })
    expect(asked).toBe(2_261)
  })
})
