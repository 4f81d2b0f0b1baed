/**
 * Which records of a chunk are read, whatever its header says: the ways of hiding records that blind other tools
 * (evtx-pitfalls §3, §4), damage, and what is left over from a chunk's previous life.
 */
import { describe, expect, test } from 'vitest'
import type { EventView } from '../../src/event/event.ts'
import { leafText } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import type { DecodedLog } from '../support/decode-log.ts'
import { decodeLog } from '../support/decode-log.ts'
import {
  CHUNK,
  changeChunk,
  chunkAt,
  FILE_HEADER,
  FIRST_RECORD,
  makeLog,
  recordsAt,
  seal,
} from '../support/log-bytes.ts'
import { simpleEvent } from '../support/log-events.ts'

/** Five records, each with its number as the value `N`. */
function fiveRecords(): Buffer {
  return makeLog([1, 2, 3, 4, 5].map((n) => simpleEvent([['N', `number ${n}`]])))
}

interface Read extends DecodedLog {
  /** Record id and value `N` of each event. */
  readonly events: readonly string[]
  readonly codes: readonly string[]
}

function read(log: Buffer): Read {
  const events: string[] = []
  const decoded = decodeLog(createDecoder(), log, (event) => events.push(describeEvent(event)))
  return { ...decoded, events, codes: decoded.diagnostics.map((d) => d.code) }
}

function describeEvent(event: EventView): string {
  const leaf = event.shape.leaves.find((l) => l.name === 'N')
  const text = leafText(event, leaf)
  return `${event.recordIdLow}: ${text ?? 'no value'}${event.partial ? ', partial' : ''}`
}

const ALL = [1, 2, 3, 4, 5].map((n) => `${n}: number ${n}`)

/** Overwrites the signature, size or whatever else of record `index`. */
function damage(log: Buffer, index: number, change: (log: Buffer, at: number, size: number) => void): Buffer {
  const at = recordsAt(log)[index]!
  change(log, at, log.readUInt32LE(at + 4))
  return log
}

test('an untouched log gives no finding', () => {
  const { events, counts, diagnostics } = read(fiveRecords())
  expect(events).toEqual(ALL)
  expect(diagnostics).toEqual([])
  expect(counts).toEqual({
    chunks: 1,
    recordsRead: 5,
    recordsFailed: 0,
    recordsPartial: 0,
    recordsHidden: 0,
    recordsInSlack: 0,
    recordsSkipped: 0,
  })
})

describe('a header that hides records', () => {
  const end = (log: Buffer, index: number): number => recordsAt(log)[index]! - FILE_HEADER
  const ones = 0xffff_ffff_ffff_ffffn

  test.each<[what: string, change: (log: Buffer) => void, hidden: number]>([
    ['last id = 1', (log) => changeChunk(log, { lastId: 1n }), 4],
    ['last id and number = 1', (log) => changeChunk(log, { lastId: 1n, lastNumber: 1n }), 4],
    [
      'both ranges moved away',
      (log) => changeChunk(log, { firstId: 900n, lastId: 901n, firstNumber: 900n, lastNumber: 901n }),
      0,
    ],
    ['free space = 512', (log) => changeChunk(log, { freeSpace: 512 }), 5],
    ['free space = 0', (log) => changeChunk(log, { freeSpace: 0 }), 5],
    ['free space after the second record', (log) => changeChunk(log, { freeSpace: end(log, 2) }), 3],
    ['free space inside the second record', (log) => changeChunk(log, { freeSpace: end(log, 1) + 40 }), 3],
    [
      'as if the second record were the last',
      (log) => changeChunk(log, { freeSpace: end(log, 2), lastId: 2n, lastNumber: 2n }),
      3,
    ],
    [
      'as if the chunk were fresh',
      (log) =>
        changeChunk(log, { freeSpace: 512, firstNumber: 1n, lastNumber: ones, firstId: ones, lastId: ones }),
      5,
    ],
  ])('%s', (_, change, hidden) => {
    for (const isSealed of [false, true]) {
      const log = fiveRecords()
      change(log)
      if (isSealed) seal(log)
      const { events, counts, codes } = read(log)
      expect(events).toEqual(ALL)
      expect(counts).toMatchObject({ recordsRead: 5, recordsHidden: hidden, recordsInSlack: 0 })
      expect(codes.filter((code) => code === 'chunk-header-lies')).toHaveLength(1)
      expect(codes.includes('chunk-header-crc')).toBe(!isSealed)
    }
  })

  test('an end mark with ids that do not follow on is proven wrong by the checksum of the records', () => {
    const log = fiveRecords()
    // A filtered export: ids have gaps.
    for (const [i, at] of recordsAt(log).entries()) log.writeBigUInt64LE(BigInt(100 * i + 1), at + 8)
    seal(log)
    changeChunk(log, { freeSpace: end(log, 2), firstId: 1n, lastId: 101n, lastNumber: 2n })
    const { counts, diagnostics } = read(log)
    expect(counts).toMatchObject({ recordsRead: 5, recordsHidden: 3 })
    expect(diagnostics.find((d) => d.code === 'chunk-data-crc')?.message).toContain(
      'the header’s end'.replace('’', "'"),
    )
  })

  test('free space beyond the chunk', () => {
    const { events, codes } = read(changeChunk(fiveRecords(), { freeSpace: 2 ** 31 }))
    expect(events).toEqual(ALL)
    expect(codes).toContain('chunk-header-lies')
  })

  test('free space too large, zeros after the records', () => {
    const { events, codes } = read(seal(changeChunk(fiveRecords(), { freeSpace: CHUNK })))
    expect(events).toEqual(ALL)
    expect(codes).toEqual(['chunk-header-lies'])
  })

  test.each(['XXXXXXXX', '\0\0\0\0\0\0\0\0', 'ElfChnk1'])('signature %j', (magic) => {
    const { events, counts, codes } = read(changeChunk(fiveRecords(), { magic }))
    expect(events).toEqual(ALL)
    expect(counts).toMatchObject({ chunks: 1, recordsHidden: 5 })
    expect(codes).toContain('bad-chunk-magic')
  })

  test('the whole header zero', () => {
    const log = fiveRecords()
    log.fill(0, FILE_HEADER, FILE_HEADER + FIRST_RECORD)
    const { events, codes } = read(log)
    expect(events).toEqual(ALL)
    expect(codes).toContain('bad-chunk-magic')
  })
})

