/** Records by their id: all of them, whole, and what ids there are. */
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { takeSnapshot } from '../../src/engine/take-snapshot.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { encodeLog, type LogEvent } from '../../src/evtx/encode.ts'
import { findRecords, type RecordIds } from '../../src/scan/find-records.ts'
import { systemPart } from '../support/log-events.ts'
import { makeSources } from './made-logs.ts'

const record = (recordId: number, text: string, own?: number): LogEvent => ({
  recordId,
  system: { ...systemPart({}), recordId: own ?? recordId },
  eventData: { data: [['Text', text + 'x'.repeat(3000)]] },
})

function find(log: Uint8Array | string, id: bigint) {
  const [source] = makeSources({ 'a.evtx': log })
  const texts: string[] = []
  const diagnostics: Diagnostic[] = []
  const visit: Parameters<typeof findRecords>[3] = (event) => {
    texts.push(takeSnapshot(event).fields[0]![1].slice(0, 5))
  }
  const ids: RecordIds | undefined = findRecords(source!, createDecoder(), id, visit, (d) =>
    diagnostics.push(d),
  )
  return { ids, texts, codes: diagnostics.map(({ code }) => code) }
}

describe('findRecords', () => {
  const many = Array.from({ length: 200 }, (_, i) => record(100 + i, `r${100 + i} `))

  test('finds a record wherever it lies', () => {
    const log = encodeLog(many)
    const ids = { count: 200, lowest: 100n, highest: 299n }
    for (const id of [100, 187, 299])
      expect(find(log, BigInt(id))).toEqual({ ids, texts: [`r${id} `], codes: [] })
    expect(find(log, 300n)).toEqual({ ids, texts: [], codes: [] })
  })

  test('finds all that have the id', () => {
    const log = encodeLog([record(7, 'one  '), record(8, 'two  '), record(7, 'three')])
    expect(find(log, 7n)).toMatchObject({
      ids: { count: 3, lowest: 7n, highest: 8n },
      texts: ['one  ', 'three'],
    })
  })

  test('goes by the id that reports show: that of System', () => {
    const log = encodeLog([record(1, 'other', 5000), record(2, 'right', 18_000)])
    expect(find(log, 18_000n).texts).toEqual(['right'])
    expect(find(log, 2n).texts).toEqual([])
  })

  test('says that there is no log', () => {
    expect(find('text', 1n)).toEqual({ ids: undefined, texts: [], codes: ['not-evtx'] })
  })
})
