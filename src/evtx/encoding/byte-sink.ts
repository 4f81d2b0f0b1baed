/**
 * Little-endian bytes one after another into a chunk. Invariant: a write that does not fit changes nothing but the
 * position, so what a record would have needed is known after it was written in vain.
 */

export interface ByteSink {
  readonly buffer: Buffer
  /** Next free position; beyond the end of the buffer when the record did not fit. */
  at: number
}

/** True when something was written in vain. */
export function isOverfull(sink: ByteSink): boolean {
  return sink.at > sink.buffer.length
}

function advance(sink: ByteSink, bytes: number): number {
  const at = sink.at
  sink.at = at + bytes
  return sink.at <= sink.buffer.length ? at : -1
}

export function putU8(sink: ByteSink, value: number): void {
  const at = advance(sink, 1)
  if (at >= 0) sink.buffer[at] = value
}

export function putU16(sink: ByteSink, value: number): void {
  const at = advance(sink, 2)
  if (at >= 0) sink.buffer.writeUInt16LE(value, at)
}

export function putU32(sink: ByteSink, value: number): void {
  const at = advance(sink, 4)
  if (at >= 0) sink.buffer.writeUInt32LE(value, at)
}

export function putU64(sink: ByteSink, value: bigint): void {
  const at = advance(sink, 8)
  if (at >= 0) sink.buffer.writeBigUInt64LE(value, at)
}

export function putBytes(sink: ByteSink, bytes: Uint8Array): void {
  const at = advance(sink, bytes.length)
  if (at >= 0) sink.buffer.set(bytes, at)
}

/** UTF-16LE without terminator. */
export function putUtf16(sink: ByteSink, text: string): void {
  const at = advance(sink, 2 * text.length)
  if (at >= 0) sink.buffer.write(text, at, 'utf16le')
}

/** Fills in a size or offset that was not known when its place was passed. */
export function patchU32(sink: ByteSink, at: number, value: number): void {
  if (at + 4 <= sink.buffer.length) sink.buffer.writeUInt32LE(value, at)
}

export function patchU16(sink: ByteSink, at: number, value: number): void {
  if (at + 2 <= sink.buffer.length) sink.buffer.writeUInt16LE(value, at)
}
