/**
 * The encoders of sigma-semantics §3. In: literal text or bytes. Out: Base64 text, or bytes for the next encoder.
 * Bytes travel as text of units 0–255 (latin1), so that a pattern can hold them.
 */

export type Utf16Form = 'utf16le' | 'utf16be' | 'utf16'

/** UTF-16 bytes of `text` as latin1; `utf16` is little-endian, the byte order mark is the caller's. */
export function utf16Bytes(text: string, form: Utf16Form): string {
  const bytes = Buffer.from(text, 'utf16le')
  return (form === 'utf16be' ? bytes.swap16() : bytes).toString('latin1')
}

/** FF FE, which stands once at the start of a `utf16` value. */
export const UTF16_MARK = '\u00ff\u00fe'

export function encodeBase64(bytes: Buffer): string {
  return bytes.toString('base64')
}

/** Characters at the start that depend on the 0, 1 or 2 bytes before the text. */
const START_CUT = [0, 2, 3] as const
/** Characters at the end that depend on the bytes behind it, by (length + offset) mod 3. */
const END_CUT = [0, 3, 2] as const

/** What Base64 of a longer text shows of `bytes`, for each offset it may have in it. */
export function encodeBase64Offsets(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return encoded.slice(START_CUT[offset]!, encoded.length - END_CUT[(bytes.length + offset) % 3]!)
  })
}
