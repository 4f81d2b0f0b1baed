/** Whole logs through a decoder, from memory. */
import { readdirSync, readFileSync } from 'node:fs'
import type { ByteReader } from '../../src/base/byte-reader.ts'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import type { LogDecoder, RangeCounts } from '../../src/event/decoder.ts'
import type { EventView } from '../../src/event/event.ts'
import { sharedPath } from './shared.ts'

export interface DecodedLog {
  readonly counts: RangeCounts | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export const CORPORA = ['attack-samples', 'mitre-attack', 'damaged-and-odd'] as const
export type Corpus = (typeof CORPORA)[number]

/** Paths of the logs of a corpus below its folder, sorted. */
export function listLogs(corpus: Corpus): string[] {
  return readdirSync(sharedPath('data/evtx', corpus), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.evtx'))
    .sort()
}

export function readLog(corpus: Corpus, path: string): Buffer {
  return readFileSync(sharedPath('data/evtx', corpus, path))
}

/** Decodes all chunks and gives every event to `visit`. */
export function decodeLog(
  decoder: LogDecoder,
  bytes: Buffer,
  visit: (event: EventView) => void,
  source = 'log.evtx',
): DecodedLog {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const reader = memoryReader(bytes)
  const layout = decoder.readLayout(reader, source, report)
  if (layout === undefined) return { counts: undefined, diagnostics }
  const consumer = { accept: () => true, visit }
  const counts = decoder.decodeRange(reader, source, layout, 0, layout.chunkCount, consumer, report)
  return { counts, diagnostics }
}

export function memoryReader(bytes: Buffer): ByteReader {
  return {
    sizeBytes: bytes.length,
    readAt: (target, targetOffset, lengthBytes, positionBytes) =>
      bytes.copy(target, targetOffset, positionBytes, positionBytes + lengthBytes),
    close: () => {},
  }
}
