/**
 * What makes two template definitions the same: every token byte, and every name as text. Name offsets, inline names
 * and the sizes that depend on them differ from chunk to chunk and are stepped over (engine-technique §2).
 * In: a definition that was parsed once. Out: whether another one reads the same.
 * Invariant: equal means that parsing the other one would give the same elements; nothing outside the chunk is read.
 */
import { CHUNK_BYTES } from '../format.ts'
import { NAME_HEADER_BYTES } from './tokens.ts'

/** Steps: n > 0 compares n bytes, 0 steps over a size field, -n is a reference to name n - 1. */
export interface Skeleton {
  readonly steps: readonly number[]
  readonly raw: Buffer
  /** Names as UTF-16LE bytes. */
  readonly names: readonly Buffer[]
}

/** Collects a skeleton while a definition is parsed. */
export interface SkeletonWriter {
  readonly bytes: Buffer
  readonly steps: number[]
  readonly raw: Buffer[]
  readonly names: Buffer[]
  /** Where bytes to compare begin that are not noted yet. */
  from: number
}

/** Notes that the bytes up to `at` count, and that 4 bytes there (a size) do not. */
export function skipSize(writer: SkeletonWriter, at: number): void {
  noteRaw(writer, at)
  writer.steps.push(0)
  writer.from = at + 4
}

/** Notes a name reference at `at`; `next` is where the tokens go on. */
export function noteName(writer: SkeletonWriter, at: number, name: Buffer, next: number): void {
  noteRaw(writer, at)
  writer.names.push(name)
  writer.steps.push(-writer.names.length)
  writer.from = next
}

export function finishSkeleton(writer: SkeletonWriter, end: number): Skeleton {
  noteRaw(writer, end)
  return { steps: writer.steps, raw: Buffer.concat(writer.raw), names: writer.names }
}

function noteRaw(writer: SkeletonWriter, at: number): void {
  if (at <= writer.from) return
  writer.raw.push(writer.bytes.subarray(writer.from, at))
  writer.steps.push(at - writer.from)
}

/** Whether the definition body in `[at, end)` reads as the skeleton says. */
export function matchesSkeleton(
  skeleton: Skeleton,
  bytes: Buffer,
  view: DataView,
  chunkStart: number,
  at: number,
  end: number,
): boolean {
  const { steps, raw, names } = skeleton
  let p = at
  let rawAt = 0
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    if (step > 0) {
      if (p + step > end || !equalBytes(bytes, p, raw, rawAt, step)) return false
      p += step
      rawAt += step
      continue
    }
    if (p + 4 > end) return false
    if (step < 0) {
      const offset = view.getUint32(p, true)
      const name = names[-step - 1]!
      if (!isNameAt(bytes, view, chunkStart, offset, name)) return false
      if (offset === p + 4 - chunkStart) p += NAME_HEADER_BYTES + name.length + 2
    }
    p += 4
  }
  return p <= end
}

function isNameAt(bytes: Buffer, view: DataView, chunkStart: number, offset: number, name: Buffer): boolean {
  if (offset + NAME_HEADER_BYTES + name.length > CHUNK_BYTES) return false
  const at = chunkStart + offset
  if (2 * view.getUint16(at + 6, true) !== name.length) return false
  return equalBytes(bytes, at + NAME_HEADER_BYTES, name, 0, name.length)
}

function equalBytes(a: Buffer, aFrom: number, b: Buffer, bFrom: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (a[aFrom + i] !== b[bFrom + i]) return false
  return true
}
