/** Sorting beyond memory: the same records come back in order, whatever goes through files, and nothing stays behind. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createByteSink, createTextReader } from '../../../src/engine/correlate/spill/byte-sink.ts'
import { FAN_IN } from '../../../src/engine/correlate/spill/merge-runs.ts'
import type { Run } from '../../../src/engine/correlate/spill/run.ts'
import { createSorter } from '../../../src/engine/correlate/spill/sorter.ts'
import {
  createTemporaryFiles,
  SpillError,
  type TemporaryFiles,
} from '../../../src/engine/correlate/spill/temporary-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'goshawk-'))
let files: TemporaryFiles = createTemporaryFiles(folder)
afterEach(() => {
  files.close()
  files = createTemporaryFiles(folder)
  expect(readdirSync(folder), 'no file is left').toEqual([])
})

interface Entry {
  readonly key: readonly number[]
  readonly payload: string
}

function sortWith(entries: readonly Entry[], memoryBytes: number): Run {
  const sorter = createSorter({ keyWords: 2, memoryBytes, files })
  for (const { key, payload } of entries) {
    sorter.key.set(key)
    const bytes = Buffer.from(payload, 'latin1')
    sorter.add(bytes, 0, bytes.length)
  }
  return sorter.finish()
}

function readAll(run: Run): Entry[] {
  const cursor = run.openCursor()
  const found: Entry[] = []
  for (; !cursor.isAtEnd; cursor.next()) {
    const { words, bytes, keyAt, payloadAt, payloadBytes } = cursor
    found.push({
      key: [words[keyAt]!, words[keyAt + 1]!],
      payload: bytes.toString('latin1', payloadAt, payloadAt + payloadBytes),
    })
  }
  return found
}

/** Stable, as the sorter promises. */
const sorted = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted((a, b) => a.key[0]! - b.key[0]! || a.key[1]! - b.key[1]!)

const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0x7fff_ffff, 0x8000_0000, 0xffff_ffff))
const entries = fc.array(
  fc.record({
    key: fc.tuple(word, word),
    payload: fc.string({ maxLength: 12, unit: fc.constantFrom(...'abcdef') }),
  }),
  { maxLength: 120 },
)

describe('sorter', () => {
  it('sorts any records within any memory, keeping the order of equal keys', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 3000 }), (list, memoryBytes) => {
        expect(readAll(sortWith(list, memoryBytes))).toEqual(sorted(list))
      }),
      { numRuns: 200 },
    )
  })

  it('merges more runs than it opens at a time, and records longer than its buffers', () => {
    const list = Array.from({ length: 3 * FAN_IN }, (_, n): Entry => {
      const payload = n % 97 === 0 ? 'x'.repeat(400_000) : `record ${n}`
      return { key: [(n * 7919) % 101, n % 3], payload }
    })
    const run = sortWith(list, 16)
    expect(readAll(run)).toEqual(sorted(list))
    expect(run.records).toBe(list.length)
  })

  it('can be used again after a reset', () => {
    const sorter = createSorter({ keyWords: 1, memoryBytes: 100, files })
    for (const count of [3, 0, 40, 1]) {
      for (let i = count; i > 0; i--) {
        sorter.key[0] = i
        sorter.add(Buffer.from(String(i)), 0, String(i).length)
      }
      const run = sorter.finish()
      const cursor = run.openCursor()
      const keys: number[] = []
      for (; !cursor.isAtEnd; cursor.next()) keys.push(cursor.words[cursor.keyAt]!)
      expect(keys).toEqual(Array.from({ length: count }, (_, i) => i + 1))
      expect(() => sorter.add(Buffer.alloc(1), 0, 1)).toThrow('finished')
      sorter.reset()
    }
  })

  it.each([Number.POSITIVE_INFINITY, 1000])('gives cursors that go anywhere (memory %s)', (memoryBytes) => {
    const list = Array.from({ length: 5000 }, (_, n): Entry => ({ key: [n, 0], payload: 'p'.repeat(n % 50) }))
    const run = sortWith(list, memoryBytes)
    const cursor = run.openCursor()
    const positions: number[] = []
    for (; !cursor.isAtEnd; cursor.next()) positions.push(cursor.position)
    for (let i = 0; i < 2000; i++) {
      const n = (i * 3571) % 5000
      cursor.seek(positions[n]!)
      expect([cursor.words[cursor.keyAt], cursor.payloadBytes]).toEqual([n, n % 50])
    }
    cursor.seek(run.lengthBytes)
    expect(cursor.isAtEnd).toBe(true)
  })
})

describe('temporary files', () => {
  it('have no name while they are in use, where the system allows it', () => {
    const file = files.create()
    file.append(Buffer.from('some evidence'))
    const target = Buffer.alloc(8)
    expect(file.read(target, 5)).toBe(8)
    expect(target.toString()).toBe('evidence')
    expect(file.read(target, 13)).toBe(0)
    if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([])
  })

  it('say what is wrong with the folder', () => {
    const blocked = join(mkdtempSync(join(tmpdir(), 'goshawk-')), 'file')
    writeFileSync(blocked, '')
    expect(() => createTemporaryFiles(blocked).create()).toThrow(SpillError)
    expect(() => createTemporaryFiles(join(folder, 'nowhere')).create()).toThrow(
      /the temporary file .*nowhere/,
    )
  })

  it('say when they cannot be written any more', () => {
    const file = files.create()
    file.close()
    expect(() => file.append(Buffer.alloc(1))).toThrow(SpillError)
  })
})

describe('texts', () => {
  it('come back as they were, lone surrogates and none at all included', () => {
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff }))
    const text = fc.option(
      fc.array(unit, { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
      { nil: undefined },
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const sink = createByteSink()
        sink.word(7)
        for (const one of texts) sink.text(one)
        sink.pad()
        expect(sink.length % 4).toBe(0)
        const reader = createTextReader()
        reader.seek(sink.bytes, 4)
        expect(texts.map(() => reader.text())).toEqual(texts)
      }),
    )
  })
})