describe('records from the previous life of a chunk', () => {
  /** Five records over the remains of others, whose ids begin at `firstOld`. */
  function reused(firstOld: number): Buffer {
    const log = makeLog(Array.from({ length: 12 }, (_, n) => simpleEvent([['N', `number ${n + 1}`]])))
    const places = recordsAt(log)
    for (const [i, at] of places.slice(5).entries()) log.writeBigUInt64LE(BigInt(firstOld + i), at + 8)
    return seal(changeChunk(log, { lastNumber: 5n, lastId: 5n, freeSpace: places[5]! - FILE_HEADER }))
  }

  test.each([900, 7, 1])('ids from %i on are counted, not read', (firstOld) => {
    const { events, counts, diagnostics } = read(reused(firstOld))
    expect(events).toEqual(ALL)
    expect(counts).toMatchObject({ recordsRead: 5, recordsHidden: 0, recordsInSlack: 7 })
    expect(diagnostics).toEqual([])
  })

  test('a record cut by those written over it does not make the next one follow on', () => {
    const log = reused(3)
    // The old record with id 3 loses its head: ids 4 to 9 remain, 6 would be the next one.
    const at = recordsAt(log)[5]!
    log.fill(0xaa, at, at + 64)
    const { counts } = read(log)
    expect(counts).toMatchObject({ recordsRead: 5, recordsHidden: 0, recordsInSlack: 6 })
  })

  test('a destroyed record beyond a false end mark: the ones after it follow on by place and id', () => {
    const log = fiveRecords()
    const places = recordsAt(log)
    log.fill(0xaa, places[2]!, places[2]! + 24)
    changeChunk(log, { freeSpace: places[2]! - FILE_HEADER, lastId: 2n, lastNumber: 2n })
    seal(log)
    const { events, counts } = read(log)
    expect(events).toEqual(ALL.filter((_, i) => i !== 2))
    expect(counts).toMatchObject({ recordsHidden: 2, recordsInSlack: 0 })
  })
})

describe('damaged records', () => {
  test.each<
    [what: string, change: (log: Buffer, at: number, size: number) => void, events: string[], code: string]
  >([
    ['signature', (log, at) => log.writeUInt32LE(0, at), ALL, 'chunk-resync'],
    ['size 0', (log, at) => log.writeUInt32LE(0, at + 4), partial(2), 'record-partial'],
    ['size 27', (log, at) => log.writeUInt32LE(27, at + 4), partial(2), 'record-partial'],
    ['size of 3 GB', (log, at) => log.writeUInt32LE(3_099_113_656, at + 4), partial(2), 'record-partial'],
    ['size too small', (log, at) => log.writeUInt32LE(64, at + 4), partial(2), 'record-partial'],
    [
      'copy of the size',
      (log, at, size) => log.writeUInt32LE(size + 8, at + size - 4),
      partial(2),
      'record-partial',
    ],
    [
      'copy of the size 0',
      (log, at, size) => log.writeUInt32LE(0, at + size - 4),
      partial(2),
      'record-partial',
    ],
    [
      'size that swallows the next record, copy left',
      (log, at, size) => log.writeUInt32LE(size + log.readUInt32LE(at + size + 4), at + 4),
      partial(2),
      'record-partial',
    ],
    ['all of it', (log, at, size) => log.fill(0x55, at, at + size), without(2), 'chunk-resync'],
    ['time 2^64 - 1', (log, at) => log.fill(0xff, at + 16, at + 24), ALL, ''],
  ])('%s', (_, change, events, code) => {
    const found = read(seal(damage(fiveRecords(), 1, change)))
    expect(found.events).toEqual(events)
    expect(found.codes.filter((c) => c !== 'chunk-header-lies')).toEqual(code === '' ? [] : [code])
    expect(found.counts?.recordsHidden).toBe(0)
  })

  test('signature and size: the record is lost, and said so', () => {
    const found = read(seal(damage(fiveRecords(), 1, (log, at) => log.fill(0, at, at + 8))))
    expect(found.events).toEqual(without(2))
    const at = recordsAt(fiveRecords())[1]! - FILE_HEADER
    const end = recordsAt(fiveRecords())[2]! - FILE_HEADER
    expect(found.diagnostics.find((d) => d.code === 'chunk-resync')?.message).toContain(`${at} to ${end - 1}`)
  })

  test('the first record of the chunk', () => {
    const found = read(damage(fiveRecords(), 0, (log, at) => log.fill(0, at, at + 8)))
    // Its template is inside it and still there for the others.
    expect(found.events).toEqual(without(1))
  })

  /** Events with record `n` marked partial, or left out. */
  function partial(n: number): string[] {
    return ALL.map((text, i) => (i === n - 1 ? `${text}, partial` : text))
  }
  function without(n: number): string[] {
    return ALL.filter((_, i) => i !== n - 1)
  }
})

