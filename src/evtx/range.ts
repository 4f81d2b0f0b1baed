/** What the decoding of one range of chunks shares: consumer, counts, position; and how it reports. */
import type { DiagnosticCode, Severity } from '../base/diagnostic.ts'
import type { EventConsumer } from '../event/consumer.ts'
import type { RangeCounts, ReportDiagnostic } from '../event/decoder.ts'
import type { EventView } from '../event/event.ts'
import type { Locator } from './binxml/locator.ts'
import type { ReadTreeRecord } from './binxml/tree-event.ts'
import type { ChunkWindow } from './find-record.ts'
import { Record } from './format.ts'
import type { Screener } from './screener.ts'

/** One call of `decodeRange`. */
export interface Range {
  readonly source: string
  readonly consumer: EventConsumer
  readonly report: ReportDiagnostic
  readonly counts: RangeCounts
  readonly event: EventView
  readonly locator: Locator
  readonly window: ChunkWindow
  /** The slow decoder, for what the fast one refuses; for every record when `isSlow`. */
  readonly readTree: ReadTreeRecord
  readonly isSlow: boolean
  /** Turns records away before they are decoded; absent without a kernel, or when the consumer wants to see them all. */
  readonly screener: Screener | undefined
  /** Number of the current chunk, and its offset in the file. */
  chunk: number
  chunkOffsetBytes: number
  /** Records of the chunk so far, unreadable ones included. */
  record: number
}

/** Reports something about the current chunk. */
export function reportChunk(range: Range, code: DiagnosticCode, severity: Severity, message: string): void {
  const { source, chunk, chunkOffsetBytes } = range
  range.report({ code, severity, source, message, chunk, offsetBytes: chunkOffsetBytes })
}

/** Reports something about the record whose signature is at `at` in the slab. */
export function reportRecord(
  range: Range,
  code: DiagnosticCode,
  severity: Severity,
  at: number,
  message: string,
): void {
  const { source, chunk, chunkOffsetBytes, window } = range
  const record = String(window.view.getBigUint64(at + Record.Id, true))
  const offsetBytes = chunkOffsetBytes + (at - window.start)
  range.report({ code, severity, source, message, chunk, record, offsetBytes })
}
