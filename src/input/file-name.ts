/**
 * Names as the file system has them. On Linux a name is bytes, not text: those that are no valid UTF-8 are kept as
 * bytes for opening and shown with the odd bytes as `\xNN`.
 */
import { isAscii } from 'node:buffer'
import { sep } from 'node:path'
import type { FilePath } from './source.ts'

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a name; undefined when it is no valid UTF-8. */
export function decodeName(bytes: Uint8Array): string | undefined {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  try {
    return STRICT.decode(bytes)
  } catch {
    return undefined
  }
}

/** A name to show: valid parts as text, other bytes as `\xNN`. */
export function showName(bytes: Uint8Array): string {
  const text = decodeName(bytes)
  if (text !== undefined) return text
  let shown = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceBytes(bytes[at]!)
    const part = length === 0 ? undefined : decodeName(bytes.subarray(at, at + length))
    if (part === undefined) {
      shown += `\\x${bytes[at]!.toString(16).padStart(2, '0')}`
      at++
    } else {
      shown += part
      at += length
    }
  }
  return shown
}

/** Bytes of the UTF-8 sequence that starts with `lead`, 0 when none does. */
function sequenceBytes(lead: number): number {
  if (lead < 0x80) return 1
  if (lead >= 0xc2 && lead < 0xe0) return 2
  if (lead >= 0xe0 && lead < 0xf0) return 3
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0
}

/** The path of an entry of a folder: text where both are text, else bytes. `separator` is for tests. */
export function joinPath(folder: FilePath, entry: Uint8Array, separator: string = sep): FilePath {
  const text = typeof folder === 'string' ? decodeName(entry) : undefined
  if (typeof folder === 'string' && text !== undefined)
    return isClosed(folder, separator) ? folder + text : folder + separator + text
  const head = typeof folder === 'string' ? Buffer.from(folder) : Buffer.from(folder)
  const parts = isClosed(head.toString('latin1'), separator)
    ? [head, entry]
    : [head, Buffer.from(separator), entry]
  return Buffer.concat(parts)
}

/** The shown name of an entry of a folder. */
export function joinName(folder: string, entry: Uint8Array, separator: string = sep): string {
  return isClosed(folder, separator) ? folder + showName(entry) : `${folder}/${showName(entry)}`
}

/** An argument as shown: with `/` on Windows too. */
export function argumentName(path: string, separator: string = sep): string {
  return separator === '\\' ? path.replaceAll('\\', '/') : path
}

/** What `fs` takes. */
export function toFsPath(path: FilePath): string | Buffer {
  return typeof path === 'string' ? path : Buffer.from(path.buffer, path.byteOffset, path.byteLength)
}

/** Whether a name can follow at once. On Windows `C:` is the current folder of that drive, and `C:\` another one. */
function isClosed(folder: string, separator: string): boolean {
  if (folder.endsWith(separator) || folder.endsWith('/')) return true
  return separator === '\\' && /^[a-z]:$/i.test(folder)
}
