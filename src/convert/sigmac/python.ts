/**
 * Text as Python prints it. In: text or plain data. Out: JSON of `json.dumps(indent=2)`; a byte string without its
 * delimiters.
 */
import { Buffer } from 'node:buffer'

/** ASCII only: all else is written as `\uXXXX`. */
export function pythonJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replace(
    /[^ -~\n]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const SHORT: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x5c, '\\\\'],
])

/** `repr(text.encode())` without `b'` and `'`: Python quotes with `'`, and with `"` when only that needs no escape. */
export function pythonBytes(text: string): string {
  const escapesQuote = text.includes("'") && text.includes('"')
  let written = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const short = SHORT.get(byte)
    if (short !== undefined) written += short
    else if (byte === 0x27 && escapesQuote) written += "\\'"
    else if (byte < 0x20 || byte > 0x7e) written += `\\x${byte.toString(16).padStart(2, '0')}`
    else written += String.fromCharCode(byte)
  }
  return written
}
