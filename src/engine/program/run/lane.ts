/**
 * Records of one shape in one bucket, and how they are looked at: through a gate, then in full. In: shape and bucket.
 * Out: the lane. Invariant: the program of all rules is made by the first record that gets through; behind a good gate
 * hardly any does.
 */
import type { Bucket } from '../dispatch/bucket.ts'
import { createGate, type Gate } from './gate.ts'
import type { LeafIndex } from './leaf-index.ts'
import { buildProgram, type Program } from './program.ts'
import type { Runtime } from './runtime.ts'

export interface Lane {
  readonly bucket: Bucket
  readonly index: LeafIndex
  readonly gate: Gate
  /** Undefined until it is needed. */
  whole: Program | undefined
}

export function createLane(index: LeafIndex, bucket: Bucket): Lane {
  return { bucket, index, gate: createGate(), whole: undefined }
}

/** The program of all rules. */
export function wholeOf(runtime: Runtime, lane: Lane): Program {
  lane.whole ??= buildProgram(runtime, lane.index, lane.bucket)
  return lane.whole
}
