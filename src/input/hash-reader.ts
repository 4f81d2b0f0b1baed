/**
 * SHA-256 of a file while it is read, without reading its bytes twice: what passes through `readAt` in ascending order
 * is hashed on the way, small gaps are read at once, large ones when the digest is asked for.
 * Invariant: the digest is that of bytes 0 to `sizeBytes`, whatever was read in between.
 */
import { createHash } from 'node:crypto'
import type { ByteReader } from '../base/byte-reader.ts'

/** Bytes read at a time to fill gaps, and the largest gap that is filled at once. */
const GAP_BYTES = 1 << 20

export interface HashReader extends ByteReader {
  /** Lower-case hexadecimal SHA-256. To be called once, at the end. Throws on an I/O error. */
  digest(): string
}

export function createHashReader(reader: ByteReader): HashReader {
  const hash = createHash('sha256')
  /** How much of the file is hashed. */
  let hashedBytes = 0

  const fillTo = (positionBytes: number): void => {
    if (hashedBytes >= positionBytes) return
    const buffer = Buffer.allocUnsafe(Math.min(GAP_BYTES, positionBytes - hashedBytes))
    while (hashedBytes < positionBytes) {
      const length = Math.min(buffer.length, positionBytes - hashedBytes)
      const read = reader.readAt(buffer, 0, length, hashedBytes)
      if (read === 0) break
      hash.update(buffer.subarray(0, read))
      hashedBytes += read
    }
  }
  return {
    sizeBytes: reader.sizeBytes,
    readAt(target, targetOffset, lengthBytes, positionBytes) {
      const read = reader.readAt(target, targetOffset, lengthBytes, positionBytes)
      if (positionBytes > hashedBytes && positionBytes - hashedBytes <= GAP_BYTES) fillTo(positionBytes)
      const isNext = positionBytes <= hashedBytes && positionBytes + read > hashedBytes
      if (isNext) {
        const from = targetOffset + hashedBytes - positionBytes
        hash.update(target.subarray(from, targetOffset + read))
        hashedBytes = positionBytes + read
      }
      return read
    },
    digest() {
      fillTo(reader.sizeBytes)
      return hash.digest('hex')
    },
    close: () => reader.close(),
  }
}
