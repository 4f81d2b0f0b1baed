/** The checksum against the published check value, and the table's against Node's own. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32, createTableCrc32 } from '../../src/evtx/crc32.ts'

const table = createTableCrc32()

test.each([
  ['', 0],
  ['123456789', 0xcbf43926],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
])('%s', (text, expected) => {
  expect(crc32(Buffer.from(text), 0)).toBe(expected)
  expect(table(Buffer.from(text), 0)).toBe(expected)
})

test('both agree on any bytes, whole or in two parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
      const whole = crc32(bytes, 0)
      expect(table(bytes, 0)).toBe(whole)
      expect(table(bytes.subarray(cut), table(bytes.subarray(0, cut), 0))).toBe(whole)
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut), 0))).toBe(whole)
    }),
  )
})
