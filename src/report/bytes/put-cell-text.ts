/**
 * A text as a part of a packed cell in CSV. In: UTF-16LE bytes, or text. Out: bytes in UTF-8, and whether the cell needs
 * quotes for it. Invariant: what `packCell` escapes is escaped, and quotes are doubled; halves of pairs become U+FFFD.
 */
import { type ByteWriter, reserve, utf16Of } from './byte-writer.ts'
import { isHighHalf, isLowHalf, writeHex, writePair, writeUnit } from './utf8.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const BAR = 0xa6
const REPLACEMENT = 0xfffd
/** `¦u2028`, the longest that a unit becomes. */
const MAX_UNIT_BYTES = 8

const PLAIN = 0
const QUOTED = 1
const CONTROL = 2
/** For each unit below 0x100 what it is. */
const KINDS = new Uint8Array(0x100)
KINDS.fill(CONTROL, 0, 0x20)
KINDS.fill(CONTROL, 0x7f, 0xa0)
KINDS[BAR] = CONTROL
KINDS[QUOTE] = QUOTED
KINDS[COMMA] = QUOTED

/** What follows the bar; other control characters are numbers. */
const LETTERS = new Uint8Array(0x100)
for (const [unit, letter] of ['\nn', '\rr', '\tt']) LETTERS[unit!.charCodeAt(0)] = letter!.charCodeAt(0)

export function putCellText(into: ByteWriter, text: string): boolean {
  return putCellUtf16(into, utf16Of(text), 0, 2 * text.length)
}

/** `length`: an even number of bytes. True when the cell needs quotes. */
export function putCellUtf16(into: ByteWriter, source: Uint8Array, offset: number, length: number): boolean {
  reserve(into, (MAX_UNIT_BYTES / 2) * length)
  const { bytes } = into
  const end = offset + length
  let at = into.length
  let needsQuotes = false
  for (let i = offset; i < end; i += 2) {
    const low = source[i]!
    const high = source[i + 1]!
    if (high === 0 && KINDS[low] !== CONTROL && low < 0x80) {
      if (KINDS[low] === QUOTED) {
        needsQuotes = true
        if (low === QUOTE) bytes[at++] = QUOTE
      }
      bytes[at++] = low
      continue
    }
    const unit = low | (high << 8)
    const next = i + 2 < end ? source[i + 2]! | (source[i + 3]! << 8) : 0
    if (isHighHalf(unit) && isLowHalf(next)) {
      at = writePair(bytes, at, unit, next)
      i += 2
    } else at = writeSpecial(bytes, at, unit)
  }
  into.length = at
  return needsQuotes
}

/** A unit that is not plain ASCII and no pair. */
function writeSpecial(bytes: Uint8Array, at: number, unit: number): number {
  if (isHighHalf(unit) || isLowHalf(unit)) return writeUnit(bytes, at, REPLACEMENT)
  const isWideEnd = unit === 0x2028 || unit === 0x2029
  if (!isWideEnd && (unit >= 0x100 || KINDS[unit] === PLAIN)) return writeUnit(bytes, at, unit)
  const afterBar = writeUnit(bytes, at, BAR)
  if (unit === BAR) return writeUnit(bytes, afterBar, BAR)
  if (isWideEnd) return writeHex(bytes, writeUnit(bytes, afterBar, 0x75), unit, 4)
  if (LETTERS[unit] !== 0) return writeUnit(bytes, afterBar, LETTERS[unit]!)
  return writeHex(bytes, writeUnit(bytes, afterBar, 0x78), unit, 2)
}
