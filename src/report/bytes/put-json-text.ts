/**
 * A text as a JSON string in UTF-8. In: UTF-16LE bytes, or text. Out: bytes.
 * Invariant: what `JSON.stringify` gives, lone halves of pairs escaped as it does.
 */
import { type ByteWriter, reserve, utf16Of } from './byte-writer.ts'
import { isHighHalf, isLowHalf, writeHex, writePair, writeUnit } from './utf8.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LETTER_U = 0x75
/** `\u001f`, the longest that a unit becomes. */
const MAX_UNIT_BYTES = 6

/** For each ASCII unit what follows the backslash, 0 for those that need none. */
const ESCAPES = new Uint8Array(0x80).fill(LETTER_U, 0, 0x20)
for (const [unit, letter] of ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr'])
  ESCAPES[unit!.charCodeAt(0)] = letter!.charCodeAt(0)

export function putJsonText(into: ByteWriter, text: string): void {
  putJsonUtf16(into, utf16Of(text), 0, 2 * text.length)
}

/** `length`: an even number of bytes. */
export function putJsonUtf16(into: ByteWriter, source: Uint8Array, offset: number, length: number): void {
  reserve(into, 2 + (MAX_UNIT_BYTES / 2) * length)
  const { bytes } = into
  const end = offset + length
  let at = into.length
  bytes[at++] = QUOTE
  for (let i = offset; i < end; i += 2) {
    const low = source[i]!
    const high = source[i + 1]!
    if (high === 0 && low < 0x80) {
      const letter = ESCAPES[low]!
      if (letter === 0) bytes[at++] = low
      else {
        bytes[at++] = BACKSLASH
        bytes[at++] = letter
        if (letter === LETTER_U) at = writeHex(bytes, at, low, 4)
      }
      continue
    }
    const unit = low | (high << 8)
    const next = i + 2 < end ? source[i + 2]! | (source[i + 3]! << 8) : 0
    if (isHighHalf(unit) && isLowHalf(next)) {
      at = writePair(bytes, at, unit, next)
      i += 2
    } else if (isHighHalf(unit) || isLowHalf(unit)) {
      bytes[at++] = BACKSLASH
      bytes[at++] = LETTER_U
      at = writeHex(bytes, at, unit, 4)
    } else at = writeUnit(bytes, at, unit)
  }
  bytes[at++] = QUOTE
  into.length = at
}
