/**
 * A scan that ends early in its stages, to see what each of them costs. In: the stages of a scan, the last one wanted.
 * Out: stages that do as much and no more. Invariant: up to there they do exactly what a scan does.
 */
import type { ByteReader } from '../base/byte-reader.ts'
import type { EventConsumer } from '../event/consumer.ts'
import type { LogDecoder, LogLayout } from '../event/decoder.ts'
import { emptyCounts } from '../event/decoder.ts'
import { CHUNK_BYTES } from './task.ts'

/**
 * `read`: bytes are read and left. `decode`: records are located, and decoded where a rule wants them. `match`: hits are
 * counted.
 */
export type LastStage = 'read' | 'decode' | 'match'

/** Chunks read at a time, as the decoder does. */
const SLAB_CHUNKS = 16

export interface ReadingStages {
  readonly decoder: LogDecoder
  readonly consumer: EventConsumer
}

export function stopAfter(last: LastStage | undefined, stages: ReadingStages): ReadingStages {
  const { decoder, consumer } = stages
  if (last === 'read') return { decoder: { ...decoder, decodeRange: readRange }, consumer }
  if (last === 'decode') return { decoder, consumer: decodingConsumer(consumer) }
  return stages
}

/** Takes records and leaves them, by whichever way they come. */
function decodingConsumer({ accept, screen }: EventConsumer): EventConsumer {
  return { accept, visit: () => {}, screen: screen && { ...screen, programOf: () => screen.nothing() } }
}

/** Made with the first use, one a thread. */
let slab: Buffer | undefined

/** What cannot be read is reported by the passes that decode. */
function readRange(
  reader: ByteReader,
  _source: string,
  layout: LogLayout,
  firstChunk: number,
  chunkCount: number,
): ReturnType<LogDecoder['decodeRange']> {
  slab ??= Buffer.alloc(SLAB_CHUNKS * CHUNK_BYTES)
  const end = Math.min(firstChunk + chunkCount, layout.chunkCount)
  for (let chunk = firstChunk; chunk < end; chunk += SLAB_CHUNKS) {
    const bytes = Math.min(SLAB_CHUNKS, end - chunk) * CHUNK_BYTES
    try {
      reader.readAt(slab, 0, bytes, layout.firstChunkOffsetBytes + chunk * CHUNK_BYTES)
    } catch {
      break
    }
  }
  return emptyCounts()
}
