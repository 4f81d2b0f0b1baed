/**
 * Bytes that grow: 32-bit words and texts, one after another. Out: the bytes written so far.
 * Invariant: words are written where 4 divides the position, so that they can be read as `Uint32Array`.
 */

export interface ByteSink {
  /** Valid until the next write. */
  readonly bytes: Buffer
  readonly words: Uint32Array
  length: number
  /** Appends a word; the length must be a multiple of 4. */
  word(value: number): void
  /** Makes room and returns where it begins; the caller fills it. */
  skip(lengthBytes: number): number
  text(value: string | undefined): void
  /** Zeros up to the next multiple of 4. */
  pad(): void
}

const FIRST_BYTES = 1024

export function createByteSink(): ByteSink {
  let memory = new ArrayBuffer(FIRST_BYTES)
  const ensure = (lengthBytes: number): void => {
    if (lengthBytes <= memory.byteLength) return
    const grown = new ArrayBuffer(Math.max(lengthBytes, 2 * memory.byteLength))
    new Uint8Array(grown).set(new Uint8Array(memory, 0, sink.length))
    memory = grown
    sink.bytes = Buffer.from(grown)
    sink.words = new Uint32Array(grown, 0, grown.byteLength >> 2)
  }
  const sink = {
    bytes: Buffer.from(memory),
    words: new Uint32Array(memory),
    length: 0,
    word(value: number) {
      ensure(sink.length + 4)
      sink.words[sink.length >> 2] = value
      sink.length += 4
    },
    skip(lengthBytes: number) {
      const at = sink.length
      ensure(at + lengthBytes)
      sink.length = at + lengthBytes
      return at
    },
    text(value: string | undefined) {
      ensure(sink.length + maxTextBytes(value))
      sink.length = writeText(sink.bytes, sink.length, value)
    },
    pad() {
      ensure((sink.length + 3) & ~3)
      while ((sink.length & 3) !== 0) sink.bytes[sink.length++] = 0
    },
  }
  return sink
}

/** Bytes of the number before a text. */
const MAX_HEADER_BYTES = 5

function maxTextBytes(value: string | undefined): number {
  return MAX_HEADER_BYTES + 2 * (value?.length ?? 0)
}

/**
 * A text as a number (7 bits a byte) and its units: 0 = no text, else 1 + 2 × units + (1 when they take two bytes
 * each). Unlike UTF-8 this keeps lone surrogates. Returns the position behind it.
 */
export function writeText(bytes: Buffer, at: number, value: string | undefined): number {
  if (value === undefined) {
    bytes[at] = 0
    return at + 1
  }
  const isWide = hasWideUnit(value)
  let header = 1 + 2 * value.length + (isWide ? 1 : 0)
  let position = at
  for (; header >= 0x80; header >>>= 7) bytes[position++] = (header & 0x7f) | 0x80
  bytes[position++] = header
  return position + bytes.write(value, position, isWide ? 'utf16le' : 'latin1')
}

function hasWideUnit(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0xff) return true
  return false
}

export interface TextReader {
  /** The next text of those that `seek` points at. */
  text(): string | undefined
  seek(bytes: Buffer, at: number): void
}

export function createTextReader(): TextReader {
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  return {
    seek(from, position) {
      bytes = from
      at = position
    },
    text() {
      let header = 0
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++]!
        header |= (byte & 0x7f) << shift
        if (byte < 0x80) break
      }
      if (header === 0) return undefined
      const isWide = ((header - 1) & 1) === 1
      const start = at
      at += ((header - 1) >>> 1) * (isWide ? 2 : 1)
      return bytes.toString(isWide ? 'utf16le' : 'latin1', start, at)
    },
  }
}
