/**
 * The fast and the slow decoder read the same records of all real logs and tell the same of each: leaves in the same
 * order, with the same section, name, place and texts, and the same plain object.
 */
import { describe, expect, test } from 'vitest'
import type { EventView } from '../../src/event/event.ts'
import { eventToPlain } from '../../src/event/to-plain.ts'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { DecodedLog } from '../support/decode-log.ts'
import { CORPORA, decodeLog, listLogs, readLog } from '../support/decode-log.ts'
import { hasShared } from '../support/shared.ts'

/** Live records by a byte-level walk; the damaged logs hold more that can be read beside them. */
const LIVE = { 'attack-samples': 8_255, 'mitre-attack': 10_015, 'damaged-and-odd': 18_400 }

/** All that a consumer can see of an event but the numbers of slots; elements numbered as they come. */
function describeEvent(event: EventView): string {
  const numbers = new Map<number, number>()
  const lines = event.shape.leaves.flatMap((leaf) => {
    const texts = leafTexts(event, leaf)
    if (texts.length === 0) return []
    const path = leaf.path.map(({ name, ordinal }) => {
      if (!numbers.has(ordinal)) numbers.set(ordinal, numbers.size)
      return `${name}#${numbers.get(ordinal)}`
    })
    return [JSON.stringify([leaf.section, leaf.name, path, leaf.attribute ?? null, texts])]
  })
  const { recordIdLow, recordIdHigh, writtenLow, writtenHigh, chunk, record, offsetBytes, partial } = event
  const place = [recordIdLow, recordIdHigh, writtenLow, writtenHigh, chunk, record, offsetBytes, partial]
  return [place.join(), ...lines, JSON.stringify(eventToPlain(event))].join('\n')
}

/** Counts and diagnostics; the two word the faults of a record differently. */
function describeRun({ counts, diagnostics }: DecodedLog): unknown {
  return { counts, diagnostics: diagnostics.map((d) => ({ ...d, message: '' })) }
}

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
