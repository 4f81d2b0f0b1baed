/**
 * Bytes of a report that grows. In: bytes and text. Out: UTF-8. Invariant: text gives the bytes that `Buffer.from` gives.
 */

export interface ByteWriter {
  bytes: Buffer
  /** Bytes written so far. */
  length: number
}

const FIRST_BYTES = 1 << 16
/** Copying this many bytes one by one takes as long as the call that copies any number. */
const SHORT_BYTES = 64

export function createByteWriter(): ByteWriter {
  return { bytes: Buffer.allocUnsafeSlow(FIRST_BYTES), length: 0 }
}

/** Makes room for `count` more bytes. */
export function reserve(into: ByteWriter, count: number): void {
  const wanted = into.length + count
  if (wanted <= into.bytes.length) return
  const bytes = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * into.bytes.length))
  into.bytes.copy(bytes, 0, 0, into.length)
  into.bytes = bytes
}

export function putBytes(into: ByteWriter, source: Uint8Array, start = 0, end: number = source.length): void {
  reserve(into, end - start)
  const { bytes } = into
  let at = into.length
  if (end - start > SHORT_BYTES) bytes.set(source.subarray(start, end), at)
  else for (let i = start; i < end; i++) bytes[at++] = source[i]!
  into.length += end - start
}

export function putText(into: ByteWriter, text: string): void {
  reserve(into, 3 * text.length)
  into.length += into.bytes.write(text, into.length)
}

/** Text of units below 0x80 only. */
export function putAscii(into: ByteWriter, text: string): void {
  reserve(into, text.length)
  const { bytes } = into
  const at = into.length
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  into.length += text.length
}

/** A whole number from 0 to 2^53 in decimal. */
export function putDecimal(into: ByteWriter, value: number): void {
  reserve(into, 16)
  const { bytes } = into
  const start = into.length
  let at = start
  for (let rest = value; at === start || rest > 0; rest = Math.floor(rest / 10))
    bytes[at++] = 0x30 + (rest % 10)
  into.length = at
  for (let i = start, j = at - 1; i < j; i++, j--) {
    const digit = bytes[i]!
    bytes[i] = bytes[j]!
    bytes[j] = digit
  }
}

let units = Buffer.allocUnsafeSlow(1 << 12)

/** The units of a text as UTF-16LE, valid until the next call; its length in bytes is twice the text's. */
export function utf16Of(text: string): Buffer {
  if (2 * text.length > units.length) units = Buffer.allocUnsafeSlow(4 * text.length)
  units.write(text, 0, 'utf16le')
  return units
}
