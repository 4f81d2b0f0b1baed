/**
 * Which program a record is looked at with in the kernel. In: programs of shapes, and the phase that their buckets are in.
 * Out: addresses. Invariant: what an address stands for is what its bucket asks in its present phase.
 */
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  PROGRAM_BUCKET,
  PROGRAM_DONE,
  PROGRAM_IS_GATE,
  PROGRAM_SAMPLES,
  PROGRAM_VERSION,
} from '../../../kernel/layout.ts'
import { takeWord } from '../../../kernel/take-word.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { renewGate } from '../run/build-gate.ts'
import { type Lane, wholeOf } from '../run/lane.ts'
import type { Program } from '../run/program.ts'
import type { Runtime } from '../run/runtime.ts'
import { createBucketWords } from './bucket-words.ts'
import { createProgramWriter, type ProgramWriter, type Role } from './program-writer.ts'

export interface WrittenPrograms
  extends Pick<
    ProgramWriter,
    'at' | 'listBounded' | 'listCompared' | 'listMatched' | 'quickAt' | 'takeHits'
  > {
  /** The kernel's memory has no room for more. */
  readonly isFull: boolean
  /** Address of the program that the lane's records are looked at with now; 0 when its records have to be looked at in full. */
  addressOf(lane: Lane | undefined): number
  takeDone(bucket: Bucket): number
  takeAsked(program: Program): number
  follow(bucket: Bucket): void
  forget(): void
}

export function createWrittenPrograms(runtime: Runtime, kernel: Kernel): WrittenPrograms {
  const { words } = kernel
  const buckets = createBucketWords(kernel)
  const writer = createProgramWriter(runtime, kernel)
  let hasNoRoom = false
  return {
    get isFull() {
      return hasNoRoom || writer.isFull
    },
    addressOf(own) {
      if (own === undefined) return writer.nothing()?.address ?? 0
      const asked = askedOf(runtime, own)
      const bucket = buckets.enter(own.bucket)
      const entry = writer.entryOf(asked.program, asked.role)
      if (bucket === undefined) hasNoRoom = true
      if (bucket === undefined || entry === undefined) return 0
      words[(entry.address + PROGRAM_BUCKET) >> 2] = bucket.address
      words[(entry.address + PROGRAM_VERSION) >> 2] = bucket.version
      words[(entry.address + PROGRAM_IS_GATE) >> 2] = asked.isGate ? 1 : 0
      words[(entry.address + PROGRAM_SAMPLES) >> 2] = own.bucket.watch.samplesLeft > 0 ? 1 : 0
      return entry.address
    },
    at: writer.at,
    listBounded: writer.listBounded,
    listCompared: writer.listCompared,
    listMatched: writer.listMatched,
    quickAt: writer.quickAt,
    takeHits: writer.takeHits,
    takeDone: buckets.takeDone,
    takeAsked(program) {
      const entry = writer.find(program)
      return entry === undefined ? 0 : takeWord(words, entry.address + PROGRAM_DONE)
    },
    follow: buckets.follow,
    forget() {
      hasNoRoom = false
      buckets.forget()
      writer.forget()
    },
  }
}

interface Asked {
  readonly program: Program
  readonly role: Role
  /** Its records are not counted against the bucket's wait. */
  readonly isGate: boolean
}

/** What is asked of a record first: its gate, where the bucket has chosen one. */
function askedOf(runtime: Runtime, lane: Lane): Asked {
  const { bucket, gate } = lane
  const { watch } = bucket
  if (gate.version !== watch.version) renewGate(runtime, lane)
  if (watch.choice === undefined) return { program: wholeOf(runtime, lane), role: 'whole', isGate: false }
  const { asks } = gate
  if (asks === undefined) return { program: wholeOf(runtime, lane), role: 'whole', isGate: true }
  return { program: asks.asked, role: { bounded: asks.bounded }, isGate: true }
}
