/** Field names of rules to leaves (sigma-semantics §2.5). */
import { describe, expect, test } from 'vitest'
import { findLeaves, isBody } from '../../src/event/lookup.ts'
import type { MadeLeaf } from '../support/made-event.ts'
import { makeEvent } from '../support/made-event.ts'

const LEAVES: readonly MadeLeaf[] = [
  { section: 'system', name: 'Provider_Name' }, // 0
  { section: 'system', name: 'EventID' }, // 1
  { section: 'system', name: 'Channel' }, // 2
  { section: 'system', name: 'Computer' }, // 3
  { section: 'system', name: 'Security_UserID' }, // 4
  { section: 'userData', name: 'Channel' }, // 5
  { section: 'eventData', name: 'Threat Name' }, // 6
  { section: 'eventData', name: 'Data' }, // 7
  { section: 'eventData', name: 'Data' }, // 8
  { section: 'eventData', name: 'EventID' }, // 9
  { section: 'eventData', name: 'commandline' }, // 10
  { section: 'eventData', name: 'CommandLine' }, // 11
  { section: 'eventData', name: '__proto__' }, // 12
  { section: 'other', name: 'ErrorCode' }, // 13
  { section: 'rendering', name: 'RenderingInfo_Message' }, // 14
  { section: 'eventData', name: 'ÜBER' }, // 15
]
const { shape } = makeEvent(LEAVES)

describe('findLeaves', () => {
  test.each<[string, number[]]>([
    ['EventID', [1]],
    ['Channel', [5]],
    ['Computer', [3]],
    ['ComputerName', [3]],
    ['Source', [0]],
    ['ProviderName', [0]],
    ['Provider_Name', [0]],
    ['SecurityUserID', [4]],
    ['ThreatName', [6]],
    ['Threat_Name', [6]],
    ['Threat Name', [6]],
    ['threatname', [6]],
    ['threat_name', [6]],
    ['Data', [7, 8]],
    ['EventData', [7, 8]],
    ['data', [7, 8]],
    ['CommandLine', [11]],
    ['commandline', [10]],
    ['COMMANDLINE', [10, 11]],
    ['computer', [3]],
    ['ErrorCode', [13]],
    ['RenderingInfo_Message', [14]],
    ['__proto__', [12]],
    ['constructor', []],
    ['toString', []],
    ['', []],
    ['über', [15]],
    ['Nothing', []],
  ])('%j', (name, expected) => {
    expect(findLeaves(shape, name)).toEqual(expected)
  })

  test('EventID is the body’s only when the header has none', () => {
    expect(findLeaves(makeEvent([{ section: 'eventData', name: 'EventID' }]).shape, 'EventID')).toEqual([0])
  })
})

test('body leaves', () => {
  const sections = shape.leaves.filter(isBody).map((l) => l.section)
  expect(new Set(sections)).toEqual(new Set(['userData', 'eventData', 'other']))
})
