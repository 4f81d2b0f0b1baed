/**
 * What a decoder of event logs is, ours and the reference alike: bytes in, events to a consumer, diagnostics aside.
 * Invariant: no input makes it throw, hang or grow; one bad record costs one record.
 */
import type { ByteReader } from '../base/byte-reader.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { EventConsumer } from './consumer.ts'

/** Where the chunks of a log lie. Chunk `i` starts at `firstChunkOffsetBytes + i * 65536`. */
export interface LogLayout {
  readonly sizeBytes: number
  readonly firstChunkOffsetBytes: number
  /** Chunk slots, a last incomplete one included. */
  readonly chunkCount: number
}

/** What became of the records of a range of chunks. */
export interface RangeCounts {
  /** Chunks in use (zero-filled slots are not). */
  chunks: number
  /** Records given to the consumer's `visit`. */
  recordsRead: number
  /** Records that could not be decoded. */
  recordsFailed: number
  /** Records read in part: half-written ones, and those with something that could not be decoded. */
  recordsPartial: number
  /** Records read although the chunk header denies them. */
  recordsHidden: number
  /** Old records in unused space; seen, not read. */
  recordsInSlack: number
  /** Records that the consumer did not accept. */
  recordsSkipped: number
}

/** Counts of nothing yet. */
export function emptyCounts(): RangeCounts {
  return {
    chunks: 0,
    recordsRead: 0,
    recordsFailed: 0,
    recordsPartial: 0,
    recordsHidden: 0,
    recordsInSlack: 0,
    recordsSkipped: 0,
  }
}

export type ReportDiagnostic = (diagnostic: Diagnostic) => void

export interface LogDecoder {
  /** Finds the chunks; undefined when there are none, which is reported. `source` is the name in diagnostics. */
  readLayout(reader: ByteReader, source: string, report: ReportDiagnostic): LogLayout | undefined
  /** Decodes chunks `firstChunk` to `firstChunk + chunkCount - 1`. I/O errors of the reader are reported, not thrown. */
  decodeRange(
    reader: ByteReader,
    source: string,
    layout: LogLayout,
    firstChunk: number,
    chunkCount: number,
    consumer: EventConsumer,
    report: ReportDiagnostic,
  ): RangeCounts
}
