import { createHash } from 'node:crypto'
import { appendFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashFile, openHashed, openSource } from '../../src/input/open.ts'
import { makeTree } from './temp-tree.ts'

const bytesOf = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff))
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('openSource', () => {
  it('reads any part, and less only at the end', () => {
    const bytes = bytesOf(1000)
    const reader = openSource(join(makeTree({ f: bytes }), 'f'))
    expect(reader.sizeBytes).toBe(1000)
    const cases: readonly (readonly [position: number, length: number, read: number])[] = [
      [0, 10, 10],
      [995, 10, 5],
      [1000, 10, 0],
      [5000, 10, 0],
      [0, 2000, 1000],
      [3, 0, 0],
    ]
    for (const [position, length, read] of cases) {
      const target = Buffer.alloc(2000, 0xee)
      expect(reader.readAt(target, 1, length, position), `${position}+${length}`).toBe(read)
      expect(target.subarray(1, 1 + read)).toEqual(bytes.subarray(position, position + read))
      expect(target[0]).toBe(0xee)
      expect(target[1 + read]).toBe(0xee)
    }
    expect(reader.readAt(Buffer.alloc(8), 5, 100, 0)).toBe(3)
    reader.close()
    reader.close()
    expect(() => reader.readAt(Buffer.alloc(8), 0, 8, 0)).toThrow()
  })

  it('keeps its size when the file grows, and reads less when it shrinks', () => {
    const path = join(makeTree({ f: bytesOf(100) }), 'f')
    const reader = openSource(path)
    const limited = openSource(path, 40)
    appendFileSync(path, 'more')
    const target = Buffer.alloc(200)
    expect(reader.readAt(target, 0, 200, 0)).toBe(100)
    expect([limited.sizeBytes, limited.readAt(target, 0, 200, 0)]).toEqual([40, 40])
    truncateSync(path, 10)
    expect([reader.sizeBytes, reader.readAt(target, 0, 200, 0)]).toEqual([100, 10])
    reader.close()
    limited.close()
  })

  it('throws when there is no such file', () => {
    expect(() => openSource(join(makeTree(), 'none'))).toThrow('ENOENT')
  })
})

describe('SHA-256', () => {
  it('of a file, and of its first bytes', () => {
    const bytes = bytesOf(3_000_001)
    const path = join(makeTree({ f: bytes, empty: '' }), 'f')
    expect(hashFile(path)).toBe(sha256(bytes))
    expect(hashFile(path, 1_048_577)).toBe(sha256(bytes.subarray(0, 1_048_577)))
    expect(hashFile(join(path, '..', 'empty'))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  it('is the same whatever is read, in whatever order', () => {
    const bytes = bytesOf(2_500_000)
    const path = join(makeTree({ f: bytes }), 'f')
    const expected = sha256(bytes)
    const reads = fc.array(fc.tuple(fc.nat(2_600_000), fc.nat(700_000)), { maxLength: 12 })
    fc.assert(
      fc.property(reads, (list) => {
        const reader = openHashed(path)
        for (const [position, length] of list) {
          const target = Buffer.alloc(length)
          const read = reader.readAt(target, 0, length, position)
          if (!target.subarray(0, read).equals(bytes.subarray(position, position + read)))
            throw new Error('bytes differ')
        }
        const digest = reader.digest()
        reader.close()
        return digest === expected
      }),
      { numRuns: 40 },
    )
  })
})
