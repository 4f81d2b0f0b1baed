/** What the decoder remembers from record to record: forgetting all of it at any time changes no answer. */
import { describe, expect, test } from 'vitest'
import { createEventView, createShape } from '../../src/event/event.ts'
import { locateAll } from '../../src/evtx/binxml/locate-record.ts'
import type { Locator } from '../../src/evtx/binxml/locator.ts'
import { beginRecord, createLocator, enterLocatorChunk } from '../../src/evtx/binxml/locator.ts'
import { takeShape } from '../../src/evtx/binxml/record-shape.ts'
import { clearTrie } from '../../src/evtx/binxml/shape-trie.ts'
import { MAX_NAMES_UNITS, MAX_PLAN_BYTES, MAX_PLANS } from '../../src/evtx/limits.ts'
import { eventInShort } from '../support/decode-streams.ts'
import { CHUNK, FILE_HEADER, makeLog, recordsAt } from '../support/log-bytes.ts'
import { simpleEvent } from '../support/log-events.ts'

const LOG = makeLog([
  simpleEvent([['A', 'one']]),
  { ...simpleEvent([['A', 'two']]), form: 'direct' },
  simpleEvent([['A', 'three']]),
])
const RECORDS = recordsAt(LOG).map((at) => ({
  start: at - FILE_HEADER + 24,
  end: at - FILE_HEADER + LOG.readUInt32LE(at + 4) - 4,
}))

function createChunkLocator(): Locator {
  const bytes = Buffer.alloc(CHUNK)
  LOG.copy(bytes, 0, FILE_HEADER, FILE_HEADER + CHUNK)
  const locator = createLocator(createEventView(createShape([]), bytes))
  enterLocatorChunk(locator, 0)
  return locator
}

/** All records of the chunk in short. */
function readAll(locator: Locator, before: () => void = () => {}): string[] {
  return RECORDS.map(({ start, end }) => {
    before()
    beginRecord(locator, false)
    expect(locateAll(locator, start, end)).toBe(true)
    expect(takeShape(locator)).toBe(true)
    return eventInShort(locator.event)
  })
}

const expected = readAll(createChunkLocator())

test('the records of the log', () => {
  expect(expected.map((text) => /A=(\w+)/.exec(text)?.[1])).toEqual(['one', 'two', 'three'])
})

test('shapes forgotten before each record', () => {
  const locator = createChunkLocator()
  expect(readAll(locator, () => clearTrie(locator.trie))).toEqual(expected)
  expect(readAll(locator)).toEqual(expected)
})

describe('a cache grown beyond its limit is emptied at the next chunk', () => {
  test.each<[what: string, grow: (locator: Locator) => void]>([
    ['plans', ({ plans }) => (plans.planCount = MAX_PLANS + 1)],
    ['bytes of plans', ({ plans }) => (plans.planBytes = MAX_PLAN_BYTES + 1)],
    ['names', ({ names }) => (names.units = MAX_NAMES_UNITS + 1)],
  ])('%s', (_, grow) => {
    const locator = createChunkLocator()
    readAll(locator)
    grow(locator)
    enterLocatorChunk(locator, 0)
    expect(locator.plans.planCount).toBe(0)
    expect(locator.names.texts).toEqual([])
    expect(locator.trie.nodes).toBe(1)
    expect(readAll(locator)).toEqual(expected)
  })

  test('below the limit nothing is forgotten', () => {
    const locator = createChunkLocator()
    readAll(locator)
    const { planCount } = locator.plans
    const { nodes, leaves } = locator.trie
    enterLocatorChunk(locator, 0)
    expect(readAll(locator)).toEqual(expected)
    expect(locator.plans.planCount).toBe(planCount)
    expect(locator.trie).toMatchObject({ nodes, leaves })
  })
})
