/** Where chunks are found, and what is said about a file's header, its end and files that are no logs. */
import { describe, expect, test } from 'vitest'
import type { ByteReader } from '../../src/base/byte-reader.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { decodeLog, memoryReader } from '../support/decode-log.ts'
import { CHUNK, FILE_HEADER, makeLog, sealFile } from '../support/log-bytes.ts'
import { simpleEvent } from '../support/log-events.ts'

function made(events = 3): Buffer {
  return makeLog(Array.from({ length: events }, (_, n) => simpleEvent([['N', String(n)]])))
}

/** Record ids read and codes reported. */
function read(bytes: Buffer): { ids: number[]; codes: string[]; diagnostics: readonly Diagnostic[] } {
  const ids: number[] = []
  const { diagnostics } = decodeLog(createDecoder(), bytes, (event) => ids.push(event.recordIdLow))
  return { ids, codes: diagnostics.map((d) => d.code), diagnostics }
}

function changed(change: (log: Buffer) => void): Buffer {
  const log = made()
  change(log)
  return log
}

describe('file header', () => {
  test.each<[what: string, change: (log: Buffer) => void, codes: string[]]>([
    ['as written', () => {}, []],
    ['chunk count 0', (log) => log.writeUInt16LE(0, 42), ['file-header-crc', 'header-chunk-count']],
    ['chunk count too large', (log) => log.writeUInt16LE(9, 42), ['file-header-crc', 'header-chunk-count']],
    ['next record id', (log) => log.writeBigUInt64LE(0n, 24), ['file-header-crc']],
    ['checksum', (log) => log.writeUInt32LE(0, 124), ['file-header-crc']],
    ['no checksums kept', (log) => log.writeUInt32LE(4, 120) && log.writeUInt32LE(0, 124), []],
    ['garbage above the flags', (log) => log.writeUInt32LE(0x1b970000, 120), []],
    ['dirty', (log) => log.writeUInt32LE(1, 120), ['dirty-file']],
    ['block size', (log) => log.writeUInt16LE(512, 40), ['bad-file-header', 'file-header-crc']],
    ['signature', (log) => log.write('ElfLost', 0), ['bad-file-header']],
    ['all zero', (log) => log.fill(0, 0, FILE_HEADER), ['bad-file-header']],
  ])('%s', (_, change, codes) => {
    const found = read(changed(change))
    expect(found.ids).toEqual([1, 2, 3])
    expect(found.codes).toEqual(codes)
  })

  test('a chunk in use beyond the count is named', () => {
    const log = Buffer.concat([made(), made().subarray(FILE_HEADER)])
    expect(read(log).diagnostics.find((d) => d.code === 'header-chunk-count')?.message).toContain(
      'chunk 1 is in use',
    )
  })

  test('zero slots beyond the count are no finding', () => {
    expect(read(Buffer.concat([made(), Buffer.alloc(3 * CHUNK)]))).toMatchObject({
      ids: [1, 2, 3],
      codes: [],
    })
  })
})

describe('chunks without their file header', () => {
  const chunk = made().subarray(FILE_HEADER)

  test.each([0, 4096, 8192, 100, 4099, CHUNK, CHUNK + 4096])('%i bytes before the first chunk', (count) => {
    const before = Buffer.alloc(count)
    const { ids, codes } = read(Buffer.concat([before, chunk, chunk]))
    expect(ids).toEqual([1, 2, 3, 1, 2, 3])
    expect(codes).toEqual(['bad-file-header'])
  })

  test('bytes put between header and chunks', () => {
    const log = made()
    const moved = Buffer.concat([
      log.subarray(0, FILE_HEADER),
      Buffer.alloc(4096, 7),
      log.subarray(FILE_HEADER),
    ])
    const { ids, codes } = read(moved)
    expect(ids).toEqual([1, 2, 3])
    expect(codes).toEqual(
      ['bad-file-header', 'file-truncated', 'bad-chunk-magic'].filter((c) => codes.includes(c)),
    )
    expect(codes).toContain('bad-file-header')
  })

  test('the first chunk without its signature does not mislead', () => {
    const log = Buffer.concat([made(), chunk])
    log.write('12345678', FILE_HEADER, 'latin1')
    // A text in the first chunk that looks like a chunk's signature.
    log.write('ElfChnk\0', FILE_HEADER + 60_000, 'latin1')
    expect(read(log).ids).toEqual([1, 2, 3, 1, 2, 3])
  })
})

describe('the end of the file', () => {
  test('zero slots are passed over', () => {
    const log = made()
    const zeros = Buffer.alloc(2 * CHUNK)
    const whole = Buffer.concat([log, zeros, log.subarray(FILE_HEADER), zeros])
    expect(read(whole).ids).toEqual([1, 2, 3, 1, 2, 3])
  })

  test.each([CHUNK - 1, 5000, 2000])('a last chunk of %i bytes', (count) => {
    const { ids, codes } = read(made().subarray(0, FILE_HEADER + count))
    expect(ids.length).toBeGreaterThan(0)
    expect(ids).toEqual([1, 2, 3].slice(0, ids.length))
    expect(codes).toContain('file-truncated')
  })

  test('a file of one header alone', () => {
    expect(read(made().subarray(0, FILE_HEADER)).diagnostics).toMatchObject([
      { code: 'not-evtx', severity: 'error', message: 'an event log header without any chunk' },
    ])
  })
})

