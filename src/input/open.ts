/**
 * A file becomes random access to its bytes, and a SHA-256. In: path. Out: `ByteReader`, digest.
 * Invariant: the size is fixed when the file is opened (or given): what is appended later is not read, what is cut off
 * later reads as the end of the file.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteReader } from '../base/byte-reader.ts'
import { toFsPath } from './file-name.ts'
import { createHashReader, type HashReader } from './hash-reader.ts'
import type { FilePath } from './source.ts'

export type { HashReader } from './hash-reader.ts'

/** Largest single read; the system call takes less than 2 GiB. */
const MAX_READ_BYTES = 1 << 30

/** Opens a file. `sizeBytes` limits what is read of it. Throws an I/O error when it cannot be opened. */
export function openSource(path: FilePath, sizeBytes: number = Number.POSITIVE_INFINITY): ByteReader {
  const file = openSync(toFsPath(path), 'r')
  let size: number
  try {
    size = Math.min(fstatSync(file).size, sizeBytes)
  } catch (error) {
    closeSync(file)
    throw error
  }
  let isOpen = true
  return {
    sizeBytes: size,
    readAt(target, targetOffset, lengthBytes, positionBytes) {
      const wanted = Math.min(lengthBytes, target.length - targetOffset, size - positionBytes)
      let done = 0
      while (done < wanted) {
        const part = Math.min(wanted - done, MAX_READ_BYTES)
        const read = readSync(file, target, targetOffset + done, part, positionBytes + done)
        if (read === 0) break
        done += read
      }
      return done
    },
    close() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}

/** As `openSource`, with the SHA-256 of what is opened taken while it is read. */
export function openHashed(path: FilePath, sizeBytes?: number): HashReader {
  return createHashReader(openSource(path, sizeBytes))
}

/** SHA-256 of the first `sizeBytes` bytes, lower-case hexadecimal. Throws on an I/O error. */
export function hashFile(path: FilePath, sizeBytes?: number): string {
  const reader = openHashed(path, sizeBytes)
  try {
    return reader.digest()
  } finally {
    reader.close()
  }
}
