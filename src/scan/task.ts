/**
 * A piece of work for one thread: parts of sources, in order. Plain data, sent to other threads as it is.
 */
import type { FilePath } from '../input/walk.ts'
import type { LastStage } from './stop-after.ts'
import type { TickRange } from './time-range.ts'

/** A range of chunks of one source. */
export interface Unit {
  /** Index in the list of sources. */
  readonly source: number
  readonly name: string
  readonly path: FilePath
  readonly sizeBytes: number
  readonly firstChunk: number
  readonly chunkCount: number
  /** The last range of its source: reaches to the last chunk there is, since the plan only estimated how many. */
  readonly isLast: boolean
  /** The thread sees the whole source in order, and gives its SHA-256 with the last range. */
  readonly isHashed: boolean
}

export interface ScanTask {
  readonly kind: 'scan'
  readonly units: readonly Unit[]
  readonly range: TickRange
  /** For measurements: what comes after this stage is left out. */
  readonly last?: LastStage
  /** For measurements: with another number than before a thread makes a new engine, which has not seen any value. */
  readonly pass?: number
}

/** Only the newest time is wanted. */
export interface NewestTask {
  readonly kind: 'newest'
  readonly units: readonly Unit[]
}

/** Only the SHA-256 of whole sources is wanted. */
export interface HashTask {
  readonly kind: 'hash'
  readonly units: readonly Unit[]
}

export type Task = ScanTask | NewestTask | HashTask

/** Chunk size and the offset of the first chunk of a sound log (evtx-format §1). */
export const CHUNK_BYTES = 65_536
export const FIRST_CHUNK_BYTES = 4096

/** Bytes of a source that a unit stands for; the header counts to the first range. */
export function unitBytes(unit: Unit): number {
  const at = (chunk: number): number => (chunk === 0 ? 0 : FIRST_CHUNK_BYTES + chunk * CHUNK_BYTES)
  const end = unit.isLast ? unit.sizeBytes : at(unit.firstChunk + unit.chunkCount)
  return Math.max(0, Math.min(end, unit.sizeBytes) - at(unit.firstChunk))
}

export function taskBytes(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unitBytes(unit), 0)
}

/** Two tasks that together do the same, in order; undefined when it is as small as can be. */
export function halveTask<T extends Task>(task: T): readonly [T, T] | undefined {
  const { units } = task
  const half = units.length >> 1
  if (half > 0) return [part(task, units.slice(0, half)), part(task, units.slice(half))]
  const unit = units[0]
  if (unit === undefined || unit.chunkCount < 2 || task.kind === 'hash') return undefined
  const count = unit.chunkCount >> 1
  const rest = unit.chunkCount - count
  return [
    part(task, [{ ...unit, chunkCount: count, isLast: false }]),
    part(task, [{ ...unit, firstChunk: unit.firstChunk + count, chunkCount: rest }]),
  ]
}

function part<T extends Task>(task: T, units: readonly Unit[]): T {
  return { ...task, units }
}
