/**
 * The points of all correlations, those of each depth sorted by themselves: the points of a depth are complete when all
 * correlations of lower ones have run. Invariant: memory is bounded by what the options allow.
 */
import type { CorrelationPlan } from '../plan/correlation-plan.ts'
import { type Run, recordBytes } from '../spill/run.ts'
import { createSorter, type Sorter } from '../spill/sorter.ts'
import type { TemporaryFiles } from '../spill/temporary-file.ts'
import { KEY_WORDS, PLAN } from './point-record.ts'

export interface PointStore {
  /** Records one behind the other, as `write-point` makes them. */
  addPacked(bytes: Uint8Array): void
  /** All points of a depth, sorted. */
  sorted(depth: number): Run
  release(depth: number): void
  /** Points by plan. */
  counts(): readonly number[]
  close(): void
}

export function createPointStore(
  plans: readonly CorrelationPlan[],
  { memoryBytes, files }: { readonly memoryBytes: number; readonly files: TemporaryFiles },
): PointStore {
  const depths = plans.reduce((most, { depth }) => Math.max(most, depth + 1), 0)
  const sorters = Array.from({ length: depths }, () =>
    createSorter({ keyWords: KEY_WORDS, memoryBytes: memoryBytes / depths, files }),
  )
  const counts = plans.map(() => 0)
  const sorterOf = (plan: number): Sorter => {
    counts[plan]!++
    return sorters[plans[plan]!.depth]!
  }
  return {
    addPacked(packed) {
      // What comes from another thread may lie anywhere.
      const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice()
      const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
      for (let at = 0; at < bytes.length; ) {
        const payloadBytes = words[at >> 2]!
        const keyAt = (at >> 2) + 1
        const sorter = sorterOf(words[keyAt + PLAN]!)
        for (let i = 0; i < KEY_WORDS; i++) sorter.key[i] = words[keyAt + i]!
        const payloadAt = at + 4 + 4 * KEY_WORDS
        sorter.add(bytes, payloadAt, payloadAt + payloadBytes)
        at += recordBytes(KEY_WORDS, payloadBytes)
      }
    },
    sorted: (depth) => sorters[depth]!.finish(),
    release: (depth) => sorters[depth]!.reset(),
    counts: () => counts,
    close() {
      for (const sorter of sorters) sorter.reset()
    },
  }
}
