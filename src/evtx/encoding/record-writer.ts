/**
 * One record (evtx-format §3). In: chunk, event, its id and time. Out: true when it was added; false when it does not
 * fit and the chunk is as before.
 */
import { CHUNK_BYTES, FIRST_RECORD, Record as Field, RECORD_MAGIC } from '../format.ts'
import { patchU32, putBytes, putU32, putU64 } from './byte-sink.ts'
import type { ChunkDraft } from './chunk-draft.ts'
import { tryRecord } from './chunk-draft.ts'
import type { IdentifyDefinition } from './definition.ts'
import { putFragment, putLiteralFragment } from './instance-writer.ts'
import { literalElement } from './literal-markup.ts'
import type { Markup } from './markup.ts'

/** Records start and end on multiples of this. */
const ALIGNMENT_BYTES = 8

export interface RecordContent {
  readonly id: bigint
  /** FILETIME. */
  readonly written: bigint
  readonly isDirect: boolean
  readonly markup: Markup
}

/** Throws when the record would not even fit into an empty chunk. */
export function addRecord(chunk: ChunkDraft, record: RecordContent, identify: IdentifyDefinition): boolean {
  const start = chunk.at
  const { sizeBytes, fits } = tryRecord(chunk, () => {
    putRecord(chunk, record, identify)
  })
  if (fits) {
    if (chunk.recordCount === 0) chunk.firstRecordId = record.id
    chunk.recordCount++
    chunk.lastRecordId = record.id
    chunk.lastRecordOffset = start
    return true
  }
  if (chunk.recordCount > 0) return false
  const most = CHUNK_BYTES - FIRST_RECORD
  throw new RangeError(`the record needs ${sizeBytes} bytes, a chunk has room for ${most}`)
}

function putRecord(chunk: ChunkDraft, record: RecordContent, identify: IdentifyDefinition): void {
  const start = chunk.at
  putU32(chunk, RECORD_MAGIC)
  putU32(chunk, 0)
  putU64(chunk, record.id)
  putU64(chunk, record.written)
  if (record.isDirect) putLiteralFragment(chunk, literalElement(record.markup))
  else putFragment(chunk, record.markup, identify)
  const unaligned = chunk.at + 4 - start
  putBytes(chunk, new Uint8Array(-unaligned & (ALIGNMENT_BYTES - 1)))
  const size = chunk.at + 4 - start
  patchU32(chunk, start + Field.Size, size)
  putU32(chunk, size)
}
