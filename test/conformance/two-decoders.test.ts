/**
 * The fast and the slow decoder read the same records of all real logs and tell the same of each: leaves in the same
 * order, with the same section, name, place and texts, and the same plain object.
 */
import { describe, expect, test } from 'vitest'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import { CORPORA, decodeLog, listLogs, readLog } from '../support/decode-log.ts'
import { describeEvent, describeRun } from '../support/describe-event.ts'
import { hasShared } from '../support/shared.ts'

/** Live records by a byte-level walk; the damaged logs hold more that can be read beside them. */
const LIVE = { 'attack-samples': 8_255, 'mitre-attack': 10_015, 'damaged-and-odd': 18_400 }

describe.skipIf(!hasShared)('fast and slow decoder agree', () => {
  test.each(CORPORA)('%s', (corpus) => {
    const fast = createDecoder()
    const slow = createSlowDecoder()
    let records = 0
    for (const path of listLogs(corpus)) {
      const bytes = readLog(corpus, path)
      const expected: string[] = []
      const slowly = decodeLog(slow, bytes, (event) => expected.push(describeEvent(event)))
      let index = 0
      const differences: string[] = []
      const quickly = decodeLog(fast, bytes, (event) => {
        const found = describeEvent(event)
        const wanted = expected[index++]
        if (found !== wanted && differences.length < 3) differences.push(`${found}\n--- slow:\n${wanted}`)
      })
      expect(differences, path).toEqual([])
      expect(describeRun(quickly), path).toEqual(describeRun(slowly))
      expect(index, path).toBe(expected.length)
      records += index
    }
    if (corpus === 'damaged-and-odd') expect(records).toBeGreaterThanOrEqual(LIVE[corpus])
    else expect(records).toBe(LIVE[corpus])
  })
})
