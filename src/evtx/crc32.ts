/** CRC-32 (IEEE, as zlib's): native where Node has it (20.15 and later), else by table. */
import * as zlib from 'node:zlib'

type Crc32 = (bytes: Uint8Array, start: number) => number

const native = (zlib as { crc32?: (bytes: Uint8Array, start?: number) => number }).crc32

/** Checksum of `bytes`, continued from that of the bytes before (0 for none). */
export const crc32: Crc32 = native === undefined ? createTableCrc32() : native

/** The same without Node's help, one byte at a time. */
export function createTableCrc32(): Crc32 {
  const table = new Int32Array(256)
  for (let i = 0; i < 256; i++) {
    let c = i
    for (let bit = 0; bit < 8; bit++) c = (c & 1) === 0 ? c >>> 1 : (c >>> 1) ^ 0xedb88320
    table[i] = c
  }
  return (bytes, start) => {
    let crc = ~start
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!
    return ~crc >>> 0
  }
}
