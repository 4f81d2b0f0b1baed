/**
 * A second opinion: the same events by the library `@ts-evtx/core`, behind the interface of our own decoder.
 * In: a log. Out: events whose values are all text. What the library cannot do stays undone: records without a
 * template, records that a chunk header denies, chunks with a damaged header.
 * Invariant: the library may throw wherever it likes; one bad record costs one record, or the rest of its chunk.
 */
import type { ByteReader } from '../base/byte-reader.ts'
import type { Diagnostic, DiagnosticCode } from '../base/diagnostic.ts'
import type { EventConsumer } from '../event/consumer.ts'
import type { LogDecoder, LogLayout, RangeCounts, ReportDiagnostic } from '../event/decoder.ts'
import { emptyCounts } from '../event/decoder.ts'
import { MAX_SLOTS } from '../event/event.ts'
import type { PlainEventBuilder, PlainField } from '../event/plain-event.ts'
import { createPlainEventBuilder } from '../event/plain-event.ts'
import { listTreeFields } from './binxml/tree-fields.ts'
import { joinPieces } from './binxml/tree-text.ts'
import { CHUNK_BYTES, FILE_HEADER_BYTES } from './format.ts'
import { MAX_READ_FAILURES, MAX_TEXT_UNITS } from './limits.ts'
import { buildReferenceTree } from './reference-tree.ts'
import type { LibraryChunk, LibraryRecord } from './ts-evtx.ts'
import { openLibraryChunk, openLibraryHeader } from './ts-evtx.ts'

/** A chunk on its way through the decoder. */
interface Work {
  readonly source: string
  readonly layout: LogLayout
  readonly consumer: EventConsumer
  readonly report: ReportDiagnostic
  readonly counts: RangeCounts
  readonly build: PlainEventBuilder
  /** Chunk number in the file. */
  chunk: number
}

const NO_BYTES = { bytes: Buffer.alloc(0), view: new DataView(new ArrayBuffer(0)) }

export function createReferenceDecoder(): LogDecoder {
  const build = createPlainEventBuilder()
  const bytes = Buffer.alloc(CHUNK_BYTES)
  return {
    readLayout,
    decodeRange(reader, source, layout, firstChunk, chunkCount, consumer, report) {
      const counts = emptyCounts()
      const work: Work = { source, layout, consumer, report, counts, build, chunk: firstChunk }
      let failures = 0
      for (const end = firstChunk + chunkCount; work.chunk < end; work.chunk++) {
        const isRead = readChunk(reader, work, bytes)
        failures = isRead ? 0 : failures + 1
        if (failures > MAX_READ_FAILURES) {
          note(work, 'path-unreadable', 'error', `${end - work.chunk - 1} more chunks are given up.`)
          break
        }
        if (isRead && bytes.some((byte) => byte !== 0)) decodeChunk(work, bytes)
      }
      return counts
    },
  }
}

function readLayout(reader: ByteReader, source: string, report: ReportDiagnostic): LogLayout | undefined {
  const { sizeBytes } = reader
  const note = (code: DiagnosticCode, severity: Diagnostic['severity'], message: string): undefined => {
    report({ code, severity, source, message })
    return undefined
  }
  if (sizeBytes === 0) return note('empty-file', 'error', 'The file has no bytes.')
  const header = Buffer.alloc(FILE_HEADER_BYTES)
  try {
    reader.readAt(header, 0, FILE_HEADER_BYTES, 0)
  } catch (error) {
    return note('path-unreadable', 'error', `The file header could not be read: ${messageOf(error)}`)
  }
  if (sizeBytes <= FILE_HEADER_BYTES)
    return note('not-evtx', 'error', `${sizeBytes} bytes are too few for an event log.`)
  const file = openLibraryHeader(header)
  if (!file.verify())
    note('bad-file-header', 'warning', 'The reference decoder finds the file header damaged.')
  else if (file.isDirty()) note('dirty-file', 'info', 'The log was not closed cleanly.')
  const chunkCount = Math.ceil((sizeBytes - FILE_HEADER_BYTES) / CHUNK_BYTES)
  return { sizeBytes, firstChunkOffsetBytes: FILE_HEADER_BYTES, chunkCount }
}

/** False after an I/O error, which is reported. A last chunk that is cut is filled with zeros. */
function readChunk(reader: ByteReader, work: Work, bytes: Buffer): boolean {
  const position = work.layout.firstChunkOffsetBytes + work.chunk * CHUNK_BYTES
  try {
    const count = reader.readAt(bytes, 0, CHUNK_BYTES, position)
    bytes.fill(0, count)
    return true
  } catch (error) {
    note(work, 'path-unreadable', 'error', `A chunk could not be read: ${messageOf(error)}`)
    return false
  }
}

