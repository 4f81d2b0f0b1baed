/** SHA-256 of a file, read from start to end through one small buffer. */
import { createHashReader } from './hash-reader.ts'
import { openSource } from './open.ts'
import type { FilePath } from './source.ts'

/** Lower-case hexadecimal digest of the first `sizeBytes` bytes. Throws on an I/O error. */
export function hashFile(path: FilePath, sizeBytes: number = Number.POSITIVE_INFINITY): string {
  const reader = openSource(path, sizeBytes)
  try {
    return createHashReader(reader).digest()
  } finally {
    reader.close()
  }
}
