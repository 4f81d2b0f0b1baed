/**
 * Events one by one into a log, chunk by chunk, so that a log of any length needs the memory of one chunk.
 * In: events. Out: chunks as they fill, the file header last (it counts the chunks).
 * Invariant: the same events and options give the same bytes.
 */
import { ChunkFlag } from '../format.ts'
import { createChunkDraft } from './chunk-draft.ts'
import { finishChunk } from './chunk-header.ts'
import { createDefinitionIds } from './definition.ts'
import { fileHeader } from './file-header.ts'
import type { LogEvent } from './log-event.ts'
import type { LogOptions } from './log-options.ts'
import { createOuterMarkup } from './outer-markup.ts'
import type { RecordContent } from './record-writer.ts'
import { addRecord } from './record-writer.ts'
import { toBigInt } from './scalar-bytes.ts'
import { toTicks } from './structured-bytes.ts'

export interface LogWriter {
  /**
   * Adds an event. Returns the chunk of 65,536 bytes that this closed, if it did; it is the caller's to keep.
   * Throws when the event cannot be stored; the log is then as before.
   */
  add(event: LogEvent): Uint8Array | undefined
  /** Closes the log: its last chunk, and the 4,096 bytes that belong before the first chunk. */
  finish(): { readonly lastChunk: Uint8Array; readonly fileHeader: Uint8Array }
}

/** Highest record id. */
const MAX_RECORD_ID = (1n << 64n) - 1n

const EVENT_KEYS: ReadonlySet<string> = new Set<keyof LogEvent>([
  'recordId',
  'written',
  'form',
  'bodyForm',
  'system',
  'eventData',
  'userData',
  'other',
  'rendering',
])

export function createLogWriter(options: LogOptions = {}): LogWriter {
  const { checksums = true, chunkFlags = 1, firstRecordNumber = 1n } = options
  const identify = createDefinitionIds()
  const makeMarkup = createOuterMarkup()
  let chunk = createChunkDraft()
  let chunkCount = 0
  let firstNumber = firstRecordNumber
  let nextId = 1n
  let highestId = 0n
  let isFinished = false

  const closeChunk = (): Uint8Array => {
    const bytes = finishChunk(chunk, firstNumber, checksums ? chunkFlags : chunkFlags | ChunkFlag.NoCrc)
    firstNumber += BigInt(chunk.recordCount)
    chunkCount++
    return bytes
  }

  const recordOf = (event: LogEvent): RecordContent => {
    checkEvent(event)
    const id = event.recordId === undefined ? nextId : toBigInt(event.recordId)
    if (id < 0n || id > MAX_RECORD_ID) throw new RangeError(`record id ${id} is not a 64-bit number`)
    const written = event.written ?? event.system.time
    return {
      id,
      written: written === undefined ? 0n : toTicks(written),
      isDirect: event.form === 'direct',
      markup: makeMarkup(event, id),
    }
  }

  return {
    add(event) {
      if (isFinished) throw new Error('the log is finished')
      try {
        const record = recordOf(event)
        let closed: Uint8Array | undefined
        if (!addRecord(chunk, record, identify)) {
          const next = createChunkDraft()
          addRecord(next, record, identify)
          closed = closeChunk()
          chunk = next
        }
        nextId = record.id + 1n
        if (record.id > highestId) highestId = record.id
        return closed
      } catch (error) {
        if (error instanceof Error) error.message = `record ${event.recordId ?? nextId}: ${error.message}`
        throw error
      }
    },
    finish() {
      if (isFinished) throw new Error('the log is finished')
      isFinished = true
      const lastChunk = closeChunk()
      return { lastChunk, fileHeader: fileHeader(chunkCount, (highestId + 1n) & MAX_RECORD_ID, options) }
    },
  }
}

function checkEvent(event: LogEvent): void {
  for (const key of Object.keys(event))
    if (!EVENT_KEYS.has(key)) throw new TypeError(`an event has no ${JSON.stringify(key)}`)
  const { form = 'literal', bodyForm = 'fragment' } = event
  if (!['literal', 'shared', 'classic', 'direct'].includes(form))
    throw new TypeError(`there is no form ${JSON.stringify(form)}`)
  if (!['fragment', 'instance', 'element'].includes(bodyForm))
    throw new TypeError(`there is no body form ${JSON.stringify(bodyForm)}`)
  if (form === 'direct' && event.bodyForm !== undefined)
    throw new TypeError('a direct record has no body form')
}
