/** Whether a path given for rules is a pack: by its name, or by how the file begins. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** Line ends and the end-of-file sign tell of a transfer as text. */
export const MAGIC: Buffer = Buffer.from('goshawk rules\r\n\x1a', 'latin1')

/** The usual ending; what begins as a pack is one under any name. */
export const PACK_SUFFIX = '.goshawk'

export function isPackStart(bytes: Uint8Array): boolean {
  return MAGIC.compare(bytes, 0, Math.min(MAGIC.length, bytes.length)) === 0
}

export function isRulePack(path: string): boolean {
  if (path.toLowerCase().endsWith(PACK_SUFFIX)) return true
  try {
    // A pipe would be read, and empty for whoever reads it then.
    if (!statSync(path).isFile()) return false
    const fd = openSync(path, 'r')
    try {
      const start = Buffer.alloc(MAGIC.length)
      return readSync(fd, start, 0, start.length, 0) > 0 && isPackStart(start)
    } finally {
      closeSync(fd)
    }
  } catch {
    return false
  }
}