describe('files that are no logs', () => {
  test.each<[bytes: Buffer, code: string, message: RegExp]>([
    [Buffer.alloc(0), 'empty-file', /no bytes/],
    [Buffer.alloc(100_000), 'not-evtx', /zero-filled/],
    [Buffer.from('just some notes\n'), 'not-evtx', /text/],
    [Buffer.from('<?xml version="1.0"?>'), 'not-evtx', /XML/],
    [Buffer.from('PK\x03\x04 and so on'), 'not-evtx', /zip/],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'not-evtx', /gzip/],
    [Buffer.from([0x30, 0, 0, 0, ...Buffer.from('LfLe')]), 'not-evtx', /Windows XP/],
    [Buffer.alloc(300_000, 0x01), 'not-evtx', /binary/],
    [Buffer.from([0]), 'not-evtx', /zero-filled/],
  ])('%#', (bytes, code, message) => {
    const { diagnostics, ids } = read(bytes)
    expect(ids).toEqual([])
    expect(diagnostics).toMatchObject([{ code, severity: 'error', source: 'log.evtx' }])
    expect(diagnostics[0]!.message).toMatch(message)
  })
})

describe('readers that fail', () => {
  function readWith(reader: ByteReader): { ids: number[]; diagnostics: Diagnostic[] } {
    const decoder = createDecoder()
    const ids: number[] = []
    const diagnostics: Diagnostic[] = []
    const report = (d: Diagnostic): void => void diagnostics.push(d)
    const layout = decoder.readLayout(reader, 'x', report)
    const consumer = { accept: () => true, visit: (e: { recordIdLow: number }) => ids.push(e.recordIdLow) }
    if (layout !== undefined) decoder.decodeRange(reader, 'x', layout, 0, layout.chunkCount, consumer, report)
    return { ids, diagnostics }
  }
  const chunk = made(1).subarray(FILE_HEADER)
  const log = sealFile(Buffer.concat([made(1), ...Array.from({ length: 39 }, () => chunk)]))

  test('a bad sector costs one chunk', () => {
    const whole = memoryReader(log)
    const bad = FILE_HEADER + 20 * CHUNK + 600
    const { ids, diagnostics } = readWith({
      ...whole,
      readAt: (target, at, length, position) => {
        if (position <= bad && bad < position + length) throw new Error('EIO: bad sector')
        return whole.readAt(target, at, length, position)
      },
    })
    expect(ids).toHaveLength(39)
    expect(diagnostics).toMatchObject([
      { code: 'path-unreadable', severity: 'error', chunk: 20, message: 'EIO: bad sector' },
    ])
  })

  test('a dead reader is given up', () => {
    const whole = memoryReader(log)
    const { ids, diagnostics } = readWith({
      ...whole,
      readAt: (target, at, length, position) => {
        if (position > FILE_HEADER + 2 * CHUNK) throw new Error('EIO')
        return whole.readAt(target, at, length, position)
      },
    })
    expect(ids).toHaveLength(16)
    expect(diagnostics.at(-1)?.message).toMatch(/\d+ more chunks are given up/)
    expect(diagnostics.length).toBeLessThan(12)
  })

  test('an input that cannot be read at all', () => {
    const { diagnostics } = readWith({
      ...memoryReader(log),
      readAt: () => {
        throw new Error('EACCES')
      },
    })
    expect(diagnostics).toMatchObject([{ code: 'path-unreadable', message: /EACCES/ }])
  })

  test('short reads are read on', () => {
    const whole = memoryReader(log)
    const { ids, diagnostics } = readWith({
      ...whole,
      readAt: (target, at, length, position) => whole.readAt(target, at, Math.min(length, 1000), position),
    })
    expect(ids).toHaveLength(40)
    expect(diagnostics).toEqual([])
  })

  test('a file that has become shorter', () => {
    const whole = memoryReader(log)
    const { ids, diagnostics } = readWith({
      ...whole,
      readAt: (target, at, length, position) =>
        position >= FILE_HEADER + 32 * CHUNK ? 0 : whole.readAt(target, at, length, position),
    })
    expect(ids).toHaveLength(32)
    expect(diagnostics).toMatchObject([{ code: 'path-unreadable', chunk: 32 }])
  })
})

test('ranges of chunks give the same records as the whole', () => {
  const chunk = made(2).subarray(FILE_HEADER)
  const log = Buffer.concat([made(2), ...Array.from({ length: 20 }, () => chunk)])
  const reader = memoryReader(log)
  const places = (ranges: [number, number][]): string[] => {
    const decoder = createDecoder()
    const layout = decoder.readLayout(reader, 'x', () => {})!
    const seen: string[] = []
    const consumer = {
      accept: () => true,
      visit: (e: { chunk: number; record: number; offsetBytes: number }) =>
        seen.push(`${e.chunk}/${e.record}@${e.offsetBytes}`),
    }
    for (const [from, count] of ranges)
      decoder.decodeRange(reader, 'x', layout, from, count, consumer, () => {})
    return seen
  }
  const whole = places([[0, 21]])
  expect(whole).toHaveLength(42)
  expect(
    places([
      [0, 7],
      [7, 1],
      [8, 100],
    ]),
  ).toEqual(whole)
})
