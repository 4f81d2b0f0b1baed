/** Programs find the same leaves as everybody else. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLeafIndex, leavesOf } from '../../../src/engine/program/run/leaf-index.ts'
import type { Section } from '../../../src/event/event.ts'
import { findLeaves } from '../../../src/event/lookup.ts'
import { makeEvent } from '../../support/made-event.ts'

const NAMES = [
  'EventID',
  'eventid',
  'Channel',
  'Provider_Name',
  'ProviderName',
  'Source',
  'source',
  'Threat Name',
  'threat name',
  'ThreatName',
  'Threat_Name',
  'Data',
  'EventData',
  'Computer',
  'ComputerName',
  '\u212aey',
  'key',
  '__proto__',
]
const SECTIONS: readonly Section[] = ['system', 'eventData', 'userData', 'rendering', 'other']

it('leavesOf = findLeaves', () => {
  const leaf = fc.record({ section: fc.constantFrom(...SECTIONS), name: fc.constantFrom(...NAMES) })
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 8 }), (leaves) => {
      const { shape } = makeEvent(leaves)
      const index = createLeafIndex(shape)
      for (const name of [...NAMES, ...NAMES]) {
        expect(leavesOf(index, name)).toEqual(findLeaves(shape, name).map((i) => shape.leaves[i]))
      }
    }),
    { numRuns: 500 },
  )
})
