/**
 * The decoder of .evtx files (door of this folder). In: a file and a range of its chunks. Out: its records at a
 * consumer, what became of them, and diagnostics. Chunks are read into one slab, which lives as long as the decoder;
 * an event's values are places in it.
 * Invariant: no input makes it throw, hang or grow; nothing is skipped without being counted and reported.
 */
import type { ByteReader } from '../base/byte-reader.ts'
import type { LogDecoder, LogLayout } from '../event/decoder.ts'
import { emptyCounts } from '../event/decoder.ts'
import { createEventView, createShape } from '../event/event.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import { createLocator } from './binxml/locator.ts'
import { createTreeRecordReader } from './binxml/tree-event.ts'
import { decodeChunk } from './decode-chunk.ts'
import { CHUNK_BYTES } from './format.ts'
import { readLayout } from './layout.ts'
import { MAX_READ_FAILURES } from './limits.ts'
import type { Range } from './range.ts'
import { readFully } from './read-fully.ts'
import { createScreener } from './screener.ts'
import { createSlab, SLAB_CHUNKS, slabOf } from './slab.ts'

/**
 * A decoder with its own slab, plans and shapes; for one range at a time. `isSlow`: every record is read by the slow
 * decoder, which the fast one must agree with. With a kernel the slab lies in its memory, and it keeps records back that
 * the consumer's screen turns away.
 */
export function createDecoder(isSlow = false, kernel?: Kernel): LogDecoder {
  const slab = kernel === undefined ? createSlab() : slabOf(kernel)
  const { bytes, start } = slab
  const event = createEventView(createShape([]), bytes, slab.tables)
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  const locator = createLocator(event)
  const window = { view: event.view, words, start: 0 }
  const readTree = createTreeRecordReader()
  const screener = kernel && createScreener(kernel, locator)
  return {
    readLayout,
    decodeRange: (reader, source, layout, firstChunk, chunkCount, consumer, report) => {
      const counts = emptyCounts()
      const place = { chunk: firstChunk, chunkOffsetBytes: 0, record: 0 }
      const range: Range = {
        source,
        consumer,
        report,
        counts,
        event,
        locator,
        window,
        readTree,
        isSlow,
        screener: screener?.begin(consumer.screen) === true ? screener : undefined,
        ...place,
      }
      const end = Math.min(firstChunk + chunkCount, layout.chunkCount)
      readRange(range, { reader, layout, bytes, start, end })
      return counts
    },
  }
}

interface Input {
  readonly reader: ByteReader
  readonly layout: LogLayout
  readonly bytes: Buffer
  /** Where chunks are put. */
  readonly start: number
  /** Number of the chunk after the last one. */
  readonly end: number
}

function readRange(range: Range, input: Input): void {
  let failures = 0
  while (range.chunk < input.end) {
    // After a failure chunk by chunk, so that a bad sector costs one chunk.
    const count = Math.min(input.end - range.chunk, failures === 0 ? SLAB_CHUNKS : 1)
    if (readBlock(range, input, count)) {
      failures = 0
      continue
    }
    failures++
    if (count === 1) range.chunk++
    if (failures <= MAX_READ_FAILURES) continue
    const left = input.end - range.chunk
    if (left > 0) reportUnread(range, input, `${left} more chunks are given up`)
    return
  }
}

/** Reads and decodes `count` chunks; false on an I/O error, `range.chunk` is then where it was. */
function readBlock(range: Range, input: Input, count: number): boolean {
  const { layout, bytes, reader, start } = input
  const position = layout.firstChunkOffsetBytes + range.chunk * CHUNK_BYTES
  const wanted = Math.min(count * CHUNK_BYTES, layout.sizeBytes - position)
  let length = 0
  try {
    length = readFully(reader, bytes, start, wanted, position)
  } catch (error) {
    if (count === 1) reportUnread(range, input, error instanceof Error ? error.message : String(error))
    return false
  }
  if (length < wanted)
    reportUnread(range, input, `the file ends ${wanted - length} bytes earlier than before`)
  bytes.fill(0, start + length, start + count * CHUNK_BYTES)
  for (let i = 0; i < count; i++, range.chunk++) {
    range.chunkOffsetBytes = position + i * CHUNK_BYTES
    decodeChunk(range, start + i * CHUNK_BYTES)
  }
  return true
}

function reportUnread(range: Range, input: Input, message: string): void {
  const { source, chunk } = range
  const offsetBytes = input.layout.firstChunkOffsetBytes + chunk * CHUNK_BYTES
  range.report({ code: 'path-unreadable', severity: 'error', source, message, chunk, offsetBytes })
}
