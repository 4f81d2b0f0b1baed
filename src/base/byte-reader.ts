/** Random access to the bytes of one input. Every position and count is in bytes. */
export interface ByteReader {
  readonly sizeBytes: number
  /** Copies up to `lengthBytes` bytes from `positionBytes` into `target`; returns how many (less only at the end). Throws on an I/O error. */
  readAt(target: Uint8Array, targetOffset: number, lengthBytes: number, positionBytes: number): number
  close(): void
}