describe('half-written records', () => {
  /** A record across a page border: everything after the border is `fill`. */
  function torn(fill: number): { log: Buffer; index: number; border: number } {
    const log = makeLog(
      Array.from({ length: 9 }, (_, n) =>
        simpleEvent([
          ['N', `number ${n + 1}`],
          ['Long', 'x'.repeat(300)],
        ]),
      ),
    )
    const places = recordsAt(log)
    const border = chunkAt(0) + 8192
    const index = places.findIndex((at) => at + log.readUInt32LE(at + 4) > border)
    log.fill(fill, border, chunkAt(0) + CHUNK)
    return { log, index, border }
  }

  test.each([0, 0x33])('values past the damage are absent (filled with %i)', (fill) => {
    const { log, index, border } = torn(fill)
    const events: EventView[] = []
    const seen: { id: number; partial: boolean; texts: (string | undefined)[] }[] = []
    decodeLog(createDecoder(), log, (event) => {
      events.push(event)
      const names = ['EventID', 'N', 'Long']
      const texts = names.map((name) =>
        leafText(
          event,
          event.shape.leaves.find((l) => l.name === name),
        ),
      )
      seen.push({ id: event.recordIdLow, partial: event.partial, texts })
    })
    const last = seen.at(-1)!
    expect(seen).toHaveLength(index + 1)
    expect(last).toMatchObject({ id: index + 1, partial: true })
    expect(last.texts[0]).toBe('4624')
    expect(last.texts[2]).toBe(undefined)
    expect(border).toBeGreaterThan(recordsAt(log)[index]!)
  })

  test('a wrong copy alone costs no value, also across a page border', () => {
    const log = makeLog(
      Array.from({ length: 9 }, (_, n) =>
        simpleEvent([
          ['N', `number ${n + 1}`],
          ['Long', 'x'.repeat(300)],
        ]),
      ),
    )
    for (const at of recordsAt(log)) log.writeUInt32LE(1, at + log.readUInt32LE(at + 4) - 4)
    const { events, counts } = read(log)
    expect(events).toEqual(Array.from({ length: 9 }, (_, n) => `${n + 1}: number ${n + 1}, partial`))
    expect(counts?.recordsPartial).toBe(9)
  })
})

describe('records inside others', () => {
  /** Enlarges record `index` so that it ends where the `count` after it end, as is done to hide those. */
  function swallow(log: Buffer, index: number, count: number): Buffer {
    const places = recordsAt(log)
    const at = places[index]!
    const last = places[index + count]!
    const end = last + log.readUInt32LE(last + 4)
    log.writeUInt32LE(end - at, at + 4)
    log.writeUInt32LE(end - at, end - 4)
    // Ids are made to follow on again.
    for (const [i, place] of places.slice(index + count + 1).entries())
      log.writeBigUInt64LE(BigInt(index + 2 + i), place + 8)
    const left = BigInt(5 - count)
    return seal(changeChunk(log, { lastId: left, lastNumber: left }))
  }

  test.each([1, 2, 3])('%i of five', (count) => {
    const { events, counts, codes } = read(swallow(fiveRecords(), 1, count))
    expect(events.map((text) => text.slice(3)).sort()).toEqual(ALL.map((text) => text.slice(3)))
    expect(counts).toMatchObject({ recordsRead: 5, recordsHidden: count, recordsPartial: 0 })
    expect(codes.filter((code) => code === 'record-swallowed')).toHaveLength(count)
  })

  test('a text that contains a record is none', () => {
    const inner = makeLog([simpleEvent()])
    const at = recordsAt(inner)[0]!
    const hex = inner.subarray(at, at + inner.readUInt32LE(at + 4)).toString('hex')
    const { counts, diagnostics } = read(
      makeLog([
        simpleEvent([
          ['N', 'x'],
          ['B', { Binary: hex }],
        ]),
      ]),
    )
    expect(counts?.recordsRead).toBe(1)
    expect(diagnostics).toEqual([])
  })
})