/** All records that the library lists; when it throws, the rest of the chunk is given up. */
function decodeChunk(work: Work, bytes: Buffer): void {
  work.counts.chunks++
  const chunk = openLibraryChunk(bytes)
  if (!chunk.checkMagic()) {
    note(work, 'bad-chunk-magic', 'error', 'The chunk does not start with the chunk signature.')
    return
  }
  const records = chunk.records()
  for (let number = 0; ; number++) {
    const record = nextRecord(work, records)
    if (record === undefined) return
    decodeRecord(work, chunk, record, number)
  }
}

/** Undefined at the end of the chunk, or when the library throws, which is reported. */
function nextRecord(work: Work, records: Iterator<LibraryRecord>): LibraryRecord | undefined {
  try {
    const next = records.next()
    return next.done === true ? undefined : next.value
  } catch (error) {
    work.counts.recordsFailed++
    note(work, 'record-unreadable', 'error', `The rest of the chunk is given up: ${messageOf(error)}`)
    return undefined
  }
}

function decodeRecord(work: Work, chunk: LibraryChunk, record: LibraryRecord, number: number): void {
  const header = readHeader(work, record)
  const fields = header && readFields(work, chunk, record, header)
  if (header === undefined || fields === undefined) {
    work.counts.recordsFailed++
    return
  }
  const event = work.build(fields)
  event.recordIdLow = Number(header.id & 0xffffffffn)
  event.recordIdHigh = Number(header.id >> 32n)
  event.writtenLow = Number(header.written & 0xffffffffn)
  event.writtenHigh = Number(header.written >> 32n)
  event.chunk = work.chunk
  event.record = number
  event.offsetBytes = offsetOf(work, record)
  event.partial = !header.isWhole
  if (!work.consumer.accept(event)) {
    work.counts.recordsSkipped++
    return
  }
  work.counts.recordsRead++
  if (event.partial) work.counts.recordsPartial++
  work.consumer.visit(event)
}

interface RecordHeader {
  readonly id: bigint
  /** FILETIME. */
  readonly written: bigint
  readonly isWhole: boolean
}

/** Undefined when the record does not fit into the chunk, which is reported. */
function readHeader(work: Work, record: LibraryRecord): RecordHeader | undefined {
  try {
    return { id: record.recordNum(), written: record.timestamp(), isWhole: record.verify() }
  } catch (error) {
    const place = { offsetBytes: offsetOf(work, record) }
    note(work, 'record-unreadable', 'error', `The library failed: ${messageOf(error)}`, place)
    return undefined
  }
}

/** What the library makes of a record; undefined when nothing, which is reported. */
function readFields(
  work: Work,
  chunk: LibraryChunk,
  record: LibraryRecord,
  header: RecordHeader,
): readonly PlainField[] | undefined {
  const place = { record: String(header.id), offsetBytes: offsetOf(work, record) }
  try {
    const { root, fault, lostParts } = buildReferenceTree(chunk, record)
    if (lostParts > 0)
      note(work, 'value-unreadable', 'warning', `${lostParts} embedded parts were not decoded.`, place)
    const fields = root === undefined ? [] : listTreeFields(root, NO_BYTES)
    if (root !== undefined && fields.length <= MAX_SLOTS) return fields.map(toPlainField)
    const why = root === undefined ? fault : `more than ${MAX_SLOTS} values`
    note(work, 'record-unreadable', 'error', why || 'no element in the record', place)
  } catch (error) {
    note(work, 'record-unreadable', 'error', `The library failed: ${messageOf(error)}`, place)
  }
  return undefined
}

function toPlainField(field: ReturnType<typeof listTreeFields>[number]): PlainField {
  const { section, name, path, attribute, pieces } = field
  return {
    section,
    name,
    values: [joinPieces(pieces, NO_BYTES, MAX_TEXT_UNITS)],
    path: path.map((step) => step.name),
    ordinals: path.map((step) => step.ordinal),
    ...(attribute === undefined ? {} : { attribute }),
  }
}

function offsetOf(work: Work, record: LibraryRecord): number {
  return work.layout.firstChunkOffsetBytes + work.chunk * CHUNK_BYTES + record.offset
}

function note(
  work: Work,
  code: DiagnosticCode,
  severity: Diagnostic['severity'],
  message: string,
  place: Pick<Diagnostic, 'record' | 'offsetBytes'> = {},
): void {
  work.report({ code, severity, source: work.source, message, chunk: work.chunk, ...place })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
