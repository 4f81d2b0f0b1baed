/**
 * Sources become tasks: ranges of chunks of big ones, batches of small ones, in the order of sources and chunks.
 * Pure arithmetic on sizes: no file is opened, so ten thousand logs are planned at once. Where the chunks of a log
 * really lie is found by the thread that reads it; the last range of a source takes what the estimate missed.
 * Invariant: every chunk of every source is in exactly one task, and results do not depend on the cut.
 */
import type { Source } from '../input/walk.ts'
import { CHUNK_BYTES, FIRST_CHUNK_BYTES, type Unit, unitBytes } from './task.ts'

/** Chunks of a range at most: 4 MiB, about 10 to 40 ms of work. */
export const MAX_RANGE_CHUNKS = 64
/** Chunks of a range at least, where a smaller cut would keep all threads busy to the end. */
export const MIN_RANGE_CHUNKS = 16
/** Ranges a thread should get at least, while they are not below the smallest. */
const RANGES_PER_THREAD = 8
/** Files of a batch at most: what opening them costs counts too. */
export const MAX_BATCH_FILES = 128

export interface PlanOptions {
  readonly threads: number
  /** SHA-256 is taken while reading: of whole files, or of all when one thread reads everything in order. */
  readonly hash: 'none' | 'whole-files' | 'all'
}

/** The units of each task, in order. */
export function planTasks(sources: readonly Source[], options: PlanOptions): readonly (readonly Unit[])[] {
  const rangeChunks = chooseRange(sources, options.threads)
  const tasks: Unit[][] = []
  let batch: Unit[] = []
  let batchBytes = 0
  const closeBatch = (): void => {
    if (batch.length > 0) tasks.push(batch)
    batch = []
    batchBytes = 0
  }
  for (const [index, source] of sources.entries()) {
    const units = cutSource(source, index, rangeChunks, options)
    if (units.length > 1) {
      closeBatch()
      for (const unit of units) tasks.push([unit])
      continue
    }
    const bytes = unitBytes(units[0]!)
    if (batch.length >= MAX_BATCH_FILES || batchBytes + bytes > rangeChunks * CHUNK_BYTES) closeBatch()
    batch.push(units[0]!)
    batchBytes += bytes
  }
  closeBatch()
  return tasks
}

function chooseRange(sources: readonly Source[], threads: number): number {
  const chunks = sources.reduce((sum, source) => sum + chunksOf(source), 0)
  const even = Math.ceil(chunks / (threads * RANGES_PER_THREAD))
  return Math.min(MAX_RANGE_CHUNKS, Math.max(MIN_RANGE_CHUNKS, even))
}

/** Ranges of nearly equal length. */
function cutSource(source: Source, index: number, rangeChunks: number, options: PlanOptions): Unit[] {
  const { name, path, sizeBytes } = source
  const chunks = chunksOf(source)
  const count = Math.ceil(chunks / rangeChunks)
  const isHashed = options.hash === 'all' || (options.hash === 'whole-files' && count === 1)
  const units: Unit[] = []
  for (let i = 0; i < count; i++) {
    const firstChunk = Math.floor((i * chunks) / count)
    const chunkCount = Math.floor(((i + 1) * chunks) / count) - firstChunk
    units.push({
      source: index,
      name,
      path,
      sizeBytes,
      firstChunk,
      chunkCount,
      isLast: i === count - 1,
      isHashed,
    })
  }
  return units
}

/** Chunk slots of a sound log of this size, a last incomplete one included. */
function chunksOf(source: Source): number {
  return Math.max(1, Math.ceil((source.sizeBytes - FIRST_CHUNK_BYTES) / CHUNK_BYTES))
}
