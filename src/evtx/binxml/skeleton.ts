/**
 * What makes two template definitions the same: every token byte, and every name as text. Name offsets, inline names
 * and the sizes that depend on them differ from chunk to chunk and are stepped over (engine-technique §2).
 * In: a definition that was parsed once. Out: whether another one reads the same.
 * Invariant: equal means that parsing the other one would give the same elements; nothing outside the chunk is read.
 */
import { CHUNK_BYTES } from '../format.ts'
import { NAME_HEADER_BYTES } from './tokens.ts'

export interface Skeleton {
  /** n > 0: n bytes as they are; 0: a size field, stepped over; below: a reference to a name of -1 - step bytes. */
  readonly steps: readonly number[]
  /** The bytes and names of all steps, one after another. */
  readonly content: DataView
}

/** Collects a skeleton while a definition is parsed. */
export interface SkeletonWriter {
  readonly bytes: Buffer
  readonly steps: number[]
  readonly content: Buffer[]
  /** Where bytes to compare begin that are not noted yet. */
  from: number
}

/** Notes that the bytes up to `at` count, and that 4 bytes there (a size) do not. */
export function skipSize(writer: SkeletonWriter, at: number): void {
  noteBytes(writer, at)
  writer.steps.push(0)
  writer.from = at + 4
}

/** Notes a name reference at `at`, to the UTF-16 text in `[start, end)`; `next` is where the tokens go on. */
export function noteName(writer: SkeletonWriter, at: number, start: number, end: number, next: number): void {
  noteBytes(writer, at)
  writer.content.push(writer.bytes.subarray(start, end))
  writer.steps.push(-1 - (end - start))
  writer.from = next
}

export function finishSkeleton(writer: SkeletonWriter, end: number): Skeleton {
  noteBytes(writer, end)
  const length = writer.content.reduce((sum, part) => sum + part.length, 0)
  const content = new Uint8Array(length)
  let at = 0
  for (const part of writer.content) {
    content.set(part, at)
    at += part.length
  }
  return { steps: writer.steps, content: new DataView(content.buffer) }
}

function noteBytes(writer: SkeletonWriter, at: number): void {
  if (at <= writer.from) return
  writer.content.push(writer.bytes.subarray(writer.from, at))
  writer.steps.push(at - writer.from)
}

/** Whether the definition body in `[at, end)` of `view` reads as the skeleton says. */
export function matchesSkeleton(
  skeleton: Skeleton,
  view: DataView,
  chunkStart: number,
  at: number,
  end: number,
): boolean {
  const { steps, content } = skeleton
  let p = at
  let c = 0
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    if (step > 0) {
      if (p + step > end || !isEqual(view, p, content, c, step)) return false
      p += step
      c += step
      continue
    }
    if (p + 4 > end) return false
    if (step < 0) {
      const length = -1 - step
      const offset = view.getUint32(p, true)
      if (offset + NAME_HEADER_BYTES + length > CHUNK_BYTES) return false
      const name = chunkStart + offset
      if (2 * view.getUint16(name + 6, true) !== length) return false
      if (!isEqual(view, name + NAME_HEADER_BYTES, content, c, length)) return false
      if (name === p + 4) p += NAME_HEADER_BYTES + length + 2
      c += length
    }
    p += 4
  }
  return p <= end
}

function isEqual(a: DataView, aFrom: number, b: DataView, bFrom: number, length: number): boolean {
  let i = 0
  for (; i + 4 <= length; i += 4)
    if (a.getInt32(aFrom + i, true) !== b.getInt32(bFrom + i, true)) return false
  for (; i < length; i++) if (a.getUint8(aFrom + i) !== b.getUint8(bFrom + i)) return false
  return true
}
