/**
 * Records one after another into chunks of a log. In: the encoder, a taker of chunks, records and plain events.
 * Out: chunks as they fill; at the end the file header. Invariant: one chunk is held, whatever the size of the log.
 */
import { createStamp } from './stamp.mjs'
import { START_TICKS, toLogEvent } from './values.mjs'

/**
 * @param {object} encoder The encoder's parts (`load-encoder.mjs`).
 * @param {(chunk: Uint8Array) => void} onChunk
 */
export function createLogStream(encoder, onChunk) {
  const identify = encoder.createDefinitionIds()
  const makeOuter = encoder.createOuterMarkup()
  const stamps = new Map()
  let chunk = encoder.createChunkDraft()
  let firstNumber = 1n
  let chunkCount = 0
  let closedId = 0

  const close = () => {
    onChunk(encoder.finishChunk(chunk, firstNumber, 1))
    firstNumber += BigInt(chunk.recordCount)
    chunkCount++
    closedId = Number(chunk.lastRecordId)
    chunk = encoder.createChunkDraft()
  }
  const addEvent = (event, ticks) => {
    const id = BigInt(event.recordId)
    const record = {
      id,
      written: START_TICKS + BigInt(ticks),
      isDirect: event.form === 'direct',
      markup: makeOuter(event, id),
    }
    if (!encoder.addRecord(chunk, record, identify)) {
      close()
      encoder.addRecord(chunk, record, identify)
    }
  }
  const stampOf = (kind, host) => {
    let ofHost = stamps.get(host)
    if (ofHost === undefined) {
      ofHost = new Map()
      stamps.set(host, ofHost)
    }
    let stamp = ofHost.get(kind)
    if (stamp === undefined) {
      stamp = createStamp(encoder, identify, kind, host)
      ofHost.set(kind, stamp)
    }
    return stamp
  }
  return {
    /** A plain event through the encoder: the slow way, for what has no stamp. */
    addEvent,
    /** A record of a kind. */
    add(kind, host, record) {
      const start = chunk.at
      const outcome = stampOf(kind, host)(chunk, record)
      if (outcome !== 'written') {
        // The encoder closes a full chunk, and writes the definitions that the chunk lacks.
        addEvent(toLogEvent(kind, host, record), record.ticks)
        return
      }
      const id = BigInt(record.recordId)
      if (chunk.recordCount === 0) chunk.firstRecordId = id
      chunk.recordCount++
      chunk.lastRecordId = id
      chunk.lastRecordOffset = start
    },
    /** The 4,096 bytes that belong before the chunks closed so far; the open one is left out. */
    finish: () => encoder.fileHeader(chunkCount, BigInt(closedId + 1), {}),
  }
}
